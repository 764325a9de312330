from __future__ import annotations

from typing import Literal, TypeAlias

DayOfWeek: TypeAlias = Literal["Friday", "Monday", "Saturday", "Sunday", "Thursday", "Tuesday", "Wednesday"] | str
"""Name of a day."""
