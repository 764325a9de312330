"""The address of the API: checked, and with its version."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

from .._util.loopback import is_loopback
from ..errors import ConfigurationError, shown
from .regions import DEFAULT_REGION, region_server
from .token import unquoted

API_VERSION: Final = "v2"
_MAX_URL: Final = 2000
_VERSION = re.compile(r"/v(?:1pre[0-9]+|2)/*$")


def api_server(*, region: str | None = None, server: str | None = None) -> str:
    """Return the API's root for a region or an address.

    Args:
        region: Name of a region, in any case; `use1` if neither this nor `server` is given.
        server: Address of the API instead of a region, with or without `/v2` or `/v1pre3`. Must be https unless the
            host is loopback.

    Raises:
        ConfigurationError: If both are given, the region is unknown, or the address is invalid or unencrypted.
    """
    if region is not None and server is not None:
        raise ConfigurationError("give a region or a server, not both")
    return _checked_server(server) if server is not None else region_server(region or DEFAULT_REGION)


def _checked_server(server: str) -> str:
    text = unquoted(server).rstrip("/")
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise ConfigurationError(
            "the server is not a URL; give one such as https://api.basespace.illumina.com"
        ) from None
    if parts.username or parts.password or parts.query or parts.fragment or "@" in parts.netloc:
        raise ConfigurationError("the server's URL must have no user, password, query or fragment in it")
    if parts.scheme not in ("http", "https") or not host or not re.fullmatch(r"[\x21-\x7e]+", text):
        # A token that was put in the wrong place is not to be shown.
        what = f"is {shown(server)}, which is" if "://" in server else "is"
        raise ConfigurationError(
            f"the server {what} no http(s) URL; give one such as https://api.basespace.illumina.com"
        )
    # A resolver may send names below .localhost to another machine.
    if parts.scheme == "http" and (not is_loopback(host) or host.endswith(".localhost")):
        raise ConfigurationError(f"{text[:_MAX_URL]} would send the access token unencrypted; use https://")
    if len(text) > _MAX_URL:
        raise ConfigurationError(f"the server's URL is longer than {_MAX_URL} characters")
    text = parts.scheme + text[len(parts.scheme) :]  # in lower case
    return f"{_VERSION.sub('', text)}/{API_VERSION}"
