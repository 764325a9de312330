"""The download of one file on disk: of one file of the service, or of several that follow each other in it."""

from __future__ import annotations

import errno
import logging
import os
from collections.abc import Callable, Sequence
from pathlib import Path

from attrs import Factory, field, frozen

from .._util.tasks import NoThreadError, in_thread
from ..content.source import ContentSource
from ..errors import DownloadError, TransportTimeoutError
from .checksums import Verification
from .disk_calls import DiskCalls
from .fetching import all_of
from .identity import FileIdentity
from .options import DownloadSettings
from .part_file import PartFile
from .paths import check_inside
from .progress import FileMeter
from .report import DownloadedFile
from .streams import Streams
from .verified_fetch import VerifiedFetch

logger = logging.getLogger("basespace_async.downloads")

FULL = (errno.ENOSPC, errno.EDQUOT)


@frozen
class DownloadPlan:
    """A file to download.

    Attributes:
        sources: Sources of its bytes, and which file each is; an `etag` is "" if the list did not give one.
        target: Its path on disk.
        folder: Target folder, which the path must stay in.
        scope: Scope of the locks in the folder; see `lock_scope`.
        identities: Which files follow each other in it.
        size: Size in bytes.
    """

    sources: Sequence[tuple[ContentSource, FileIdentity]]
    target: Path
    folder: Path
    scope: str = ""
    identities: Sequence[FileIdentity] = field(
        init=False, default=Factory(lambda plan: [identity for _, identity in plan.sources], takes_self=True)
    )
    size: int = field(
        init=False, default=Factory(lambda plan: sum(identity.size for identity in plan.identities), takes_self=True)
    )


class FileDownload:
    """The download of one file.

    Args:
        plan: What to download, and to where.
        settings: How to download it.
        streams: The responses that all downloads of the job read.
        meters: Progress of the bytes of each source.
        disk: Calls about the disk of all downloads of the job.

    Attributes:
        kept: Bytes that are kept for the next attempt, if this one failed or was cancelled.
    """

    def __init__(
        self,
        plan: DownloadPlan,
        settings: DownloadSettings,
        streams: Streams,
        meters: Sequence[FileMeter],
        disk: DiskCalls,
    ) -> None:
        self.kept = 0
        self._disk = disk
        self._plan = plan
        self._part = PartFile(plan.target, plan.identities, settings.part_size, plan.scope)
        write_whole = self._write_whole if len(plan.sources) == 1 else None
        self._fetches = [
            VerifiedFetch(source, segment, settings, streams, meter, write_whole)
            for (source, _), segment, meter in zip(plan.sources, self._part.segments, meters, strict=True)
        ]
        self._verifications: dict[int, Verification] = {}

    @property
    def remaining(self) -> int:
        """Parts that have not come yet."""
        return sum(fetch.remaining for fetch in self._fetches)

    async def run(self, *, over_existing: bool = True) -> DownloadedFile:
        """Download the file, or resume it.

        A failed or cancelled download keeps what has arrived for the next attempt, unless that is little.

        Args:
            over_existing: Replace an existing file.

        Returns:
            The downloaded file.

        Raises:
            ExistingFileError: If the file exists and `over_existing` is false; nothing was done.
            DownloadError: If the disk refuses, or another download writes the same file.
            ChecksumError: If the content differs from the service's, also in a second attempt.
            APIError: If the service refuses.
            TransportError: If the connection breaks for good.
        """
        plan, part = self._plan, self._part
        try:
            await self._disk.run(self._open, part, over_existing)
            await all_of([self._fetch(index) for index in range(len(self._fetches))])
            if part.is_open:
                await in_thread(part.finish)
        except TransportTimeoutError:  # an OSError, and not of the disk
            raise
        except (OSError, NoThreadError) as error:
            raise disk_error(plan.target, plan.size, error) from error
        finally:
            await self._close(part)
        received = sum(fetch.received for fetch in self._fetches)
        verification = Verification.weakest(self._verifications[index] for index in range(len(self._fetches)))
        return DownloadedFile(plan.target, plan.size, received, kept=False, verification=verification)

    async def _fetch(self, index: int) -> None:
        fetch = self._fetches[index]
        self._verifications[index] = await fetch.run()
        if len(self._fetches) > 1:  # it waits for the others
            await in_thread(fetch.segment.flush, 1)

    async def _write_whole(self, write: Callable[[], bool]) -> None:
        await self._disk.run(self._write_and_finish, write, flushed=self._plan.target.parent)

    def _write_and_finish(self, write: Callable[[], bool]) -> None:
        if write():
            self._part.finish(flush_name=False)

    def _open(self, part: PartFile, over_existing: bool) -> None:
        """Do everything before the first request in one call, because each call in a thread has its cost."""
        check_inside(self._plan.folder, part.target)
        self._look_for_existing(over_existing)
        part.open()
        self._look_for_existing(over_existing)  # who had the part file before may have finished it since

    def _look_for_existing(self, over_existing: bool) -> None:
        # `access` is quicker where there is nothing.
        if not over_existing and os.access(self._part.target, os.F_OK) and os.path.isfile(self._part.target):
            raise ExistingFileError

    async def _close(self, part: PartFile) -> None:
        """Close the part file, and log an error: raising it would hide the one that led here."""
        if not part.is_open:
            self.kept = part.size if part.finished else 0
            return
        try:
            try:
                self.kept = await in_thread(part.close, keep=True)
            except NoThreadError:  # it must not stay open
                self.kept = part.close(keep=True)
        except OSError as error:
            logger.warning("what was begun of %s could not be removed: %s", part.target, error.strerror or error)


class ExistingFileError(Exception):
    """Raised if the target file exists."""


def disk_error(target: Path, size: int, error: OSError | NoThreadError) -> DownloadError:
    """Return an error that says what the disk or the system refused, and what to do."""
    if isinstance(error, NoThreadError):
        return DownloadError(f"cannot write {target}: {error}")
    if error.errno in FULL:
        needed = f" ({size} bytes are needed)" if size else ""
        return DownloadError(f"cannot write {target}: the disk is full{needed}; make room and go on")
    return DownloadError(f"cannot write {target}: {error.strerror or error}")
