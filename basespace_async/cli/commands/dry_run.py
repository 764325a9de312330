"""Dry run of a download: the files that it would fetch, by the same filters."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...progress.text import amount
from ..output.output import Output
from ..output.records import Record
from ..settings import CommandSettings

if TYPE_CHECKING:
    from ...client import BaseSpace
    from ...downloads.job import DownloadItem, FailedListing
    from ...downloads.options import DownloadSettings, Filter

_COLUMNS = ("Path", "Size", "Id", "Kept")
_BATCH = 500


async def list_files(settings: CommandSettings, kind: str, ids: list[str], to: Path, options: dict[str, Any]) -> None:
    """List path, size and id of each file that would be downloaded, and whether it is on disk and would be kept.

    Args:
        settings: settings of the command.
        kind: `datasets`, `runs`, `biosamples`, `projects` or `files`.
        ids: their ids.
        to: Target folder.
        options: options of the download.
    """
    from ...downloads.options import Filter

    dataset_types = options.pop("dataset_types", None)
    chosen, how = Filter.split(options)  # type: ignore[arg-type]
    total = kept = 0

    async def batches() -> AsyncGenerator[Sequence[Record], None]:
        nonlocal total, kept
        batch: list[Record] = []
        async with aclosing(_wanted(basespace, kind, ids, chosen, dataset_types)) as found:
            async for each in found:
                row = await _row(each, to, how)
                batch.append(row)
                total += row["Size"]
                kept += row["Kept"]
                if len(batch) == _BATCH:
                    yield batch
                    batch = []
        yield batch

    async with settings.client() as basespace:
        count = await Output(settings).many(batches(), columns=_COLUMNS)
    there = f", of which {amount(kept, 'file')} would be kept" if kept else ""
    settings.echo_err(f"{amount(count, 'file')}, {amount(total, 'B')}{there}; nothing was downloaded")


async def _row(item: DownloadItem, to: Path, how: DownloadSettings) -> dict[str, Any]:
    """Return a file's row; it is compared with what is on disk as the download would."""
    from ...downloads.existing import would_be_kept
    from ...errors import DownloadError

    row = {"Path": item.path, "Size": getattr(item.file, "size", 0), "Id": getattr(item.file, "id", None)}
    try:
        return {**row, "Kept": await would_be_kept(item.file, to, item.path, how)}
    except (DownloadError, OSError) as error:
        return {**row, "Kept": False, "Error": str(error)}


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
