"""Walk, find and glob: many folders listed in parallel. A folder that cannot be listed is an error, not a gap."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from glob import has_magic
from typing import Any, TypeVar

from fsspec.utils import glob_translate  # type: ignore[import-untyped]

from .._util.tasks import TaskGroup, first_error
from .listings import Info, Listings, to_info
from .tree import FileEntry, Folder

T = TypeVar("T")
D = TypeVar("D")
MAX_PARALLEL_LISTS = 8
Step = tuple[str, Any, Any]
"""A folder, the folders in it and the files in it: lists of names, or dicts of infos by name."""


async def walk(
    listings: Listings,
    path: str,
    *,
    maxdepth: int | None,
    topdown: bool,
    on_error: str | Callable[[OSError], object],
    detail: bool,
) -> AsyncIterator[Step]:
    """Iterate over the folders at and below a path. Folders that the caller removes from a step are not entered.

    Args:
        listings: Entries at paths.
        path: Path of a folder.
        maxdepth: Number of levels, from 1; None for all.
        topdown: Yield a folder before the folders in it, or after them.
        on_error: What to do if a folder cannot be listed. `raise` raises the error; a function is called with it;
            `omit` skips a folder that does not exist, and raises other errors.
        detail: Yield infos in place of names.

    Raises:
        ValueError: If `maxdepth` is less than 1.
        OSError: If a folder could not be listed.
    """
    _check_depth(maxdepth)
    pending: list[tuple[str, int | None, Step | None]] = [(path, maxdepth, None)]
    while pending:
        folder, depth, seen = pending.pop()
        if seen:
            yield seen
            continue
        step = await _step(listings, folder, on_error, detail)
        if topdown:
            yield step
        else:
            pending.append((folder, depth, step))
        if depth != 1:
            pending += [(_join(folder, name), _below(depth), None) for name in reversed(step[1])]


async def _step(listings: Listings, path: str, on_error: str | Callable[[OSError], object], detail: bool) -> Step:
    try:
        children = await listings.children(path)
    except OSError as error:
        if callable(on_error):
            on_error(error)
        elif on_error == "raise" or not isinstance(error, FileNotFoundError):
            raise
        children = []
    infos = {child_path.rpartition("/")[2]: to_info(child_path, child) for child_path, child in children}
    folders = {name: info for name, info in infos.items() if info["type"] == "directory"}
    files = {name: info for name, info in infos.items() if info["type"] == "file"}
    return (path, folders, files) if detail else (path, list(folders), list(files))


async def find(listings: Listings, path: str, *, maxdepth: int | None, withdirs: bool, prefix: str) -> dict[str, Info]:
    """Find the files at and below a path.

    Args:
        listings: Entries at paths.
        path: Path of a file or a folder; the result is empty if it does not exist.
        maxdepth: Number of levels, from 1; None for all.
        withdirs: Find folders too.
        prefix: Start of the names directly below the path.

    Raises:
        ValueError: If `maxdepth` is less than 1.
        OSError: If a folder could not be listed.
    """
    _check_depth(maxdepth)
    info = await _unless_missing(listings.info(path), None)
    if info is None:
        return {}
    if info["type"] == "file":
        return {path: info}
    search = _Search(listings, withdirs)
    if withdirs and path:
        search.infos[path] = info
    with first_error():
        async with TaskGroup() as group:
            await search.list_folder(path, maxdepth, group, prefix)
    return search.infos


class _Search:
    """A recursive search: each folder that has a list of its own is a task."""

    def __init__(self, listings: Listings, withdirs: bool) -> None:
        self.infos: dict[str, Info] = {}
        self._listings = listings
        self._withdirs = withdirs
        self._slots = asyncio.Semaphore(MAX_PARALLEL_LISTS)

    async def list_folder(self, path: str, depth: int | None, group: asyncio.TaskGroup, prefix: str = "") -> None:
        async with self._slots:
            children = await self._listings.children(path)
        start = f"{path}/{prefix}" if path else prefix
        pending = [(child, depth) for child in children if child[0].startswith(start)]
        while pending:
            (path, child), depth = pending.pop()
            info = to_info(path, child)
            if info["type"] == "file" or self._withdirs:
                self.infos[path] = info
            if depth == 1 or isinstance(child, FileEntry):
                continue
            if isinstance(child, Folder):
                pending += [((f"{path}/{segment}", entry), _below(depth)) for segment, entry in child]
            else:
                group.create_task(self.list_folder(path, _below(depth), group))


async def glob(
    listings: Listings, pattern: str, *, only_folders: bool, default: Callable[..., Awaitable[Any]]
) -> dict[str, Info]:
    """Find the paths that match a pattern. Only folders in which a wildcard applies are listed.

    Args:
        listings: Entries at paths.
        pattern: Pattern of whole paths.
        only_folders: Leave files out.
        default: fsspec's own `_glob`, for patterns with `**`.

    Raises:
        OSError: If a folder could not be listed.
    """
    segments = pattern.split("/")
    paths = [""]
    for number, segment in enumerate(segments):
        if "**" in segment:
            rest = "/".join(segments[number:]) + ("/" if only_folders else "")
            results = await _for_each([_join(path, rest) for path in paths], partial(default, detail=True))
            return {name: info for result in results for name, info in result.items()}
        if has_magic(segment):
            name_pattern = re.compile(glob_translate(segment))
            paths = await _matches(listings, paths, name_pattern, only_folders=number < len(segments) - 1)
        else:
            paths = [_join(path, segment) for path in paths]
    infos = await _for_each(paths, lambda path: _unless_missing(listings.info(path), None))
    matches = {info["name"]: info for info in infos if info is not None}
    return {name: info for name, info in matches.items() if info["type"] == "directory" or not only_folders}


def without_patterns(path: str) -> str:
    """Return the path of the folder below which a pattern applies; a path without wildcards is its own."""
    segments = path.split("/")
    first = next((number for number, segment in enumerate(segments) if has_magic(segment)), len(segments))
    return "/".join(segments[:first])


async def _matches(
    listings: Listings, paths: list[str], name_pattern: re.Pattern[str], *, only_folders: bool
) -> list[str]:
    folders = await _for_each(paths, lambda path: _unless_missing(listings.children(path), []))
    return [
        path
        for folder in folders
        for path, child in folder
        if name_pattern.match(path.rpartition("/")[2])
        and (not only_folders or to_info(path, child)["type"] == "directory")
    ]


async def _unless_missing(coroutine: Awaitable[T], default: D) -> T | D:
    try:
        return await coroutine
    except FileNotFoundError:
        return default


async def _for_each(paths: list[str], call: Callable[[str], Awaitable[T]]) -> list[T]:
    """Call for several paths in parallel, and return the results in their order."""
    slots = asyncio.Semaphore(MAX_PARALLEL_LISTS)

    async def run(path: str) -> T:
        async with slots:
            return await call(path)

    with first_error():
        async with TaskGroup() as group:
            tasks = [group.create_task(run(path)) for path in paths]
    return [task.result() for task in tasks]


def _join(path: str, rest: str) -> str:
    return f"{path}/{rest}" if path and rest else path or rest


def _below(depth: int | None) -> int | None:
    return None if depth is None else depth - 1


def _check_depth(maxdepth: int | None) -> None:
    if maxdepth is not None and maxdepth < 1:
        raise ValueError("maxdepth must be at least 1")
