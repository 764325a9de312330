"""Sequencing runs."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from basespace_openapi.api.runs import list_run_files

from .._core.parameters import ResourceId, as_list, comma_joined, identifier, or_unset
from ..pagination.pager import Pager
from ._base import PagingArguments, Resource

if TYPE_CHECKING:
    from ..downloads import DownloadReport, FilteredDownload
    from ..models import File, FileSortField, SortDirection


class Runs(Resource):
    """Sequencing runs and their files."""

    def files(
        self,
        run: ResourceId,
        *,
        extensions: str | Iterable[str] | None = None,
        directory: str | None = None,
        recursive: bool | None = None,
        resolve_links: bool | None = None,
        statuses: str | Iterable[str] | None = None,
        include: str | Iterable[str] | None = "TotalCount",
        path_prefix: str | None = None,
        sort_by: FileSortField | None = "Id",
        sort_dir: SortDirection | None = "Asc",
        **paging: Unpack[PagingArguments],
    ) -> Pager[File]:
        """List the files of a run (`listRunFiles`).

        Calls `GET /v2/runs/{id}/files`.

        Args:
            run: Its id, or the run from another resource.
            extensions: Only files with these extensions.
            directory: Only files in this directory; `/` is the root.
            recursive: With `directory`: also what lies in its subfolders (reference).
            resolve_links: Put a direct link to the object store in each file; links expire.
            statuses: Only files with these statuses; complete ones where it is not given (reference).
            include: Subdirectories, TotalCount or both (reference). Without the latter, pages are fetched one after
                the other.
            path_prefix: Text to put before each path.
            sort_by: Field to sort by; None leaves the order to the service.
            sort_dir: Asc or Desc; None leaves the direction to the service.
            **paging: How the list is fetched; see `PagingArguments`.

        Returns:
            A pager; the `sub_directories` of its pages are the directories beside the files, where they are included.

        Example:
            ```python
            async for page in basespace.runs.files(run, include=["Subdirectories", "TotalCount"]).pages():
                print(page.sub_directories, len(page))
            ```
        """
        request = list_run_files.request(
            identifier(run),
            extensions=comma_joined(extensions),
            directory=or_unset(directory),
            recursive=or_unset(recursive),
            filehrefcontentresolution=or_unset(resolve_links),
            statuses=as_list(statuses),
            include=as_list(include),
            pathprefix=or_unset(path_prefix),
            sortby=or_unset(sort_by),
            sortdir=or_unset(sort_dir),
        )
        return self._client.pager(request, **paging)

    async def download(self, run: ResourceId, to: str | Path, **options: Unpack[FilteredDownload]) -> DownloadReport:
        """Download the files of a run; see `Files.download`.

        Args:
            run: Its id, or the run from a list.
            to: Target folder; the files' own paths are kept below it.
            **options: Which files to download, see `FileFilters`, and how, see `DownloadOptions`.

        Returns:
            A report of the files on disk.

        Raises:
            IncompleteDownloadError: If some files could not be downloaded; the same call resumes them.
            DownloadError: If the disk is full.
            ConfigurationError: If an option is unknown or out of range.

        Example:
            ```python
            report = await basespace.runs.download(run, "run", include=["InterOp/*", "*.xml"])
            ```
        """
        from ._downloads import download_files

        return await download_files(
            self._client, lambda chosen: self.files(run, extensions=chosen.sent(), resolve_links=True), to, options
        )
