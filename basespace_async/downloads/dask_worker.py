"""The part of a download on Dask that runs on the workers. Only `dask_job` imports it, and the workers."""

from __future__ import annotations

import asyncio
import os
import pickle
from collections.abc import Mapping, Sequence
from contextlib import suppress
from copy import copy
from pathlib import Path
from typing import Any

from attrs import evolve, field, frozen
from distributed import Reschedule, Worker, WorkerPlugin, get_worker

from .._core.portable import PortableClient
from .._util.platform.allocator import keep_freed_memory
from .._util.tasks import TaskGroup, first_error, in_thread
from .._version import __version__
from ..errors import BaseSpaceError, DownloadError
from ..progress import Meter, silent
from .job import DownloadItem, DownloadJob
from .options import DownloadSettings
from .paths import target_path
from .progress import JobMeters
from .report import DownloadedFile

_REPORT_EVERY = 1.0  # seconds between two reports of progress


@frozen
class Outcome:
    """What became of one file.

    Attributes:
        number: The driver's number of the file.
        file: The file on disk, or None.
        error: Why there is none.
        cause: What the disk said, which pickling an error loses.
    """

    number: int
    file: DownloadedFile | None = None
    error: BaseSpaceError | None = None
    cause: OSError | None = None


@frozen
class Sealed:
    """A pickled object. Dask shows the arguments of tasks in logs; of this it shows nothing."""

    _data: bytes = field(repr=False)

    @classmethod
    def of(cls, value: object) -> Sealed:
        """Pickle an object."""
        return cls(pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL))

    def open(self) -> Any:
        """Return the object."""
        return pickle.loads(self._data)


@frozen
class WorkerPlan:
    """What a worker needs to know of the job.

    Attributes:
        client: Settings of its client.
        folder: Target folder, an absolute path.
        settings: How to download.
        marker: File in the folder by which a worker sees that it has the same folder.
    """

    client: PortableClient
    folder: Path
    settings: DownloadSettings
    marker: Path


class DownloadPlugin(WorkerPlugin):
    """One job's downloads on one worker: a client and its connections, kept from share to share.

    Args:
        name: Name of the job.
        plan: The `WorkerPlan`.
    """

    def __init__(self, name: str, plan: Sealed) -> None:
        self.name = name
        self._sealed = plan
        self._running: dict[Any, asyncio.Task[Any]] = {}
        self._job: _WorkerJob | None = None

    def setup(self, worker: Worker) -> None:
        """Note the worker; nothing is opened before the first share."""
        self._worker = worker

    async def teardown(self, worker: Worker) -> None:
        """Stop what runs, and close the connections."""
        running = list(self._running.values())
        for task in running:
            task.cancel()
        if running:
            await asyncio.wait(running)
        if self._job is not None:
            await self._job.aclose()

    def transition(self, key: Any, start: str, finish: str, **kwargs: Any) -> None:
        """Stop a share that nobody waits for any more, such as that of a driver that has died."""
        if finish == "released" and key in self._running:
            self._running[key].cancel()

    async def run(self, key: str, items: Sequence[tuple[int, DownloadItem]]) -> list[Outcome]:
        """Download a share of the files.

        Raises:
            Reschedule: If it was stopped here; another worker is to do it.
        """
        self._running[key] = task = asyncio.create_task(self._fetch(items))
        try:
            await asyncio.wait([task])
        finally:
            task.cancel()
            del self._running[key]
        if task.cancelled():
            raise Reschedule
        return task.result()

    async def _fetch(self, items: Sequence[tuple[int, DownloadItem]]) -> list[Outcome]:
        if self._job is None:
            self._job = _WorkerJob(self._sealed.open())
        await self._job.begin()
        progress = {number: _ItemProgress() for number, _ in items}
        reporting = asyncio.create_task(self._report(progress))
        try:
            return await self._job.fetch(items, progress)
        finally:
            reporting.cancel()

    async def _report(self, progress: Mapping[int, _ItemProgress]) -> None:
        told: dict[int, float] = {}
        while True:
            await asyncio.sleep(_REPORT_EVERY)
            news = {number: item.bytes for number, item in progress.items() if item.bytes > told.get(number, 0)}
            if news:
                told.update(news)
                self._worker.log_event(self.name, list(news.items()))


class _ItemProgress:
    """Progress of one file: counts its bytes and shows nothing."""

    def __init__(self) -> None:
        self.bytes = 0.0
        self.total: float | None = None

    def __call__(self, *, desc: str, total: float | None, unit: str) -> Meter:
        return self if unit == "B" else silent(desc=desc, total=total, unit=unit)

    def update(self, n: float | None = 1, /) -> None:
        self.bytes += n or 0

    def close(self) -> None:
        """Nothing is shown."""


class _WorkerJob(DownloadJob):
    """The files of a job that one worker downloads; all its shares use the same connections and streams."""

    def __init__(self, plan: WorkerPlan) -> None:
        super().__init__(plan.client.open(), plan.folder, plan.settings)
        self._marker = plan.marker
        self._turns = asyncio.Semaphore(self._max_items)
        self._began_at: int | None = None

    async def begin(self) -> None:
        """Look at the folder, before the first share."""
        if self._began_at is None:
            began_at = await in_thread(_began_at, self._marker)
            if began_at is None:
                raise DownloadError(unseen(self._folder))
            await self._prepared()
            keep_freed_memory(keep=True)
            self._began_at = began_at

    async def fetch(
        self, items: Sequence[tuple[int, DownloadItem]], progress: Mapping[int, _ItemProgress]
    ) -> list[Outcome]:
        """Download files, several in parallel."""
        outcomes: list[Outcome] = []

        async def one(number: int, item: DownloadItem) -> None:
            try:
                outcomes.append(await self._outcome(number, item, progress[number]))
            finally:
                self._turns.release()

        with first_error():
            async with TaskGroup() as group:
                for number, item in items:
                    await self._turns.acquire()
                    group.create_task(one(number, item))
        return outcomes

    async def _outcome(self, number: int, item: DownloadItem, progress: _ItemProgress) -> Outcome:
        job = copy(self)
        job._meters = JobMeters(progress)
        try:
            is_of_this_job = await in_thread(self._is_of_this_job, item.path)
            if is_of_this_job:
                job._settings, item = evolve(self._settings, if_exists="verify"), evolve(item, replace=False)
            downloaded = await job._download(item)
        except BaseSpaceError as error:
            cause = error.__cause__
            return Outcome(number, error=error, cause=cause if isinstance(cause, OSError) else None)
        return Outcome(number, evolve(downloaded, kept=downloaded.kept and not is_of_this_job))

    def _is_of_this_job(self, path: str) -> bool:
        """Return whether the job has made a file already, on a worker that was lost before it could say so."""
        with suppress(OSError, DownloadError):
            return os.lstat(target_path(self._folder, path)).st_ctime_ns >= (self._began_at or 0)
        return False

    async def aclose(self) -> None:
        """Close the connections."""
        keep_freed_memory(keep=False)
        await self._requester._session.aclose()


async def fetch_share(name: str, key: str, items: Sealed) -> list[Outcome]:
    """Download a share of the files of the job `name`; the task of Dask."""
    plugin: Any = get_worker().plugins[name]
    outcomes: list[Outcome] = await plugin.run(key, items.open())
    return outcomes


def check_worker(version: str, marker: str) -> str:
    """Return why this worker cannot take part, or ""."""
    if version != __version__:
        return f"has basespace-async {__version__}, and this process {version}; install the same everywhere"
    return "" if _began_at(Path(marker)) is not None else unseen(Path(marker).parent)


def unseen(folder: Path) -> str:
    """Return what to say of a worker that does not see the folder."""
    return f"a worker does not see {folder} as this process does; download into a folder that all machines share"


def _began_at(marker: Path) -> int | None:
    """Return when the job began, by the clock of the folder's file system, or None if the folder is another one."""
    try:
        return os.stat(marker).st_ctime_ns
    except OSError:
        return None
