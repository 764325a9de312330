"""Standard streams: what is written is complete, or the exit code says that it is not."""

from __future__ import annotations

import codecs
import errno
import io
import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, TextIO, cast

import click

from .._util.platform.descriptors import wait_readable, wait_writable
from .exit_codes import ExitCode

STDOUT_NAME = "standard output"
_STDOUT, _STDERR = 1, 2


class CompleteWriter(io.BufferedIOBase):
    """Binary stream without a buffer, of which every write is complete or raises an error.

    A text stream of Python's own drops what a partial write leaves when `PYTHONUNBUFFERED` is set, and fails after
    the end of the program when it is not.

    Args:
        raw: Stream of the operating system; one that does not block is waited for.
        name: Name of the stream in errors.
    """

    def __init__(self, raw: Any, name: str) -> None:
        self.raw = raw
        self._name = name

    def writable(self) -> bool:
        """Return True."""
        return True

    def fileno(self) -> int:
        """Return the file descriptor."""
        number: int = self.raw.fileno()
        return number

    def isatty(self) -> bool:
        """Return whether the stream is a terminal."""
        return bool(self.raw.isatty())

    def write(self, content: Any) -> int:
        """Write all bytes.

        Args:
            content: Bytes, or an object with the buffer protocol.

        Returns:
            The number of bytes.

        Raises:
            OSError: If the stream is closed, its disk is full or its reader has gone.
        """
        rest = memoryview(content).cast("B")
        length = len(rest)
        while rest:
            try:
                written = self.raw.write(rest)
            except OSError as error:
                raise OSError(error.errno, error.strerror, self._name) from error
            if written is None:
                wait_writable(self.raw)
            else:
                rest = rest[written:]
        return length

    def check(self) -> None:
        """Raise what a file system says only when a file is closed, such as NFS that the disk is full.

        Raises:
            OSError: If something that was written is lost.
        """
        if isinstance(self.raw, io.RawIOBase):
            try:
                os.close(os.dup(self.raw.fileno()))
            except OSError as error:
                raise OSError(error.errno, error.strerror, self._name) from error


class MessageWriter(CompleteWriter):
    """Binary stream of messages, which ends no work when it fails; the exit code says so afterwards."""

    failure: OSError | None = None

    def write(self, content: Any) -> int:
        """Write all bytes, or remember why that is impossible.

        Args:
            content: Bytes, or an object with the buffer protocol.

        Returns:
            The number of bytes.
        """
        try:
            return super().write(content)
        except OSError as error:
            self.failure = self.failure or error
        return len(content)

    @property
    def exit_code(self) -> ExitCode:
        """Exit code of a program that did everything else: OK if no message was lost, or the stream was closed."""
        if self.failure is None or self.failure.errno == errno.EBADF:
            return ExitCode.OK
        return ExitCode.BROKEN_PIPE if isinstance(self.failure, BrokenPipeError) else ExitCode.FAILURE


@contextmanager
def standard_streams() -> Iterator[tuple[CompleteWriter, MessageWriter]]:
    """Replace standard output and standard error within the block by streams that lose nothing unnoticed.

    Streams that are no files of the operating system's stay as they are.

    Yields:
        The streams below standard output and standard error.
    """
    _occupy_closed_descriptors()
    before = sys.stdout, sys.stderr
    output = CompleteWriter(_raw_of(sys.stdout, _STDOUT), STDOUT_NAME)
    messages = MessageWriter(_raw_of(sys.stderr, _STDERR), "standard error")
    sys.stdout, sys.stderr = _text_over(output, sys.stdout), _text_over(messages, sys.stderr)
    try:
        yield output, messages
    finally:
        sys.stdout, sys.stderr = before


async def in_daemon_thread(write: Callable[[], object]) -> None:
    """Write in a thread that the end of the program does not wait for.

    So neither a slow reader blocks the loop, nor does a reader who stands still hold up Ctrl-C.

    Args:
        write: Writes, and returns when all is written.
    """
    import asyncio

    loop = asyncio.get_running_loop()
    written = loop.create_future()

    def settle(error: Exception | None) -> None:
        if written.cancelled():
            return
        if error is None:
            written.set_result(None)
        else:
            written.set_exception(error)

    def work() -> None:
        failure: Exception | None = None
        try:
            write()
        except Exception as error:  # noqa: BLE001 (raised again where it is waited for)
            failure = error
        with suppress(RuntimeError):  # the loop is closed, and nobody waits
            loop.call_soon_threadsafe(settle, failure)

    try:
        threading.Thread(target=work, daemon=True).start()
    except RuntimeError:  # no thread can be started
        work()
    await written


def read_input() -> str:
    """Read standard input to its end, as UTF-8, or as UTF-16 if it begins so.

    Raises:
        UsageError: If it is closed, or is not text.
    """
    if sys.stdin is None:
        raise click.UsageError("standard input is closed")
    raw: Any = sys.stdin.buffer
    raw = getattr(raw, "raw", raw)
    content = bytearray()
    while (piece := raw.read(1 << 16)) != b"":
        if piece is None:
            wait_readable(raw)
        else:
            content += piece
    return decoded(bytes(content), "standard input")


def decoded(content: bytes, source: str) -> str:
    """Return bytes as text, without a byte order mark.

    Args:
        content: UTF-8, or UTF-16 with a byte order mark.
        source: Where the bytes are from, for the error.

    Raises:
        UsageError: If the bytes are neither.
    """
    utf_16 = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return content.decode("utf-16" if utf_16 else "utf-8").lstrip("\ufeff")
    except UnicodeDecodeError as error:
        raise click.UsageError(f"{source} is not UTF-8 text: see byte {error.start + 1}") from None


def _occupy_closed_descriptors() -> None:
    """Keep a file or a connection that is opened later from becoming a standard stream that was closed."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            # The lowest free number is taken. Output is opened for reading only, so that writing to it fails.
            os.open(os.devnull, os.O_RDONLY if number else os.O_WRONLY)


def _raw_of(stream: TextIO | None, number: int) -> Any:
    """Return the stream of the operating system below a text stream; None if there is none."""
    if stream is None:
        return io.FileIO(number, "w", closefd=False)
    buffer: Any = getattr(stream, "buffer", None)
    return getattr(buffer, "raw", buffer)


def _text_over(writer: CompleteWriter, before: TextIO | None) -> TextIO:
    if not isinstance(writer.raw, io.RawIOBase):
        assert before is not None
        return before
    # A terminal without Unicode shows escapes instead of failing.
    encoding = "utf-8" if before is None else before.encoding
    return io.TextIOWrapper(cast(Any, writer), encoding=encoding, errors="backslashreplace", write_through=True)
