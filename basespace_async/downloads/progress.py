"""What a download tells of its progress."""

from __future__ import annotations

from ..progress import Meter, Progress


class JobMeters:
    """Two meters of a job: its files and their bytes; the totals grow as files are found."""

    def __init__(self, progress: Progress) -> None:
        self._files = progress(desc="files", total=None, unit="file")
        self._bytes = progress(desc="bytes", total=None, unit="B")
        self._found = 0
        self._found_bytes = 0

    def found(self, size: int) -> None:
        """One more file is to be downloaded."""
        self._found += 1
        self._found_bytes += size
        self._files.total, self._bytes.total = self._found, self._found_bytes

    def file(self) -> FileMeter:
        """A meter for one file."""
        return FileMeter(self._bytes)

    def ended(self) -> None:
        """One file is on disk."""
        self._files.update(1)

    def close(self) -> None:
        """No more will come."""
        self._files.close()
        self._bytes.close()


class FileMeter:
    """The bytes of one file that are there; what comes a second time is not counted again."""

    def __init__(self, meter: Meter) -> None:
        self._meter = meter
        self._there = 0
        self._told = 0

    def begin(self, there: int) -> None:
        """So many bytes were there before, this time."""
        self._there = 0
        self.add(there)

    def add(self, size: int) -> None:
        """So many more have arrived."""
        self._there += size
        if self._there > self._told:
            self._meter.update(self._there - self._told)
            self._told = self._there
