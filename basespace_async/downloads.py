"""Files to disk: whole or not at all."""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import AsyncIterator, Callable
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import BinaryIO

from .errors import BaseSpaceError, ConnectionLostError

CHUNK_SIZE = 1 << 18
Progress = Callable[[int], None]


class DownloadError(BaseSpaceError):
    """A file cannot be written where it should be; nothing is left under its name."""


def target_path(folder: Path, relative: str) -> Path:
    """Where a file of the service goes below `folder`.

    Args:
        folder: the target folder.
        relative: the file's `Path`: relative, with forward slashes (observed).

    Raises:
        DownloadError: the path leads out of the folder, or is none on this or another system.
    """
    windows = PureWindowsPath(relative)
    parts = PurePosixPath(relative).parts
    unsafe = not parts or relative.startswith("/") or windows.drive or windows.root or ".." in windows.parts
    if unsafe or "\0" in relative or "\\" in relative:
        raise DownloadError(f"the service named a file {relative!r}, which does not lie below the target folder")
    return folder.joinpath(*parts)


async def save(
    content: AsyncIterator[bytes], target: Path, *, size: int | None, progress: Progress | None = None
) -> Path:
    """Write `content` to `target` so that the name appears with the whole file or not at all.

    The bytes go to a temporary file in the same folder, are flushed to disk and renamed. Nothing blocks the loop.

    Args:
        content: the bytes, in pieces.
        target: final name; folders are made, and a file of that name is replaced.
        size: bytes that there must be, or None where it is not known.
        progress: called with the bytes of each piece that was written.

    Returns:
        `target`.

    Raises:
        ConnectionLostError: there were fewer or more bytes than `size`.
        DownloadError: the disk refused.
    """
    try:
        part, stream = await _opened_beside(target)
        try:
            with stream:
                written = await _write(content, stream, progress)
                if size is not None and written != size:
                    raise ConnectionLostError(f"{target.name}: {written} bytes arrived, {size} were expected")
                await asyncio.to_thread(_flush, stream)
            await asyncio.to_thread(os.replace, part, target)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise DownloadError(f"cannot write {target}: {error.strerror or error}") from error
    return target


async def _opened_beside(target: Path) -> tuple[Path, BinaryIO]:
    opening = asyncio.ensure_future(asyncio.to_thread(_temporary_beside, target))
    try:
        return await asyncio.shield(opening)
    except asyncio.CancelledError:
        # The thread goes on: what it makes must be taken away again.
        part, stream = await opening
        stream.close()
        part.unlink(missing_ok=True)
        raise


async def _write(content: AsyncIterator[bytes], stream: BinaryIO, progress: Progress | None) -> int:
    written = 0
    async for piece in content:
        await asyncio.to_thread(stream.write, piece)
        written += len(piece)
        if progress is not None:
            progress(len(piece))
    return written


def _temporary_beside(target: Path) -> tuple[Path, BinaryIO]:
    target.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(prefix=f".{target.name[:100]}.", suffix=".part", dir=target.parent)
    return Path(name), os.fdopen(descriptor, "wb")


def _flush(stream: BinaryIO) -> None:
    stream.flush()
    os.fsync(stream.fileno())
