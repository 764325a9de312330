from __future__ import annotations

from typing import Literal, TypeAlias

PropertySortField: TypeAlias = Literal["Name",] | str
"""Fields by which properties can be sorted."""
