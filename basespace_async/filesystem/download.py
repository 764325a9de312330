"""A file of the filesystem on a disk, by a download; and its progress as fsspec's."""

from __future__ import annotations

from contextlib import aclosing
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from .._util.tasks import in_thread
from ..models import File
from ..progress import Meter

if TYPE_CHECKING:
    from ..client import BaseSpace
    from .content import FileContent
    from .tree import FileEntry


async def save(client: BaseSpace, leaf: FileEntry, target: Path, callback: Any) -> None:
    """Download a file to a path: whole or not at all, its checksum compared with the service's.

    Raises:
        BaseSpaceError: it could not be downloaded.
    """

    def progress(*, desc: str, total: float | None, unit: str) -> Meter:
        return _Count(callback if unit == "B" else None, total)

    record = File(id=leaf.id, name=leaf.name, etag=leaf.etag or None, href_content=leaf.link or None)
    if leaf.size is not None:
        record.size = leaf.size
    await client.files.download(record, target.parent, name=target.name, progress=progress)


async def write_to(content: FileContent, output: BinaryIO, callback: Any) -> None:
    """Write the bytes of a file to one that is open.

    Raises:
        BaseSpaceError: they cannot be read.
    """
    callback.set_size(await content.size())
    async with aclosing(content.reader(0, None)) as reader:
        while piece := await reader.read():
            content.check(reader.etag)
            await in_thread(output.write, piece)
            callback.relative_update(len(piece))


class _Count:
    """A meter that tells one of fsspec's callbacks."""

    def __init__(self, callback: Any | None, total: float | None) -> None:
        self._callback = callback
        self.total = total

    @property
    def total(self) -> float | None:
        return self._total

    @total.setter
    def total(self, value: float | None) -> None:
        self._total = value
        if self._callback is not None and value is not None:
            self._callback.set_size(int(value))

    def update(self, n: float | None = 1, /) -> None:
        if self._callback is not None:
            self._callback.relative_update(int(n or 0))

    def close(self) -> None:
        """Do nothing: the owner of the callback closes it."""
