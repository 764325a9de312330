"""Dry run of a download: the files that it would fetch, by the same filters."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
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
    from ...downloads.options import Filter
    from ...errors import BaseSpaceError

_COLUMNS = ("Path", "Size", "Id")
_BATCH = 500


async def list_files(settings: CommandSettings, resource: str, ids: list[str], options: dict[str, Any]) -> None:
    """List path, size and id of each file that would be downloaded.

    Args:
        settings: Settings of the command.
        resource: What the ids are of: `datasets`, `runs`, `biosamples`, `projects`, `appsessions` or `files`.
        ids: Their ids.
        options: Options of the download.

    Raises:
        Partial: If some files could not be listed.
        BaseSpaceError: If no file could be listed.
        NothingMatched: If no file passes the filters.
    """
    from ...downloads.options import Filter

    dataset_types = options.pop("dataset_types", None)
    chosen, _ = Filter.split(options)  # type: ignore[arg-type]
    total = 0
    failed: dict[str, BaseSpaceError] = {}

    async def batches() -> AsyncGenerator[Sequence[Record], None]:
        nonlocal total
        batch: list[Record] = []
        async with aclosing(_wanted(basespace, resource, ids, chosen, dataset_types, failed)) as items:
            async for item in items:
                size = getattr(item.file, "size", 0)
                batch.append({"Path": item.path, "Size": size, "Id": getattr(item.file, "id", None)})
                total += size
                if len(batch) == _BATCH:
                    yield batch
                    batch = []
        yield batch

    async with settings.client() as basespace:
        count = await Output(settings).many(batches(), columns=_COLUMNS)
    for name, error in failed.items():
        settings.echo_err(f"warning: {name} was not listed: {error}")
    raise_failures(failed, count, "file")
    if not count and has_filters({**options, "dataset_types": dataset_types}):
        raise NothingMatched
    settings.echo_err(f"{amount(count, 'file')}, {amount(total, 'B')}; nothing was downloaded")


async def _wanted(
    basespace: BaseSpace,
    resource: str,
    ids: list[str],
    chosen: Filter,
    dataset_types: Any,
    failed: dict[str, BaseSpaceError],
) -> AsyncGenerator[DownloadItem, None]:
    """Yield the files, and where they would go; note what cannot be listed."""
    from ...downloads.job import FailedListing
    from ...errors import AuthenticationError, BaseSpaceError, ConfigurationError

    for identifier in ids:
        folder = f"{identifier}/" if len(ids) > 1 else ""
        try:
            async with aclosing(_wanted_of(basespace, resource, identifier, folder, chosen, dataset_types)) as items:
                async for item in items:
                    if isinstance(item, FailedListing):
                        failed[item.path] = item.error
                    else:
                        yield item
        except (AuthenticationError, ConfigurationError):
            raise
        except BaseSpaceError as error:
            failed[identifier] = error


async def _file(basespace: BaseSpace, identifier: str) -> AsyncGenerator[DownloadItem | FailedListing, None]:
    from ...downloads.job import DownloadItem, path_of

    file = await basespace.files.get(identifier)
    yield DownloadItem(file, path_of(file))


def _wanted_of(
    basespace: BaseSpace, resource: str, identifier: str, folder: str, chosen: Filter, dataset_types: Any
) -> AsyncGenerator[DownloadItem | FailedListing, None]:
    from ...resources._downloads import files_of, wanted_of, wanted_of_datasets

    if resource == "files":
        return _file(basespace, identifier)
    if resource == "runs":
        return wanted_of(basespace.runs.files(identifier, extensions=chosen.sent()).pages(), chosen, folder)
    if resource == "datasets":
        return wanted_of(files_of(basespace, identifier, chosen).pages(), chosen, folder)
    if resource == "projects":
        datasets = basespace.projects.datasets(identifier)
    elif resource == "appsessions":
        datasets = basespace.datasets.list(appsessions=identifier)
    else:
        datasets = basespace.datasets.list(input_biosamples=identifier, dataset_types=dataset_types)
    return wanted_of_datasets(basespace, datasets, chosen)
