from __future__ import annotations

from typing import Literal, TypeAlias

ExecutionStatus: TypeAlias = (
    Literal[
        "Aborted",
        "Aborting",
        "Canceled",
        "Complete",
        "Initializing",
        "NeedsAttention",
        "Pending",
        "PendingExecution",
        "Running",
        "TimedOut",
    ]
    | str
)
"""How far an analysis has come. Complete, Aborted, Canceled and TimedOut are final. Other values may appear."""
