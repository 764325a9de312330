"""Entries at paths, from cached lists of the service."""

from __future__ import annotations

import errno
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from typing import Any, TypeVar

from .catalog import ROOTS, SINGLE_FILES
from .errors import not_found, translated
from .session import LoopSession, Sessions
from .tree import Entries, FileEntry, Folder, TreeEntry

T = TypeVar("T")
Info = dict[str, Any]
Child = tuple[str, TreeEntry | Folder | FileEntry | None]
"""Path of an entry of a folder, and the entry; None for a kind of resource, such as `projects`."""


def to_info(path: str, entry: Entries | TreeEntry | Folder | FileEntry | None) -> Info:
    """Return fsspec's `info` of an entry."""
    if isinstance(entry, FileEntry):
        etag = {"ETag": entry.etag} if entry.etag else {}
        return {"name": path, "size": entry.size, "type": "file", "id": entry.id, **etag, **entry.metadata}
    details = {"id": entry.id, **entry.metadata} if isinstance(entry, TreeEntry) else {}
    return {"name": path, "size": 0, "type": "directory", **details}


class Listings:
    """Entries at paths, each list of the service cached under the path that it was requested for.

    Paths have no protocol and no slash at their ends. The files of a dataset are one list, however deep they are.

    Args:
        cache: fsspec's `dircache`, whose entries may expire at any time.
        sessions: Clients for the requests.
    """

    def __init__(self, cache: MutableMapping[str, Any], sessions: Sessions) -> None:
        self._cache = cache
        self._sessions = sessions
        self._invalidations = 0
        self._configuration: object = None

    def invalidate(self, path: str) -> None:
        """Drop the lists above a path, at it and below it; all lists if the path is ""."""
        self._invalidations += 1
        if not path:
            self._cache.clear()
            return
        for key in list(self._cache):
            if f"{path}/".startswith(f"{key}/") or key.startswith(f"{path}/"):
                self._cache.pop(key, None)

    async def info(self, path: str) -> Info:
        """Return fsspec's `info` of a path.

        Raises:
            OSError: If there is nothing at the path, or the service did not answer.
        """
        root, *segments = path.split("/")
        if segments:
            return to_info(path, await self._described(root, segments, path))
        if path not in ("", SINGLE_FILES):
            _check_root(path)
        return to_info(path, None)

    async def children(self, path: str) -> list[Child]:
        """List the entries of a folder; a file has none.

        Raises:
            OSError: If there is nothing at the path, or it cannot be listed.
        """
        if path == "":
            return [(root, None) for root in ROOTS]
        if path == SINGLE_FILES:
            reason = "the service has no list of all files; list a dataset, a run or a project"
            raise OSError(errno.ENOTSUP, reason, path)
        if "/" in path:
            entry = await self._entry(path)
        else:
            _check_root(path)
            entry = await self._list(path, lambda session: session.catalog.index(path))
        return [(f"{path}/{segment}", child) for segment, child in entry] if isinstance(entry, Entries | Folder) else []

    async def file(self, path: str) -> FileEntry:
        """Return the file at a path.

        Raises:
            OSError: If there is no file at the path, or the service did not answer.
        """
        if "/" not in path:
            await self.info(path)
        elif isinstance(entry := await self._entry(path), FileEntry):
            return entry
        raise IsADirectoryError(errno.EISDIR, "it is a folder", path)

    async def _described(self, root: str, segments: list[str], path: str) -> Entries | TreeEntry | Folder | FileEntry:
        """Return the entry at a path; a dataset or other resource as the list above it describes it."""
        session = await self._session()
        if len(segments) == 1 and (resource := self._cached_resource(root, segments[0])):
            return resource
        entry = await self._entry(path, listed=False)
        if isinstance(entry, FileEntry) and entry.size is None:
            await session.content(entry, path).size()
        return entry

    async def _entry(self, path: str, *, listed: bool = True) -> Entries | TreeEntry | Folder | FileEntry:
        """Return the content of a folder, or a file, at a path of two segments or more.

        A dataset in a project or biosample is returned as it stands in their list unless its files are `listed`.
        """
        root, segment, *rest = path.split("/")
        if root == SINGLE_FILES and not rest:
            return await self._list(path, lambda session: session.catalog.file(segment, path))
        if root not in ROOTS or not segment:
            raise not_found(path)
        listing = await self._content(root, segment)
        if isinstance(listing, Entries) and rest:
            key = f"{root}/{segment}/{rest[0]}"
            dataset = listing.find(rest.pop(0), key)
            if not rest and not listed:
                return dataset
            listing = await self._list(key, lambda session: session.catalog.content("datasets", dataset))
        return listing.find(rest, path) if isinstance(listing, Folder) else listing

    async def _list(self, key: str, request: Callable[[LoopSession], Awaitable[T]]) -> T:
        """Return a list from the cache, or request it; simultaneous callers share one request."""
        session = await self._session()
        async with session.lock(key):
            cached: T | None = self._cache.get(key)
            if cached is not None:
                return cached
            invalidations = self._invalidations
            with translated(key):
                listing = await request(session)
            if invalidations == self._invalidations:
                self._cache[key] = listing
            return listing

    async def _session(self) -> LoopSession:
        """Return the current session; a new login drops the lists, which may be of another account."""
        session = await self._sessions.current()
        if session.configuration != self._configuration:
            self.invalidate("")
            self._configuration = session.configuration
        return session

    async def _content(self, root: str, segment: str) -> Entries | Folder:
        async def request(session: LoopSession) -> Entries | Folder:
            return await session.catalog.content(root, await self._resource(session, root, segment))

        return await self._list(f"{root}/{segment}", request)

    async def _resource(self, session: LoopSession, root: str, segment: str) -> TreeEntry:
        cached = self._cached_resource(root, segment)
        return cached or await session.catalog.entry(root, segment, f"{root}/{segment}")

    def _cached_resource(self, root: str, segment: str) -> TreeEntry | None:
        index: Entries | None = self._cache.get(root)
        if index is not None:
            with suppress(FileNotFoundError):  # it may be newer than the list
                return index.find(segment, f"{root}/{segment}")
        return None


def _check_root(path: str) -> None:
    if path not in ROOTS:
        raise not_found(path, f"there are {', '.join(ROOTS)} and {SINGLE_FILES}")
