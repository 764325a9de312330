"""Dry run of a download: the files that it would fetch, by the same filters."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...progress.text import amount
from ..exit_codes import NothingMatched, raise_failures
from ..output.output import Output
from ..output.records import Record
from ..settings import CommandSettings
from .patterns import has_filters

if TYPE_CHECKING:
    from ...client import BaseSpace
    from ...downloads.job import DownloadItem, FailedListing
    from ...downloads.options import DownloadSettings, Filter
    from ...errors import BaseSpaceError
    from ...resources._downloads import Downloadable

_COLUMNS = ("Path", "Size", "Id", "Kept")
_BATCH = 500


async def list_files(
    settings: CommandSettings, resource: Downloadable, ids: list[str], to: Path, options: dict[str, Any]
) -> None:
    """List path, size and id of each file that would be downloaded, and whether it is on disk and would be kept.

    Args:
        settings: Settings of the command.
        resource: What the ids are of: `datasets`, `runs`, `biosamples`, `projects`, `appsessions` or `files`.
        ids: Their ids.
        to: Target folder.
        options: Options of the download.

    Raises:
        Partial: If some files could not be listed.
        BaseSpaceError: If no file could be listed.
        NothingMatched: If no file passes the filters.
    """
    from ...downloads.job import FailedListing
    from ...downloads.options import Filter

    query = {"dataset_types": options.pop("dataset_types")} if "dataset_types" in options else {}
    chosen, how = Filter.split(options)  # type: ignore[arg-type]
    total = kept = 0
    failed: dict[str, BaseSpaceError] = {}

    async def batches() -> AsyncGenerator[Sequence[Record], None]:
        nonlocal total, kept
        batch: list[Record] = []
        async with aclosing(_wanted(basespace, resource, ids, chosen, query)) as items:
            async for item in items:
                if isinstance(item, FailedListing):
                    failed[item.path] = item.error
                    continue
                row = await row_of(item, to, how)
                batch.append(row)
                total += row["Size"]
                kept += row["Kept"]
                if len(batch) == _BATCH:
                    yield batch
                    batch = []
        yield batch

    async with settings.client() as basespace:
        count = await Output(settings).many(batches(), columns=_COLUMNS)
    for name, error in failed.items():
        settings.echo_err(f"warning: {name} was not listed: {error}")
    raise_failures(failed, count, "file")
    if not count and has_filters({**options, **query}):
        raise NothingMatched
    say_total(settings, count, total, kept)


def say_total(settings: CommandSettings, count: int, total: int, kept: int) -> None:
    """Say how many files there are, their bytes, and how many of them would be kept."""
    there = f", of which {amount(kept, 'file')} would be kept" if kept else ""
    settings.echo_err(f"{amount(count, 'file')}, {amount(total, 'B')}{there}; nothing was downloaded")


async def row_of(item: DownloadItem, to: Path, how: DownloadSettings) -> dict[str, Any]:
    """Return a file's row; it is compared with what is on disk as the download would."""
    from ...downloads.existing import would_be_kept
    from ...errors import DownloadError

    files = (item.file, *item.following)
    size = sum(getattr(file, "size", 0) for file in files)
    row = {"Path": item.path, "Size": size, "Id": getattr(item.file, "id", None)}
    try:
        return {**row, "Kept": await would_be_kept(files, to, item.path, how)}
    except (DownloadError, OSError) as error:
        return {**row, "Kept": False, "Error": str(error)}


async def _wanted(
    basespace: BaseSpace, resource: Downloadable, ids: list[str], chosen: Filter, query: dict[str, Any]
) -> AsyncGenerator[DownloadItem | FailedListing, None]:
    """Yield the files, and where they would go; and what cannot be listed."""
    from ...resources._downloads import wanted_of_resource

    for identifier in ids:
        prefix = f"{identifier}/" if len(ids) > 1 else ""
        listed = wanted_of_resource(basespace, resource, identifier, chosen, prefix, **query)
        async with aclosing(_with_failure(listed, identifier)) as items:
            async for item in items:
                yield item


async def wanted_files(
    basespace: BaseSpace, resource: Downloadable, ids: list[str], options: dict[str, Any]
) -> AsyncGenerator[DownloadItem, None]:
    """Yield the files that a download would fetch.

    Args:
        basespace: The client.
        resource: What the ids are of.
        ids: Their ids.
        options: Options of the download.

    Raises:
        BaseSpaceError: If some cannot be listed.
    """
    from ...downloads.job import FailedListing
    from ...downloads.options import Filter

    query = {name: options[name] for name in ("dataset_types",) if name in options}
    chosen, _ = Filter.split({name: value for name, value in options.items() if name not in query})  # type: ignore[arg-type]
    async with aclosing(_wanted(basespace, resource, ids, chosen, query)) as items:
        async for item in items:
            if isinstance(item, FailedListing):
                raise item.error
            yield item


async def _with_failure(
    listed: AsyncGenerator[DownloadItem | FailedListing, None], identifier: str
) -> AsyncGenerator[DownloadItem | FailedListing, None]:
    """Yield an error that ends a list as one more item, unless it would end the others, too."""
    from ...downloads.job import FailedListing
    from ...errors import AuthenticationError, BaseSpaceError, ConfigurationError

    try:
        async with aclosing(listed):
            async for item in listed:
                yield item
    except (AuthenticationError, ConfigurationError):
        raise
    except BaseSpaceError as error:
        yield FailedListing(identifier, error)
