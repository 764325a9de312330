"""Access tokens: checked before they are sent."""

from __future__ import annotations

import re
from typing import Final

from .._util.redact import Secret
from ..errors import ConfigurationError

TOKEN_HINT: Final = "`bs auth` of Illumina's command line makes one and keeps it in a profile"
"""Where an access token comes from, for messages."""


def unquoted(text: str) -> str:
    """Return a setting without what editors and env files put around it: white space, a byte order mark, quotes."""
    bare = text.strip().removeprefix("\ufeff").strip()
    return bare[1:-1].strip() if len(bare) > 1 and bare[0] == bare[-1] and bare[0] in "\"'" else bare


def checked_token(token: str) -> str:
    """Return a token without surrounding white space and quotes.

    Raises:
        ConfigurationError: If the token is empty, or has characters that a header cannot carry. The message does not
            show the token.
    """
    token = Secret(unquoted(token))
    if not token:
        raise ConfigurationError(f"the access token is empty; {TOKEN_HINT}")
    if not re.fullmatch(r"[\x21-\x7e]+", token):
        raise ConfigurationError(
            "the access token has white space, control or non-ASCII characters in it; copy it again, whole and alone"
        )
    return str(token)  # fsspec tells the options of filesystems apart by their repr
