"""Segments of a path: a resource's name, or `@` and its id.

    NA12878_L001                   the resource with this name
    @ds.0123...                    the resource with this id
    @ds.0123...,NA12878_L001       the same; the text after the comma is ignored

A name is percent-encoded where it holds characters that mean something in paths, patterns or URLs, or where it would
leave its folder (`..`). Any percent-encoding is accepted; listings show the one made here.
"""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

ID = "@"
_ID = re.compile(r"[0-9]+|ds\.[0-9a-f]{32}")
_NO_ID = re.compile(r"\s*|\.{1,2}|.*[/\0\ud800-\udfff].*", re.DOTALL)
# Glob patterns, chained URLs of fsspec (`::`), fragments and queries of URLs, the separator of Windows, and white space
# at the ends, which is stripped from text.
_ENCODED = re.compile(r"[%/\\*?\[\]#\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]|:(?=:)|(?<=:):|^@|^\s|\s$|^\.{1,2}$")
_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")


def encoded(name: str) -> str:
    """Return the path segment of a name."""
    return _ENCODED.sub(lambda match: "".join(_percent(character) for character in match[0]), name)


def _percent(character: str) -> str:
    if character in ".@" or character.isspace():
        return "".join(f"%{byte:02X}" for byte in character.encode())  # `quote` leaves some of them as they are
    return quote(character, safe="", errors="surrogatepass")


def decoded(segment: str) -> str | None:
    """Return the name in a segment, or None if it holds none, such as `..` or an empty segment."""
    if segment in ("", ".", "..") or _ESCAPE.search(segment):
        return None
    return unquote(segment, errors="surrogatepass") if "%" in segment else segment


def with_id(identity: str, name: str) -> str:
    """Return the path segment of a resource by its id, followed by its name for people."""
    marked = f"{ID}{quote(identity, safe='')}"
    return f"{marked},{encoded(name)}" if name else marked


def id_in(segment: str) -> str | None:
    """Return the id in a segment, or None if the segment is a name."""
    return unquote(segment[1:].partition(",")[0]) if segment.startswith(ID) else None


def looks_like_id(name: str) -> bool:
    """Tell whether a name has the form of the service's ids (observed); then it is read as an id."""
    return _ID.fullmatch(name) is not None


def parse_segment(segment: str) -> tuple[str | None, str]:
    """Return the id in a segment, or None, and the name in it, or ""."""
    identity = id_in(segment)
    if identity is not None:
        return identity, ""
    name = decoded(segment) or ""
    return (name, "") if looks_like_id(name) else (None, name)


def is_sendable_id(identity: str) -> bool:
    """Tell whether the URL of a request can hold this id as one segment."""
    return _NO_ID.fullmatch(identity) is None
