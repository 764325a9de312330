"""Files that are at their place already."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from .._util.tasks import in_thread
from ..content.reader import plain_etag
from ..errors import DownloadError
from .checksums import Verification
from .options import DownloadSettings
from .paths import target_path
from .verification import NO_ETAG, NOT_ASKED, verify_existing

if TYPE_CHECKING:
    from ..models import File


async def verify_kept(target: Path, size: int, etag: str, settings: DownloadSettings) -> Verification | None:
    """Return how far an existing file was verified; None if it must be downloaded.

    Raises:
        DownloadError: If existing files are refused.
        OSError: If the disk refuses.
    """
    if settings.if_exists == "error":
        raise DownloadError(f"{target} exists already; choose another folder, or what becomes of it (`if_exists`)")
    by_size = settings.if_exists == "size" or settings.checksum == "skip"
    kept = await verify_existing(target, size, "" if by_size else etag)
    if kept is None or (not kept.complete and settings.checksum == "require"):
        return None
    return Verification("size", NOT_ASKED if by_size else NO_ETAG) if not kept.complete else kept


async def would_be_kept(file: File, folder: Path, path: str, settings: DownloadSettings) -> bool:
    """Return whether a download would keep the file that is on disk. Nothing is changed or sent.

    Args:
        file: The file from a list.
        folder: Target folder.
        path: Path below it, with forward slashes.
        settings: How it would be downloaded.

    Raises:
        DownloadError: If the file cannot be at that path, or existing files are refused.
        OSError: If the disk refuses.
    """
    target = target_path(folder, path)
    if settings.if_exists == "replace" or not await in_thread(os.path.isfile, target):
        return False
    size = getattr(file, "size", -1)
    return await verify_kept(target, size, plain_etag(file.etag or ""), settings) is not None
