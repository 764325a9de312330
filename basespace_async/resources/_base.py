"""What every resource is made of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, TypedDict, cast

if TYPE_CHECKING:
    from .._core.requester import Requester


class PagingArguments(TypedDict, total=False):
    """How a list is fetched; the same arguments for every list.

    offset: items to leave out at the start; 0.
    limit: items in all; every item. No page is requested beyond them.
    page_size: items to ask for at a time, 1 to 1,024; 500. The service may return fewer.
    concurrency: pages under way at one time; 8.
    ordered: keep the service's order; True. False gives each page as soon as it arrives.
    expected: how many items the list is expected to have; 0. The first pages are then fetched at the same time.
    """

    offset: int
    limit: int | None
    page_size: int
    concurrency: int
    ordered: bool
    expected: int


class FileListing(PagingArguments, total=False):
    """What narrows a list of files, and how it is fetched. Where no source is given, the reference says no more.

    extensions: only files with these extensions.
    directory: only files in this directory; `/` is the root (reference).
    include_subdirectories: list the files of subdirectories too.
    exclude_vcf_index_folder, exclude_bam_coverage_folder, exclude_system_folder: leave these folders out.
    exclude_empty_files: leave out files of size 0.
    resolve_links: put a direct link to the object store in each file, which saves a request for each. Links expire.
    statuses: only files with these statuses; complete ones where it is not given (reference).
    file_set: id of a file set.
    turbo_mode: presumably a faster answer with less in it (inferred).
    path_prefix: text to put before each path.
    """

    extensions: str | Iterable[str]
    directory: str
    include_subdirectories: bool
    exclude_vcf_index_folder: bool
    exclude_bam_coverage_folder: bool
    exclude_system_folder: bool
    exclude_empty_files: bool
    resolve_links: bool
    statuses: str | Iterable[str]
    file_set: str
    turbo_mode: bool
    path_prefix: str


class Resource:
    """Operations of one kind of thing; a client makes it."""

    def __init__(self, client: Requester) -> None:
        self._client = client


def paging_of(listing: FileListing) -> PagingArguments:
    """The part of a file listing that says how it is fetched."""
    return cast(
        "PagingArguments", {name: listing.get(name) for name in PagingArguments.__annotations__ if name in listing}
    )
