from __future__ import annotations

from typing import Literal, TypeAlias

QcStatus: TypeAlias = Literal["Discarded", "QcFailed", "QcPassed", "Undefined"] | str
"""Verdict of quality control on an analysis or a dataset. Other values may appear."""
