"""Asking people."""

from __future__ import annotations

import sys


def on_a_terminal() -> bool:
    """Whether there is somebody to ask."""
    return sys.stdin.isatty()
