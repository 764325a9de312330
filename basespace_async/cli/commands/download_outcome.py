"""The outcome of a download: a record for each file, or a summary, and what failed."""

from __future__ import annotations

from collections.abc import Awaitable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ...progress.text import amount, duration
from ..exit_codes import NothingMatched, raise_failures
from ..output.output import Output
from ..output.records import Record
from ..settings import CommandSettings

if TYPE_CHECKING:
    from ...downloads import DownloadedFile, DownloadReport
    from ...errors import BaseSpaceError

_COLUMNS = ("Path", "Size", "Fetched", "Kept", "Verification", "Error")


class DownloadOutcome:
    """Files that were downloaded so far, and errors.

    Args:
        settings: Settings of the command.
    """

    def __init__(self, settings: CommandSettings) -> None:
        self._settings = settings
        self._files: list[DownloadedFile] = []
        self._failed: dict[str, BaseSpaceError] = {}

    async def add(self, name: str, downloading: Awaitable[DownloadReport]) -> None:
        """Wait for a download. Its failure does not stop the others, unless they would fail in the same way.

        Args:
            name: Id of what is downloaded, for its errors; or nothing.
            downloading: The download.
        """
        from ...errors import (
            AuthenticationError,
            BaseSpaceError,
            ConfigurationError,
            DownloadError,
            IncompleteDownloadError,
        )

        try:
            self._files += (await downloading).files
        except IncompleteDownloadError as error:
            self._files += error.report.files
            self._failed.update({f"{name}/{path}".lstrip("/"): cause for path, cause in error.failed.items()})
        except (AuthenticationError, ConfigurationError, DownloadError):
            raise
        except BaseSpaceError as error:
            self.fail(name or "the list of files", error)

    def fail(self, name: str, error: BaseSpaceError) -> None:
        """Note that something could not be downloaded, and print a warning.

        Args:
            name: Its id or its path.
            error: The reason.
        """
        self._failed[name] = error
        self._settings.echo_err(f"warning: {name} was not downloaded: {error}")

    async def print_report(self, to: Path, seconds: float) -> None:
        """Print the outcome of each file, or a summary, and fail if anything failed.

        Args:
            to: Target folder.
            seconds: Time that the download took.

        Raises:
            Partial: If some files were downloaded and some were not.
            BaseSpaceError: If nothing was downloaded.
        """
        if self._settings.as_json or self._settings.as_csv or self._settings.terse:
            await self.print_files()
            return
        if self._files or not self._failed:
            await Output(self._settings).one(self._summary(to))
            fetched = sum(file.fetched for file in self._files)
            self._settings.echo_err(f"{amount(fetched, 'B')} fetched in {duration(seconds)}")
        raise_failures(self._failed, len(self._files), "file")

    async def print_files(self, columns: Sequence[str] = _COLUMNS) -> None:
        """Print a record for each file, and fail if anything failed.

        Args:
            columns: Columns of the table.

        Raises:
            Partial: If some files were downloaded and some were not.
            BaseSpaceError: If nothing was downloaded.
        """
        await Output(self._settings).several(self._rows(), columns=columns)
        raise_failures(self._failed, len(self._files), "file")

    def check_matched(self) -> None:
        """Fail if there was no file.

        Raises:
            NothingMatched: If no file was there, or none passed the filters.
        """
        if not self._files:
            raise NothingMatched

    def _rows(self) -> list[Record]:
        rows: list[Record] = [
            {
                "Path": str(file.path),
                "Size": file.size,
                "Fetched": file.fetched,
                "Kept": file.kept,
                "Verification": file.verification.method,
            }
            for file in self._files
        ]
        if self._settings.terse:  # paths on standard output are of what is there
            return rows
        return rows + [{"Path": path, "Error": str(error)} for path, error in self._failed.items()]

    def _summary(self, to: Path) -> Record:
        return {
            "Folder": str(to),
            "Files": len(self._files),
            "Bytes": sum(file.size for file in self._files),
            "Fetched": sum(file.fetched for file in self._files),
            "Kept": sum(file.kept for file in self._files),
            "ComparedBySizeOnly": sum(not file.verification.complete for file in self._files),
            "Failed": len(self._failed),
        }
