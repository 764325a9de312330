"""What both downloads and harvests need of a disk. Everything here blocks."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

_NOT_FOR_FOLDERS = (errno.EINVAL, errno.EBADF, errno.ENOTSUP)
"""What file systems answer that cannot flush a folder, such as some of the network."""


def flush_folder(folder: Path) -> None:
    """See that the names in a folder outlive a power failure, as their files do after `fsync`, as far as that goes.

    Raises:
        OSError: the disk refused.
    """
    if sys.platform == "win32":  # folders cannot be opened there
        return
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except PermissionError:  # one may write to it and not read it
        return
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _NOT_FOR_FOLDERS:
            raise
    finally:
        os.close(descriptor)
