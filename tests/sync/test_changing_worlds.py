"""Property: after any history of a service and of a folder, a sync makes what a plain model says."""

from __future__ import annotations

import asyncio
import itertools
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import fsspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from basespace_async import BaseSpace, DownloadError
from basespace_async.simulator import Simulator
from basespace_async.sync import SyncReport
from basespace_async.sync.journal import FOLDER, SyncJournal
from basespace_async.sync.object_store import RemoteStore
from tests.support.synced_world import SyncedWorld

NAMES = ("a/1.gz", "b/1.gz", "a/deep/2.gz", "b/3.txt")
PLACES = st.sampled_from(NAMES)
STEPS = st.one_of(
    st.tuples(st.just("put"), PLACES),
    st.tuples(st.just("remove"), PLACES),
    st.tuples(st.just("move"), PLACES),
    st.tuples(st.just("edit"), PLACES),
    st.tuples(st.just("erase"), PLACES),
    st.tuples(st.just("sync"), st.booleans()),
    st.tuples(st.just("kill"), st.integers(0, 6)),
)


@pytest.fixture(scope="module")
def simulator() -> Iterator[Simulator]:
    with Simulator(biosamples=1, seed=3).in_thread() as simulator:
        yield simulator


class Model:
    """The service, the folder, and a plain model of what should be in the folder."""

    def __init__(self, simulator: Simulator, target: str) -> None:
        self.world = SyncedWorld(simulator)
        self.target = target
        self.fs, self.root = fsspec.core.url_to_fs(target)
        self.contents = (f"content {number}".encode() for number in itertools.count())
        self.local: dict[str, bytes] = {}
        self.ours: set[str] = set()

    def path(self, place: str) -> str:
        dataset, _, path = place.partition("/")
        return self.world.path(dataset, path)

    def put(self, place: str) -> None:
        self.world.put(place[0], place[2:], next(self.contents))

    def remove(self, place: str) -> None:
        if place[2:] in self.world.files[place[0]]:
            self.world.remove(place[0], place[2:])

    def move(self, place: str) -> None:
        content = self.world.files[place[0]].get(place[2:])
        if content is not None:
            self.remove(place)
            self.world.put(place[0], "moved/" + place[2:].replace("moved/", ""), content)

    def edit(self, place: str) -> None:
        path = self.path(place)
        self.local[path] = next(self.contents)
        self.fs.makedirs(f"{self.root}/{path}".rpartition("/")[0], exist_ok=True)
        self.fs.pipe_file(f"{self.root}/{path}", self.local[path])
        self.ours.discard(path)

    def erase(self, place: str) -> None:
        path = self.path(place)
        if self.local.pop(path, None) is not None:
            self.fs.rm_file(f"{self.root}/{path}")
        self.ours.discard(path)

    def kill(self, changes: int) -> None:
        """End a sync after so many writes to its journal; the next one goes on.

        Only what a sync made is changed before: of what somebody else made, and a killed sync replaced, the next one
        cannot know that.
        """
        self.sync(delete=False)
        for dataset, files in self.world.files.items():
            for path in files:
                self.put(f"{dataset}/{path}")
        self.put("a/new")
        left = itertools.count(changes, -1)

        def cut(write: Callable[..., None]) -> Callable[..., None]:
            def or_killed(*arguments: Any) -> None:
                if next(left) <= 0:
                    raise DownloadError("killed")
                write(*arguments)

            return or_killed

        with pytest.MonkeyPatch.context() as patch, suppress(DownloadError):
            patch.setattr(SyncJournal, "_append", cut(SyncJournal._append))
            patch.setattr(RemoteStore, "write_records", cut(RemoteStore.write_records))
            self._run(delete=False)
        self.sync(delete=False)

    def sync(self, delete: bool) -> None:
        rehearsal = self._run(delete=delete, dry_run=True)
        expected = self.world.expected()
        missing = {path for path, content in expected.items() if self.local.get(path) != content}
        before = self.tree()
        report = self._run(delete=delete)
        planned = {step.path for step in rehearsal.steps if step.action == "fetch"}
        assert planned == {path for path, content in expected.items() if before.get(path) != content} <= missing
        assert report.fetched == sum(len(expected[path]) for path in planned)
        gone = {path for path in self.ours if path not in expected} if delete else set()
        assert {step.path for step in rehearsal.steps if step.action == "delete"} == set(report.deleted) == gone
        self.local = {path: content for path, content in self.local.items() if path not in gone} | expected
        self.ours = (self.ours - gone) | {*expected}
        assert self.tree() == self.local
        assert self._run(delete=delete).fetched == 0

    def _run(self, **options: bool) -> SyncReport:
        async def run() -> SyncReport:
            simulator = self.world.simulator
            async with BaseSpace(simulator.token, server=simulator.url) as basespace:
                return await basespace.projects.sync(self.world.project, self.target, **options)  # type: ignore[arg-type]

        return asyncio.run(run())

    def tree(self) -> dict[str, bytes]:
        paths = (path for path in self.fs.find(self.root) if f"/{FOLDER}/" not in path)
        return {path[len(self.root) + 1 :]: self.fs.cat_file(path) for path in paths}


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["folder", "memory"])
@given(steps=st.lists(STEPS, max_size=12))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_sync_makes_what_the_model_says(simulator: Simulator, kind: str, steps: list[tuple[str, object]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        model = Model(simulator, folder if kind == "folder" else f"memory:/{folder}")
        for name, argument in [*steps, ("sync", True)]:
            getattr(model, name)(argument)
