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
        resource: What the ids are of: `datasets`, `runs`, `biosamples`, `projects` or `files`.
        ids: Their ids.
        options: Options of the download.

    Raises:
        NothingMatched: If no file passes the filters.
        Partial: If some lists of files could not be read; the files of the others are listed.
    """
    from ...downloads.job import DownloadItem
    from ...downloads.options import Filter

    dataset_types = options.pop("dataset_types", None)
    chosen, _ = Filter.split(options)  # type: ignore[arg-type]
    total = 0
    failed: dict[str, BaseSpaceError] = {}

    async def batches() -> AsyncGenerator[Sequence[Record], None]:
        nonlocal total
        batch: list[Record] = []
        async with aclosing(_wanted(basespace, resource, ids, chosen, dataset_types)) as items:
            async for item in items:
                if not isinstance(item, DownloadItem):
                    failed[item.path] = item.error
                    continue
                size = getattr(item.file, "size", 0)
                batch.append({"Path": item.path, "Size": size, "Id": getattr(item.file, "id", None)})
                total += size
                if len(batch) == _BATCH:
                    yield batch
                    batch = []
        yield batch

    async with settings.client() as basespace:
        count = await Output(settings).many(batches(), columns=_COLUMNS)
    if not count and not failed and has_filters({**options, "dataset_types": dataset_types}):
        raise NothingMatched
    settings.echo_err(f"{amount(count, 'file')}, {amount(total, 'B')}; nothing was downloaded")
    raise_failures(failed, count, "file")


async def _wanted(
    basespace: BaseSpace, resource: str, ids: list[str], chosen: Filter, dataset_types: Any
) -> AsyncGenerator[DownloadItem | FailedListing, None]:
    """Yield the files, and where they would go."""
    from ...downloads.job import DownloadItem, path_of

    for identifier in ids:
        if resource == "files":
            file = await basespace.files.get(identifier)
            yield DownloadItem(file, path_of(file))
            continue
        folder = f"{identifier}/" if len(ids) > 1 else ""
        async with aclosing(_wanted_of(basespace, resource, identifier, folder, chosen, dataset_types)) as items:
            async for item in items:
                yield item


def _wanted_of(
    basespace: BaseSpace, resource: str, identifier: str, folder: str, chosen: Filter, dataset_types: Any
) -> AsyncGenerator[DownloadItem | FailedListing, None]:
    from ...resources._downloads import files_of, wanted_of, wanted_of_datasets

    if resource == "runs":
        return wanted_of(basespace.runs.files(identifier, extensions=chosen.sent()).pages(), chosen, folder)
    if resource == "datasets":
        return wanted_of(files_of(basespace, identifier, chosen).pages(), chosen, folder)
    if resource == "projects":
        datasets = basespace.projects.datasets(identifier)
    else:
        datasets = basespace.datasets.list(input_biosamples=identifier, dataset_types=dataset_types)
    return wanted_of_datasets(basespace, datasets, chosen)
