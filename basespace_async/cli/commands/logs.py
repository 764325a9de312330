"""The log files of an analysis: printed or saved."""

from __future__ import annotations

import codecs
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from ...progress.text import printable
from ..exit_codes import raise_failures
from ..settings import CommandSettings
from ..streams import in_daemon_thread
from .download_outcome import DownloadOutcome

if TYPE_CHECKING:
    from ...client import BaseSpace
    from ...models import File


async def save_logs(settings: CommandSettings, appsession: str, to: Path) -> None:
    """Download the log files of an analysis into a folder, and print a record for each.

    Args:
        settings: Settings of the command.
        appsession: Id of the analysis.
        to: Target folder.

    Raises:
        Partial: If some files could not be downloaded.
    """
    outcome = DownloadOutcome(settings)
    async with settings.client() as basespace, settings.progress() as progress:
        files = basespace.appsessions.log_files(appsession)
        await outcome.add(appsession, basespace.files.download_many(files, to, progress=progress))
    await outcome.print_files(("Path", "Size"))


async def print_logs(settings: CommandSettings, appsession: str) -> None:
    """Print the log files of an analysis, one after the other, below their names if there are several.

    Args:
        settings: Settings of the command.
        appsession: Id of the analysis.

    Raises:
        Partial: If some files could not be read.
        BaseSpaceError: If no file could be read.
    """
    from ...errors import AuthenticationError, BaseSpaceError

    failed: dict[str, BaseSpaceError] = {}
    async with settings.client() as basespace:
        files = await basespace.appsessions.log_files(appsession).collect()
        for file in files:
            path = getattr(file, "path", "") or getattr(file, "name", "")
            if len(files) > 1:
                await _write(f"==> {printable(path)} <==\n".encode())
            try:
                await _print(basespace, file)
            except AuthenticationError:
                raise
            except BaseSpaceError as error:
                failed[path] = error
                settings.echo_err(f"warning: {path} could not be read: {error}")
    if not files:
        settings.echo_err("nothing found")
    raise_failures(failed, len(files) - len(failed), "file")


async def _print(basespace: BaseSpace, file: File) -> None:
    """Print the content; on a terminal, control characters are escaped."""
    terminal = sys.stdout.isatty()
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    async with basespace.files.open(file) as content:
        async for piece in content.iter_bytes():
            shown = printable(decoder.decode(piece), keep="\n\t").encode() if terminal else piece
            await _write(shown)


async def _write(content: bytes) -> None:
    stream = sys.stdout.buffer

    def write() -> None:
        stream.write(content)
        stream.flush()

    await in_daemon_thread(write)
