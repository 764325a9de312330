from __future__ import annotations

from typing import Literal, TypeAlias

InstrumentStatisticsSortField: TypeAlias = Literal["Id", "Name", "SerialNumber"] | str
"""Fields by which instrument statistics can be sorted."""
