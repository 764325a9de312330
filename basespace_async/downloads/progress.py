"""Progress meters of downloads."""

from __future__ import annotations

from ..progress import Meter, Progress
from ..progress.text import amount


class JobMeters:
    """The two meters of a job, files and bytes; the totals grow as files are listed.

    Attributes:
        kept: Bytes of complete and incomplete files that need not be fetched again.
    """

    def __init__(self, progress: Progress) -> None:
        self.kept = 0
        self._files = progress(desc="files", total=None, unit="file")
        self._bytes = progress(desc="bytes", total=None, unit="B")
        self._total_files = 0
        self._total_bytes = 0

    def found(self, size: int) -> None:
        """Add a file of `size` bytes to the totals."""
        self._total_files += 1
        self._total_bytes += size
        self._files.total, self._bytes.total = self._total_files, self._total_bytes

    def file(self) -> FileMeter:
        """Create the meter of one file."""
        return FileMeter(self._bytes)

    def ended(self, size: int) -> None:
        """Count a file of `size` bytes that is on disk."""
        self._files.update(1)
        self.kept += size

    def note(self) -> str:
        """Return how much is kept of an interrupted job, and how much is to come."""
        return f"{amount(self.kept, 'B')} are kept, {amount(self._total_bytes - self.kept, 'B')} are to come"

    def close(self) -> None:
        """Close both meters."""
        self._files.close()
        self._bytes.close()


class FileMeter:
    """The bytes of one file; bytes that are fetched again are not counted twice."""

    def __init__(self, meter: Meter) -> None:
        self._meter = meter
        self._present = 0
        self._reported = 0

    def begin(self, on_disk: int) -> None:
        """Start an attempt with the bytes that are on disk."""
        self._present = 0
        self.add(on_disk)

    def add(self, size: int) -> None:
        """Count bytes that have arrived."""
        self._present += size
        if self._present > self._reported:
            self._meter.update(self._present - self._reported)
            self._reported = self._present
