"""Decompression of gzip and deflate, a little at a time, so that a small input cannot become a large one unnoticed."""

from __future__ import annotations

import zlib

GZIP, ZLIB, BARE = 16 + zlib.MAX_WBITS, zlib.MAX_WBITS, -zlib.MAX_WBITS


class InflateError(Exception):
    """Data cannot be decompressed; the message says why, and quotes nothing of it.

    Attributes:
        detail: zlib's own words, or "".
    """

    def __init__(self, problem: str, detail: str = "") -> None:
        super().__init__(problem)
        self.detail = detail


class Inflater:
    """A decompressor of gzip members, one after the other, or of one deflate stream, with or without its head.

    Args:
        window: `GZIP` or `ZLIB`.
        padded: whether zeros may stand between gzip members, as `gzip` allows it.

    Attributes:
        exhausted: whether all input was used, so that there is no output before more is fed.
    """

    def __init__(self, window: int, *, padded: bool = False) -> None:
        self.exhausted = True
        self._window = window
        self._padded = padded
        self._inflater: zlib._Decompress | None = None
        self._left = b""
        self._begun = self._ended = False

    def feed(self, data: bytes) -> None:
        """Take in the next bytes, after all output of those before was taken.

        Raises:
            InflateError: If the stream has ended.
        """
        if self._ended:
            raise InflateError("something follows its end")
        if not self._begun and self._window == ZLIB and data[0] & 0x0F != zlib.DEFLATED:
            self._window = BARE  # some servers leave the head out (RFC 9110, 8.4.1.2)
        self._begun = True
        self._left += data
        self.exhausted = False

    def take(self, max_size: int) -> bytes:
        """Return the next bytes of output, at most so many; empty if it needs more input to go on.

        Raises:
            InflateError: If the input is corrupt, or something follows its end.
        """
        while True:
            if self._inflater is None:
                if self._padded:
                    self._left = self._left.lstrip(b"\0")
                if not self._left:
                    self.exhausted = True
                    return b""
                self._inflater = zlib.decompressobj(self._window)
            text = self._decompress(self._inflater, max_size)
            # All input can be used while there is more output than was asked for.
            self.exhausted = not self._left and len(text) < max_size
            if text or self.exhausted:
                return text

    def _decompress(self, inflater: zlib._Decompress, max_size: int) -> bytes:
        try:
            text = inflater.decompress(self._left, max_size)
        except zlib.error as error:
            detail = str(error)
        else:
            self._left = inflater.unused_data if inflater.eof else inflater.unconsumed_tail
            if inflater.eof:
                self._inflater = None
                self._ended = self._window != GZIP
            if self._left and self._ended:
                raise InflateError("something follows its end")
            return text
        raise InflateError("it is corrupt", detail)

    def end(self) -> None:
        """Note that there is no more input.

        Raises:
            InflateError: If the input broke off.
        """
        if self._inflater is not None:
            raise InflateError("it broke off")
