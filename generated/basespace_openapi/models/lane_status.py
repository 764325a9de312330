from __future__ import annotations

from typing import Literal, TypeAlias

LaneStatus: TypeAlias = Literal["QcFailed", "QcPassed"] | str
"""Verdict of quality control on a lane. Other values may appear."""
