"""The manifest: a SQLite file that says what a harvest has done. Everything here blocks.

It is written before everything else and flushed to the disk (`synchronous=FULL`). Its tables:

- `meta`: what the harvest is of.
- `passes`: for each table, how far the current sync has come, and the watermark of the next one.
- `entries`: each row's key, its part file, and a digest that tells whether the row has changed.
- `staged`: rows that are not in their part file yet, and keys of rows to remove from theirs (no line).
- `parts`: the part files.
- `children`: records whose files or properties have been fetched, and the digest that they had then.
- `found`: projects that were named by other records.

A generation is the number of a harvest, counted up in `meta`; the columns `number` and `seen` hold one, and `kind` is
a table's id. The connection locks the file while it is open, so a folder has one harvest at a time.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from attrs import frozen

from ..._util.platform.locks import record_lock_error
from ...errors import ConfigurationError
from ..errors import HarvestError
from ..schema.tables import TABLES, table_digests

NAME = "manifest.sqlite"
VERSION = "1"
SYNCHRONOUS = "FULL"
"""A commit is on the disk when it returns, so it survives a loss of power."""
_SCHEMA = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE passes (
    kind INTEGER PRIMARY KEY,
    number INTEGER NOT NULL,            -- of the harvest that began this sync
    is_full INTEGER NOT NULL,           -- whether everything is listed, or what has changed since the watermark
    is_thorough INTEGER NOT NULL,       -- whether what belongs to unchanged records is fetched again, too
    names TEXT NOT NULL,                -- tables of what its records name that are filled on the way
    position INTEGER NOT NULL DEFAULT 0,
    is_read INTEGER NOT NULL DEFAULT 0,
    is_finished INTEGER NOT NULL DEFAULT 0,
    is_complete INTEGER NOT NULL DEFAULT 0, -- whether the table has all that was named by what was listed so far
    began REAL NOT NULL,                -- by the clock of this machine
    newest TEXT,                        -- the last change of those that were read
    watermark TEXT,
    next_watermark TEXT,
    counted INTEGER,
    new INTEGER NOT NULL DEFAULT 0,
    changed INTEGER NOT NULL DEFAULT 0,
    removed INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE entries (
    kind INTEGER NOT NULL,
    key TEXT NOT NULL,
    part INTEGER NOT NULL,
    digest BLOB,                        -- null: the row is to leave its part
    seen INTEGER NOT NULL,              -- the harvest that saw it last
    PRIMARY KEY (kind, key)
) WITHOUT ROWID;
CREATE TABLE staged (
    kind INTEGER NOT NULL,
    part INTEGER NOT NULL,
    key TEXT NOT NULL,
    line BLOB,
    PRIMARY KEY (kind, part, key)
);
CREATE TABLE parts (
    kind INTEGER NOT NULL,
    part INTEGER NOT NULL,
    assigned INTEGER NOT NULL DEFAULT 0,
    rows INTEGER,                       -- null: there is no file yet
    bytes INTEGER,
    PRIMARY KEY (kind, part)
);
CREATE TABLE children (
    kind INTEGER NOT NULL,
    key TEXT NOT NULL,
    digest BLOB,
    seen INTEGER NOT NULL,
    PRIMARY KEY (kind, key)
) WITHOUT ROWID;
CREATE TABLE found (key TEXT PRIMARY KEY, line BLOB NOT NULL, seen INTEGER NOT NULL) WITHOUT ROWID;
"""
_CACHE_KIB = 8192


@frozen
class ManifestIdentity:
    """The server and format of a harvest. A folder holds one.

    Attributes:
        server: URL of the API's root.
        format: Format of the part files.
    """

    server: str
    format: str


def open_manifest(folder: Path, identity: ManifestIdentity) -> sqlite3.Connection:
    """Open the manifest of a folder, and create it if there is none.

    Args:
        folder: The folder; it is created.
        identity: What the harvest is of.

    Raises:
        ConfigurationError: If the folder holds another harvest, or part files without a manifest.
        HarvestError: If another harvest has it open, or it cannot be written.
    """
    path = folder / NAME
    try:
        if folder.exists() and not folder.is_dir():
            raise ConfigurationError(f"{folder} is a file; name a folder to harvest into")
        folder.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, timeout=0, isolation_level=None, check_same_thread=False)
    except (OSError, ValueError, sqlite3.Error) as error:
        raise HarvestError(f"cannot write in {folder}: {error}") from None
    try:
        with _errors_reported(folder):
            _lock(connection)
            _check(connection, path, identity)
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def _errors_reported(folder: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, sqlite3.OperationalError) as error:
        lock_error = _lock_error(folder)
        if lock_error is not None:
            raise HarvestError(
                f"the file system of {folder} gives no locks ({lock_error.strerror}), which a harvest needs; harvest "
                "into a folder on another file system, such as a local disk, or mount this one with locks"
            ) from None
        if "locked" in str(error):
            raise HarvestError(f"another harvest writes {folder} at this time; wait until it has ended") from None
        raise HarvestError(f"cannot write {folder / NAME}: {error}") from None
    except sqlite3.DatabaseError:
        raise ConfigurationError(
            f"{folder / NAME} is not the manifest of a harvest; harvest into another folder"
        ) from None


def _lock_error(folder: Path) -> OSError | None:
    """Return why a file in the folder cannot be locked. SQLite says that it is locked then, which it is not."""
    # Not the manifest itself: closing it would give up the lock of SQLite.
    with suppress(OSError), tempfile.TemporaryFile(dir=folder) as probe:
        return record_lock_error(probe)
    return None


def _lock(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA locking_mode = EXCLUSIVE")
    connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute(f"PRAGMA synchronous = {SYNCHRONOUS}")
    connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
    connection.execute("BEGIN EXCLUSIVE")
    connection.execute("COMMIT")


def _check(connection: sqlite3.Connection, path: Path, identity: ManifestIdentity) -> None:
    expected = {"version": VERSION, "server": identity.server, "format": identity.format}
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not tables:
        _check_empty(path.parent)
        _create(connection, {**expected, "schema": _schema()})
        return
    actual = dict(connection.execute("SELECT name, value FROM meta")) if "meta" in tables else {}
    if "version" not in actual:
        raise ConfigurationError(f"{path} is not the manifest of a harvest; harvest into another folder")
    for name, words in _WHAT.items():
        if actual.get(name) != expected[name]:
            difference = words.format(found=actual.get(name), expected=expected[name])
            raise ConfigurationError(
                f"{path} is of a harvest {difference}; harvest into another folder, or delete this one"
            )
    _upgrade(connection, actual.get("schema", ""))


def _schema() -> str:
    return " ".join(f"{name}={digest}" for name, digest in table_digests().items())


def _upgrade(connection: sqlite3.Connection, schema: str) -> None:
    """Let tables that an earlier release wrote with other columns be listed, fetched and written again."""
    written = {name: digest for name, _, digest in (entry.partition("=") for entry in schema.split())}
    changed = [(TABLES.index(name),) for name, digest in table_digests().items() if written.get(name) != digest]
    if not changed:
        return
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany("UPDATE parts SET rows = NULL, bytes = NULL WHERE kind = ?", changed)
    connection.executemany("UPDATE entries SET digest = x'' WHERE kind = ? AND digest IS NOT NULL", changed)
    connection.executemany("UPDATE children SET digest = x'' WHERE kind = ?", changed)
    connection.executemany(
        "UPDATE passes SET watermark = NULL, next_watermark = NULL, position = 0, is_read = 0 WHERE kind = ?", changed
    )
    connection.execute("UPDATE meta SET value = ? WHERE name = 'schema'", (_schema(),))
    connection.execute("COMMIT")


def _check_empty(folder: Path) -> None:
    """Check that there are no part files without a manifest: readers would mix them with the new ones."""
    for name in TABLES:
        stray = next((folder / name).glob("part-*"), None)
        if stray is not None:
            raise ConfigurationError(f"{folder} has {name}/{stray.name} but no manifest; harvest into another folder")


_WHAT = {
    "version": "by another release of this package, with manifest version {found} instead of {expected}",
    "server": "from {found}, not from {expected}",
    "format": "as {found} files, not as {expected}",
}


def _create(connection: sqlite3.Connection, meta: dict[str, str]) -> None:
    connection.executescript(f"BEGIN; {_SCHEMA}")
    connection.executemany("INSERT INTO meta VALUES (?, ?)", meta.items())
    connection.execute("COMMIT")


def known_user(connection: sqlite3.Connection) -> str | None:
    """Return the id of the user that the folder is of; None if it is not known."""
    known = connection.execute("SELECT value FROM meta WHERE name = 'user'").fetchone()
    return None if known is None else str(known[0])


def check_user(connection: sqlite3.Connection, user: str, path: Path) -> None:
    """Check that the folder was harvested by the same user, and remember the user.

    Args:
        connection: Connection to the manifest.
        user: Id of the user.
        path: The folder, for the error.

    Raises:
        ConfigurationError: If it was harvested by another user.
    """
    known = known_user(connection)
    if known is None:
        connection.execute("INSERT INTO meta VALUES ('user', ?)", (user,))
    elif known != user:
        raise ConfigurationError(
            f"{path} is of a harvest by user {known}, and this token is of user {user}; "
            "harvest into another folder, or delete this one"
        )


def next_generation(connection: sqlite3.Connection) -> int:
    """Return the generation of a new harvest, one higher than the last."""
    known = connection.execute("SELECT value FROM meta WHERE name = 'harvests'").fetchone()
    generation = int(known[0]) + 1 if known else 1
    connection.execute("INSERT OR REPLACE INTO meta VALUES ('harvests', ?)", (str(generation),))
    return generation
