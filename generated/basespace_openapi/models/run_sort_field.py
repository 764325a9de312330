from __future__ import annotations

from typing import Literal, TypeAlias

RunSortField: TypeAlias = (
    Literal[
        "DateCreated",
        "ExperimentName",
        "FlowcellBarcode",
        "Id",
        "InstrumentName",
        "LaneAndQcStatus",
        "PlatformName",
        "Status",
        "TotalSize",
    ]
    | str
)
"""Fields by which runs can be sorted."""
