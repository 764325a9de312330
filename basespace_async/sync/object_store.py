"""A target behind a URL of fsspec, such as `s3://bucket/prefix`. Everything here blocks.

fsspec has no asynchronous writers, so its files are written from threads. Their parts become an object when the file
is closed; where a file grows under its own name (`memory://`, `sftp://`), it is written beside it and renamed.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import Any

from ..content.reader import plain_etag
from ..downloads.checksums import MIB, Digest, ETag, Verification, digests_of
from ..downloads.identity import FileIdentity
from ..errors import BaseSpaceError, ConfigurationError, DownloadError, shown
from .journal import FOLDER, NAME, decode, encode
from .records import Stamp, SyncRecords

_MIN_PART = 5 * MIB  # of S3
_MAX_PARTS = 9000  # S3 takes 10,000
_READ_SIZE = 8 * MIB


class RemoteStore:
    """A filesystem of fsspec, and the prefix below which a sync works.

    Args:
        url: URL of the target.
        options: Arguments of the filesystem, such as `endpoint_url`.

    Raises:
        ConfigurationError: If there is no such filesystem, or it is not installed.
    """

    def __init__(self, url: str, options: Mapping[str, Any]) -> None:
        try:
            from fsspec.asyn import AsyncFileSystem  # type: ignore[import-untyped]
            from fsspec.core import url_to_fs  # type: ignore[import-untyped]
        except ImportError as error:
            raise ConfigurationError("a URL needs fsspec: pip install 'basespace-async[fsspec]'") from error
        self.url = url.rstrip("/")
        try:
            self._fs, root = url_to_fs(url, **options)
        except (ImportError, ValueError, TypeError) as error:
            extra = "; pip install 'basespace-async[s3]'" if url.startswith(("s3:", "s3a:")) else ""
            raise ConfigurationError(f"{shown(url)} cannot be a target: {error}{extra}") from error
        self._root = root.rstrip("/")
        # What has many writers in a loop of its own is an object store: nothing is there before the last part is.
        self._appears_whole = isinstance(self._fs, AsyncFileSystem)

    def records(self) -> SyncRecords:
        """Return what an earlier sync remembered.

        Raises:
            ConfigurationError: If that is of another release.
            DownloadError: If the store refuses.
        """
        path = self._path(f"{FOLDER}/{NAME}")
        with self.errors_of("read", path):
            try:
                data = self._fs.cat_file(path)
            except FileNotFoundError:
                return SyncRecords()
        return decode(data, path)

    def write_records(self, records: SyncRecords) -> None:
        """Remember for the next sync.

        Raises:
            DownloadError: If the store refuses.
        """
        path = self._path(f"{FOLDER}/{NAME}")
        with self.errors_of("write", path):
            self._make_parent(path)
            self._fs.pipe_file(path, encode(records))

    def stamps(self) -> dict[str, Stamp]:
        """Return what can be seen of each object below the prefix, by its path.

        Raises:
            DownloadError: If the store refuses.
        """
        with self.errors_of("list", self._root):
            self._fs.invalidate_cache()
            objects = self._fs.find(self._root, detail=True)
        start = len(self._root) + 1
        return {name[start:]: _stamp_of(info) for name, info in objects.items()}

    def look(self, path: str) -> Stamp | None:
        """Return what can be seen of an object; None if there is none."""
        info = self._info(path)
        return None if info is None else _stamp_of(info)

    def remove(self, path: str) -> None:
        """Delete an object.

        Raises:
            DownloadError: If the store refuses.
        """
        with self.errors_of("delete", path):
            self._fs.rm_file(self._path(path))

    def upload(self, path: str, size: int, part_size: int) -> Upload:
        """Begin to write an object.

        Args:
            path: Path below the prefix.
            size: Its size in bytes.
            part_size: Bytes of a part; larger ones are taken where there would be too many.

        Raises:
            DownloadError: If the store refuses.
        """
        place = target = self._path(path)
        if not self._appears_whole:
            place = self._path(f"{FOLDER}/{hashlib.sha256(path.encode()).hexdigest()[:32]}.part")
        with self.errors_of("write", path):
            self._make_parent(target)
            self._make_parent(place)
            block = max(_MIN_PART, part_size, -(-size // _MAX_PARTS))
            stream = self._fs.open(place, "wb", block_size=block)
        return Upload(self, path, stream, place, target)

    def verify(self, path: str, identity: FileIdentity) -> Verification | None:
        """Verify an object; None if it is missing or another. It is read if its ETag does not tell.

        Args:
            path: Path below the prefix.
            identity: What it should be.

        Raises:
            DownloadError: If the store refuses.
        """
        info, etag = self._info(path), ETag.parse(identity.etag)
        if info is None or info.get("size") != identity.size:
            return None
        if etag is None:
            return Verification("size", "the service gives no checksum of it")
        if _etag_of(info) == etag:
            return Verification("md5" if etag.parts is None else "multipart")
        for digest in digests_of(etag, identity.size):
            if self._fed(path, digest) == etag:
                return Verification("md5" if etag.parts is None else "multipart")
        return None

    def holds(self, path: str, size: int, md5: ETag) -> bool:
        """Return whether an object has arrived: by its size, and its MD5 where the store has one.

        Args:
            path: Path below the prefix.
            size: Size in bytes.
            md5: MD5 of what was sent.

        Raises:
            DownloadError: If the store refuses.
        """
        info = self._info(path)
        if info is None or info.get("size") != size:
            return False
        etag = _etag_of(info)
        # Of an encrypted object the ETag is no MD5 (S3's reference), so that a difference is looked into.
        return etag is None or etag.parts is not None or etag == md5 or self._fed(path, Digest()) == md5

    def _fed(self, path: str, digest: Digest) -> ETag:
        with self.errors_of("read", path), self._fs.open(self._path(path), "rb") as stream:
            while data := stream.read(_READ_SIZE):
                digest.update(memoryview(data))
        return digest.etag()

    def _info(self, path: str) -> dict[str, Any] | None:
        with self.errors_of("read", path):
            self._fs.invalidate_cache()
            with suppress(FileNotFoundError):
                info: dict[str, Any] = self._fs.info(self._path(path))
                return info if info.get("type") == "file" else None
        return None

    def finish(self, place: str, target: str) -> None:
        """Give an object its final name."""
        if place != target:
            with suppress(FileNotFoundError):
                self._fs.rm_file(target)
            self._fs.mv(place, target)

    def abandon(self, stream: Any, place: str) -> None:
        """Drop what was written. Closing the file of an object store would make an object of it."""
        with suppress(Exception):  # the error that led here counts
            if self._appears_whole:
                stream.closed = True
                stream.discard()
            else:
                stream.close()
                self._fs.rm_file(place)

    def _make_parent(self, path: str) -> None:
        if not self._appears_whole:
            self._fs.makedirs(path.rpartition("/")[0], exist_ok=True)

    def _path(self, relative: str) -> str:
        return f"{self._root}/{relative}"

    @contextmanager
    def errors_of(self, what: str, path: str) -> Iterator[None]:
        """Raise what a filesystem raises as a DownloadError: each has exceptions of its own."""
        try:
            yield
        except BaseSpaceError:
            raise
        except Exception as error:
            text = f"cannot {what} {shown(path)} in {shown(self.url)}: {type(error).__name__}: {error}"
            raise DownloadError(text) from error


class Upload:
    """An object that is being written; nothing of it is there before `commit`."""

    def __init__(self, store: RemoteStore, path: str, stream: Any, place: str, target: str) -> None:
        self._store = store
        self._path = path
        self._stream = stream
        self._place = place
        self._target = target
        self._is_done = False

    def write(self, data: bytes) -> None:
        """Write the next bytes.

        Raises:
            DownloadError: If the store refuses.
        """
        with self._store.errors_of("write", self._path):
            self._stream.write(data)

    def commit(self) -> None:
        """Make the object of what was written.

        Raises:
            DownloadError: If the store refuses.
        """
        with self._store.errors_of("write", self._path):
            self._stream.close()
            self._store.finish(self._place, self._target)
        self._is_done = True

    def close(self) -> None:
        """Drop what was written, unless it is an object."""
        if not self._is_done:
            self._store.abandon(self._stream, self._place)


def _stamp_of(info: Mapping[str, Any]) -> Stamp:
    if info.get("type") not in (None, "file"):
        return Stamp(-1, "no file")
    marks = (info.get(name) for name in ("ETag", "etag", "md5Hash", "mtime", "created", "LastModified"))
    mark = next((mark for mark in marks if mark), "")
    # A list may give as a number what the object itself gives as a time.
    text = str(mark.timestamp()) if isinstance(mark, datetime) else plain_etag(str(mark))
    return Stamp(info.get("size") or 0, text)


def _etag_of(info: Mapping[str, Any]) -> ETag | None:
    if md5 := info.get("md5Hash"):  # of Google's
        with suppress(ValueError):
            return ETag.parse(base64.b64decode(md5).hex())
    return ETag.parse(str(info.get("ETag") or info.get("etag") or ""))
