"""Test for URLs of the API itself."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit

_BEGINNING = re.compile("[^/?#]*//[^/?#]*")


class Origin:
    """Scheme, host and port of the API's root."""

    __slots__ = ("_prefix", "_triple")

    def __init__(self, url: str) -> None:
        self._triple = _triple(url)
        scheme, _, rest = url.partition("://")
        self._prefix = f"{scheme}://{rest.partition('/')[0]}/"

    def has(self, url: str) -> bool:
        """Tell whether `url` is of this origin; default ports and the case of the host do not matter."""
        if url.startswith(self._prefix):
            return True
        beginning = _BEGINNING.match(url)  # many URLs have few of them
        return beginning is not None and _triple(beginning[0]) == self._triple


@lru_cache(maxsize=64)
def _triple(url: str) -> tuple[str, str, int | None]:
    parts = urlsplit(url)
    default = {"http": 80, "https": 443}.get(parts.scheme)
    return parts.scheme, (parts.hostname or "").lower(), parts.port or default
