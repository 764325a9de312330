"""`download ... --to -`: one file to standard output."""

from __future__ import annotations

from contextlib import aclosing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..exit_codes import NothingMatched
from ..settings import CommandSettings
from .dry_run import wanted_files
from .paths import write_bytes

if TYPE_CHECKING:
    from ...content.stream import ContentStream
    from ...downloads.checksums import Digest
    from ...resources._downloads import Downloadable

STDOUT = Path("-")
_REFUSED = ("if_exists", "part_size", "concurrency", "bandwidth", "dask")


async def stream_file(
    settings: CommandSettings, resource: Downloadable, ids: list[str], options: dict[str, Any]
) -> None:
    """Write the one file that a download would fetch to standard output, and compare its checksum at the end.

    Args:
        settings: Settings of the command.
        resource: What the ids are of.
        ids: Their ids.
        options: Options of the download.

    Raises:
        UsageError: If it would fetch several files, or an option is of no use here.
        NothingMatched: If it would fetch no file.
        ChecksumError: If what was written is not what the service has.
    """
    for name in _REFUSED:
        if name in options:
            raise click.UsageError(f"--{name.replace('_', '-')} is of no use with --to -")
    checksum = options.pop("checksum", "check")
    async with settings.client() as basespace:
        files = await _files(basespace, resource, ids, options)
        if not files:
            raise NothingMatched
        if len(files) > 1:
            raise click.UsageError("--to - takes one file, and these are several; --include chooses, --dry-run lists")
        async with basespace.files.open(files[0]) as content:
            await _write_checked(content, checksum)


async def _files(basespace: Any, resource: Downloadable, ids: list[str], options: dict[str, Any]) -> list[Any]:
    """Return the files, but no more than two."""
    if resource == "files":
        return ids
    files: list[Any] = []
    async with aclosing(wanted_files(basespace, resource, ids, options)) as items:
        async for item in items:
            files += [item.file, *item.following]
            if len(files) > 1:
                break
    return files


async def _write_checked(content: ContentStream, checksum: str) -> None:
    from ...downloads.checksums import ETag, digests_of
    from ...errors import ChecksumError

    etag = ETag.parse(content.etag) if checksum != "skip" else None
    if etag is None and checksum == "require":
        raise ChecksumError("the file has no checksum to compare; nothing was written")
    digests: list[Digest] = digests_of(etag, content.size or 0) if etag else []
    async for piece in content:
        for digest in digests:
            digest.update(memoryview(piece))
        await write_bytes(piece)
    if digests and etag not in [digest.etag() for digest in digests]:
        raise ChecksumError(f"what was written has another checksum than the service's, {etag}")
