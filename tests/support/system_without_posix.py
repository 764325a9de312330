"""Run the command line as on a system that lacks POSIX's calls: python -m tests.support.system_without_posix ARGUMENTS"""

from __future__ import annotations

import asyncio
import os
import select
import sys
from typing import Any

MODULES = ("fcntl", "grp", "pwd", "resource", "termios")
# Not what goes with /proc, which is here.
CALLS = {
    os: (
        *("O_CLOEXEC", "O_NOFOLLOW", "O_NONBLOCK", "fork", "fstatvfs", "geteuid", "killpg"),
        *("pread", "preadv", "pwrite", "pwritev", "setsid"),
    ),
    select: ("poll",),
}


def take_away() -> None:
    """Take away modules and calls, and the signal handlers of event loops."""
    for name in MODULES:
        sys.modules[name] = None  # type: ignore[assignment]
    for module, names in CALLS.items():
        for name in names:
            delattr(module, name)

    def missing(*_: Any) -> None:
        raise NotImplementedError

    for method in ("add_signal_handler", "remove_signal_handler"):
        setattr(asyncio.SelectorEventLoop, method, missing)


if __name__ == "__main__":
    take_away()
    from basespace_async._util.platform import descriptors

    descriptors.OPEN_FILES_MOVE = False
    from basespace_async.cli import main

    sys.exit(main())
