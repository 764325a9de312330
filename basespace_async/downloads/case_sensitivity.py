"""Whether a folder's file system tells `a` from `A`. Everything here blocks."""

from __future__ import annotations

import os
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from .locking import OPEN_FLAGS, is_named, try_lock

_PROBE = ".case-probe"


def ignores_case(folder: Path) -> bool:
    """Whether the folder's file system takes `a` and `A` for one name; makes the folder.

    Raises:
        OSError: nothing can be written there.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if sys.platform == "win32":
        # The system removes the file with its process.
        with tempfile.NamedTemporaryFile(prefix=_PROBE, dir=folder) as probe:
            return _is_there_in_capitals(Path(probe.name))
    # Of one name, so that what a killed process left is used and removed by the next one.
    path = folder / _PROBE
    while True:
        descriptor = os.open(path, OPEN_FLAGS, 0o600)
        try:
            mine = try_lock(descriptor)
            found = _is_there_in_capitals(path)
            if not is_named(descriptor, os.fspath(path)):
                continue  # somebody else removed it meanwhile
            if mine:
                with suppress(FileNotFoundError):
                    os.unlink(path)
            return found
        finally:
            os.close(descriptor)


def _is_there_in_capitals(path: Path) -> bool:
    return path.with_name(path.name.upper()).exists()
