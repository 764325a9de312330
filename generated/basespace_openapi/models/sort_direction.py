from __future__ import annotations

from typing import Literal, TypeAlias

SortDirection: TypeAlias = Literal["Asc", "Desc"] | str
"""Direction of sorting."""
