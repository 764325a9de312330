"""Select the files to download for datasets, runs, biosamples and projects, and their paths."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Callable
from contextlib import AsyncExitStack, aclosing
from pathlib import Path
from typing import TYPE_CHECKING

from .._core.parameters import ResourceId, identifier
from ..downloads.job import DownloadItem, download, path_of
from ..downloads.options import Filter, FilteredDownload
from ..downloads.paths import folder_name
from ..pagination.pager import Page, Pager

if TYPE_CHECKING:
    from .._core.requester import Requester
    from ..downloads import DownloadReport
    from ..models import DatasetCompact, File

    Pages = AsyncGenerator[Page[File], None]

_LISTS_AHEAD = 8  # datasets


async def download_files(
    client: Requester, listing: Callable[[Filter], Pager[File]], to: str | Path, options: FilteredDownload
) -> DownloadReport:
    """Download the files of one resource by their own paths.

    Args:
        client: Sends the requests.
        listing: Makes the list of files; it may ask the service for the extensions that the filter sends.
        to: Target folder.
        options: Which files to download, and how.
    """
    chosen, settings = Filter.split(options)
    return await download(client, wanted_of(listing(chosen).pages(), chosen), to, settings)


async def download_datasets(
    client: Requester, datasets: Pager[DatasetCompact], to: str | Path, options: FilteredDownload
) -> DownloadReport:
    """Download the files of datasets, each dataset to a folder of its name and id."""
    chosen, settings = Filter.split(options)
    return await download(client, wanted_of_datasets(client, datasets, chosen), to, settings)


async def wanted_of_datasets(
    client: Requester, datasets: Pager[DatasetCompact], chosen: Filter
) -> AsyncGenerator[DownloadItem, None]:
    """Yield the selected files of datasets, each with a path in a folder of its dataset."""
    async with aclosing(_listed(client, datasets, chosen)) as listed:
        async for dataset, files in listed:
            folder = folder_name(dataset.name or "", identifier(dataset))
            async with aclosing(wanted_of(files, chosen, f"{folder}/")) as items:
                async for item in items:
                    yield item


async def wanted_of(files: Pages, chosen: Filter, prefix: str = "") -> AsyncGenerator[DownloadItem, None]:
    """Yield the selected files of a list, their paths after a prefix."""
    async with aclosing(files):
        async for page in files:
            for file in page:
                if chosen.admits(file):
                    yield DownloadItem(file, prefix + path_of(file))


def files_of(client: Requester, dataset: ResourceId, chosen: Filter) -> Pager[File]:
    """List the files of a dataset with direct links, which saves a request for each (reference)."""
    from .datasets import Datasets  # it imports this module

    sent = chosen.sent()
    if sent is None:
        return Datasets(client).files(dataset, resolve_links=True)
    return Datasets(client).files(dataset, resolve_links=True, extensions=sent)


async def _listed(
    client: Requester, datasets: Pager[DatasetCompact], chosen: Filter
) -> AsyncGenerator[tuple[DatasetCompact, Pages], None]:
    """Yield datasets with their files in order, and fetch the first files of the next datasets ahead."""
    window: deque[tuple[DatasetCompact, Pages, asyncio.Task[Page[File] | None]]] = deque()
    try:
        async with aclosing(datasets.pages()) as pages:
            async for page in pages:
                for dataset in page:
                    files = files_of(client, dataset, chosen).pages()
                    window.append((dataset, files, asyncio.create_task(_first(files))))
                    if len(window) > _LISTS_AHEAD:
                        yield await _oldest(window)
        while window:
            yield await _oldest(window)
    finally:
        # The stack closes the others also where a cancellation interrupts the closing of one.
        async with AsyncExitStack() as closing:
            for _, files, first in window:
                first.cancel()
                closing.push_async_callback(files.aclose)
                closing.push_async_callback(_ended, first)


async def _first(files: Pages) -> Page[File] | None:
    return await anext(files, None)


async def _ended(first: asyncio.Task[Page[File] | None]) -> None:
    await asyncio.gather(first, return_exceptions=True)


async def _oldest(
    window: deque[tuple[DatasetCompact, Pages, asyncio.Task[Page[File] | None]]],
) -> tuple[DatasetCompact, Pages]:
    dataset, files, first = window[0]
    page = await first
    window.popleft()
    return dataset, _after(page, files)


async def _after(first: Page[File] | None, rest: Pages) -> Pages:
    async with aclosing(rest):
        if first is not None:
            yield first
        async for page in rest:
            yield page
