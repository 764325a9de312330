"""Comparison of what a service answers with what the OpenAPI document says, by read-only probes."""

from .checker import check_conformance
from .differences import ConformanceReport, Difference, Unprobed
from .exchanges import Exchange, ExchangeLog
from .recording import write_recordings

__all__ = [
    "ConformanceReport",
    "Difference",
    "Exchange",
    "ExchangeLog",
    "Unprobed",
    "check_conformance",
    "write_recordings",
]
