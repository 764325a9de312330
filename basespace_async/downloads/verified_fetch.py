"""Fetch the bytes of one file, and verify them."""

from __future__ import annotations

import logging

from .._util.tasks import in_thread
from ..content.reader import RangesIgnoredError
from ..content.source import ContentSource
from ..errors import ChecksumError, ContentChangedError
from .checksums import Digest, ETag, Verification, digests_of
from .etag_pipeline import etag_pipeline_for
from .fetching import FileFetch, WriteWhole
from .options import DownloadSettings
from .progress import FileMeter
from .segment import Segment
from .streams import Streams
from .verification import NO_ETAG, NOT_ASKED, UNUSUAL_PARTS, fed, matches

logger = logging.getLogger("basespace_async.downloads")

_MAX_FETCHED_TWICE = 1 << 28
"""Largest file, in bytes, that is fetched a second time if its ETag is inconclusive."""


class VerifiedFetch:
    """Fetches one file into its segment of a part file, and verifies it.

    Args:
        source: Source of its bytes.
        segment: Where they go.
        settings: How to download.
        streams: The responses that all downloads of the job read.
        meter: Progress of the file's bytes.
        write_whole: Writes and finishes a small file, if the part file has nothing else; see `WriteWhole`.

    Attributes:
        segment: Where the bytes go.
    """

    def __init__(
        self,
        source: ContentSource,
        segment: Segment,
        settings: DownloadSettings,
        streams: Streams,
        meter: FileMeter,
        write_whole: WriteWhole | None = None,
    ) -> None:
        self.segment = segment
        self._settings = settings
        self._meter = meter
        self._content: ETag | None = None
        self._fetch = FileFetch(source, segment, settings, streams, meter, write_whole)

    @property
    def received(self) -> int:
        """Bytes that arrived."""
        return self._fetch.received

    @property
    def remaining(self) -> int:
        """Parts that have not come yet."""
        return self._fetch.remaining

    async def run(self) -> Verification:
        """Fetch what is missing, and verify all of it; content that differs is fetched once more.

        Raises:
            ChecksumError: If the content differs also then, or cannot be verified and must be.
            ContentChangedError: If not all bytes come from the same content.
            APIError: If the service refuses.
            TransportError: If the connection breaks for good.
            OSError: If the disk refuses.
        """
        try:
            return await self._fetch_and_verify()
        except (ChecksumError, ContentChangedError):
            await in_thread(self.segment.discard)  # of no use for another time
            raise

    async def _fetch_and_verify(self) -> Verification:
        try:
            return await self._once()
        except RangesIgnoredError:
            logger.info(
                "the store sends all of %s in place of its parts; it is read in one response", self.segment.target
            )
            return await self._fetch_and_verify()
        except _UnverifiableError:
            raise
        except (ChecksumError, ContentChangedError) as error:
            # What was kept of an earlier time, or came damaged: once more from the beginning.
            logger.warning("%s; it is fetched once more", error)
        await in_thread(self.segment.discard)
        return await self._once()

    async def _once(self) -> Verification:
        segment = self.segment
        self._meter.begin(segment.kept)
        # Where the list gave no ETag, the store's is known only later.
        digests = self._digests(segment.identity.etag)
        pipeline = etag_pipeline_for(segment, digests[0]) if digests else None
        if not segment.parts and not digests:
            await self._fetch.check_empty()
        else:
            await self._fetch.run(pipeline)
        return await self._verdict(pipeline.etag() if pipeline else None)

    def _digests(self, etag_text: str) -> list[Digest]:
        etag = ETag.parse(etag_text)
        if etag is None or self._settings.checksum == "skip":
            return []
        return digests_of(etag, self.segment.identity.size)

    async def _verdict(self, computed: ETag | None) -> Verification:
        """Verify the content.

        Args:
            computed: ETag of the first digest, if it was fed while downloading.

        Raises:
            ChecksumError: If the content differs, or cannot be verified and must be.
            ContentChangedError: If only its size is known, and more came.
        """
        if self._settings.checksum == "skip":
            return self._by_size(NOT_ASKED)
        segment = self.segment
        text = segment.identity.etag or self._fetch.etag
        etag = ETag.parse(text)
        if etag is None:
            return self._by_size(NO_ETAG)
        digests = self._digests(text)[0 if computed is None else 1 :]
        if computed == etag or await matches(etag, digests, segment.feed, segment.identity.size):
            return Verification("md5" if etag.parts is None else "multipart")
        if etag.parts is None or etag.parts == 1:
            raise ChecksumError(
                f"{segment.target.name}: what arrived is not what the service has (its ETag is {etag}); try again, or "
                "take it by its size alone (checksum='skip')"
            )
        return await self._unexplained()

    async def _unexplained(self) -> Verification:
        """Handle an ETag that fits no usual part size. A damaged file looks the same, but differs the next time."""
        segment = self.segment
        if segment.identity.size > _MAX_FETCHED_TWICE:
            return self._by_size(UNUSUAL_PARTS)
        content = await fed(Digest(), segment.feed, segment.identity.size)
        if self._content == content:
            return self._by_size(f"{UNUSUAL_PARTS}; it was fetched twice, with the same bytes")
        self._content = content
        raise ChecksumError(f"{segment.target.name}: its ETag is not that of what arrived, in parts of any usual size")

    def _by_size(self, reason: str) -> Verification:
        size = self.segment.identity.size
        if self._fetch.has_more:
            raise ContentChangedError(f"the file has more than the {size} bytes that were expected; list it again")
        if self._settings.checksum == "require":
            raise _UnverifiableError(f"{self.segment.target.name} cannot be verified: {reason}; nothing was kept")
        return Verification("size", reason)


class _UnverifiableError(ChecksumError):
    """Raised if another attempt cannot succeed."""
