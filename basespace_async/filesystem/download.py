"""Files copied to the disk or to an open file, with the progress callbacks of fsspec."""

from __future__ import annotations

from contextlib import aclosing
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from fsspec.callbacks import DEFAULT_CALLBACK  # type: ignore[import-untyped]

from .._util.tasks import in_thread
from ..models import File
from ..progress import Meter

if TYPE_CHECKING:
    from ..client import BaseSpace
    from .content import FileContent


def is_file_like(target: object) -> bool:
    """Tell whether the target of a copy is an open file, and not a path."""
    return hasattr(target, "write") and not hasattr(target, "__fspath__")


async def download_file(client: BaseSpace, content: FileContent, target: Path, callback: Any) -> None:
    """Download a file to a path, whole or not at all, and verify its checksum.

    Args:
        client: Sends the requests.
        content: The content of the file.
        target: Path on the disk.
        callback: fsspec's callback for the progress, in bytes.

    Raises:
        BaseSpaceError: If the file could not be downloaded.
    """

    def progress(*, desc: str, total: float | None, unit: str) -> Meter:
        return _CallbackMeter(callback if unit == "B" else DEFAULT_CALLBACK, total)

    entry, size = content.entry, await content.size()
    record = File(id=entry.id, name=entry.name, size=size, etag=entry.etag, href_content=entry.link)
    await client.files.download(record, target.parent, name=target.name, progress=progress)


async def copy_to(content: FileContent, output: BinaryIO, callback: Any) -> None:
    """Write the content of a file to an open file.

    Args:
        content: The content.
        output: File that is open for writing bytes.
        callback: fsspec's callback for the progress, in bytes.

    Raises:
        BaseSpaceError: If the content cannot be read.
    """
    callback.set_size(await content.size())
    async with aclosing(content.reader(0, None)) as reader:
        while piece := await reader.read():
            content.check(reader.etag)
            await in_thread(output.write, piece)
            callback.relative_update(len(piece))


class _CallbackMeter:
    """A progress meter that reports to a callback of fsspec."""

    def __init__(self, callback: Any, total: float | None) -> None:
        self._callback = callback
        self.total = total

    @property
    def total(self) -> float | None:
        return self._total

    @total.setter
    def total(self, value: float | None) -> None:
        self._total = value
        if value is not None:
            self._callback.set_size(int(value))

    def update(self, n: float | None = 1, /) -> None:
        self._callback.relative_update(int(n or 0))

    def close(self) -> None:
        """Do nothing: the owner of the callback closes it."""
