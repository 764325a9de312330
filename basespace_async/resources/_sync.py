"""Sync datasets, runs, biosamples, projects and appsessions into a folder."""

from __future__ import annotations

from contextlib import aclosing
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit
from urllib.request import url2pathname

from attrs import evolve

from .._core.parameters import ResourceId, identifier
from ..downloads.job import DownloadItem
from ..downloads.options import Filter
from ..sync.folder import sync_folder
from ..sync.layouts import OF_DATASETS, OF_RUNS, name_in_a_path
from ..sync.listing import Items
from ..sync.options import SyncOptions, SyncSettings
from ._downloads import wanted_of_resource

if TYPE_CHECKING:
    from .._core.requester import Requester
    from ..sync.report import SyncReport

    Syncable = Literal["appsessions", "biosamples", "datasets", "projects", "runs"]


async def sync_resource(
    client: Requester, resource_type: Syncable, resource: ResourceId, to: str | Path, options: SyncOptions
) -> SyncReport:
    """Make a folder like a resource; see `Projects.sync`."""
    settings = SyncSettings.of(options, OF_RUNS if resource_type == "runs" else OF_DATASETS)
    source = f"{resource_type}/{identifier(resource)}"
    name = resource_type.removesuffix("s")
    dataset = None
    if settings.layout.fields & {name, f"{name}_id"} or (resource_type == "datasets" and settings.layout.template):
        record = await _record_of(client, resource_type, resource)
        values = {name: name_in_a_path(_name_of(record), record), f"{name}_id": identifier(record)}
        if resource_type == "datasets":
            dataset = record
        else:
            settings = evolve(settings, layout=evolve(settings.layout, values=values))
    listed = wanted_of_resource(client, resource_type, resource, Filter() if settings.lists_all else settings.chosen)
    items = listed if dataset is None else _of_dataset(listed, dataset)
    async with aclosing(items):
        folder = _folder_of(to)
        if folder is not None:
            return await sync_folder(client, items, folder, settings, source)
        from ..sync.remote import sync_url

        return await sync_url(client, items, str(to), settings, source)


def _folder_of(to: str | Path) -> Path | None:
    """Return the folder of a path or of a `file://` URL; None for another URL."""
    if isinstance(to, str) and "://" in to:
        return Path(url2pathname(urlsplit(to).path)) if to.startswith("file://") else None
    return Path(to)


async def _of_dataset(items: Items, dataset: Any) -> Items:
    async for item in items:
        yield evolve(item, dataset=dataset) if isinstance(item, DownloadItem) else item


async def _record_of(client: Requester, resource_type: Syncable, resource: ResourceId) -> Any:
    from .appsessions import AppSessions  # they import this module
    from .biosamples import Biosamples
    from .datasets import Datasets
    from .projects import Projects
    from .runs import Runs

    homes = {
        "appsessions": AppSessions,
        "biosamples": Biosamples,
        "datasets": Datasets,
        "projects": Projects,
        "runs": Runs,
    }
    home: Any = homes[resource_type](client)
    return await home.get(resource)


def _name_of(record: Any) -> str:
    for field in ("biosample_name", "name"):
        try:
            return getattr(record, field) or ""
        except AttributeError:
            continue
    return ""
