"""Which files the downloads of datasets, runs, biosamples and projects are of, and where each goes."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from pathlib import Path
from typing import TYPE_CHECKING

from .._arguments import HasId, identifier
from ..downloads.batch import Wanted, download, path_of
from ..downloads.options import Filter, FilteredDownload
from ..downloads.paths import folder_name
from ..paging import Pager

if TYPE_CHECKING:
    from ..client import BaseSpace
    from ..downloads import DownloadReport
    from ..models import DatasetCompact, File


async def download_files(
    client: BaseSpace, listing: Callable[[Filter], Pager[File]], to: str | Path, options: FilteredDownload
) -> DownloadReport:
    """Download the files of one resource, by their own paths.

    Args:
        listing: makes the list of files; it may ask the service for the extensions that the filter sends.
    """
    chosen, settings = Filter.split(options)
    return await download(client, _wanted(listing(chosen), chosen, ""), to, settings)


async def download_datasets(
    client: BaseSpace, datasets: Pager[DatasetCompact], to: str | Path, options: FilteredDownload
) -> DownloadReport:
    """Download the files of datasets, each dataset to a folder of its name and id."""
    chosen, settings = Filter.split(options)

    async def wanted() -> AsyncGenerator[Wanted, None]:
        async with aclosing(datasets.pages()) as pages:
            async for page in pages:
                for dataset in page:
                    folder = folder_name(dataset.name or "", identifier(dataset))
                    async with aclosing(_wanted(files_of(client, dataset, chosen), chosen, f"{folder}/")) as found:
                        async for each in found:
                            yield each

    return await download(client, wanted(), to, settings)


def files_of(client: BaseSpace, dataset: str | HasId, chosen: Filter) -> Pager[File]:
    """The files of a dataset, with links into the object store, which saves a request for each (reference)."""
    sent = chosen.sent()
    if sent is None:
        return client.datasets.files(dataset, resolve_links=True)
    return client.datasets.files(dataset, resolve_links=True, extensions=sent)


async def _wanted(files: Pager[File], chosen: Filter, prefix: str) -> AsyncGenerator[Wanted, None]:
    async with aclosing(files.pages()) as pages:
        async for page in pages:
            for file in page:
                if chosen.admits(file):
                    yield Wanted(file, prefix + path_of(file))
