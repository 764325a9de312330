from __future__ import annotations

from typing import Literal, TypeAlias

FileSortField: TypeAlias = Literal["DateCreated", "Id", "Name", "Path"] | str
"""Fields by which files can be sorted."""
