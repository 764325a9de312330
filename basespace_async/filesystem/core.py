"""The filesystem, as fsspec has it."""

from __future__ import annotations

import asyncio
import errno
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from fsspec.callbacks import DEFAULT_CALLBACK  # type: ignore[import-untyped]

from .._util.tasks import in_thread
from ..errors import ConfigurationError
from . import download
from .content import AT_A_TIME, DEFAULT_GAP, FileContent, clamped, read_ranges
from .errors import ReadOnlyError, translated
from .files import BaseSpaceFile, BaseSpaceStream, is_file_like
from .listings import Listing
from .options import Account
from .tree import FileEntry


class BaseSpaceFileSystem(Listing):
    """BaseSpace as a filesystem that can be read: `fsspec.filesystem("basespace")`, and URLs `basespace://...`.

        projects/<project>/<dataset>/<path>       files of datasets
        biosamples/<biosample>/<dataset>/<path>   the same, by biosample
        datasets/<dataset>/<path>                 the same, without a way there
        runs/<run>/<path>                         files of runs
        appsessions/<appsession>/<path>           logs of analyses
        files/<id>                                one file; this folder cannot be listed

    Each thing goes by its name, or by its id: `86000001`, `ds.0123...`, or `@` and the id, which may have a comma and
    any text behind it. What looks like an id is one. A name that several have raises `AmbiguousPathError`, which lists
    their paths; listings show such things as `@<id>,<name>`.

    Server and token are those that are configured in the process that reads: `BASESPACE_ACCESS_TOKEN` and
    `BASESPACE_API_SERVER` or `BASESPACE_REGION`, or else the profile `default` of the `bs` command line. So nothing
    secret goes into a task that is sent to a worker, which has its own.

    Args:
        token: access token, instead of what is configured. It is pickled with the filesystem, but in no `to_json`.
        server, region: what the token is for; without a token, what the configuration must be for.
        profile: name of a profile, `~/.basespace/<name>.cfg`, which must be there where files are read.
        client_options: further arguments of `BaseSpace`, such as `{"rate_limit": RateLimit(20)}`.
        block_size: bytes that `open` reads at a time, unless it says otherwise; 5 MiB.
        cache_type: fsspec's cache of blocks that `open` uses, unless it says otherwise: readahead, blockcache, bytes,
            all, background, mmap, first, none.
        asynchronous: whether its coroutines (`_cat_file`, `_ls`, ...) are awaited in the caller's event loop.
        **options: fsspec's own: use_listings_cache, listings_expiry_time (seconds), max_paths, skip_instance_cache,
            loop, batch_size.

    Raises:
        ConfigurationError: the options cannot work together.

    Example:
        ```python
        fs = fsspec.filesystem("basespace")
        with fs.open("projects/Liver WGS/NA12878_L001/NA12878_R1.fastq.gz", compression="infer") as reads:
            print(reads.readline())
        ```
    """

    protocol = "basespace"
    cachable = True

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
        account = Account.of(token=token, server=server, region=region, profile=profile, client_options=client_options)
        super().__init__(account=account, asynchronous=asynchronous, loop=loop, **options)
        self._block_size = block_size
        self._cache_type = cache_type

    async def _leaf(self, path: str) -> FileEntry:
        path = self._strip_protocol(path)
        found = await self._found(path) if "/" in path else None
        if isinstance(found, FileEntry):
            return found
        if found is None:
            await self._info(path)
        raise IsADirectoryError(errno.EISDIR, "it is a folder", path)

    async def _content(self, path: str) -> FileContent:
        leaf = await self._leaf(path)
        return (await self._connected()).content(leaf, self._strip_protocol(path))

    async def _size_of(self, leaf: FileEntry, path: str) -> int:
        return await (await self._connected()).content(leaf, path).size()

    async def _read_leaf(self, leaf: FileEntry, path: str, start: int, stop: int) -> bytes:
        return await (await self._connected()).content(leaf, path).read(start, stop)

    async def _cat_file(self, path: str, start: int | None = None, end: int | None = None, **kwargs: Any) -> bytes:
        content = await self._content(path)
        return await content.read(*clamped(start, end, await content.size()))

    async def _cat_ranges(
        self,
        paths: list[str],
        starts: int | None | Iterable[int | None],
        ends: int | None | Iterable[int | None],
        max_gap: int | None = None,
        batch_size: int | None = None,
        on_error: str = "return",
        **kwargs: Any,
    ) -> list[bytes | Exception]:
        """Read ranges of files in parallel; ranges of one file that are close together are read at once.

        Args:
            paths: of the files.
            starts: where the ranges begin, as in a slice; one for all, or one for each path.
            ends: where the ranges end, likewise.
            max_gap: bytes between ranges that are read together; 64 KiB.
            batch_size: requests under way at one time; 32.
            on_error: `return` puts an error in the place of a range that cannot be read; `raise` raises the first.
            **kwargs: ignored.

        Raises:
            TypeError, ValueError: the arguments do not fit together.
            OSError: a range cannot be read, where errors are raised.
        """
        if not isinstance(paths, list):
            raise TypeError("paths is a list")
        first, last = (
            [each] * len(paths) if each is None or isinstance(each, int) else list(each) for each in (starts, ends)
        )
        results = await read_ranges(
            list(zip(paths, first, last, strict=True)),
            self._content,
            gap=DEFAULT_GAP if max_gap is None else max_gap,
            at_a_time=batch_size or self.batch_size or AT_A_TIME,
        )
        error = next((each for each in results if isinstance(each, Exception)), None)
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
                await download.write_to(content, lpath, callback)
            else:
                await content.size()
                await download.save((await self._connected()).client, content.leaf, Path(lpath), callback)

    def _open(
        self,
        path: str,
        mode: str = "rb",
        block_size: int | str | None = None,
        autocommit: bool = True,
        cache_options: dict[str, Any] | None = None,
        cache_type: str | None = None,
        **kwargs: Any,
    ) -> BaseSpaceFile:
        if mode != "rb":
            raise ReadOnlyError(path)
        if self.asynchronous:
            raise ConfigurationError("this filesystem is asynchronous: use `await fs.open_async(path)`")
        return BaseSpaceFile(
            self,
            path,
            mode,
            block_size or self._block_size,
            autocommit=autocommit,
            cache_options=cache_options,
            cache_type=cache_type or self._cache_type,
            **kwargs,
        )

    async def open_async(self, path: str, mode: str = "rb", **kwargs: Any) -> BaseSpaceStream:
        """Open a file to be read as it arrives, in the running event loop.

        Args:
            path: of the file.
            mode: `rb`.
            **kwargs: fsspec's; compression cannot be undone here.

        Raises:
            OSError: it cannot be read, or should be written.
            ValueError: it should be read as text, or be decompressed.

        Example:
            ```python
            async with await fs.open_async("datasets/ds.0123/reads.fastq.gz") as file:
                head = await file.read(1024)
            ```
        """
        if mode.strip("bt") not in ("r", ""):
            raise ReadOnlyError(self._strip_protocol(path))
        if "b" not in mode or kwargs.get("compression"):
            raise ValueError("open_async reads bytes as they are: give mode='rb' and no compression")
        content = await self._content(path)
        return BaseSpaceStream(self, content, await content.size())
