from __future__ import annotations

from typing import Literal, TypeAlias

UsageSortField: TypeAlias = Literal["End", "Start"] | str
"""Fields by which usage periods can be sorted."""
