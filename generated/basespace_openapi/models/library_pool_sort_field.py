from __future__ import annotations

from typing import Literal, TypeAlias

LibraryPoolSortField: TypeAlias = (
    Literal["DateCreated", "DateModified", "Id", "Name", "Status", "UserOwnedBy", "UserPoolId"] | str
)
"""Fields by which library pools can be sorted."""
