from __future__ import annotations

from typing import Literal, TypeAlias

ApplicationVersionSortField: TypeAlias = Literal["DateCreated", "DatePublished", "Id", "Name", "VersionNumber"] | str
"""Fields by which versions of an application can be sorted."""
