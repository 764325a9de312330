from __future__ import annotations

from typing import Literal, TypeAlias

InstrumentSortField: TypeAlias = Literal["Id", "Name"] | str
"""Fields by which instruments can be sorted."""
