from __future__ import annotations

from typing import Literal, TypeAlias

PreserveOnDelete: TypeAlias = Literal["Metadata",] | str
"""What to keep when an analysis is deleted. Other values may appear."""
