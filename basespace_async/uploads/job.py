"""The upload of many files, several in parallel, and the comparison of what the service has with what was sent."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, cast

from attrs import evolve, frozen

from basespace_openapi.api.uploads import cancel_file_upload

from .._util.tasks import TaskGroup, first_error, in_thread
from ..downloads.progress import JobMeters
from ..errors import APIError, AuthenticationError, BaseSpaceError, IncompleteUploadError, UploadVerificationError
from .api_method import ApiMethod
from .buffers import BufferPool
from .checks import compared
from .file_upload import FileUpload, UploadContext, abort, changed_since
from .methods import MethodChoice, UploadMethod
from .object_store_method import ObjectStoreMethod
from .options import MAX_HELD, UploadSettings
from .presigned_method import PresignedMethod
from .report import PlannedFile, UploadedFile, UploadReport
from .source import SourceFile
from .target import TargetFiles, UploadTarget, files_of

if TYPE_CHECKING:
    from .._core.requester import Requester
    from ..models import File
    from .journal import FileState, UploadJournal
    from .target import TargetKind


@frozen
class UploadItem:
    """A file to upload, and what it goes to."""

    target: UploadTarget
    file: SourceFile


def _methods(client: Requester, name: str) -> list[UploadMethod]:
    methods: list[UploadMethod] = [
        ApiMethod(client, "v2"),
        ApiMethod(client, "v1pre3"),
        PresignedMethod(client),
        ObjectStoreMethod(client),
    ]
    return [method for method in methods if name in ("auto", method.name)]


class UploadJob:
    """The upload of many files.

    Args:
        client: Sends the requests.
        journal: Journal of the upload.
        settings: How to upload.
    """

    def __init__(self, client: Requester, journal: UploadJournal, settings: UploadSettings) -> None:
        self._client = client
        self._settings = settings
        self._context = UploadContext(
            journal,
            MethodChoice(_methods(client, settings.method)),
            settings,
            BufferPool(settings.concurrency, MAX_HELD),
            TargetFiles(client._in_background()),
        )
        self._files = asyncio.Semaphore(settings.concurrency)
        self._report = UploadReport()
        self._unverified: dict[Path, UploadedFile] = {}
        self._failed: dict[str, BaseSpaceError] = {}

    async def run(self, items: Sequence[UploadItem]) -> UploadReport:
        """Upload all items, and compare what the service has. An error of one does not stop the others.

        Raises:
            IncompleteUploadError: If some files could not be uploaded, or are not what was sent.
            AuthenticationError: If the token is no longer valid.
        """
        try:
            lost = await self._send(items)
            for path in [item.file.path for item in lost]:
                del self._failed[path]
            if lost:
                await self._send(lost)
        finally:
            await self._context.methods.aclose()
        if self._failed:
            raise IncompleteUploadError(self._report, self._failed)
        return self._report

    async def _send(self, items: Sequence[UploadItem]) -> list[UploadItem]:
        """Upload items, and return those that the service lost."""
        with self._metered() as meters, first_error():
            async with TaskGroup() as group:
                for item in items:
                    await self._files.acquire()
                    group.create_task(self._one(item, meters))
                    meters.found(item.file.size)
        if not self._unverified:
            return []
        self._report.method = self._context.methods.current.name
        await self._verify(items)
        keys = self._context.journal.files
        return [
            item
            for item in items
            if isinstance(self._failed.get(item.file.path), UploadVerificationError)
            and item.target.key(item.file.path) not in keys
        ]

    async def abort(self) -> None:
        """Give up what was begun of all files that the journal knows, on the service and in the journal."""
        try:
            for key, state in [*self._context.journal.files.items()]:
                target_kind, target_id, path = key.split("/", 2)
                target = UploadTarget(cast("TargetKind", target_kind), target_id)
                await abort(self._context, target, SourceFile(Path(path), path, state.size, state.mark))
        finally:
            await self._context.methods.aclose()

    @contextmanager
    def _metered(self) -> Iterator[JobMeters]:
        meters = JobMeters(self._settings.progress)
        try:
            yield meters
        except asyncio.CancelledError as error:
            error.add_note(meters.note())
            raise
        finally:
            meters.close()

    async def _one(self, item: UploadItem, meters: JobMeters) -> None:
        try:
            uploaded = await FileUpload(self._context, item.target, item.file, meters.file()).run()
        except AuthenticationError:
            raise
        except BaseSpaceError as error:
            self._failed[item.file.path] = error
        else:
            self._unverified[item.file.local] = uploaded
            meters.ended(uploaded.size)
        finally:
            self._files.release()

    async def _verify(self, items: Sequence[UploadItem]) -> None:
        """Compare the files with what the service lists, by size and ETag; what it lacks is to be sent again."""
        uploaded, self._unverified = self._unverified, {}
        by_target: dict[UploadTarget, list[tuple[SourceFile, UploadedFile]]] = defaultdict(list)
        for item in items:
            if item.file.local in uploaded:
                by_target[item.target].append((item.file, uploaded[item.file.local]))
        sources = [source for files in by_target.values() for source, _ in files]
        changed = await in_thread(lambda: [source for source in sources if not source.is_unchanged()])
        self._failed |= {source.path: changed_since(source) for source in changed}
        for target, files in by_target.items():
            with_etags = [(source, file.etag) for source, file in files]
            lost = await self._context.methods.current.finish(target, with_etags)
            there = await files_of(self._client._in_background(), target)
            for source, file in files:
                if source in changed:
                    continue
                await self._compare(target, source, file, None if source.path in lost else there.get(source.path))

    async def _removed(self, there: File) -> bool:
        """Remove a file that is not what was sent, and return whether that was possible: else there would be two."""
        try:
            await self._client.call(cancel_file_upload.request(there.id))
        except APIError:
            return False
        return True

    async def _compare(self, target: UploadTarget, source: SourceFile, file: UploadedFile, there: File | None) -> None:
        try:
            verification = compared(file, there)
        except UploadVerificationError as error:
            self._failed[source.path] = error
            if there is None or await self._removed(there):
                await in_thread(self._context.journal.add, {"forgotten": target.key(source.path)})
        else:
            self._report.files.append(evolve(file, verification=verification))


def planned(
    items: Sequence[tuple[str, SourceFile]], states: Mapping[str, FileState], settings: UploadSettings
) -> UploadReport:
    """Return what would be uploaded, given the files with their names in the journal, and what that says."""
    report = UploadReport()
    for key, file in items:
        part_size = settings.part_size_for(file.size, file.path)
        state = states.get(key)
        there = 0
        if state is not None and state.is_of(file):
            there = file.size if state.etag is not None else min(file.size, len(state.parts) * state.part_size)
        parts = max(1, -(-file.size // part_size))
        report.planned.append(PlannedFile(file.local, file.path, file.size, parts, file.size - there))
    return report
