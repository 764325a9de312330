"""Segments of a path: the name of a thing, or `@` and its id.

    NA12878_L001                   the one that has this name
    @ds.0123...                    the one that has this id
    @ds.0123...,NA12878_L001       the same; what follows the comma is for people

In names, what has a meaning in paths, patterns or URLs is percent-encoded, and so are names that would be a way out of
a folder (`..`). Any percent-encoding is taken; this module's is the one that is shown.
"""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

ID = "@"
_ID = re.compile(r"[0-9]+|ds\.[0-9a-f]{32}")
# Patterns of glob, a chain of filesystems (`::`), fragments and queries of URLs, what Windows has in the place of `/`,
# and white space that comes off at the ends of a text.
_ENCODED = re.compile(r"[%/\\*?\[\]#\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]|:(?=:)|(?<=:):|^@|^\s|\s$|^\.{1,2}$")
_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")


def encoded(name: str) -> str:
    """Return the path segment of a name."""
    return _ENCODED.sub(lambda found: "".join(_percent(character) for character in found[0]), name)


def _percent(character: str) -> str:
    if character in ".@" or character.isspace():
        return "".join(f"%{byte:02X}" for byte in character.encode())  # `quote` leaves some of them as they are
    return quote(character, safe="", errors="surrogatepass")


def decoded(segment: str) -> str | None:
    """Return the name that a segment stands for; None if it stands for none, such as an empty one or `..`."""
    if segment in ("", ".", "..") or _ESCAPE.search(segment):
        return None
    return unquote(segment, errors="surrogatepass") if "%" in segment else segment


def with_id(identity: str, name: str) -> str:
    """Return the path segment of a resource by its id, with its name for people."""
    marked = f"{ID}{quote(identity, safe='')}"
    return f"{marked},{encoded(name)}" if name else marked


def id_in(segment: str) -> str | None:
    """Return the id that a segment holds, or None if it is a name."""
    return unquote(segment[1:].partition(",")[0]) if segment.startswith(ID) else None


def looks_like_id(name: str) -> bool:
    """Whether a name has the form of the service's ids (observed), for which it is taken then."""
    return _ID.fullmatch(name) is not None
