from __future__ import annotations

from typing import Literal, TypeAlias

QcThresholdOperator: TypeAlias = (
    Literal[
        "Between", "Equal", "GreaterThan", "GreaterThanOrEqual", "LessThan", "LessThanOrEqual", "NotEqual", "Outside"
    ]
    | str
)
"""How a metric is compared with its threshold values; Between and Outside take two. Other values may appear."""
