"""What ended and killed downloads leave beside a target: part files and their journals. Everything here blocks."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from .._util.platform import descriptors
from .._util.platform.processes import visible_processes
from ..errors import DownloadError
from .journal import read_journal, remove
from .locking import open_locked
from .paths import part_path


def claim(left: str, path: str) -> bool:
    """Take over what an ended download left; return whether there was anything.

    Args:
        left: Path of its part file.
        path: Path of this download's part file; the name is this download's alone. Of several that rename what was
            left, one succeeds.
    """
    try:
        # Without the last line of a download that has ended, somebody may be writing it.
        if b'\n{"closed":' not in read_journal(f"{left}.journal")[-40:]:
            return False
        os.rename(left, path)
        os.rename(f"{left}.journal", f"{path}.journal")
    except FileNotFoundError:
        return False
    return True


def leave(path: str, left: str) -> None:
    """Give a part file and its journal the names under which any other download looks for them."""
    if path != left:
        os.replace(f"{path}.journal", f"{left}.journal")
        os.replace(path, left)


def remove_strays(target: Path, scope: str = "") -> None:
    """Remove what killed downloads to `target` left, unless another one is writing it.

    Args:
        target: Final path of a download that has ended.
        scope: Scope of the locks in its folder; see `lock_scope`.
    """
    for path in {os.fspath(part_path(target, name)) for name in ("", scope, visible_processes())}:
        if not os.path.lexists(path):
            remove(f"{path}.journal")
            continue
        with suppress(DownloadError):
            descriptor, _ = open_locked(path, target)
            if not descriptors.OPEN_FILES_MOVE:
                os.close(descriptor)
            remove(f"{path}.journal")
            remove(path)
            if descriptors.OPEN_FILES_MOVE:
                os.close(descriptor)
