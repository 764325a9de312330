"""The upload of one file: in one request or in parts, each sent until its ETag is right, and joined."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING

from attrs import frozen

from .._util.tasks import TaskGroup, first_error, in_thread, opened_in_thread
from ..downloads.progress import FileMeter
from ..errors import APIError, SourceChangedError, UploadVerificationError
from .checks import joined_etag
from .methods import MethodChoice, PartUpload, UploadExpiredError, UploadMethod
from .report import UploadedFile
from .source import OpenSource, SourceFile
from .target import TargetFiles, UploadTarget

if TYPE_CHECKING:
    from .buffers import BufferPool
    from .journal import FileState, UploadJournal
    from .options import UploadSettings

_ATTEMPTS = 4  # of a part that arrives wrong, and of a file whose parts get lost


@frozen
class UploadContext:
    """What the files of an upload share."""

    journal: UploadJournal
    methods: MethodChoice
    settings: UploadSettings
    buffers: BufferPool
    target_files: TargetFiles


class FileUpload:
    """The upload of one file.

    Args:
        context: What the files of the upload share.
        target: What it goes to.
        file: The file.
        meter: Its progress.
    """

    def __init__(self, context: UploadContext, target: UploadTarget, file: SourceFile, meter: FileMeter) -> None:
        self._context = context
        self._target = target
        self._file = file
        self._meter = meter
        self._key = target.key(file.path)
        self._part_size = context.settings.part_size_for(file.size, file.path)
        self._sent = 0

    async def run(self) -> UploadedFile:
        """Upload what the service does not have.

        Raises:
            SourceChangedError: If the file is not what it was when its upload began; that is aborted on the service.
            UploadVerificationError: If the service has something else than what was sent.
            UploadError: If the file cannot be read.
            APIError: If the service refuses it.
        """
        state = self._context.journal.files.get(self._key)
        if state is not None and state.etag is not None:
            if not state.is_of(self._file):
                raise changed_since(self._file)
            self._meter.begin(self._file.size)
            return self._uploaded(state.etag, kept=True)
        try:
            if state is not None and not state.is_of(self._file):
                raise SourceChangedError(f"{self._file.local} is not what it was when its upload began; {_ANEW}")
            etag = await self._upload(state)
        except SourceChangedError as error:
            if not await abort(self._context, self._target, self._file):
                raise changed_since(self._file) from error
            raise
        return self._uploaded(etag, kept=False)

    def _uploaded(self, etag: str, *, kept: bool) -> UploadedFile:
        return UploadedFile(self._file.local, self._file.path, self._file.size, self._sent, kept, etag)

    async def _upload(self, state: FileState | None) -> str:
        if self._file.size <= self._part_size and (state is None or not state.upload_id):
            etag = await self._send_whole(is_in_doubt=state is not None)
            # If the line is lost, the file is looked for before it is sent again.
            self._context.journal.add_later({"complete": self._key, "etag": etag})
            return etag
        async with opened_in_thread(partial(OpenSource, self._file), OpenSource.close) as source:
            etag = await self._until_it_holds(source, state)
            await self._note({"complete": self._key, "etag": etag})
            return etag

    async def _until_it_holds(self, source: OpenSource, state: FileState | None) -> str:
        """Send in parts, and begin anew where what was sent has expired."""
        for _ in range(_ATTEMPTS - 1):
            try:
                return await self._send_in_parts(source, state)
            except UploadExpiredError:
                await self._note({"forgotten": self._key})
                state = None
        return await self._send_in_parts(source, state)

    async def _send_whole(self, *, is_in_doubt: bool) -> str:
        """Send a small file in one request, unless an earlier call did, whose answer was lost."""
        methods = self._context.methods
        async with self._context.buffers.lend(self._file.size) as data:
            md5 = await in_thread(self._read_whole, data)
            self._meter.begin(0)
            if is_in_doubt and await self._is_there():
                self._meter.add(len(data))
                return md5.hex()
            await self._throttle(len(data))
            etag = await methods.run(lambda method: method.send_whole(self._target, self._file, data, md5))
        self._count(len(data))
        return etag

    def _read_whole(self, buffer: memoryview) -> bytes:
        """Read the file, and note that its upload begins; return its MD5."""
        with closing(OpenSource(self._file)) as source:
            md5 = source.read(0, buffer)
        self._context.journal.begin(self._key, self._file, self._context.methods.current.name, "", 0)
        return md5

    async def _is_there(self) -> bool:
        there = (await self._context.target_files.of(self._target)).get(self._file.path)
        return there is not None and there.size == self._file.size

    async def _send_in_parts(self, source: OpenSource, state: FileState | None) -> str:
        upload, state = await self._begin(state)
        if state.parts and await upload.is_complete():  # the answer was lost
            return joined_etag(state.parts) if len(state.parts) == self._count_of(state) else ""
        if state.parts:
            await self._lose(state, await self._lost(upload, state) or [])
        self._meter.begin(sum(self._size_of(number, state) for number in state.parts))
        for is_last in (*[False] * (_ATTEMPTS - 1), True):
            await self._send_missing(source, upload, state)
            await in_thread(source.check)
            # A service that has lost a part may join the others.
            if not is_last and (lost := await self._lost(upload, state)):
                await self._lose(state, lost)
                continue
            try:
                await upload.complete(state.parts)
            except APIError as error:
                lost = await self._lost(upload, state)
                lost = [*state.parts] if lost is None else lost
                if is_last or error.status >= 500 or not lost:
                    raise
                await self._lose(state, lost)
            else:
                return joined_etag(state.parts)
        raise AssertionError  # the last attempt returned or raised

    async def _begin(self, state: FileState | None) -> tuple[PartUpload, FileState]:
        """Begin the upload in parts, or go on with what an earlier call began."""
        methods, known = self._context.methods, "" if state is None else state.upload_id
        parts = -(-self._file.size // (state.part_size if state and state.part_size else self._part_size))
        method = methods.named(state.method) if state is not None and known else None
        if method is not None and state is not None:
            upload = await method.begin(self._target, self._file, parts, known)
            if upload.id == known:
                return upload, state
        else:

            async def begin(method: UploadMethod) -> PartUpload:
                return await method.begin(self._target, self._file, parts, "")

            upload = await methods.run(begin)
            method = methods.current
        begin_state = self._context.journal.begin
        state = await in_thread(begin_state, self._key, self._file, method.name, upload.id, self._part_size)
        return upload, state

    async def _lost(self, upload: PartUpload, state: FileState) -> list[int] | None:
        """Return the parts that the service does not have, though it acknowledged them; None if it does not tell."""
        received = await upload.received()
        if received is None:
            return None
        return [number for number, etag in state.parts.items() if received.get(number) != etag]

    async def _lose(self, state: FileState, numbers: list[int]) -> None:
        if numbers:
            await in_thread(self._context.journal.lose, self._key, numbers)

    async def _send_missing(self, source: OpenSource, upload: PartUpload, state: FileState) -> None:
        count = self._count_of(state)
        missing = iter([number for number in range(1, count + 1) if number not in state.parts])
        workers = min(self._context.settings.concurrency, count - len(state.parts))
        with first_error():
            async with TaskGroup() as group:
                for _ in range(workers):
                    group.create_task(self._send_parts(source, upload, state, missing))

    async def _send_parts(
        self, source: OpenSource, upload: PartUpload, state: FileState, missing: Iterator[int]
    ) -> None:
        for number in missing:
            size = self._size_of(number, state)
            async with self._context.buffers.lend(size) as data:
                md5 = await in_thread(source.read, (number - 1) * state.part_size, data)
                await self._send_part(upload, number, data, md5)
            await self._note({"part": [self._key, number, md5.hex()]})
            self._count(size)

    async def _send_part(self, upload: PartUpload, number: int, data: memoryview, md5: bytes) -> None:
        answered = ""
        for _ in range(_ATTEMPTS):
            await self._throttle(len(data))
            answered = await upload.send(number, data, md5)
            if answered in (md5.hex(), ""):
                return
        raise UploadVerificationError(
            f"part {number} of {self._file.path} has the MD5 {md5.hex()}, and the service answers {answered}"
        )

    def _count_of(self, state: FileState) -> int:
        return -(-self._file.size // state.part_size)

    def _size_of(self, number: int, state: FileState) -> int:
        return min(state.part_size, self._file.size - (number - 1) * state.part_size)

    async def _throttle(self, size: int) -> None:
        if self._context.settings.bandwidth is not None:
            await self._context.settings.bandwidth.take(size)

    def _count(self, size: int) -> None:
        self._sent += size
        self._meter.add(size)

    async def _note(self, line: dict[str, object]) -> None:
        await in_thread(self._context.journal.add, line)


def changed_since(file: SourceFile) -> SourceChangedError:
    """Return the error of a file that changed after all of it was uploaded."""
    return SourceChangedError(f"{file.local} changed since it was uploaded; resume=False begins anew")


_ANEW = "it is aborted there, and the same call uploads the file as it is now"


async def abort(context: UploadContext, target: UploadTarget, file: SourceFile) -> bool:
    """Give up what was begun of a file, on the service and in the journal; return False if it is complete there."""
    key = target.key(file.path)
    state = context.journal.files.get(key)
    if state is None:
        return True
    if state.etag is None and not await _aborted(context, target, file, state):
        await in_thread(context.journal.add, {"complete": key, "etag": ""})
        return False
    await in_thread(context.journal.add, {"forgotten": key})
    return True


async def _aborted(context: UploadContext, target: UploadTarget, file: SourceFile, state: FileState) -> bool:
    if not state.upload_id:  # it was sent in one request, whose answer was lost
        return file.path not in await context.target_files.of(target)
    method = context.methods.named(state.method)
    if method is None:
        return True
    upload = await method.begin(target, file, -(-state.size // max(1, state.part_size)), state.upload_id)
    return await upload.abort()
