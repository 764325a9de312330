from __future__ import annotations

from typing import Literal, TypeAlias

DatasetSortField: TypeAlias = (
    Literal[
        "ApplicationName", "AppSessionName", "DateCreated", "DateModified", "Name", "ProjectName", "QcStatus", "Size"
    ]
    | str
)
"""Fields by which datasets can be sorted."""
