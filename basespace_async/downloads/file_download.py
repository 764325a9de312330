"""The download of one file: parts in parallel, a checksum on the way, the final name at the end."""

from __future__ import annotations

import errno
import logging
import os
from pathlib import Path

from attrs import frozen

from .._util.tasks import NoThreadError, in_thread
from ..content.reader import RangesIgnoredError
from ..content.source import ContentSource
from ..errors import ChecksumError, ContentChangedError, DownloadError, TransportTimeoutError
from .checksums import Digest, ETag, Verification, digests_of
from .etag_pipeline import etag_pipeline_for
from .fetching import FileFetch, Streams
from .identity import FileIdentity
from .options import DownloadSettings
from .part_file import PartFile
from .paths import check_inside
from .progress import FileMeter
from .report import DownloadedFile
from .verification import NO_ETAG, NOT_ASKED, UNUSUAL_PARTS, fed, matches

logger = logging.getLogger("basespace_async.downloads")

FULL = (errno.ENOSPC, errno.EDQUOT)
_MAX_FETCHED_TWICE = 1 << 28
"""Largest file, in bytes, that is fetched a second time if its ETag is inconclusive."""


@frozen
class DownloadPlan:
    """A file to download.

    Attributes:
        source: Source of its bytes.
        identity: Which file it is; its `etag` is "" if the list did not give one.
        target: Its path on disk.
        folder: Target folder, which the path must stay in.
        scope: Scope of the locks in the folder; see `lock_scope`.
    """

    source: ContentSource
    identity: FileIdentity
    target: Path
    folder: Path
    scope: str = ""


class FileDownload:
    """The download of one file.

    Args:
        plan: What to download, and to where.
        settings: How to download it.
        streams: The responses that all downloads of the job read.
        meter: Progress of the file's bytes.

    Attributes:
        kept: Bytes of an incomplete download that are kept for the next attempt.
    """

    def __init__(self, plan: DownloadPlan, settings: DownloadSettings, streams: Streams, meter: FileMeter) -> None:
        self.kept = 0
        self._plan = plan
        self._settings = settings
        self._streams = streams
        self._meter = meter
        self._content: ETag | None = None
        self._part = PartFile(plan.target, plan.identity, settings.part_size, plan.scope)
        self._fetch = FileFetch(plan.source, self._part, settings, streams, meter)

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
        keep = True
        try:
            await in_thread(self._open, part, over_existing)
            verification = await self._fetch_and_verify(part)
            if part.is_open:
                await in_thread(part.finish)
        except (ChecksumError, ContentChangedError):
            keep = False  # of no use for another time
            raise
        except TransportTimeoutError:  # an OSError, and not of the disk
            raise
        except (OSError, NoThreadError) as error:
            raise disk_error(plan.target, plan.identity.size, error) from error
        finally:
            await self._close(part, keep)
        received = self._fetch.received
        return DownloadedFile(plan.target, plan.identity.size, received, kept=False, verification=verification)

    def _open(self, part: PartFile, over_existing: bool) -> None:
        """Do everything before the first request in one call, because each call in a thread has its cost."""
        check_inside(self._plan.folder, part.target)
        if not over_existing and os.path.isfile(part.target):
            raise ExistingFileError
        part.open()

    async def _close(self, part: PartFile, keep: bool) -> None:
        """Close the part file, and log an error: raising it would hide the one that led here."""
        if not part.is_open:
            return
        try:
            try:
                self.kept = await in_thread(part.close, keep=keep)
            except NoThreadError:  # it must not stay open
                self.kept = part.close(keep=keep)
        except OSError as error:
            logger.warning("what was begun of %s could not be removed: %s", part.target, error.strerror or error)

    async def _fetch_and_verify(self, part: PartFile) -> Verification:
        try:
            return await self._once(part)
        except RangesIgnoredError:
            logger.info("the store sends all of %s in place of its parts; it is read in one response", part.target)
            return await self._fetch_and_verify(part)
        except _UnverifiableError:
            raise
        except (ChecksumError, ContentChangedError) as error:
            # What was kept of an earlier time, or came damaged: once more from the beginning.
            logger.warning("%s; it is fetched once more", error)
        await in_thread(part.begin_anew)
        return await self._once(part)

    async def _once(self, part: PartFile) -> Verification:
        self._meter.begin(part.kept)
        # Where the list gave no ETag, the store's is known only later.
        digests = self._digests(part.identity.etag)
        pipeline = etag_pipeline_for(part, digests[0]) if digests else None
        if not part.parts and not digests:
            await self._fetch.check_empty()
        else:
            await self._fetch.run(pipeline)
        return await self._verdict(part, pipeline.etag() if pipeline else None)

    def _digests(self, etag_text: str) -> list[Digest]:
        etag = ETag.parse(etag_text)
        if etag is None or self._settings.checksum == "skip":
            return []
        return digests_of(etag, self._plan.identity.size)

    async def _verdict(self, part: PartFile, computed: ETag | None) -> Verification:
        """Verify the content.

        Args:
            part: The complete part file.
            computed: ETag of the first digest, if it was fed while downloading.

        Raises:
            ChecksumError: If the content differs, or cannot be verified and must be.
            ContentChangedError: If only its size is known, and more came.
        """
        if self._settings.checksum == "skip":
            return self._by_size(NOT_ASKED)
        text = part.identity.etag or self._fetch.etag
        etag = ETag.parse(text)
        if etag is None:
            return self._by_size(NO_ETAG)
        digests = self._digests(text)[0 if computed is None else 1 :]
        if computed == etag or await matches(etag, digests, part.feed, part.identity.size):
            return Verification("md5" if etag.parts is None else "multipart")
        if etag.parts is None or etag.parts == 1:
            raise ChecksumError(
                f"{part.target.name}: what arrived is not what the service has (its ETag is {etag}); try again, or "
                "take it by its size alone (checksum='skip')"
            )
        return await self._unexplained(part)

    async def _unexplained(self, part: PartFile) -> Verification:
        """Handle an ETag that fits no usual part size. A damaged file looks the same, but differs the next time."""
        if part.identity.size > _MAX_FETCHED_TWICE:
            return self._by_size(UNUSUAL_PARTS)
        content = await fed(Digest(), part.feed, part.identity.size)
        if self._content == content:
            return self._by_size(f"{UNUSUAL_PARTS}; it was fetched twice, with the same bytes")
        self._content = content
        raise ChecksumError(f"{part.target.name}: its ETag is not that of what arrived, in parts of any usual size")

    def _by_size(self, reason: str) -> Verification:
        size = self._plan.identity.size
        if self._fetch.has_more:
            raise ContentChangedError(f"the file has more than the {size} bytes that were expected; list it again")
        if self._settings.checksum == "require":
            raise _UnverifiableError(f"{self._plan.target.name} cannot be verified: {reason}; nothing was kept")
        return Verification("size", reason)


class ExistingFileError(Exception):
    """Raised if the target file exists."""


class _UnverifiableError(ChecksumError):
    """Raised if another attempt cannot succeed."""


def disk_error(target: Path, size: int, error: OSError | NoThreadError) -> DownloadError:
    """Return an error that says what the disk or the system refused, and what to do."""
    if isinstance(error, NoThreadError):
        return DownloadError(f"cannot write {target}: {error}")
    if error.errno in FULL:
        needed = f" ({size} bytes are needed)" if size else ""
        return DownloadError(f"cannot write {target}: the disk is full{needed}; make room and go on")
    return DownloadError(f"cannot write {target}: {error.strerror or error}")
