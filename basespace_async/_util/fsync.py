"""Flush names of files to disk. Everything here blocks."""

from __future__ import annotations

import errno
import os
from pathlib import Path

_NOT_FOR_FOLDERS = (errno.EINVAL, errno.EBADF, errno.ENOTSUP)
"""Errors of file systems that cannot flush a folder, such as some network file systems."""


def flush_folder(folder: Path) -> None:
    """Flush the names in a folder to disk, so that they outlive a power failure; does nothing where folders cannot be.

    Raises:
        OSError: If the disk refused.
    """
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except PermissionError:  # one may write to it and not read it; or it is Windows', where no folder can be opened
        return
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _NOT_FOR_FOLDERS:
            raise
    finally:
        os.close(descriptor)
