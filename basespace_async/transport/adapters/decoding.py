"""Decompression of bodies, a little at a time, so that a small body cannot become a large one unnoticed."""

from __future__ import annotations

import zlib
from collections.abc import Mapping

_GZIP, _ZLIB, _BARE = 16 + zlib.MAX_WBITS, zlib.MAX_WBITS, -zlib.MAX_WBITS
_WINDOWS = {"gzip": _GZIP, "x-gzip": _GZIP, "deflate": _ZLIB}


class UndecodableError(Exception):
    """A body cannot be decoded; the message says why, and quotes nothing of it."""


def content_codings(headers: Mapping[str, str]) -> list[str]:
    """List the content codings of a body in lower case, in the order in which they were applied."""
    said = headers.get("Content-Encoding", "")
    if not said:
        return []
    if (every := getattr(headers, "getall", None)) is not None:
        said = ",".join(every("Content-Encoding"))  # of a header in two lines, `get` has the first one only
    return [coding for coding in (part.strip() for part in said.lower().split(",")) if coding not in ("", "identity")]


class Inflater:
    """Decompressor of gzip and deflate: members one after the other, and deflate with or without its head.

    Args:
        codings: Content codings of the body. One at most, because each multiplies what a body can grow by.

    Raises:
        UndecodableError: If it is another one, or more than one.
    """

    def __init__(self, codings: list[str]) -> None:
        if len(codings) != 1 or codings[0] not in _WINDOWS:
            raise UndecodableError("it is encoded in another way than was asked for (gzip or deflate)")
        self._window = _WINDOWS[codings[0]]
        self._inflater: zlib._Decompress | None = None
        self._left = b""
        self._begun = self._ended = False

    def feed(self, data: bytes) -> None:
        """Take in the next bytes, after all that came of those before was taken.

        Raises:
            UndecodableError: If the body has ended.
        """
        if self._ended:
            raise UndecodableError("something follows its end")
        if not self._begun and self._window == _ZLIB and data[0] & 0x0F != zlib.DEFLATED:
            self._window = _BARE  # some servers leave the head out (RFC 9110, 8.4.1.2)
        self._begun = True
        self._left += data

    def take(self, most: int) -> bytes:
        """Return the next bytes of the body, at most so many; empty where it needs more to go on.

        Raises:
            UndecodableError: If the data is not compressed so.
        """
        while True:
            if self._inflater is None:
                if not self._left:
                    return b""
                self._inflater = zlib.decompressobj(self._window)
            try:
                text = self._inflater.decompress(self._left, most)
            except zlib.error:
                raise UndecodableError("it is corrupt") from None
            if self._inflater.eof:
                self._left, self._inflater = self._inflater.unused_data, None
                self._ended = self._window != _GZIP
                if self._left and self._ended:
                    raise UndecodableError("something follows its end")
            else:
                self._left = self._inflater.unconsumed_tail
            if text or (self._inflater is not None and not self._left):
                return text

    def end(self) -> None:
        """End the body.

        Raises:
            UndecodableError: If it is not complete.
        """
        if self._inflater is not None:
            raise UndecodableError("it broke off")
