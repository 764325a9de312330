from __future__ import annotations

from typing import Literal, TypeAlias

LibraryPoolStatus: TypeAlias = Literal["Active", "Consumed", "Failed", "QCFailed"] | str
"""Status of a library pool. Other values may appear."""
