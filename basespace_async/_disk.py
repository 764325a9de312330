"""What both downloads and harvests need of a disk. Everything here blocks."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def flush_folder(folder: Path) -> None:
    """See that the names in a folder outlive a power failure, as their files do after `fsync`."""
    if sys.platform == "win32":  # folders cannot be opened there
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
