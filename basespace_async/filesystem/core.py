"""`BaseSpaceFileSystem`: the methods of fsspec."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from fsspec.callbacks import DEFAULT_CALLBACK  # type: ignore[import-untyped]

from .._util.tasks import in_thread
from ..errors import ConfigurationError
from . import search
from .content import DEFAULT_BATCH_SIZE, DEFAULT_MAX_GAP, Bounds, FileContent, clamped, ranges_of, read_ranges
from .download import copy_to, download_file, is_file_like
from .errors import is_refused_token, not_found, translated
from .files import BaseSpaceFile, BaseSpaceStream, check_mode
from .instances import AccountFileSystem, sync
from .listings import Info, Listings, to_info
from .options import Account
from .read_only import ReadOnlyMethods
from .tree import FileEntry


class BaseSpaceFileSystem(ReadOnlyMethods, AccountFileSystem):
    """A read-only filesystem of fsspec: `fsspec.filesystem("basespace")`, and URLs `basespace://...`.

        projects/<project>/<dataset>/<path>       files of datasets
        biosamples/<biosample>/<dataset>/<path>   the same, by biosample
        datasets/<dataset>/<path>                 the same, by dataset
        runs/<run>/<path>                         files of runs
        appsessions/<appsession>/<path>           logs of analyses
        files/<id>                                one file; this folder cannot be listed

    A resource is named by its name, or by its id: `86000001`, `ds.0123...`, or `@` and the id, after which a comma and
    any text may follow. What looks like an id is read as one. A name that several resources have raises
    `AmbiguousPathError`, which lists their paths; listings show such resources as `@<id>,<name>`.

    Without a token, the process that reads uses its own configuration: `BASESPACE_ACCESS_TOKEN` with
    `BASESPACE_API_SERVER` or `BASESPACE_REGION`, or else the profile `default` of the `bs` command line. So a task that
    is sent to a worker holds no secret.

    Args:
        token: Access token, in place of the configuration. It is pickled with the filesystem; `to_json` leaves it out.
        server: URL of the API. Without a token, the URL that the configuration must have.
        region: Region, in place of the server.
        profile: Name of a profile, `~/.basespace/<name>.cfg`, on the machine that reads.
        client_options: Further arguments of `BaseSpace`, such as `{"rate_limit": RateLimit(20)}`. The attributes of
            `rate_limit`, `retry` and `timeouts` may be dicts: `{"rate_limit": {"rate": 20}}`.
        block_size: Default block size of `open` in bytes; None for 5 MiB.
        cache_type: Default block cache of `open`, by fsspec's name: readahead, blockcache, bytes, all, background,
            mmap, first or none.
        asynchronous: Whether the caller awaits the coroutines (`_cat_file`, `_ls`, ...) in its own event loop.
        loop: Event loop of the blocking methods, in place of fsspec's.
        **options: Arguments of fsspec: use_listings_cache, listings_expiry_time (seconds), max_paths,
            skip_instance_cache, batch_size.

    Raises:
        ConfigurationError: If there are both a token and a profile, the region is unknown or the URL is invalid.

    Example:
        ```python
        fs = fsspec.filesystem("basespace")
        with fs.open("projects/Liver WGS/NA12878_L001/NA12878_R1.fastq.gz", compression="infer") as reads:
            print(reads.readline())
        ```
    """

    def __init__(
        self,
        *,
        token: str | None = None,
        server: str | None = None,
        region: str | None = None,
        profile: str | None = None,
        client_options: Mapping[str, Any] | None = None,
        block_size: int | None = None,
        cache_type: str = "readahead",
        asynchronous: bool = False,
        loop: asyncio.AbstractEventLoop | None = None,
        **options: Any,
    ) -> None:
        account = Account.of(token, server, region, profile, client_options or {})
        super().__init__(account, asynchronous=asynchronous, loop=loop, **options)
        self._block_size = block_size
        self._cache_type = cache_type
        self._listings = Listings(self.dircache, self._sessions)

    @classmethod
    def _strip_protocol(cls, path: Any) -> Any:
        stripped = super()._strip_protocol(path)
        return stripped.lstrip("/") if isinstance(stripped, str) else stripped

    def invalidate_cache(self, path: str | None = None) -> None:
        """Drop cached lists.

        Args:
            path: Drop the lists above this path, at it and below it; None for all lists.

        Example:
            ```python
            fs.invalidate_cache("projects/Liver WGS")
            ```
        """
        self._listings.invalidate(self._strip_protocol(path or ""))

    def _path(self, path: Any, refresh: bool = False, **kwargs: Any) -> str:
        """Return a path without its protocol, after dropping the lists that lead to it if they are to be read again."""
        stripped: str = self._strip_protocol(path)
        if refresh:
            self._listings.invalidate(search.without_patterns(stripped))
        return stripped

    async def _info(self, path: str, **kwargs: Any) -> Info:
        return await self._listings.info(self._path(path, **kwargs))

    async def _ls(self, path: str, detail: bool = True, **kwargs: Any) -> list[Any]:
        path = self._path(path, **kwargs)
        children = await self._listings.children(path)
        infos = [to_info(*child) for child in children]
        if not children and (info := await self._listings.info(path))["type"] == "file":
            infos = [info]
        return infos if detail else [info["name"] for info in infos]

    async def _exists(self, path: str, **kwargs: Any) -> bool:
        return await self._type(self._path(path, **kwargs)) is not None

    async def _isdir(self, path: str) -> bool:
        return await self._type(path) == "directory"

    async def _isfile(self, path: str) -> bool:
        return await self._type(path) == "file"

    async def _type(self, path: str) -> str | None:
        """Return the type of the entry at a path, or None if there is none."""
        try:
            path_type: str = (await self._info(path))["type"]
        except FileNotFoundError:
            return None
        except PermissionError as error:
            # The service refuses ids that do not exist as it refuses those of somebody else (observed).
            if is_refused_token(error):
                raise
            return None
        return path_type

    async def _walk(
        self, path: str, maxdepth: int | None = None, on_error: Any = "omit", topdown: bool = True, **kwargs: Any
    ) -> AsyncIterator[search.Step]:
        how = {"maxdepth": maxdepth, "on_error": on_error, "topdown": topdown, "detail": kwargs.get("detail", False)}
        async for step in search.walk(self._listings, self._path(path, **kwargs), **how):
            yield step

    async def _find(
        self, path: str, maxdepth: int | None = None, withdirs: bool = False, detail: bool = False, **kwargs: Any
    ) -> Any:
        path, prefix = self._path(path, **kwargs), kwargs.get("prefix", "")
        infos = await search.find(self._listings, path, maxdepth=maxdepth, withdirs=withdirs, prefix=prefix)
        return dict(sorted(infos.items())) if detail else sorted(infos)

    async def _glob(self, path: str, maxdepth: int | None = None, detail: bool = False, **kwargs: Any) -> Any:
        if maxdepth is not None:
            return await super()._glob(path, maxdepth=maxdepth, detail=detail, **kwargs)
        only_folders = str(path).endswith("/")
        pattern = self._path(path, **kwargs)
        infos = await search.glob(self._listings, pattern, only_folders=only_folders, default=super()._glob)
        return dict(sorted(infos.items())) if detail else sorted(infos)

    async def _du(self, path: str, total: bool = True, maxdepth: int | None = None, **kwargs: Any) -> Any:
        infos = await self._find(path, maxdepth=maxdepth, detail=True, **kwargs)
        sizes = {name: info["size"] or 0 for name, info in infos.items()}
        return sum(sizes.values()) if total else sizes

    def created(self, path: str) -> datetime:
        """Return when a resource or a file was created.

        Raises:
            FileNotFoundError: If there is nothing at the path, or the service does not tell the date.

        Example:
            ```python
            fs.created("runs/105000000")
            ```
        """
        return self._date(path, "created")

    def modified(self, path: str) -> datetime:
        """Return when a resource or a file was last modified, or created if the service does not tell that.

        Raises:
            FileNotFoundError: If there is nothing at the path, or the service does not tell the date.

        Example:
            ```python
            fs.modified("projects/Liver WGS/NA12878_L001")
            ```
        """
        return self._date(path, "modified", "created")

    def _date(self, path: str, *names: str) -> datetime:
        info = self.info(path)
        dates: list[datetime] = [info[name] for name in names if name in info]
        if dates:
            return dates[0]
        raise not_found(path, "the service does not say when it was made")

    async def _content(self, path: str) -> FileContent:
        path = self._strip_protocol(path)
        content = await self._sessions.content(await self._listings.file(path), path)
        await content.size()
        return content

    async def _read(self, entry: FileEntry, path: str, start: int, stop: int) -> bytes:
        return await (await self._sessions.content(entry, path)).read(start, stop)

    async def _cat_file(self, path: str, start: int | None = None, end: int | None = None, **kwargs: Any) -> bytes:
        content = await self._content(path)
        return await content.read(*clamped(start, end, await content.size()))

    async def _cat_ranges(
        self,
        paths: list[str],
        starts: Bounds,
        ends: Bounds,
        max_gap: int | None = None,
        batch_size: int | None = None,
        on_error: str = "return",
        **kwargs: Any,
    ) -> list[bytes | Exception]:
        results = await read_ranges(
            ranges_of(paths, starts, ends),
            self._content,
            max_gap=DEFAULT_MAX_GAP if max_gap is None else max_gap,
            batch_size=batch_size or self.batch_size or DEFAULT_BATCH_SIZE,
        )
        error = next((result for result in results if isinstance(result, Exception)), None)
        if error is not None and on_error != "return":
            raise error
        return results

    async def _get_file(self, rpath: str, lpath: Any, callback: Any = DEFAULT_CALLBACK, **kwargs: Any) -> None:
        path = self._strip_protocol(rpath)
        if await self._isdir(path):
            await in_thread(os.makedirs, lpath, exist_ok=True)
            return
        content = await self._content(path)
        with translated(path):
            if is_file_like(lpath):
                await copy_to(content, lpath, callback)
            else:
                session = await self._sessions.current()
                await download_file(session.client, content, Path(lpath), callback)

    def _open(
        self, path: str, mode: str = "rb", block_size: int | None = None, cache_type: str | None = None, **kwargs: Any
    ) -> BaseSpaceFile:
        check_mode(mode, path)
        if self.asynchronous:
            raise ConfigurationError("this filesystem is asynchronous: use `await fs.open_async(path)`")
        entry = sync(self.loop, self._content, path).entry
        return BaseSpaceFile(
            self,
            path,
            entry=entry,
            read=partial(self._read, entry, path),
            mode="rb",
            block_size=block_size or self._block_size,
            cache_type=cache_type or self._cache_type,
            **kwargs,
        )

    async def open_async(self, path: str, mode: str = "rb", **kwargs: Any) -> BaseSpaceStream:
        """Open a file in the running event loop, to be read as it arrives.

        Args:
            path: Path of the file.
            mode: `rb`.
            **kwargs: Arguments of fsspec; `compression` must be None.

        Raises:
            OSError: If the file cannot be read, or the mode writes.
            ValueError: If the mode is text, or there is a compression.

        Example:
            ```python
            async with await fs.open_async("datasets/ds.0123/reads.fastq.gz") as file:
                head = await file.read(1024)
            ```
        """
        path = self._strip_protocol(path)
        check_mode(mode, path)
        if "b" not in mode or kwargs.get("compression"):
            raise ValueError("open_async reads bytes as they are: give mode='rb' and no compression")
        content = await self._content(path)
        return BaseSpaceStream(self, content, await content.size())
