from __future__ import annotations

from typing import Literal, TypeAlias

LibrarySortField: TypeAlias = (
    Literal["Biomolecule", "DateCreated", "DateModified", "Id", "Name", "ProjectName", "Status", "UserOwnedBy"] | str
)
"""Fields by which libraries can be sorted."""
