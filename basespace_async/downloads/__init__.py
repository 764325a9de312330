"""Files to disk: whole or not at all, several at a time, in parts, resumed, verified.

The resources have the methods: `files.download`, `datasets.download`, `runs.download`, `biosamples.download`,
`projects.download`. Here is what they take and give.
"""

from ..content.gzip import gunzip
from ..content.stream import ContentStream
from ..errors import ChecksumError, ContentChangedError, DownloadError, IncompleteDownloadError
from .bandwidth import Bandwidth
from .checksums import Verification
from .options import Checksum, DownloadOptions, FileFilters, FilteredDownload, IfExists
from .report import DownloadedFile, DownloadReport

__all__ = [
    "Bandwidth",
    "Checksum",
    "ChecksumError",
    "ContentChangedError",
    "ContentStream",
    "DownloadError",
    "DownloadOptions",
    "DownloadReport",
    "DownloadedFile",
    "FileFilters",
    "FilteredDownload",
    "IfExists",
    "IncompleteDownloadError",
    "Verification",
    "gunzip",
]
