from __future__ import annotations

from typing import Literal, TypeAlias

ApplicationSortField: TypeAlias = Literal["DateCreated", "DatePublished", "Id", "Name", "VersionNumber"] | str
"""Fields by which applications can be sorted."""
