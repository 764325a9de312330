from __future__ import annotations

from typing import Literal, TypeAlias

BiosampleSortField: TypeAlias = (
    Literal[
        "BioSampleName", "DateModified", "Id", "LabStatus", "Nickname", "Project", "Status", "Subject", "UserOwnedBy"
    ]
    | str
)
"""Fields by which biosamples can be sorted."""
