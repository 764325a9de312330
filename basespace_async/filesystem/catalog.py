"""Lists of the service as entries and trees of files. Nothing is cached here."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterable
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from .._core.refusals import is_refused
from ..content.reader import plain_etag
from ..errors import APIError, ConfigurationError
from ..resources._property_values import property_value
from .errors import not_found
from .path_names import is_sendable_id, parse_segment
from .tree import Entries, FileEntry, Folder, TreeEntry

if TYPE_CHECKING:
    from ..client import BaseSpace
    from ..models import DatasetCompact, File

HOLD_DATASETS: Final = ("projects", "biosamples")
ROOTS: Final = ("projects", "biosamples", "datasets", "runs", "appsessions")
_FOUND_IN_DATASETS: Final = ("projects", "runs")
SINGLE_FILES: Final = "files"  # all files by id; the service has no list of them
_PAGE_SIZE = 1000
_RUNS = "Input.Runs"

logger = logging.getLogger("basespace_async.filesystem")


class Catalog:
    """Lists of the service; each call sends requests.

    Args:
        client: Sends the requests.
    """

    def __init__(self, client: BaseSpace) -> None:
        self._client = client
        self._refused: set[str] = set()

    async def index(self, root: str) -> Entries:
        """List all resources of one kind. Where projects or runs cannot be listed, those of the datasets stand in.

        Args:
            root: Kind of resource, one of `ROOTS`.

        Raises:
            BaseSpaceError: If a request failed.
        """
        try:
            return await _entries(self._listed(root))
        except APIError as error:
            if root not in _FOUND_IN_DATASETS or not is_refused(error):
                raise
            if root not in self._refused:
                self._refused.add(root)
                logger.warning("%s cannot be listed, only those of the datasets are found: %s", root, error)
            return await _entries(self._in_datasets(root))

    def _listed(self, root: str) -> AsyncIterable[Any]:
        client = self._client
        match root:
            case "projects":
                return client.projects.list(page_size=_PAGE_SIZE)
            case "biosamples":
                return client.biosamples.list(page_size=_PAGE_SIZE)
            case "datasets":
                return client.datasets.list(page_size=_PAGE_SIZE)
            case "runs":
                return client.runs.list(page_size=_PAGE_SIZE)
            case _:
                return client.appsessions.list(page_size=_PAGE_SIZE)

    def _in_datasets(self, root: str) -> AsyncIterable[Any]:
        if root == "projects":
            return (dataset.project async for dataset in self._client.datasets.list(page_size=_PAGE_SIZE))
        datasets = self._client.datasets.list(include="Properties", property_filters=_RUNS, page_size=_PAGE_SIZE)
        return (run async for dataset in datasets for run in _runs_of(dataset))

    async def entry(self, root: str, segment: str, path: str) -> TreeEntry:
        """Return the resource that a segment names. An id costs no request: listing its content shows if it exists.

        Args:
            root: Kind of resource, one of `ROOTS`.
            segment: Segment of the path.
            path: Path for error messages.

        Raises:
            FileNotFoundError: If there is no such resource.
            AmbiguousPathError: If several resources have this name.
            BaseSpaceError: If a request failed.
        """
        identity, name = parse_segment(segment)
        if identity:
            if not is_sendable_id(identity):
                raise not_found(path)
            if root == "biosamples":
                # The list of the datasets of a biosample that does not exist is empty, and no error.
                return _entry(await self._client.biosamples.get(identity))
            return TreeEntry(identity)
        if not name:
            raise not_found(path)
        return (await self._named(root, name)).find(segment, path)

    async def _named(self, root: str, name: str) -> Entries:
        with suppress(ConfigurationError, UnicodeEncodeError):  # no filter can hold this name, but the list can
            if root == "biosamples":
                biosamples = await self._client.biosamples.find_by_name([name])
                return Entries([_entry(biosample) for biosample in biosamples[name]])
            if root == "appsessions":
                appsessions = self._client.appsessions.list(name=name)
                return Entries(
                    [_entry(session) async for session in appsessions if getattr(session, "name", None) == name]
                )
        return await self.index(root)

    async def content(self, root: str, entry: TreeEntry) -> Entries | Folder:
        """List the datasets of a project or biosample, or else the files of a resource with their presigned links.

        Args:
            root: Kind of the resource, one of `ROOTS`; the files of an appsession are its logs.
            entry: The resource.

        Raises:
            BaseSpaceError: If a request failed.
        """
        client = self._client
        match root:
            case "projects":
                return await _entries(client.projects.datasets(entry.id, page_size=_PAGE_SIZE))
            case "biosamples":
                datasets = client.datasets.list(input_biosamples=entry.id, page_size=_PAGE_SIZE)
                return await _entries(datasets)
            case "runs":
                files = client.runs.files(entry.id, resolve_links=True, page_size=_PAGE_SIZE)
            case "appsessions":
                files = client.appsessions.log_files(entry.id, resolve_links=True, page_size=_PAGE_SIZE)
            case _:
                files = client.datasets.files(entry.id, resolve_links=True, page_size=_PAGE_SIZE)
        # By id, because a list that changes while it is read may hold a file twice.
        entries = [_file_entry(file) async for file in files]
        return Folder.of({entry.id or path: (path, entry) for path, entry in entries}.values())

    async def file(self, segment: str, path: str) -> FileEntry:
        """Return a file by its id.

        Args:
            segment: Segment of the path.
            path: Path for error messages.

        Raises:
            FileNotFoundError: If the segment is not an id, or there is no such file.
            BaseSpaceError: If the request failed.
        """
        identity, _ = parse_segment(segment)
        if not identity or not is_sendable_id(identity):
            raise not_found(path, "files are found by their ids here")
        return _file_entry(await self._client.files.get(identity))[1]


def _file_entry(file: File) -> tuple[str, FileEntry]:
    path = getattr(file, "path", "") or getattr(file, "name", "")
    size = getattr(file, "size", -1)
    entry = FileEntry(
        id=getattr(file, "id", None) or "",
        name=path.rpartition("/")[2],
        size=int(size) if size >= 0 and size % 1 == 0 else None,
        etag=plain_etag(file.etag or ""),
        link=file.href_content or "",
        metadata={**_dates(file), **({"mimetype": file.content_type} if file.content_type else {})},
    )
    return path, entry


def _entry(resource: Any) -> TreeEntry:
    names = (getattr(resource, name, None) for name in ("biosample_name", "name", "experiment_name"))
    name = next(filter(None, names), "")
    total_size = getattr(resource, "total_size", None)
    size = {"total_size": total_size} if total_size is not None else {}
    return TreeEntry(resource.id, name, {**_dates(resource), **size})


async def _entries(resources: AsyncIterable[Any]) -> Entries:
    # A resource without an id cannot be read, and is no reason to fail for the others.
    return Entries([_entry(resource) async for resource in resources if getattr(resource, "id", None)])


def _dates(resource: Any) -> dict[str, datetime]:
    """Return when the resource was created and modified; the year 1 stands for an unknown date (observed)."""
    dates = {"created": getattr(resource, "date_created", None), "modified": getattr(resource, "date_modified", None)}
    return {name: date for name, date in dates.items() if isinstance(date, datetime) and date.year > 1}


def _runs_of(dataset: DatasetCompact) -> list[Any]:
    properties = (dataset.properties.items if dataset.properties else None) or []
    values = [property_value(item) for item in properties if getattr(item, "name", None) == _RUNS]
    return [run for value in values for run in (value if isinstance(value, list) else [value])]
