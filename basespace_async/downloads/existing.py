"""Files that are at their place already."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve

from .._util.tasks import in_thread
from ..errors import DownloadError
from .checksums import Verification
from .identity import FileIdentity, identity_of
from .options import DownloadSettings
from .paths import target_path
from .verification import NO_ETAG, NOT_ASKED, verify_existing

if TYPE_CHECKING:
    from ..models import File


async def verify_kept(
    target: Path, identities: Sequence[FileIdentity], settings: DownloadSettings
) -> Verification | None:
    """Return how far an existing file was verified; None if it must be downloaded.

    Raises:
        DownloadError: If existing files are refused.
        OSError: If the disk refuses.
    """
    if settings.if_exists == "error":
        raise DownloadError(f"{target} exists already; choose another folder, or what becomes of it (`if_exists`)")
    by_size = settings.if_exists == "size" or settings.checksum == "skip"
    kept = await verify_existing(target, [evolve(one, etag="") for one in identities] if by_size else identities)
    if kept is None or (not kept.complete and settings.checksum == "require"):
        return None
    return Verification("size", NOT_ASKED if by_size else NO_ETAG) if not kept.complete else kept


async def would_be_kept(files: Sequence[File], folder: Path, path: str, settings: DownloadSettings) -> bool:
    """Return whether a download would keep the file that is on disk. Nothing is changed or sent.

    Args:
        files: The files from a list whose bytes follow each other in it.
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
    identities = [identity_of(file, getattr(file, "size", -1)) for file in files]
    return await verify_kept(target, identities, settings) is not None
