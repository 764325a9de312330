"""Files to disk: whole or not at all, several at a time, in parts, resumed, verified.

The resources have the methods: `files.download`, `datasets.download`, `runs.download`, `biosamples.download`,
`projects.download`. Here is what they take and give.
"""

from ..content.stream import ContentStream, gunzip
from ..errors import ChecksumError, ContentChangedError, DownloadError, IncompleteDownloadError
from .bandwidth import Bandwidth
from .checksums import Verification
from .options import Checksum, DownloadOptions, Existing, FileFilters, FilteredDownload
from .report import Downloaded, DownloadReport

__all__ = [
    "Bandwidth",
    "Checksum",
    "ChecksumError",
    "ContentChangedError",
    "ContentStream",
    "DownloadError",
    "DownloadOptions",
    "DownloadReport",
    "Downloaded",
    "Existing",
    "FileFilters",
    "FilteredDownload",
    "IncompleteDownloadError",
    "Verification",
    "gunzip",
]
