"""Dry run of a download: the files that it would fetch, by the same filters."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from typing import TYPE_CHECKING, Any

from ...progress.text import amount
from ..exit_codes import NothingMatched
from ..output.output import Output
from ..output.records import Record
from ..settings import CommandSettings
from .patterns import has_filters

if TYPE_CHECKING:
    from ...client import BaseSpace
    from ...downloads.job import DownloadItem, FailedListing
    from ...downloads.options import Filter

_COLUMNS = ("Path", "Size", "Id")
_BATCH = 500


async def list_files(settings: CommandSettings, kind: str, ids: list[str], options: dict[str, Any]) -> None:
    """List path, size and id of each file that would be downloaded.

    Args:
        settings: settings of the command.
        kind: `datasets`, `runs`, `biosamples`, `projects` or `files`.
        ids: their ids.
        options: options of the download.

    Raises:
        NothingMatched: If no file passes the filters.
    """
    from ...downloads.options import Filter

    dataset_types = options.pop("dataset_types", None)
    chosen, _ = Filter.split(options)  # type: ignore[arg-type]
    total = 0

    async def batches() -> AsyncGenerator[Sequence[Record], None]:
        nonlocal total
        batch: list[Record] = []
        async with aclosing(_wanted(basespace, kind, ids, chosen, dataset_types)) as found:
            async for each in found:
                size = getattr(each.file, "size", 0)
                batch.append({"Path": each.path, "Size": size, "Id": getattr(each.file, "id", None)})
                total += size
                if len(batch) == _BATCH:
                    yield batch
                    batch = []
        yield batch

    async with settings.client() as basespace:
        count = await Output(settings).many(batches(), columns=_COLUMNS)
    if not count and has_filters({**options, "dataset_types": dataset_types}):
        raise NothingMatched
    settings.echo_err(f"{amount(count, 'file')}, {amount(total, 'B')}; nothing was downloaded")


async def _wanted(
    basespace: BaseSpace, kind: str, ids: list[str], chosen: Filter, dataset_types: Any
) -> AsyncGenerator[DownloadItem, None]:
    """Give the files, and where they would go."""
    from ...downloads.job import DownloadItem, FailedListing, path_of

    for one in ids:
        if kind == "files":
            file = await basespace.files.get(one)
            yield DownloadItem(file, path_of(file))
            continue
        apart = f"{one}/" if len(ids) > 1 else ""
        async with aclosing(_wanted_of(basespace, kind, one, apart, chosen, dataset_types)) as items:
            async for item in items:
                if isinstance(item, FailedListing):
                    raise item.error
                yield item


def _wanted_of(
    basespace: BaseSpace, kind: str, one: str, apart: str, chosen: Filter, dataset_types: Any
) -> AsyncGenerator[DownloadItem | FailedListing, None]:
    from ...resources._downloads import files_of, wanted_of, wanted_of_datasets

    if kind == "runs":
        return wanted_of(basespace.runs.files(one, extensions=chosen.sent()).pages(), chosen, apart)
    if kind == "datasets":
        return wanted_of(files_of(basespace, one, chosen).pages(), chosen, apart)
    if kind == "projects":
        datasets = basespace.projects.datasets(one)
    else:
        datasets = basespace.datasets.list(input_biosamples=one, dataset_types=dataset_types)
    return wanted_of_datasets(basespace, datasets, chosen)
