from __future__ import annotations

from typing import Literal, TypeAlias

InstrumentStatisticsBinning: TypeAlias = Literal["month", "week"] | str
"""Length of the bins of instrument statistics. Other values may appear."""
