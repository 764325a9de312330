"""Select the files to download for datasets, runs, biosamples and projects, and their paths."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator, Iterable, Iterator
from contextlib import AsyncExitStack, aclosing, asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from .._core.parameters import ResourceId, identifier
from ..downloads.job import DownloadItem, FailedListing, download, item_of
from ..downloads.options import Filter, FilteredDownload
from ..downloads.paths import folder_name
from ..errors import BaseSpaceError, DecodeError
from ..pagination.pager import Page, Pager

if TYPE_CHECKING:
    from .._core.requester import Requester
    from ..downloads import DownloadReport
    from ..models import DatasetCompact, File

    Downloadable = Literal["appsessions", "biosamples", "datasets", "files", "projects", "runs"]
    Pages = AsyncGenerator[Page[File], None]
    PageOfDataset = tuple[str, DatasetCompact | None, Page[File] | BaseSpaceError]

T = TypeVar("T")
_LISTS_AHEAD = 16  # datasets


async def download_resource(
    client: Requester,
    resource_type: Downloadable,
    resource: ResourceId,
    to: str | Path,
    options: FilteredDownload,
    **more: Any,
) -> DownloadReport:
    """Download the files of a resource; see `wanted_of_resource`, which takes `more`."""
    chosen, settings = Filter.split(options)
    return await download(client, wanted_of_resource(client, resource_type, resource, chosen, **more), to, settings)


def wanted_of_resource(
    client: Requester, resource_type: Downloadable, resource: ResourceId, chosen: Filter, prefix: str = "", **query: Any
) -> AsyncGenerator[DownloadItem | FailedListing, None]:
    """Yield the selected files of a resource; those of datasets in it have paths below a folder of the dataset.

    The prefix goes before the paths of a run's or a dataset's own files; `query` are filters of a biosample's datasets.
    """
    from .datasets import Datasets  # they import this module
    from .projects import Projects
    from .runs import Runs

    if resource_type == "files":
        return _wanted_file(client, resource)
    if resource_type == "runs":
        files = Runs(client).files(resource, extensions=chosen.sent(), resolve_links=True)
        return wanted_of(files.pages(), chosen, prefix)
    if resource_type == "datasets":
        return wanted_of(files_of(client, resource, chosen).pages(), chosen, prefix)
    if resource_type == "projects":
        datasets = Projects(client).datasets(resource)
    elif resource_type == "appsessions":
        datasets = Datasets(client).list(appsessions=resource)
    else:
        datasets = Datasets(client).list(input_biosamples=resource, **query)
    return wanted_of_datasets(client, datasets, chosen)


async def _wanted_file(client: Requester, file: ResourceId) -> AsyncGenerator[DownloadItem | FailedListing, None]:
    from .files import Files

    yield item_of(await Files(client).get(file))


async def wanted_of_datasets(
    client: Requester, datasets: Pager[DatasetCompact], chosen: Filter
) -> AsyncGenerator[DownloadItem | FailedListing, None]:
    """Yield the selected files of datasets, each with a path in a folder of its dataset.

    A dataset whose files cannot be listed is a failure of its own.
    """
    async with aclosing(_pages_of_datasets(client, datasets, chosen)) as pages:
        async for folder, dataset, page in pages:
            if isinstance(page, BaseSpaceError):
                yield FailedListing(folder, page)
                continue
            for file in _admitted(page, chosen, folder):
                yield item_of(file, folder, dataset)


async def wanted_of(
    files: Pages, chosen: Filter, prefix: str = ""
) -> AsyncGenerator[DownloadItem | FailedListing, None]:
    """Yield the selected files of a list, their paths after a prefix."""
    async with aclosing(files):
        async for page in files:
            for file in _admitted(page, chosen, prefix):
                yield item_of(file, prefix)


async def wanted_of_any(
    files: Iterable[File] | AsyncIterable[File],
) -> AsyncGenerator[DownloadItem | FailedListing, None]:
    """Yield the files of a pager, or of an iterable of either kind."""
    if isinstance(files, Pager):
        async with aclosing(wanted_of(files.pages(), Filter())) as items:
            async for item in items:
                yield item
    elif isinstance(files, AsyncIterable):
        iterator = aiter(files)
        try:
            async for file in iterator:
                yield item_of(file)
        finally:
            # What the caller iterates over is the caller's to close.
            if iterator is not files and isinstance(iterator, AsyncGenerator):
                await iterator.aclose()
    else:
        for file in files:
            yield item_of(file)


def _admitted(page: Page[File], chosen: Filter, folder: str) -> Iterator[File | DecodeError]:
    return (file for file in _records(page) if isinstance(file, DecodeError) or chosen.admits(file, folder))


def _records(page: Page[T]) -> Iterator[T | DecodeError]:
    """Yield the records of a page, and an error in the place of one that cannot be read."""
    while len(page):
        taken = 0
        try:
            for record in page:
                taken += 1
                yield record
        except DecodeError as error:
            yield error
        page = page.only(range(taken + 1, len(page)))


def files_of(client: Requester, dataset: ResourceId, chosen: Filter) -> Pager[File]:
    """List the files of a dataset with direct links, which saves a request for each (reference)."""
    from .datasets import Datasets  # it imports this module

    sent = chosen.sent()
    if sent is None:
        return Datasets(client).files(dataset, resolve_links=True)
    return Datasets(client).files(dataset, resolve_links=True, extensions=sent)


class _FileList:
    """The list of a dataset's files, its first page fetched ahead."""

    def __init__(self, folder: str, dataset: DatasetCompact, pages: Pages) -> None:
        self.folder = folder
        self.dataset = dataset
        self.pages = pages
        self.first = asyncio.create_task(_next(pages))
        self._is_begun = False

    async def next_page(self) -> Page[File] | BaseSpaceError | None:
        """Return the next page, or why there is none; None at the end."""
        try:
            if self._is_begun:
                return await _next(self.pages)
            self._is_begun = True
            return await self.first
        except BaseSpaceError as error:
            return error


async def _pages_of_datasets(
    client: Requester, datasets: Pager[DatasetCompact], chosen: Filter
) -> AsyncGenerator[PageOfDataset, None]:
    """Yield folder, dataset and a page of each dataset's files in order; the next datasets' first files come ahead.

    In the place of a page there may be the error for which there is none.
    """
    async with _lists_ahead() as ahead, aclosing(_each(datasets)) as listed:
        async for dataset in listed:
            try:
                ahead.append(_file_list(client, dataset, chosen))
            except BaseSpaceError as error:
                yield f"({getattr(dataset, 'name', '') or 'a dataset that cannot be read'})/", None, error
            while page := await _next_page(ahead, _LISTS_AHEAD):
                yield page
        while page := await _next_page(ahead, 0):
            yield page


def _file_list(client: Requester, dataset: DatasetCompact | DecodeError, chosen: Filter) -> _FileList:
    if isinstance(dataset, DecodeError):
        raise dataset
    folder = folder_name(getattr(dataset, "name", ""), identifier(dataset))
    return _FileList(f"{folder}/", dataset, files_of(client, dataset, chosen).pages())


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


async def _each(datasets: Pager[DatasetCompact]) -> AsyncGenerator[DatasetCompact | DecodeError, None]:
    async with aclosing(datasets.pages()) as pages:
        async for page in pages:
            for dataset in _records(page):
                yield dataset


async def _next_page(ahead: deque[_FileList], max_ahead: int) -> PageOfDataset | None:
    """Return the next page of the oldest list, while more than so many are open; lists that have ended are dropped."""
    while len(ahead) > max_ahead:
        files = ahead[0]
        page = await files.next_page()
        if page is None or isinstance(page, BaseSpaceError):
            ahead.popleft()
        if page is not None:
            return files.folder, files.dataset, page
    return None


async def _next(files: Pages) -> Page[File] | None:
    return await anext(files, None)


async def _ended(first: asyncio.Task[Page[File] | None]) -> None:
    await asyncio.gather(first, return_exceptions=True)
