"""Wait for files that another download writes to the same folder."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from .._util.tasks import in_thread
from ..progress.text import amount

logger = logging.getLogger("basespace_async.downloads")

_PAUSE = 1.0  # seconds between two looks
_PATIENCE = 600.0  # seconds in which nothing changes: longer than an outage that the other one outlives


class Patience:
    """The patience with other downloads: it lasts as long as their files grow or become fewer."""

    def __init__(self) -> None:
        self._seen: object = None
        self._since = 0.0

    async def lasts(self, parts: Iterable[Path]) -> bool:
        """Return whether to look at the files again, after a pause.

        Args:
            parts: Part files that are being written.
        """
        seen, now = await in_thread(_look, list(parts)), asyncio.get_running_loop().time()
        if self._seen is None:
            logger.warning("waiting for %s that another job downloads", amount(len(seen), "file"))
        if seen != self._seen:
            self._seen, self._since = seen, now
        if now - self._since >= _PATIENCE:
            return False
        await asyncio.sleep(_PAUSE)
        return True


def _look(parts: list[Path]) -> dict[Path, int]:
    changed = dict.fromkeys(parts, 0)
    for path in parts:
        with suppress(OSError):  # it may have got its final name
            changed[path] = os.stat(path).st_mtime_ns
    return changed
