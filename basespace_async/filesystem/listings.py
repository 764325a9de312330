"""What the filesystem lists: infos of paths, and what is found by walks and patterns."""

from __future__ import annotations

import errno
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from datetime import datetime
from typing import Any, TypeVar

from . import search
from .catalog import HOLD_DATASETS, ROOTS, SINGLE_FILES
from .errors import missing, translated
from .instance import Connected
from .session import Connection
from .tree import Entries, FileEntry, Folder, TreeEntry

T = TypeVar("T")
Info = dict[str, Any]
Child = tuple[str, TreeEntry | Folder | FileEntry | None]
"""Path of what lies in a folder, and what it is; None for a kind of things."""


class Listing(Connected):
    """A filesystem whose lists are kept by the path that they were asked for by."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._changes = 0

    @classmethod
    def _strip_protocol(cls, path: Any) -> Any:
        stripped = super()._strip_protocol(path)
        return stripped.lstrip("/") if isinstance(stripped, str) else stripped

    def invalidate_cache(self, path: str | None = None) -> None:
        """Forget what was listed.

        Args:
            path: only the list that it lies in, and those at and below it; all of them where it is None.
        """
        self._changes += 1
        if path is None:
            self.dircache.clear()
        else:
            segments = self._strip_protocol(path).split("/")
            list_of_it = "/".join(segments[: 3 if segments[0] in HOLD_DATASETS else 2])
            for key in list(self.dircache):
                if key == list_of_it or not list_of_it or key.startswith(f"{list_of_it}/"):
                    self.dircache.pop(key, None)
        super().invalidate_cache(path)

    async def _listed(self, key: str, fetch: Callable[[Connection], Awaitable[T]]) -> T:
        """Return a list of the service, from the cache if possible; simultaneous callers share one request."""
        connection = await self._connected()
        async with connection.turn(key):
            with suppress(KeyError):
                kept: T = self.dircache[key]
                return kept
            changes = self._changes
            with translated(key):
                found = await fetch(connection)
            if changes == self._changes:
                self.dircache[key] = found
            return found

    async def _index(self, root: str) -> Entries:
        return await self._listed(root, lambda connection: connection.catalogue.index(root))

    async def _entry(self, connection: Connection, root: str, segment: str) -> TreeEntry:
        path = f"{root}/{segment}"
        with suppress(KeyError):
            index: Entries = self.dircache[root]
            with suppress(FileNotFoundError):
                return index.find(segment, path)
        return await connection.catalogue.entry(root, segment, path)

    async def _datasets(self, root: str, segment: str) -> Entries:
        async def fetch(connection: Connection) -> Entries:
            return await connection.catalogue.datasets(root, await self._entry(connection, root, segment))

        return await self._listed(f"{root}/{segment}", fetch)

    async def _files(self, root: str, segment: str) -> Folder:
        async def fetch(connection: Connection) -> Folder:
            return await connection.catalogue.files(root, await self._entry(connection, root, segment))

        return await self._listed(f"{root}/{segment}", fetch)

    async def _files_in(self, root: str, segment: str, dataset: str) -> Folder:
        path = f"{root}/{segment}/{dataset}"
        entry = (await self._datasets(root, segment)).find(dataset, path)
        return await self._listed(path, lambda connection: connection.catalogue.files("datasets", entry))

    async def _found(self, path: str) -> Entries | Folder | FileEntry:
        """Return the entry at a path of two segments or more."""
        root, first, *rest = path.split("/")
        if root == SINGLE_FILES and not rest:
            return await self._listed(path, lambda connection: connection.catalogue.file(first, path))
        if root not in ROOTS or not first:
            raise missing(path)
        if root not in HOLD_DATASETS:
            return (await self._files(root, first)).find(rest, path)
        if not rest:
            return await self._datasets(root, first)
        return (await self._files_in(root, first, rest[0])).find(rest[1:], path)

    async def _children(self, path: str) -> list[Child]:
        """List the entries of a folder; a file has none."""
        if path == "":
            return [(root, None) for root in ROOTS]
        if path == SINGLE_FILES:
            raise OSError(
                errno.ENOTSUP, "the service has no list of all files; list a dataset, a run or a project", path
            )
        found = await self._found(path) if "/" in path else await self._index(self._root(path))
        if isinstance(found, FileEntry):
            return []
        return [(f"{path}/{segment}", child) for segment, child in found]

    @staticmethod
    def _root(path: str) -> str:
        if path not in ROOTS:
            raise missing(path, f"there are {', '.join(ROOTS)} and {SINGLE_FILES}")
        return path

    def _info_of(self, path: str, found: Entries | TreeEntry | Folder | FileEntry | None) -> Info:
        if isinstance(found, FileEntry):
            etag = {"ETag": found.etag} if found.etag else {}
            return {"name": path, "size": found.size, "type": "file", "id": found.id, **etag, **found.facts}
        more = {"id": found.id, **found.facts} if isinstance(found, TreeEntry) else {}
        return {"name": path, "size": 0, "type": "directory", **more}

    async def _info(self, path: str, **kwargs: Any) -> Info:
        path = self._strip_protocol(path)
        root, *segments = path.split("/")
        if not segments:
            if path not in ("", SINGLE_FILES):
                self._root(path)
            return self._info_of(path, None)
        if root in HOLD_DATASETS and len(segments) == 2:
            return self._info_of(path, (await self._datasets(root, segments[0])).find(segments[1], path))
        if len(segments) == 1 and root in self.dircache:
            index: Entries = self.dircache[root]
            with suppress(FileNotFoundError):
                return self._info_of(path, index.find(segments[0], path))
        found = await self._found(path)
        if isinstance(found, FileEntry) and found.size is None:
            await self._size_of(found, path)
        return self._info_of(path, found)

    async def _ls(self, path: str, detail: bool = True, refresh: bool = False, **kwargs: Any) -> list[Any]:
        path = self._strip_protocol(path)
        if refresh:
            self.invalidate_cache(path or None)
        children = await self._children(path)
        if not children and "/" in path and isinstance(leaf := await self._found(path), FileEntry):
            children = [(path, leaf)]
        return [self._info_of(*child) for child in children] if detail else [child for child, _ in children]

    async def _exists(self, path: str, **kwargs: Any) -> bool:
        return await self._type(path) is not None

    async def _isdir(self, path: str) -> bool:
        return await self._type(path) == "directory"

    async def _isfile(self, path: str) -> bool:
        return await self._type(path) == "file"

    async def _type(self, path: str) -> str | None:
        """Return the entry at a path, or None if there is none."""
        try:
            found: str = (await self._info(path))["type"]
        except FileNotFoundError:
            return None
        except PermissionError as error:
            # The service refuses ids that there are not, as it refuses what is somebody else's (observed).
            if search.is_refused_token(error):
                raise
            return None
        return found

    async def _walk(self, path: str, **kwargs: Any) -> AsyncIterator[search.Step]:
        async for step in search.walk(self, self._strip_protocol(path), **kwargs):
            yield step

    async def _find(
        self,
        path: str,
        maxdepth: int | None = None,
        withdirs: bool = False,
        detail: bool = False,
        prefix: str = "",
        **kwargs: Any,
    ) -> Any:
        path = self._strip_protocol(path)
        found = await search.find(self, path, maxdepth=maxdepth, withdirs=withdirs, prefix=prefix)
        return {name: found[name] for name in sorted(found)} if detail else sorted(found)

    async def _glob(self, path: str, maxdepth: int | None = None, detail: bool = False, **kwargs: Any) -> Any:
        if maxdepth is not None:
            return await super()._glob(path, maxdepth=maxdepth, detail=detail, **kwargs)
        stripped = self._strip_protocol(path)
        found = await search.glob(self, stripped, only_folders=str(path).endswith("/"), default=super()._glob)
        return {name: found[name] for name in sorted(found)} if detail else sorted(found)

    async def _du(self, path: str, total: bool = True, maxdepth: int | None = None, **kwargs: Any) -> Any:
        found = await self._find(path, maxdepth=maxdepth, detail=True)
        sizes = {name: info["size"] or 0 for name, info in found.items()}
        return sum(sizes.values()) if total else sizes

    def created(self, path: str) -> datetime:
        """When a thing was created.

        Raises:
            FileNotFoundError: there is nothing of this path, or the service does not say when.
        """
        return self._date(path, "created")

    def modified(self, path: str) -> datetime:
        """When a thing was changed last; of a file of which the service does not say, when it was created.

        Raises:
            FileNotFoundError: there is nothing of this path, or the service does not say when.
        """
        return self._date(path, "modified", "created")

    def _date(self, path: str, *names: str) -> datetime:
        info = self.info(path)
        dates = [info[name] for name in names if name in info]
        if not dates:
            raise missing(path, "the service does not say when it was made")
        found: datetime = dates[0]
        return found
