"""Select the files to download for datasets, runs, biosamples and projects, and their paths."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import AsyncExitStack, aclosing, asynccontextmanager
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
    async with aclosing(_pages_of_datasets(client, datasets, chosen)) as pages:
        async for dataset, page in pages:
            folder = f"{folder_name(dataset.name or '', identifier(dataset))}/"
            for file in page:
                if chosen.admits(file, folder):
                    yield DownloadItem(file, folder + path_of(file))


async def wanted_of(files: Pages, chosen: Filter, prefix: str = "") -> AsyncGenerator[DownloadItem, None]:
    """Yield the selected files of a list, their paths after a prefix."""
    async with aclosing(files):
        async for page in files:
            for file in page:
                if chosen.admits(file, prefix):
                    yield DownloadItem(file, prefix + path_of(file))


def files_of(client: Requester, dataset: ResourceId, chosen: Filter) -> Pager[File]:
    """List the files of a dataset with direct links, which saves a request for each (reference)."""
    from .datasets import Datasets  # it imports this module

    sent = chosen.sent()
    if sent is None:
        return Datasets(client).files(dataset, resolve_links=True)
    return Datasets(client).files(dataset, resolve_links=True, extensions=sent)


class _FileList:
    """The list of a dataset's files, its first page fetched ahead."""

    def __init__(self, dataset: DatasetCompact, pages: Pages) -> None:
        self.dataset = dataset
        self.pages = pages
        self.first = asyncio.create_task(_next(pages))
        self._is_begun = False

    async def next_page(self) -> Page[File] | None:
        """Return the next page; None at the end."""
        if self._is_begun:
            return await _next(self.pages)
        page = await self.first
        self._is_begun = True
        return page


async def _pages_of_datasets(
    client: Requester, datasets: Pager[DatasetCompact], chosen: Filter
) -> AsyncGenerator[tuple[DatasetCompact, Page[File]], None]:
    """Yield the pages of each dataset's files in order, and fetch the first files of the next datasets ahead."""
    async with _lists_ahead() as ahead, aclosing(_each(datasets)) as listed:
        async for dataset in listed:
            ahead.append(_FileList(dataset, files_of(client, dataset, chosen).pages()))
            while page := await _next_page(ahead, _LISTS_AHEAD):
                yield page
        while page := await _next_page(ahead, 0):
            yield page


@asynccontextmanager
async def _lists_ahead() -> AsyncIterator[deque[_FileList]]:
    """Close the lists that are left at the end."""
    ahead: deque[_FileList] = deque()
    try:
        yield ahead
    finally:
        # The stack closes the others also where a cancellation interrupts the closing of one.
        async with AsyncExitStack() as closing:
            for files in ahead:
                files.first.cancel()
                closing.push_async_callback(files.pages.aclose)
                closing.push_async_callback(_ended, files.first)


async def _each(datasets: Pager[DatasetCompact]) -> AsyncGenerator[DatasetCompact, None]:
    async with aclosing(datasets.pages()) as pages:
        async for page in pages:
            for dataset in page:
                yield dataset


async def _next_page(ahead: deque[_FileList], max_ahead: int) -> tuple[DatasetCompact, Page[File]] | None:
    """Return the next page of the oldest list, while more than so many are open; lists that have ended are dropped."""
    while len(ahead) > max_ahead:
        files = ahead[0]
        page = await files.next_page()
        if page is not None:
            return files.dataset, page
        ahead.popleft()
    return None


async def _next(files: Pages) -> Page[File] | None:
    return await anext(files, None)


async def _ended(first: asyncio.Task[Page[File] | None]) -> None:
    await asyncio.gather(first, return_exceptions=True)
