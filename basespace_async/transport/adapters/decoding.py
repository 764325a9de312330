"""The encodings of a body."""

from __future__ import annotations

from collections.abc import Mapping

from ..._util.inflate import GZIP, ZLIB, InflateError, Inflater

_WINDOWS = {"gzip": GZIP, "x-gzip": GZIP, "deflate": ZLIB}


def content_codings(headers: Mapping[str, str]) -> list[str]:
    """Return what a body was encoded with, in lower case, in the order of encoding."""
    said = headers.get("Content-Encoding", "")
    if not said:
        return []
    if (every := getattr(headers, "getall", None)) is not None:
        said = ",".join(every("Content-Encoding"))  # of a header in two lines, `get` has the first one only
    return [coding for coding in (part.strip() for part in said.lower().split(",")) if coding not in ("", "identity")]


def inflater_of(codings: list[str]) -> Inflater:
    """Return a decompressor for a body.

    Args:
        codings: Content codings of the body. One at most, because each multiplies what a body can grow by.

    Raises:
        InflateError: If it is another one, or more than one.
    """
    if len(codings) != 1 or codings[0] not in _WINDOWS:
        raise InflateError("it is encoded in another way than was asked for (gzip or deflate)")
    return Inflater(_WINDOWS[codings[0]])
