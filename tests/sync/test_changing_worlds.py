"""Property: after any history of a service and of a folder, a sync makes what a plain model says."""

from __future__ import annotations

import asyncio
import itertools
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from basespace_async import BaseSpace, DownloadError
from basespace_async.simulator import Simulator
from basespace_async.sync import SyncReport
from basespace_async.sync.journal import FOLDER, SyncJournal
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

    def __init__(self, simulator: Simulator, folder: Path) -> None:
        self.world = SyncedWorld(simulator)
        self.folder = folder
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
        path = self.folder / self.path(place)
        path.parent.mkdir(parents=True, exist_ok=True)
        self.local[self.path(place)] = next(self.contents)
        path.write_bytes(self.local[self.path(place)])
        self.ours.discard(self.path(place))

    def erase(self, place: str) -> None:
        (self.folder / self.path(place)).unlink(missing_ok=True)
        self.local.pop(self.path(place), None)
        self.ours.discard(self.path(place))

    def kill(self, changes: int) -> None:
        """End a sync after so many lines of its journal; the next one goes on."""
        left = itertools.count(changes, -1)
        real = SyncJournal._append

        def append(self: SyncJournal, lines: object) -> None:
            if next(left) <= 0:
                raise OSError(28, "killed")
            real(self, lines)  # type: ignore[arg-type]

        SyncJournal._append = append  # type: ignore[method-assign]
        try:
            with suppress(DownloadError):
                self._run(delete=False)
        finally:
            SyncJournal._append = real  # type: ignore[method-assign]
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
                return await basespace.projects.sync(self.world.project, self.folder, **options)  # type: ignore[arg-type]

        return asyncio.run(run())

    def tree(self) -> dict[str, bytes]:
        paths = (path for path in self.folder.rglob("*") if path.is_file() and FOLDER not in path.parts)
        return {path.relative_to(self.folder).as_posix(): path.read_bytes() for path in paths}


@pytest.mark.slow
@given(steps=st.lists(STEPS, max_size=12))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_sync_makes_what_the_model_says(simulator: Simulator, steps: list[tuple[str, object]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        model = Model(simulator, Path(folder))
        for name, argument in [*steps, ("sync", True)]:
            getattr(model, name)(argument)
