"""Content of files. Lists of files belong to what holds them: a dataset, a run, an appsession."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from .._arguments import HasId, identifier
from ..downloads import CHUNK_SIZE, Progress, save, target_path
from ..errors import ConfigurationError
from ..transport import HTTPResponse
from ._resource import Resource

if TYPE_CHECKING:
    from ..models import File

OPERATION = "file content"


class Files(Resource):
    """Operations on files."""

    @asynccontextmanager
    async def open(self, file: str | HasId) -> AsyncGenerator[HTTPResponse]:
        """The content of a file, as a response whose body is read while the block runs.

        The service redirects to an object store (documented), which does not see the access token.

        Args:
            file: its id, or the file from a list.

        Raises:
            PermissionDeniedError: it is not yours, or there is none of that id (observed); or the link has expired.

        Example:
            async with basespace.files.open(file) as content:
                async for piece in content.iter_bytes():
                    digest.update(piece)
        """
        path = f"/files/{quote(identifier(file), safe='')}/content"
        async with self._client.stream(path, {"Accept-Encoding": "identity"}, operation=OPERATION) as response:
            yield response

    async def download(self, file: File, folder: str | Path, *, progress: Progress | None = None) -> Path:
        """Download a file to its own path below `folder`, whole or not at all; its size is verified.

        Args:
            file: the file, from a list.
            folder: where to; the file's `path` is kept below it.
            progress: called with the bytes of each piece that was written.

        Returns:
            The path of the file on disk.

        Raises:
            DownloadError: the file's path leads out of the folder, or the disk refused.
            ConnectionLostError: the content broke off, or is not of the file's size.
            PermissionDeniedError: the file is not yours, or its link has expired.

        Example:
            async for file in basespace.datasets.files(dataset, extensions=".fastq.gz"):
                await basespace.files.download(file, "fastq")
        """
        name = file.path or file.name
        if not name:
            raise ConfigurationError(f"file {identifier(file)} came without a path and a name; list it again")
        target = target_path(Path(folder), name)
        size = file.size if isinstance(file.size, int) else None
        async with self.open(file) as content:
            return await save(content.iter_bytes(CHUNK_SIZE), target, size=size, progress=progress)
