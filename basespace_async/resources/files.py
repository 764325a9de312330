"""Content of files. Lists of files belong to what holds them: a dataset, a run, an appsession."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterable, Iterable
from contextlib import aclosing, asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Unpack
from urllib.parse import quote

from .._codec import converter
from .._core.parameters import ResourceId, identifier
from ..content.reader import CHUNK_SIZE, ContentReader
from ..content.source import ContentSource
from ..content.stream import ContentStream
from ..errors import ConfigurationError, DecodeError
from ._base import Resource

if TYPE_CHECKING:
    from ..downloads import DownloadedFile, DownloadOptions, DownloadReport
    from ..models import File

_GET = "get file"


class Files(Resource):
    """Operations on files."""

    async def get(self, file: ResourceId) -> File:
        """One file's record (`GET v1pre3/files/{id}`: the reference of v2 has no such operation; observed as `Href`).

        Args:
            file: its id, or the file from a list.

        Returns:
            The file, as in a list.

        Raises:
            PermissionDeniedError: it is not yours, or there is none of that id (observed).

        Example:
            file = await basespace.files.get("11710715826")
        """
        from ..models import File

        found = await self._client.request("GET", f"v1pre3/files/{quote(identifier(file), safe='')}")
        record = found.result.get("Response") if isinstance(found.result, dict) else None
        if not isinstance(record, dict):
            raise DecodeError("expected an object", operation=_GET, path="$.Response")
        return converter.structure(record, File, operation=_GET, at=["Response"])

    @asynccontextmanager
    async def open(
        self, file: ResourceId, *, start: int = 0, stop: int | None = None
    ) -> AsyncGenerator[ContentStream, None]:
        """The content of a file, to be read while the block runs (`GET files/{id}/content`).

        The service redirects to an object store (documented), which does not see the access token. A connection that
        breaks is made again and goes on where it stopped; a link that has expired is renewed. What is not read is not
        fetched.

        Args:
            file: its id, or the file from a list.
            start: the first byte.
            stop: the byte after the last one, or None for the end.

        Raises:
            PermissionDeniedError: it is not yours, or there is none of that id (observed).
            ConfigurationError: `start` and `stop` are no stretch of the file.

        Example:
            async with basespace.files.open(file) as content:
                async for text in gunzip(content):
                    lines += text.count(b"\\n")
        """
        async with aclosing(self._reader(file, start, stop, CHUNK_SIZE)) as reader:
            await reader.connect()
            yield ContentStream(reader)

    def iter_bytes(
        self, file: ResourceId, *, start: int = 0, stop: int | None = None, chunk_size: int = CHUNK_SIZE
    ) -> AsyncGenerator[bytes, None]:
        """The content of a file in pieces, as they arrive; see `open`.

        Iterate it under `contextlib.aclosing` where you may leave early, so that the connection is freed at once.

        Args:
            file: its id, or the file from a list.
            start: the first byte.
            stop: the byte after the last one, or None for the end.
            chunk_size: bytes of a piece at most.

        Raises:
            As `open`, and while it is iterated: TransportError, APIError, ContentChangedError.

        Example:
            async for piece in basespace.files.iter_bytes(file):
                digest.update(piece)
        """
        return self._pieces(self._reader(file, start, stop, chunk_size))

    async def _pieces(self, reader: ContentReader) -> AsyncGenerator[bytes, None]:
        async with aclosing(reader):
            while piece := await reader.read():
                yield piece

    def _reader(self, file: ResourceId, start: int, stop: int | None, chunk_size: int) -> ContentReader:
        if start < 0 or (stop is not None and stop < start):
            raise ConfigurationError(f"there are no bytes from {start} to {stop}; both count from the file's beginning")
        if chunk_size < 1:
            raise ConfigurationError(f"chunk_size is {chunk_size}; a piece has at least one byte")
        source = ContentSource(self._client, identifier(file), link=getattr(file, "href_content", None) or "")
        return ContentReader(source, start, stop, chunk_size=chunk_size)

    async def download(
        self, file: ResourceId | File, to: str | Path, *, name: str | None = None, **options: Unpack[DownloadOptions]
    ) -> DownloadedFile:
        """Download a file below a folder: whole or not at all, its checksum compared with the service's.

        A large file comes in parts, several at a time. A download that was interrupted, also by a kill, is gone on with
        by the same call: what is on the disk is not fetched again. A connection that breaks goes on where it stopped.

        Args:
            file: the file from a list, or its id.
            to: folder; the file's own path is kept below it.
            name: path below the folder in place of the file's own, with forward slashes.
            **options: concurrency, part_size, bandwidth, existing, checksum, progress; see `DownloadOptions`.

        Returns:
            What is on the disk; it can be used as a path.

        Raises:
            DownloadError: the file's path leads out of the folder, or the disk refused.
            ChecksumError: what arrived is not what the service has.
            TransportError: the connection broke for good.
            PermissionDeniedError: the file is not yours.

        Example:
            downloaded = await basespace.files.download(file, "fastq")
            print(downloaded.path, downloaded.verification.method)
        """
        from ..downloads.job import DownloadItem, DownloadJob, path_of
        from ..downloads.options import DownloadSettings
        from ..models import File

        settings = DownloadSettings.of(options)
        record = file if isinstance(file, File) else await self.get(file)
        return await DownloadJob(self._client, Path(to), settings).one(DownloadItem(record, name or path_of(record)))

    async def download_many(
        self, files: Iterable[File] | AsyncIterable[File], to: str | Path, **options: Unpack[DownloadOptions]
    ) -> DownloadReport:
        """Download files below a folder, several at a time; see `download`.

        Args:
            files: from lists, such as a pager; taken as they are needed.
            to: folder; each file's own path is kept below it.
            **options: see `DownloadOptions`.

        Returns:
            What is on the disk.

        Raises:
            IncompleteDownloadError: some could not be downloaded; the same call goes on with them.
            DownloadError: the disk is full.

        Example:
            logs = basespace.appsessions.log_files(appsession)
            report = await basespace.files.download_many(logs, "logs")
        """
        from ..downloads.job import DownloadItem, download, each_of, path_of
        from ..downloads.options import DownloadSettings

        settings = DownloadSettings.of(options)

        async def wanted() -> AsyncGenerator[DownloadItem, None]:
            async with aclosing(each_of(files)) as found:
                async for file in found:
                    yield DownloadItem(file, path_of(file))

        return await download(self._client, wanted(), to, settings)
