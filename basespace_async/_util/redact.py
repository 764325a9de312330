"""URLs, headers and foreign text as logs and messages may show them."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Final, SupportsIndex
from urllib.parse import quote

SECRET_HEADERS: Final = frozenset({"x-access-token", "authorization", "cookie", "proxy-authorization"})

_MAX_TEXT = 500
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]+")
"""What moves the cursor of a terminal, ends a line of a log, or hides text."""
_QUERY = re.compile(r"""(?i)(https?://[^\s?#"'<>]*)[?#][^\s"'<>]*""")
_SIGNED = re.compile(r"""(?i)(x-amz-[a-z-]{1,40}|signature|sig|access[_-]?token|policy)=[^\s&"'<>]+""")


class Secret(str):
    """Text whose repr, and so a traceback with locals, shows nothing of it."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "'***'"

    def __getitem__(self, key: SupportsIndex | slice) -> Secret:
        return type(self)(super().__getitem__(key))  # rich shows the beginning of a long text


class SecretURL(Secret):
    """URL whose repr lacks its query."""

    __slots__ = ()

    def __repr__(self) -> str:
        return repr(redacted_url(self))


def redacted_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """Return headers with secrets replaced by `***`."""
    return {name: "***" if name.lower() in SECRET_HEADERS else value for name, value in headers.items()}


def redacted_url(url: str) -> str:
    """Return a URL or path without its query, fragment and credentials, where secrets live."""
    bare = str(url).partition("?")[0].partition("#")[0]
    scheme, separator, rest = bare.partition("//")
    if not separator or not (scheme == "" or scheme.endswith(":")):
        return bare
    authority, slash, path = rest.partition("/")
    return f"{scheme}//{authority.rpartition('@')[2]}{slash}{path}"


def redacted_text(text: str, *secrets: str) -> str:
    """Return a service's words on one line of at most 500 characters, without secrets and queries of URLs.

    Args:
        text: What the service said.
        *secrets: What it may have repeated; empty ones are left out.
    """
    for secret in filter(None, secrets):
        for form in {secret, quote(secret, safe=""), html.escape(secret)}:
            text = text.replace(form, "***")
    # Cut once before the rest, which takes its time, and once after it, so that nothing is cut that it looks for.
    text = _CONTROLS.sub(" ", text[: 4 * _MAX_TEXT])
    text = _SIGNED.sub(r"\1=***", _QUERY.sub(r"\1?***", text))
    return text[:_MAX_TEXT].strip()
