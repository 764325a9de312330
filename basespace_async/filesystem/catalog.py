"""What is there: the service's lists, as entries and trees of files. Nothing is kept here."""

from __future__ import annotations

from collections.abc import AsyncIterable
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from .._core.parameters import identifier
from ..content.reader import plain_etag
from ..errors import ConfigurationError
from ..resources._property_values import property_value
from .errors import missing
from .tree import Entries, FileEntry, Folder, TreeEntry, wanted

if TYPE_CHECKING:
    from ..client import BaseSpace
    from ..models import DatasetCompact, File

HOLD_DATASETS: Final = ("projects", "biosamples")
HOLD_FILES: Final = ("datasets", "runs", "appsessions")
ROOTS: Final = ("projects", "biosamples", "datasets", "runs", "appsessions")
SINGLE_FILES: Final = "files"
"""Folder of all files by their ids, which no list of the service tells."""
_DATASETS_A_PAGE = 1000
_FILES_A_PAGE = 1000
_RUNS = "Input.Runs"


class Catalogue:
    """What the service has, asked for anew each time."""

    def __init__(self, client: BaseSpace) -> None:
        self._client = client

    async def index(self, root: str) -> Entries:
        """Everything of a kind. Projects and runs are those that have datasets: v2 has no list of them (reference)."""
        client = self._client
        match root:
            case "projects":
                datasets = client.datasets.list(page_size=_DATASETS_A_PAGE)
                found = {getattr(each.project, "id", None): each.project async for each in datasets if each.project}
                return Entries([_entry(project) for key, project in found.items() if key])
            case "biosamples":
                samples = client.biosamples.list(page_size=_DATASETS_A_PAGE)
                return Entries([_biosample(each) async for each in samples])
            case "datasets":
                return Entries([_dataset(each) async for each in client.datasets.list(page_size=_DATASETS_A_PAGE)])
            case "runs":
                datasets = client.datasets.list(
                    include="Properties", property_filters=_RUNS, page_size=_DATASETS_A_PAGE
                )
                runs = [run async for each in datasets for run in _runs_of(each)]
                return Entries({run.id: _entry(run) for run in runs if getattr(run, "id", None)}.values())
            case _:
                return Entries([_entry(each) async for each in client.appsessions.list(page_size=_DATASETS_A_PAGE)])

    async def entry(self, root: str, segment: str, path: str) -> TreeEntry:
        """Return the entry that a segment names. An id is taken as it is: listing what it holds shows the rest.

        Args:
            root: the kind.
            segment: as it is in a path.
            path: named in errors.

        Raises:
            FileNotFoundError: there is none.
            AmbiguousPathError: the name is that of several.
            BaseSpaceError: the service did not tell.
        """
        identity, name = wanted(segment)
        if identity:
            if root == "biosamples":
                # A list of the datasets of a biosample that there is not is empty, and no refusal.
                return _biosample(await self._client.biosamples.get(identity))
            return TreeEntry(identity)
        if not name:
            raise missing(path)
        return (await self._named(root, name)).find(segment, path)

    async def _named(self, root: str, name: str) -> Entries:
        if root == "biosamples":
            with suppress(ConfigurationError):  # a name that cannot be asked for; the list has it, or not
                found = await self._client.biosamples.find_by_name([name])
                return Entries([_biosample(each) for each in found[name]])
        if root == "appsessions":
            sessions = self._client.appsessions.list(name=name)
            return Entries([_entry(each) async for each in sessions if getattr(each, "name", None) == name])
        return await self.index(root)

    async def datasets(self, root: str, entry: TreeEntry) -> Entries:
        """List the datasets of a project or of a biosample."""
        client = self._client
        if root == "projects":
            datasets = client.projects.datasets(entry.id, page_size=_DATASETS_A_PAGE)
        else:
            datasets = client.datasets.list(input_biosamples=entry.id, page_size=_DATASETS_A_PAGE)
        return Entries([_dataset(each) async for each in datasets])

    async def files(self, root: str, entry: TreeEntry) -> Folder:
        """List the files of a dataset or a run, or the logs of an appsession, with links into the object store."""
        client = self._client
        if root == "runs":
            files = client.runs.files(entry.id, resolve_links=True, page_size=_FILES_A_PAGE)
        elif root == "appsessions":
            files = client.appsessions.log_files(entry.id, resolve_links=True, page_size=_FILES_A_PAGE)
        else:
            files = client.datasets.files(entry.id, resolve_links=True, page_size=_FILES_A_PAGE)
        return Folder.of((await _leaves(files)).values())

    async def file(self, segment: str, path: str) -> FileEntry:
        """Return a file by its id.

        Raises:
            FileNotFoundError: the segment is no id.
            BaseSpaceError: the service refused.
        """
        identity, _ = wanted(segment)
        if not identity:
            raise missing(path, "files are found by their ids here")
        return _leaf(await self._client.files.get(identity))[1]


async def _leaves(files: AsyncIterable[File]) -> dict[str, tuple[str, FileEntry]]:
    """Paths and files by id: a list that changes while it is read may give a file twice."""
    return {identifier(file): _leaf(file) async for file in files}


def _leaf(file: File) -> tuple[str, FileEntry]:
    path = getattr(file, "path", "") or getattr(file, "name", "")
    size = getattr(file, "size", -1)
    facts = {**_dates(file), **({"mimetype": file.content_type} if file.content_type else {})}
    leaf = FileEntry(
        id=identifier(file),
        name=path.rpartition("/")[2],
        size=size if size >= 0 else None,
        etag=plain_etag(file.etag or ""),
        link=file.href_content or "",
        facts=facts,
    )
    return path, leaf


def _entry(thing: Any) -> TreeEntry:
    return TreeEntry(identifier(thing), getattr(thing, "name", ""), _dates(thing))


def _biosample(found: Any) -> TreeEntry:
    return TreeEntry(identifier(found), getattr(found, "biosample_name", ""), _dates(found))


def _dataset(found: DatasetCompact) -> TreeEntry:
    size = {"total_size": found.total_size} if hasattr(found, "total_size") else {}
    return TreeEntry(identifier(found), getattr(found, "name", ""), {**_dates(found), **size})


def _dates(thing: Any) -> dict[str, datetime]:
    """When it was created and changed, where the service says so; the year 1 means that it does not (observed)."""
    dates = {"created": getattr(thing, "date_created", None), "modified": getattr(thing, "date_modified", None)}
    return {name: date for name, date in dates.items() if isinstance(date, datetime) and date.year > 1}


def _runs_of(dataset: DatasetCompact) -> list[Any]:
    properties = (dataset.properties.items if dataset.properties else None) or []
    values = [property_value(each) for each in properties if getattr(each, "name", None) == _RUNS]
    return [run for value in values for run in (value if isinstance(value, list) else [value]) if run is not None]
