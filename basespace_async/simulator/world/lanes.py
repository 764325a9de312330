"""Sequencing metrics of lanes, and their quality control by the thresholds of the account."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from .records import LaneRecord, ThresholdRecord
from .seeded_random import SeededRandom

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


def lane_metrics(random: SeededRandom) -> dict[str, float]:
    """Make the sequencing metrics of a lane, by the names that its thresholds use."""
    reads = random.between(300_000, 400_000) * 1000
    passing = random.decimal(0.7, 0.95)
    yielded = round(reads * passing * 302 / 1e9, 3)
    return {
        "Density": random.decimal(180, 260),
        "ErrorRate": random.decimal(0.2, 2.0),
        "ErrorRate35": random.decimal(0.1, 0.3),
        "ErrorRate50": random.decimal(0.1, 0.4),
        "ErrorRate75": random.decimal(0.2, 0.5),
        "ErrorRate100": random.decimal(0.2, 0.7),
        "IntensityCycle1": random.decimal(200, 600),
        "MaxCycleCalled": 318,
        "MaxProjectedYieldInGbp": yielded,
        "PercentAligned": random.decimal(0.5, 2.0),
        "PercentGtQ30": random.decimal(78, 96),
        "PercentPf": passing,
        "Phasing": random.decimal(0.05, 0.3),
        "PrePhasing": random.decimal(0.05, 0.3),
        "ProjectedYieldInGbp": yielded,
        "Reads": reads,
        "ReadsPf": int(reads * passing),
        "Yield": yielded,
    }
