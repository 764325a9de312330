from __future__ import annotations

from typing import Literal, TypeAlias

TrashItemSortField: TypeAlias = Literal["DateDeleted", "TotalSize"] | str
"""Fields by which trash items can be sorted."""
