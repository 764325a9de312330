from __future__ import annotations

from typing import Literal, TypeAlias

BiosampleStatus: TypeAlias = Literal["Active", "Canceled", "Done", "New", "QcFailed"] | str
"""Status of a biosample. Other values may appear."""
