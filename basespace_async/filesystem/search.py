"""Looking through many folders, several at a time, without leaving out what could not be listed."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from glob import has_magic
from typing import TYPE_CHECKING, Any

from fsspec.utils import glob_translate  # type: ignore[import-untyped]

from .._util.tasks import TaskGroup, first_error
from ..errors import AuthenticationError
from .tree import Folder, TreeEntry

if TYPE_CHECKING:
    from .listings import Child, Info, Listing

LISTS_AT_A_TIME = 8
Found = dict[str, "Info"]
Step = tuple[str, Any, Any]
"""A folder, and the folders and files in it: lists of names, or dicts of infos by name."""


def is_refused_token(error: OSError) -> bool:
    """Whether the service refused the token, and not a single thing."""
    return isinstance(error.__cause__, AuthenticationError)


async def walk(
    system: Listing,
    path: str,
    *,
    maxdepth: int | None = None,
    topdown: bool = True,
    on_error: str | Callable[[OSError], object] = "omit",
    detail: bool = False,
) -> AsyncIterator[Step]:
    """Folders at and below a path, one after the other; those taken out of a step are not gone into.

    Args:
        system: where to look.
        path: of a folder.
        maxdepth: folders to go down, from 1; None for all.
        topdown: a folder before those in it, or after them.
        on_error: for a folder that cannot be listed: `raise`; a function that is told the error; or `omit`, which
            leaves out what is not there, and raises what else went wrong, because something would be missing unseen.
        detail: infos in place of names.

    Raises:
        ValueError: `maxdepth` is less than 1.
        OSError: a folder could not be listed.
    """
    if maxdepth is not None and maxdepth < 1:
        raise ValueError("maxdepth must be at least 1")
    try:
        infos = {each.rpartition("/")[2]: system._info_of(each, child) for each, child in await system._children(path)}
    except OSError as error:
        if callable(on_error):
            on_error(error)
        elif on_error == "raise" or not isinstance(error, FileNotFoundError):
            raise
        yield (path, {}, {}) if detail else (path, [], [])
        return
    folders = {name: info for name, info in infos.items() if info["type"] == "directory"}
    files = {name: info for name, info in infos.items() if info["type"] == "file"}
    step = (path, folders, files) if detail else (path, list(folders), list(files))
    if topdown:
        yield step
    if maxdepth != 1:
        below = None if maxdepth is None else maxdepth - 1
        for name in step[1]:
            inside = walk(
                system, _joined(path, name), maxdepth=below, topdown=topdown, on_error=on_error, detail=detail
            )
            async for each in inside:
                yield each
    if not topdown:
        yield step


async def find(system: Listing, path: str, *, maxdepth: int | None, withdirs: bool, prefix: str = "") -> Found:
    """Find the files at and below a path, and the folders on request.

    Args:
        system: where to look.
        path: a file, or a folder; nothing is found where there is neither.
        maxdepth: folders to go down, from 1; None for all.
        withdirs: whether folders are found.
        prefix: what the names of things directly below the path begin with.

    Raises:
        ValueError: `maxdepth` is less than 1.
        OSError: something could not be listed.
    """
    if maxdepth is not None and maxdepth < 1:
        raise ValueError("maxdepth must be at least 1")
    try:
        info = await system._info(path)
    except FileNotFoundError:
        return {}
    if info["type"] == "file":
        return {path: info}
    search = _Search(system, withdirs)
    if withdirs and path:
        search.found[path] = info
    with first_error():
        async with TaskGroup() as group:
            await search.look_in(path, maxdepth, group, prefix)
    return search.found


class _Search:
    def __init__(self, system: Listing, withdirs: bool) -> None:
        self.found: Found = {}
        self._system = system
        self._withdirs = withdirs
        self._turns = asyncio.Semaphore(LISTS_AT_A_TIME)

    async def look_in(self, path: str, depth: int | None, group: asyncio.TaskGroup, prefix: str = "") -> None:
        async with self._turns:
            children = await self._system._children(path)
        start = f"{path}/{prefix}" if path else prefix
        self._take((child for child in children if child[0].startswith(start)), depth, group)

    def _take(self, children: Iterable[Child], depth: int | None, group: asyncio.TaskGroup) -> None:
        below = None if depth is None else depth - 1
        for path, child in children:
            info = self._system._info_of(path, child)
            if info["type"] == "file" or self._withdirs:
                self.found[path] = info
            if below == 0:
                continue
            if isinstance(child, Folder):
                self._take(((f"{path}/{segment}", each) for segment, each in child), below, group)
            elif child is None or isinstance(child, TreeEntry):
                group.create_task(self.look_in(path, below, group))


async def glob(
    system: Listing,
    pattern: str,
    *,
    only_folders: bool,
    default: Callable[..., Awaitable[Any]],
) -> Found:
    """Find the paths that match a pattern. Segments without wildcards are followed without listing their siblings.

    Args:
        system: where to look.
        pattern: of whole paths.
        only_folders: leave files out.
        default: fsspec's own way, for `**`.

    Raises:
        OSError: something could not be listed.
    """
    segments = pattern.split("/")
    last = max((number for number, segment in enumerate(segments) if has_magic(segment)), default=-1)
    paths = [""]
    for number, segment in enumerate(segments[: last + 1]):
        if "**" in segment:
            rest = "/".join(segments[number:]) + ("/" if only_folders else "")
            results = await _side_by_side([default(_joined(path, rest), detail=True) for path in paths])
            return {name: info for each in results for name, info in each.items()}
        if has_magic(segment):
            matching = re.compile(glob_translate(segment))
            folders = number < len(segments) - 1 or only_folders
            paths = await _matches(system, paths, matching, folders)
        else:
            paths = [_joined(path, segment) for path in paths]
    rest = "/".join(segments[last + 1 :])
    infos = await _side_by_side([_info_or_none(system, _joined(path, rest)) for path in paths])
    found = {info["name"]: info for info in infos if info is not None}
    return {name: info for name, info in found.items() if info["type"] == "directory" or not only_folders}


def _joined(path: str, rest: str) -> str:
    return f"{path}/{rest}" if path and rest else path or rest


async def _matches(system: Listing, paths: list[str], matching: re.Pattern[str], folders: bool) -> list[str]:
    async def children(path: str) -> list[Child]:
        try:
            return await system._children(path)
        except FileNotFoundError:
            return []

    listed = await _side_by_side([children(path) for path in paths])
    return [
        path
        for each in listed
        for path, child in each
        if matching.match(path.rpartition("/")[2])
        and (not folders or system._info_of(path, child)["type"] == "directory")
    ]


async def _info_or_none(system: Listing, path: str) -> Info | None:
    try:
        return await system._info(path)
    except FileNotFoundError:
        return None


async def _side_by_side(work: list[Any]) -> list[Any]:
    """Run coroutines, several at a time, and return their results."""
    turns = asyncio.Semaphore(LISTS_AT_A_TIME)

    async def in_turn(each: Any) -> Any:
        async with turns:
            return await each

    with first_error():
        async with TaskGroup() as group:
            tasks = [group.create_task(in_turn(each)) for each in work]
    return [task.result() for task in tasks]
