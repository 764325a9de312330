"""The state of watches: texts by key, in SQLite or anywhere else."""

from __future__ import annotations

import asyncio
import hashlib
import inspect
import os
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Final, Protocol, TypeVar

from .._util.platform.locks import try_lock
from .._util.tasks import in_thread, opened_in_thread
from ..errors import ConfigurationError, WatchError

T = TypeVar("T")

_TABLE: Final = "CREATE TABLE IF NOT EXISTS watch_state (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID"
_MAX_VARIABLES: Final = 500
_ATTEMPTS: Final = 20
_PAUSE: Final = 0.05  # seconds between attempts to lock: an iterator that was left ends a moment later


class WatchStore(Protocol):
    """A place for the state of watches: short texts by key. Any database, or a dict, can be one; the methods are async.

    Example:
        ```python
        class RedisStore:
            def __init__(self, redis):
                self.redis = redis

            async def load(self, keys):
                found = await self.redis.mget(keys)
                return {key: value.decode() for key, value in zip(keys, found) if value is not None}

            async def save(self, values):
                await self.redis.mset(values)
        ```
    """

    async def load(self, keys: Collection[str], /) -> Mapping[str, str]:
        """Return the values of those keys that have one; there is at least one key."""
        ...

    async def save(self, values: Mapping[str, str], /) -> None:
        """Set values by key, durably, all of them or none; there is at least one."""
        ...


class CheckedStore:
    """A store of the program's own, of which a method that is not async is named when it is called.

    Args:
        store: The store.
    """

    def __init__(self, store: WatchStore) -> None:
        self._store = store

    async def load(self, keys: Collection[str], /) -> Mapping[str, str]:
        """Return the values of those keys that have one.

        Raises:
            ConfigurationError: If the store's method is not async.
        """
        return await self._awaitable("load", self._store.load(keys))

    async def save(self, values: Mapping[str, str], /) -> None:
        """Set values by key, all of them or none.

        Raises:
            ConfigurationError: If the store's method is not async.
        """
        await self._awaitable("save", self._store.save(values))

    def _awaitable(self, method: str, result: Awaitable[T]) -> Awaitable[T]:
        if inspect.isawaitable(result):
            return result
        call = f"{type(self._store).__name__}.{method}"
        raise ConfigurationError(f"{call} returned a {type(result).__name__}; write it as `async def {method}`")


def default_path() -> Path:
    """Return the file of the state: below `XDG_STATE_HOME`, or `~/.local/state`."""
    state = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(state, "basespace-async", "watch.sqlite")


class SQLiteStore:
    """State of any number of watches in a file of SQLite, on a local disk.

    Args:
        path: The file; it and its folder are created.

    Example:
        ```python
        watch = basespace.runs.watch(status="Complete", store=SQLiteStore("watch.sqlite"))
        ```
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)

    async def load(self, keys: Collection[str], /) -> dict[str, str]:
        """Return the values of those keys that have one.

        Raises:
            WatchError: If the file cannot be read.
        """
        return await self._run(lambda connection: _select(connection, list(keys)))

    async def save(self, values: Mapping[str, str], /) -> None:
        """Set values by key, all of them or none.

        Raises:
            WatchError: If the file cannot be written.
        """
        upsert = "INSERT INTO watch_state VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
        await self._run(lambda connection: connection.executemany(upsert, list(values.items())))

    async def _run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        def transaction() -> T:
            try:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                with closing(sqlite3.connect(self.path, timeout=60)) as connection, connection:
                    connection.execute(_TABLE)
                    return work(connection)
            except (OSError, sqlite3.Error) as error:
                raise WatchError(f"cannot keep the state of the watch in {self.path}: {error}") from error

        return await in_thread(transaction)

    @asynccontextmanager
    async def locked(self, name: str) -> AsyncIterator[None]:
        """Keep other watches of this name out until the block ends.

        Args:
            name: Name of the state.

        Raises:
            WatchError: If another one runs, here or in another process.
        """
        async with opened_in_thread(lambda: self._open_lock(name), os.close) as descriptor:
            for _ in range(_ATTEMPTS):
                if try_lock(descriptor):
                    break
                await asyncio.sleep(_PAUSE)
            else:
                raise WatchError(f"this watch runs already, with its state in {self.path}; give it another name")
            yield

    def _open_lock(self, name: str) -> int:
        digest = hashlib.sha256(name.encode()).hexdigest()[:16]
        path = self.path.with_name(f"{self.path.name}.{digest}.lock")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            return os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        except OSError as error:
            raise WatchError(f"cannot keep the state of the watch in {self.path}: {error}") from error


def _select(connection: sqlite3.Connection, keys: list[str]) -> dict[str, str]:
    values: dict[str, str] = {}
    for start in range(0, len(keys), _MAX_VARIABLES):
        some = keys[start : start + _MAX_VARIABLES]
        marks = ",".join("?" * len(some))
        values.update(connection.execute(f"SELECT key, value FROM watch_state WHERE key IN ({marks})", some))
    return values
