"""The base class of the resources, and the arguments that their lists share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal, TypeAlias, TypedDict, cast

from basespace_openapi.types import Unset

from .._core.parameters import as_list, comma_joined, or_unset

if TYPE_CHECKING:
    from .._core.requester import Requester


# Parts that a resource can be asked for. As with other enumerations, any other text is sent as it is.
AgreementInclude: TypeAlias = Literal["Expired", "Pending"] | str
BiosampleInclude: TypeAlias = Literal["LibraryPreps", "PrepRequests", "Yields"] | str
DatasetInclude: TypeAlias = Literal["AppSessionRoot", "Properties"] | str
LibraryInclude: TypeAlias = Literal["LibraryIndex", "YieldInformation"] | str
RunInclude: TypeAlias = Literal["Properties"] | str
RunFileInclude: TypeAlias = Literal["Subdirectories", "TotalCount"] | str


class PagingArguments(TypedDict, total=False):
    """How a list is fetched; every list takes the same arguments.

    Attributes:
        offset: Items to skip at the start. [default: 0]
        limit: Items in all; no page is requested beyond them. [default: all]
        page_size: Items per page, 1 to 1,024. The service may return fewer. [default: 500]
        concurrency: Pages fetched in parallel. [default: 8]
        ordered: Keep the service's order; False yields each page as soon as it arrives. [default: True]
        expected: Number of items the list is expected to have; that many are fetched in parallel from the start.
            [default: 0]
    """

    offset: int
    limit: int | None
    page_size: int
    concurrency: int
    ordered: bool
    expected: int


class FileListing(PagingArguments, total=False):
    """Filters for a list of files, and how the list is fetched. Where no source is given, the reference says no more.

    Attributes:
        extensions: Only files with these extensions.
        exclude_extensions: No files with these extensions (client).
        directory: Only files in this directory; `/` is the root (reference).
        include_subdirectories: Also list the files of subdirectories.
        exclude_vcf_index_folder: Leave out the folder of VCF indexes.
        exclude_bam_coverage_folder: Leave out the folder of BAM coverage.
        exclude_system_folder: Leave out the system folder.
        exclude_empty_files: Leave out files of 0 bytes.
        resolve_links: Put a direct link to the object store in each file, which saves a request for each. Links expire.
        statuses: Only files with these statuses; without it, only complete files (reference).
        file_set: Id of a file set.
        turbo_mode: Presumably a faster answer with fewer fields (inferred).
        path_prefix: Text to put before each path.
    """

    extensions: str | Iterable[str]
    exclude_extensions: str | Iterable[str]
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


class FileQuery(TypedDict, total=False):
    """Query parameters of a file listing, by the names of the generated operations."""

    filesetid: str | Unset
    extensions: str | Unset
    excludeextensions: str | Unset
    directory: str | Unset
    includesubdirectories: bool | Unset
    excludevcfindexfolder: bool | Unset
    excludebamcoveragefolder: bool | Unset
    excludesystemfolder: bool | Unset
    excludeemptyfiles: bool | Unset
    filehrefcontentresolution: bool | Unset
    statuses: list[str] | Unset
    turbomode: bool | Unset
    pathprefix: str | Unset


class Resource:
    """Base of the resource classes; a client creates them."""

    def __init__(self, client: Requester) -> None:
        self._client = client


def file_query(listing: FileListing) -> FileQuery:
    """Map the filters of a file listing to query parameters."""
    if PagingArguments.__annotations__.keys() >= listing.keys():
        return {}  # as for each list of a harvest
    return {
        "filesetid": or_unset(listing.get("file_set")),
        "extensions": comma_joined(listing.get("extensions")),
        "excludeextensions": comma_joined(listing.get("exclude_extensions")),
        "directory": or_unset(listing.get("directory")),
        "includesubdirectories": or_unset(listing.get("include_subdirectories")),
        "excludevcfindexfolder": or_unset(listing.get("exclude_vcf_index_folder")),
        "excludebamcoveragefolder": or_unset(listing.get("exclude_bam_coverage_folder")),
        "excludesystemfolder": or_unset(listing.get("exclude_system_folder")),
        "excludeemptyfiles": or_unset(listing.get("exclude_empty_files")),
        "filehrefcontentresolution": or_unset(listing.get("resolve_links")),
        "statuses": as_list(listing.get("statuses")),
        "turbomode": or_unset(listing.get("turbo_mode")),
        "pathprefix": or_unset(listing.get("path_prefix")),
    }


def paging_of(listing: FileListing) -> PagingArguments:
    """Pick the paging arguments of a file listing."""
    return cast(
        "PagingArguments", {name: listing.get(name) for name in PagingArguments.__annotations__ if name in listing}
    )
