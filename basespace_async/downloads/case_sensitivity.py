"""Detect whether a file system distinguishes `a` from `A`. Everything here blocks."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from .._util.platform import descriptors
from .._util.platform.locks import try_lock
from .locking import OPEN_FLAGS, is_named
from .paths import make_folders

_PROBE = ".basespace-async.case-probe"


def ignores_case(folder: Path) -> bool:
    """Return whether the folder's file system treats `a` and `A` as one name; create the folder.

    Raises:
        OSError: If nothing can be written there.
    """
    make_folders(folder)
    if not descriptors.OPEN_FILES_MOVE:
        # The system removes the file with its process.
        with tempfile.NamedTemporaryFile(prefix=_PROBE, dir=folder) as probe:
            return _is_there_in_capitals(Path(probe.name))
    # Of one name, so that what a killed process left is used and removed by the next one.
    path = folder / _PROBE
    while (ignoring := _probed(path)) is None:
        continue
    return ignoring


def _probed(path: Path) -> bool | None:
    """Return what a probe file shows; None if somebody else removed it meanwhile."""
    descriptor = os.open(path, OPEN_FLAGS, 0o600)
    try:
        mine = try_lock(descriptor)
        ignoring = _is_there_in_capitals(path)
        if not is_named(descriptor, os.fspath(path)):
            return None
        if mine and os.fstat(descriptor).st_size == 0:  # ours never has content
            with suppress(FileNotFoundError):
                os.unlink(path)
        return ignoring
    finally:
        os.close(descriptor)


def _is_there_in_capitals(path: Path) -> bool:
    return path.with_name(path.name.upper()).exists()
