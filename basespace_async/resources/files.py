"""Records and contents of files.

Lists of files belong to their container: a dataset, a run or an appsession.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterable, Iterable
from contextlib import aclosing, asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Unpack
from urllib.parse import quote

from .._codec import converter
from .._core.identity import check_id
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
    """Records and contents of files."""

    async def get(self, file: ResourceId) -> File:
        """Get a file's record.

        Calls `GET /v1pre3/files/{id}`: the reference of v2 has no such operation (observed as `Href`).

        Args:
            file: Its id, or the file from a list.

        Returns:
            The file, as in a list.

        Raises:
            PermissionDeniedError: If it is not yours or the id does not exist (observed).

        Example:
            ```python
            file = await basespace.files.get("11710715826")
            ```
        """
        from ..models import File

        response = await self._client.request("GET", f"v1pre3/files/{quote(identifier(file), safe='')}")
        record = response.result.get("Response") if isinstance(response.result, dict) else None
        if not isinstance(record, dict):
            raise DecodeError("expected an object", operation=_GET, path="$.Response")
        answer = converter.structure(record, File, operation=_GET, path=["Response"])
        check_id(answer, identifier(file), operation=_GET, path="$.Response")
        return answer

    @asynccontextmanager
    async def open(
        self, file: ResourceId, *, start: int = 0, stop: int | None = None
    ) -> AsyncGenerator[ContentStream, None]:
        r"""Open the content of a file for reading.

        Calls `GET /v2/files/{id}/content`. The service redirects to an object store (documented), which does not see
        the access token. A broken connection is made again and resumes where it stopped; an expired link is renewed.
        Only what you read is fetched.

        Args:
            file: Its id, or the file from a list.
            start: Offset of the first byte.
            stop: Offset after the last byte; None reads to the end.

        Raises:
            PermissionDeniedError: If it is not yours or the id does not exist (observed).
            ConfigurationError: `start` and `stop` are no valid range.

        Example:
            ```python
            async with basespace.files.open(file) as content:
                async for text in gunzip(content):
                    lines += text.count(b"\n")
            ```
        """
        async with aclosing(self._reader(file, start, stop, CHUNK_SIZE)) as reader:
            await reader.connect()
            yield ContentStream(reader)

    def iter_bytes(
        self, file: ResourceId, *, start: int = 0, stop: int | None = None, chunk_size: int = CHUNK_SIZE
    ) -> AsyncGenerator[bytes, None]:
        """Iterate over the content of a file as it arrives; see `open`.

        Iterate it under `contextlib.aclosing` where you may leave early, so that the connection is freed at once.

        Args:
            file: Its id, or the file from a list.
            start: Offset of the first byte.
            stop: Offset after the last byte; None reads to the end.
            chunk_size: Maximum bytes of each piece.

        Raises:
            ConfigurationError: If the range or the chunk size is invalid.
            TransportError: If the connection breaks for good.
            APIError: If the service refuses the request.
            ContentChangedError: If the file changes while it is read.

        Example:
            ```python
            async for piece in basespace.files.iter_bytes(file):
                digest.update(piece)
            ```
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
        """Download a file into a folder, and compare its checksum with the service's.

        The file appears whole or not at all. A large file comes in several parts in parallel. Calling it again resumes
        an interrupted download, even after SIGKILL: bytes on the disk are not fetched again.

        Args:
            file: The file from a list, or its id.
            to: Target folder; the file's own path is kept below it.
            name: Path below the folder in place of the file's own, with forward slashes.
            **options: How to download; see `DownloadOptions`.

        Returns:
            The downloaded file; it can be used as a path.

        Raises:
            DownloadError: If the file's path leads out of the folder, or the disk refused.
            ChecksumError: If what arrived is not what the service has.
            TransportError: If the connection broke for good.
            PermissionDeniedError: If the file is not yours.

        Example:
            ```python
            downloaded = await basespace.files.download(file, "fastq")
            print(downloaded.path, downloaded.verification.method)
            ```
        """
        from ..downloads.job import DownloadItem, job_of, path_of
        from ..downloads.options import DownloadSettings
        from ..models import File

        settings = DownloadSettings.of(options)
        record = file if isinstance(file, File) else await Files(self._client._in_background()).get(file)
        return await job_of(self._client, to, settings).one(DownloadItem(record, name or path_of(record)))

    async def download_many(
        self, files: Iterable[File] | AsyncIterable[File], to: str | Path, **options: Unpack[DownloadOptions]
    ) -> DownloadReport:
        """Download files into a folder, several in parallel; see `download`.

        Args:
            files: From lists, such as a pager; taken as they are needed.
            to: Target folder; each file's own path is kept below it.
            **options: How to download; see `DownloadOptions`.

        Returns:
            A report of the files on disk.

        Raises:
            IncompleteDownloadError: If some could not be downloaded; the same call resumes them.
            DownloadError: If the disk is full.

        Example:
            ```python
            logs = basespace.appsessions.log_files(appsession)
            report = await basespace.files.download_many(logs, "logs")
            ```
        """
        from ..downloads.job import download
        from ..downloads.options import DownloadSettings
        from ._downloads import wanted_of_any

        return await download(self._client, wanted_of_any(files), to, DownloadSettings.of(options))
