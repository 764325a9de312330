"""The files that a resource has, each with its path below the target."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing

from attrs import define, evolve, field

from ..downloads.job import WHOLE_LIST, DownloadItem, FailedListing, path_of
from ..downloads.options import Filter
from ..downloads.paths import PathReservations
from ..errors import BaseSpaceError, ConfigurationError, DownloadError
from .layouts import id_order, numbered
from .options import SyncSettings

Items = AsyncGenerator[DownloadItem | FailedListing, None]


@define
class Listing:
    """A list that was read to its end, or as far as it can be.

    Attributes:
        wanted: Files to have, with their paths in the layout.
        others: Paths of files that the service has and that are not asked for.
        failed: What could not be read, or has no path.
        reservations: The paths of the files to have.
    """

    reservations: PathReservations
    wanted: list[DownloadItem] = field(factory=list)
    others: set[str] = field(factory=set)
    failed: list[FailedListing] = field(factory=list)


async def read_listing(items: Items, settings: SyncSettings, reservations: PathReservations) -> Listing:
    """Read a list, and give each file its path.

    Args:
        items: The files; all of the resource if `settings.lists_all`.
        settings: Filters and layout.
        reservations: The paths that are taken.

    Raises:
        ConfigurationError: If a layout that was chosen gives several files one path, and these are refused.
        BaseSpaceError: If nothing can be read.
    """
    listing = Listing(reservations)
    listed: dict[tuple[str, str], DownloadItem] = {}
    try:
        await _read(items, listed, listing.failed)
    except BaseSpaceError as error:
        if not listed and not listing.failed:
            raise
        listing.failed.append(FailedListing(WHOLE_LIST, error))
    for item in sorted(listed.values(), key=id_order):
        _place(listing, item, settings)
    return listing


async def _read(items: Items, listed: dict[tuple[str, str], DownloadItem], failed: list[FailedListing]) -> None:
    async with aclosing(items):
        async for item in items:
            if isinstance(item, FailedListing):
                failed.append(item)
            else:  # a list that changes while it is read may give a file twice
                listed.setdefault((item.path, getattr(item.file, "id", "") or ""), item)


def _place(listing: Listing, item: DownloadItem, settings: SyncSettings) -> None:
    is_wanted = _admits(settings.chosen, item)
    numbers = settings.on_collision == "number"
    try:
        path = settings.layout.path(item)
        if numbers:
            path = _free(listing.reservations, path)
        elif is_wanted:
            listing.reservations.take(path)
    except DownloadError as error:
        if not is_wanted:
            return
        if settings.layout.template:
            advice = "give another layout, or number them (`on_collision`)"
            raise ConfigurationError(f"nothing was fetched: {error}; {advice}") from error
        listing.failed.append(FailedListing(item.path, error))
    else:
        if is_wanted:
            listing.wanted.append(evolve(item, path=path))
        else:
            listing.others.add(path)


def _free(reservations: PathReservations, path: str) -> str:
    names = numbered(path)
    while True:
        try:
            reservations.take(path)
        except DownloadError:
            path = next(names)
        else:
            return path


def _admits(chosen: Filter, item: DownloadItem) -> bool:
    return chosen.admits(item.file, item.path.removesuffix(path_of(item.file)))
