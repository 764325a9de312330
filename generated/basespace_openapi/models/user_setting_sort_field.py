from __future__ import annotations

from typing import Literal, TypeAlias

UserSettingSortField: TypeAlias = Literal["DateModified", "Id", "Name"] | str
"""Fields by which user settings can be sorted."""
