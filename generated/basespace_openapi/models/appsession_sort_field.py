from __future__ import annotations

from typing import Literal, TypeAlias

AppSessionSortField: TypeAlias = (
    Literal[
        "AppId",
        "AppName",
        "DateCreated",
        "DeliveryStatus",
        "ExecutionStatus",
        "Id",
        "ModifiedOn",
        "Name",
        "QcStatus",
        "TotalSize",
    ]
    | str
)
"""Fields by which analyses can be sorted."""
