"""Downloads to disk: parallel, in parts, resumable, verified; a file appears whole or not at all.

The methods belong to the resources: `files.download`, `datasets.download`, `runs.download`, `biosamples.download`,
`projects.download`. This package has their options and results.
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
