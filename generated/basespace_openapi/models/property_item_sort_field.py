from __future__ import annotations

from typing import Literal, TypeAlias

PropertyItemSortField: TypeAlias = Literal["DateCreated",] | str
"""Fields by which property items can be sorted."""
