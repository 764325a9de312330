"""Downloads on the workers of a Dask cluster."""

from __future__ import annotations

import asyncio
import itertools
import os
import uuid
from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import define, evolve

from .._core.portable import PortableClient
from .._util.cancellation import uninterrupted
from .._util.tasks import TaskGroup, first_error, in_thread
from .._version import __version__
from ..errors import ConfigurationError, DownloadError
from .bandwidth import Bandwidth
from .file_download import disk_error
from .job import Completed, DownloadItem, DownloadJob, FailedListing
from .options import DownloadSettings
from .paths import PathReservations
from .progress import FileMeter
from .report import DownloadedFile, DownloadReport

if TYPE_CHECKING:
    from distributed import Client

    from .._core.requester import Requester
    from .dask_worker import Outcome

_SHARES_PER_WORKER = 2  # the next one is there when a worker has done with one
_MIN_SHARE, _MAX_SHARE = 16 << 20, 256 << 20  # bytes
_MIN_FILES, _MAX_FILES = 16, 256
_MAX_ITEMS = 20_000
_MAX_SUBMISSIONS = 3  # of a file whose workers die
_COLLECT = 0.02  # seconds in which listed files come together in one share
_ANSWER = 30.0  # seconds that the scheduler may take for an answer
_WORKERS = 60.0  # seconds until there is a worker


@define(eq=False)
class _Pending:
    """A file that is to come from a worker."""

    number: int
    item: DownloadItem
    size: int
    meter: FileMeter
    result: asyncio.Future[DownloadedFile]
    submissions: int = 0

    def fail(self, error: BaseException) -> None:
        if not self.result.done():
            self.result.set_exception(error)

    def succeed(self, outcome: Outcome) -> None:
        if self.result.done():
            return
        if outcome.error is not None:
            outcome.error.__cause__ = outcome.cause
            self.result.set_exception(outcome.error)
        elif outcome.file is not None:
            self.result.set_result(outcome.file)


class DaskJob(DownloadJob):
    """A download whose files come from the workers of a Dask cluster, a share of them at a time.

    Names, repeated files, failures, progress and the report are this process's, as in any download.
    """

    def __init__(
        self, requester: Requester, folder: Path, settings: DownloadSettings, completed: Completed | None = None
    ) -> None:
        super().__init__(requester, Path(os.path.abspath(folder)), settings, completed)
        self._address, self._options = _scheduler_of(settings.dask)
        self._name = f"basespace-download-{uuid.uuid4().hex}"
        self._numbers = itertools.count()
        self._pending: dict[int, _Pending] = {}
        self._queue: list[_Pending] = []
        self._queued = asyncio.Event()
        self._shares: set[asyncio.Task[None]] = set()
        self._futures: set[Any] = set()
        self._ended: BaseException | None = None
        self._is_known = False  # to the workers

    async def run(self, items: AsyncIterator[DownloadItem | FailedListing]) -> DownloadReport:
        """Download all items; see `DownloadJob.run`."""
        async with AsyncExitStack() as self._stack:
            return await super().run(items)

    async def one(self, item: DownloadItem) -> DownloadedFile:
        """Download a single file, and raise its error unchanged."""
        async with AsyncExitStack() as self._stack:
            return await super().one(item)

    async def _prepared(self) -> PathReservations:
        PortableClient.of(self._requester, 1)  # before anything is done
        reservations = await super()._prepared()
        await self._stack.enter_async_context(self._on_cluster())
        return reservations

    @asynccontextmanager
    async def _on_cluster(self) -> AsyncGenerator[None]:
        """Connect, find the workers, and hand out shares until the job ends."""
        async with AsyncExitStack() as stack:
            marker = self._folder / f".{self._name}"
            try:
                await in_thread(marker.touch)
            except OSError as error:
                raise disk_error(marker, 0, error) from error
            stack.push_async_callback(in_thread, marker.unlink, missing_ok=True)
            self._client = client = await self._connected()
            stack.push_async_callback(self._leave)
            await self._introduce(client, marker)
            client.subscribe_topic(self._name, self._show)
            handing_out = asyncio.create_task(self._hand_out())
            try:
                yield
            finally:
                handing_out.cancel()
                await asyncio.wait([handing_out])

    async def _connected(self) -> Any:  # most of Dask is not typed
        from distributed import Client

        client: Any = Client(  # type: ignore[no-untyped-call]
            self._address, asynchronous=True, set_as_default=False, timeout=_ANSWER, **self._options
        )
        try:
            await client
        except (OSError, ValueError) as error:
            problem = f"no scheduler of Dask answers at {self._address}: {error}"
        else:
            return client
        await client.close()
        raise ConfigurationError(problem)

    async def _introduce(self, client: Any, marker: Path) -> None:
        """Check that the workers see the folder, and tell them of the job."""
        from .dask_worker import DownloadPlugin, Sealed, WorkerPlan, check_worker

        with _as_ours(self._address):
            try:
                await client.wait_for_workers(1, timeout=_WORKERS)
            except TimeoutError:
                raise DownloadError(f"the Dask cluster at {self._address} has no workers; start some") from None
            answers: dict[str, Any] = await client.run(check_worker, __version__, os.fspath(marker), on_error="return")
            for worker, answer in answers.items():
                if answer and not isinstance(answer, OSError):  # one that has just died
                    raise ConfigurationError(f"the Dask worker at {worker}: {answer}")
            count = max(len(answers), 1)
            self._max_items = min(_SHARES_PER_WORKER * count * _MAX_FILES, _MAX_ITEMS)
            portable = PortableClient.of(self._requester, count)
            plan = WorkerPlan(portable, self._folder, self._share_of_settings(count), marker)
            self._is_known = True
            await client.register_plugin(DownloadPlugin(self._name, Sealed.of(plan)), name=self._name)

    def _share_of_settings(self, workers: int) -> DownloadSettings:
        cap = self._settings.bandwidth
        return evolve(
            self._settings,
            concurrency=max(self._settings.concurrency // workers, 1),
            bandwidth=None if cap is None else Bandwidth(cap.bytes_per_second / workers),
            progress=DownloadSettings().progress,
            dask=None,
        )

    async def _leave(self) -> None:
        """Stop what still runs on the workers, wait for its end there, and close the connection."""

        async def leave() -> None:
            with suppress(OSError, TimeoutError, asyncio.CancelledError):
                if self._is_known and self._client.status == "running":
                    async with asyncio.timeout(_ANSWER):
                        await self._client.cancel(list(self._futures), force=True)
                        await self._client.unregister_worker_plugin(self._name)
            await self._client.close()

        await uninterrupted(leave())

    async def _download(self, item: DownloadItem, *, again: bool = False) -> DownloadedFile:
        size = sum(max(getattr(file, "size", None) or 0, 0) for file in (item.file, *item.following))
        pending = _Pending(next(self._numbers), evolve(item, dataset=None), size, self._meters.file(), asyncio.Future())
        if self._ended is not None:
            raise self._ended
        if not again:
            self._meters.found(size)
        self._pending[pending.number] = pending
        self._queue.append(pending)
        self._queued.set()
        try:
            downloaded = await pending.result
        finally:
            del self._pending[pending.number]
        pending.meter.begin(downloaded.size)
        self._meters.ended(downloaded.size)
        return downloaded

    async def _show(self, event: tuple[float, Any]) -> None:
        """Show the progress that a worker reports."""
        for number, size in event[1]:
            if number in self._pending:
                self._pending[number].meter.begin(int(size))

    async def _hand_out(self) -> None:
        """Submit shares, a few for each worker at a time."""
        try:
            with first_error():
                async with TaskGroup() as group:
                    while True:
                        await self._queued.wait()
                        await asyncio.sleep(_COLLECT)
                        workers = await self._workers()
                        if len(self._shares) >= _SHARES_PER_WORKER * workers:
                            await asyncio.wait(self._shares, return_when=asyncio.FIRST_COMPLETED)
                            continue
                        share = self._next_share(workers)
                        task = group.create_task(self._do(share))
                        self._shares.add(task)
                        task.add_done_callback(self._shares.discard)
        except Exception as error:  # noqa: BLE001 - nothing may wait for what does not come
            self._ended = error
            for pending in list(self._pending.values()):
                pending.fail(error)

    async def _workers(self) -> int:
        with _as_ours(self._address):
            return max(len(await self._client.nthreads()), 1)

    def _next_share(self, workers: int) -> list[_Pending]:
        """Take files from the queue: fewer as it comes to its end, so that all workers end together."""
        parts = _SHARES_PER_WORKER * workers
        most = min(max(sum(file.size for file in self._queue) // parts, _MIN_SHARE), _MAX_SHARE)
        count = min(max(len(self._queue) // parts, _MIN_FILES), _MAX_FILES)
        size = 0
        for taken, file in enumerate(self._queue[:count]):  # noqa: B007
            size += file.size
            if size >= most:
                break
        share, self._queue = self._queue[: taken + 1], self._queue[taken + 1 :]
        if not self._queue:
            self._queued.clear()
        return share

    async def _do(self, share: Sequence[_Pending]) -> None:
        """Have a share done; where its workers die, again, each file by itself."""
        from distributed import KilledWorker

        try:
            outcomes = await self._submit(share)
        except KilledWorker as error:
            await self._again(share, error)
        except Exception as error:  # noqa: BLE001 - each file's error, whatever it is
            for file in share:
                file.fail(error)
        else:
            for file in share:
                file.succeed(outcomes[file.number])

    async def _submit(self, share: Sequence[_Pending]) -> dict[int, Outcome]:
        from .dask_worker import Sealed, fetch_share

        key = f"{self._name}-{next(self._numbers)}"
        items = Sealed.of([(file.number, file.item) for file in share])
        for file in share:
            file.submissions += 1
        with _as_ours(self._address):
            future = self._client.submit(fetch_share, self._name, key, items, key=key, pure=False)
            self._futures.add(future)
            try:
                return {outcome.number: outcome for outcome in await future}
            finally:
                if future.done():
                    self._futures.discard(future)

    async def _again(self, share: Sequence[_Pending], error: BaseException) -> None:
        async with TaskGroup() as group:
            for file in share:
                if file.submissions < _MAX_SUBMISSIONS:
                    group.create_task(self._do([file]))
                else:
                    file.fail(DownloadError(f"the Dask workers that downloaded {file.item.path} died: {error}"))


def _scheduler_of(dask: Client | str | None) -> tuple[str, dict[str, Any]]:
    """Return the address of a scheduler, and how to connect to it."""
    try:
        from distributed import Client
    except ImportError as error:
        raise ConfigurationError("downloads on Dask need it: pip install 'basespace-async[dask]'") from error
    if isinstance(dask, str) and dask:
        return dask, {}
    if isinstance(dask, Client) and dask.scheduler is not None:
        return str(dask.scheduler.address), {"security": dask.security}
    raise ConfigurationError(
        f"dask is {type(dask).__name__}; give a connected Client, or the address of a scheduler: tcp://host:8786"
    )


@contextmanager
def _as_ours(address: str) -> Iterator[None]:
    """Raise a `DownloadError` where the connection to the cluster is lost."""
    from distributed.client import FutureCancelledError

    try:
        yield
    except (OSError, TimeoutError, FutureCancelledError) as error:
        raise DownloadError(f"the Dask cluster at {address} was lost: {type(error).__name__}: {error}") from error
