"""Prompts for people."""

from __future__ import annotations

import sys


def on_a_terminal() -> bool:
    """Return whether there is somebody to ask: whether standard input is a terminal."""
    return sys.stdin is not None and sys.stdin.isatty()
