"""Quality control of lanes, by the thresholds of the account."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from .records import LaneRecord, ThresholdRecord

OPERATORS: Mapping[str, Callable[[float, tuple[int, ...]], bool]] = {
    "Equal": lambda value, limits: value == limits[0],
    "NotEqual": lambda value, limits: value != limits[0],
    "LessThan": lambda value, limits: value < limits[0],
    "GreaterThan": lambda value, limits: value > limits[0],
    "LessThanOrEqual": lambda value, limits: value <= limits[0],
    "GreaterThanOrEqual": lambda value, limits: value >= limits[0],
    "Between": lambda value, limits: limits[0] <= value <= limits[1],
    "Outside": lambda value, limits: not limits[0] <= value <= limits[1],
}
IN_PAIRS = ("Between", "Outside")


def evaluate_lane(lane: LaneRecord, thresholds: Iterable[ThresholdRecord]) -> str:
    """Return the status of a lane: it fails if one of its metrics misses its threshold."""
    for threshold in thresholds:
        value = lane.metrics.get(threshold.name)
        if value is not None and not OPERATORS[threshold.operator](value, threshold.values):
            return "QcFailed"
    return "QcPassed"
