"""Ids of records, from their positions and back."""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import blake2b

from .table import numbered_from

USER = 10_000_001
PROJECT = 86_000_000
BIOSAMPLE = 104_000_000
LIBRARY = 58_000_000
PREP_REQUEST = 61_000_000
POOL = 71_000_000
RUN = 105_000_000
LANE = 90_000_000
SAMPLE = 155_000_000
APP_RESULT = 137_000_000
SESSION = 110_000_000
DATASET_FILE = 11_000_000_000
LOG_FILE = 12_000_000_000
RUN_FILE = 13_000_000_000
FILES_EACH = 16
"""Ids of files that are set apart for each dataset, analysis and run."""
_SPARE = 500_000_000

project = numbered_from(PROJECT)
biosample = numbered_from(BIOSAMPLE)
library = numbered_from(LIBRARY)
prep_request = numbered_from(PREP_REQUEST)
pool = numbered_from(POOL)
run = numbered_from(RUN)
lane = numbered_from(LANE)
session = numbered_from(SESSION)
sample = numbered_from(SAMPLE)
app_result = numbered_from(APP_RESULT)

_FACTOR = 0x9E3779B1
_INVERSE = pow(_FACTOR, -1, 2**32)
_DATASET = re.compile(r"ds\.([0-9a-f]{24})([0-9a-f]{8})")


class RunTokens:
    """Ids of runs in v2, `r.` and 22 letters (client), which look random and name a position."""

    def __init__(self, seed: int) -> None:
        self._seed = seed

    def of(self, position: int) -> str:
        """Return the token of a position."""
        digest = blake2b(f"{self._seed} run token {position}".encode(), digest_size=12).digest()
        return f"r.{urlsafe_b64encode(position.to_bytes(4, 'big', signed=True) + digest).decode().rstrip('=')}"

    def position(self, token: str) -> int | None:
        """Return the position of a token, or None if it is not one."""
        if len(token) != 24 or not token.isascii():
            return None
        position = int.from_bytes(urlsafe_b64decode(f"{token[2:]}==")[:4], "big", signed=True)
        return position if self.of(position) == token else None


class DatasetIds:
    """Ids of datasets, `ds.` and 32 hexadecimal digits (observed), which look random and name a position."""

    def __init__(self, seed: int) -> None:
        self._seed = seed

    def of(self, position: int) -> str:
        """Return the id of a position."""
        return f"ds.{self._check(position)}{position * _FACTOR % 2**32:08x}"

    def position(self, dataset_id: str) -> int | None:
        """Return the position of an id, or None if it is not one."""
        match = _DATASET.fullmatch(dataset_id)
        if match is None:
            return None
        position = int(match[2], 16) * _INVERSE % 2**32
        position -= 2**32 * (position >= 2**31)
        return position if self._check(position) == match[1] else None

    def _check(self, position: int) -> str:
        return blake2b(f"{self._seed} dataset id {position}".encode(), digest_size=12).hexdigest()


file = numbered_from(0)


def owner(file_number: int) -> tuple[str, int]:
    """Return the owner of a file (`run`, `session` or `dataset`) and its position, by the file's number."""
    if file_number >= RUN_FILE:
        return "run", (file_number - RUN_FILE) // FILES_EACH
    # Analyses and datasets may have joined in front of the first, so that their numbers are below the base.
    if file_number >= LOG_FILE - _SPARE:
        return "session", (file_number - LOG_FILE) // FILES_EACH
    return "dataset", (file_number - DATASET_FILE) // FILES_EACH
