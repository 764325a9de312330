"""What a harvest refuses, and what it says: wrong arguments, folders of other harvests, files that were changed."""

from __future__ import annotations

import asyncio
import builtins
import os
import sqlite3
import stat
import sys
from pathlib import Path
from typing import Any

import pytest

import basespace_async
from basespace_async import BaseSpace
from basespace_async.errors import ConfigurationError
from basespace_async.harvest import HarvestError, harvest
from basespace_async.harvest.store import index, manifest, part_files
from basespace_async.simulator import Simulator
from tests.support.harvest_folder import ids, rows

pytestmark = pytest.mark.usefixtures("no_task_left")


async def refused(basespace: BaseSpace, folder: Path, **arguments: Any) -> str:
    """What the refusal says; nothing may have been sent."""
    before = basespace.stats.requests
    with pytest.raises(ConfigurationError) as caught:
        await harvest(basespace, folder, **arguments)
    assert basespace.stats.requests == before
    return str(caught.value)


async def test_arguments_that_cannot_work_are_refused_before_anything_is_sent(
    basespace: BaseSpace, tmp_path: Path
) -> None:
    folder = tmp_path / "new"
    names = (
        "projects, biosamples, libraries, datasets, files, appsessions, properties, runs, usage, "
        "run_stats, biosample_yields, run_files, appsession_files"
    )
    assert await refused(basespace, folder, tables=["lanes"]) == f"there is no table 'lanes'; the tables are {names}"
    assert await refused(basespace, folder, tables=[]) == f"no table was named; the tables are {names}"
    assert await refused(basespace, folder, format="csv") == "format is 'csv'; it is one of parquet, jsonl"
    assert await refused(basespace, folder, concurrency=0) == (
        "concurrency is 0; at least one request must be under way"
    )
    for size in (0, 1025):
        assert await refused(basespace, folder, page_size=size) == (
            f"page_size is {size}; the service takes 1 to 1024 items a page"
        )
    assert not folder.exists()


async def test_a_file_in_the_folders_place_is_refused(basespace: BaseSpace, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    assert (
        await refused(basespace, tmp_path / "file") == f"{tmp_path / 'file'} is a file; name a folder to harvest into"
    )


async def test_parquet_without_pyarrow_names_the_extra(
    basespace: BaseSpace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    assert await refused(basespace, tmp_path) == (
        "Parquet files need pyarrow: pip install 'basespace-async[parquet]', or use format='jsonl'"
    )
    await harvest(basespace, tmp_path, format="jsonl", tables=["usage"])


async def test_two_harvests_into_one_folder_at_a_time_are_refused(
    basespace: BaseSpace, simulator: Simulator, tmp_path: Path
) -> None:
    first = asyncio.create_task(harvest(basespace, tmp_path))
    while not basespace.stats.requests:  # noqa: ASYNC110
        await asyncio.sleep(0)
    with pytest.raises(HarvestError) as caught:
        await harvest(basespace, tmp_path)
    assert str(caught.value) == f"another harvest writes {tmp_path} at this time; wait until it has ended"
    await first
    assert ids(tmp_path, "biosamples") == sorted(simulator.world.biosamples)


async def test_a_folder_of_another_server_format_or_release_is_refused(basespace: BaseSpace, tmp_path: Path) -> None:
    await harvest(basespace, tmp_path, tables=["usage"])
    where = f"{tmp_path / 'manifest.sqlite'} is of a harvest"
    what = "harvest into another folder, or delete this one"
    assert await refused(basespace, tmp_path, format="jsonl") == f"{where} as parquet files, not as jsonl; {what}"
    async with BaseSpace("token", server="http://127.0.0.1:9/v2") as other:
        told = await refused(other, tmp_path)
    assert told == f"{where} from {basespace.server}, not from http://127.0.0.1:9/v2; {what}"
    change_meta(tmp_path, "version", "0")
    assert await refused(basespace, tmp_path) == (
        f"{where} by another release of this package, with manifest version 0 instead of 1; {what}"
    )


def change_meta(folder: Path, name: str, value: str) -> None:
    connection = sqlite3.connect(folder / "manifest.sqlite")
    with connection:
        connection.execute("UPDATE meta SET value = ? WHERE name = ?", (value, name))
    connection.close()


async def test_a_folder_of_another_user_is_refused(basespace: BaseSpace, simulator: Simulator, tmp_path: Path) -> None:
    await harvest(basespace, tmp_path, tables=["usage"])
    user = simulator.world.user.id
    change_meta(tmp_path, "user", "1")
    before = rows(tmp_path, "usage")
    with pytest.raises(ConfigurationError) as caught:
        await harvest(basespace, tmp_path, tables=["usage"])
    assert str(caught.value) == (
        f"{tmp_path} is of a harvest by user 1, and this token is of user {user}; "
        "harvest into another folder, or delete this one"
    )
    assert rows(tmp_path, "usage") == before


async def test_what_is_no_manifest_is_refused_and_left_alone(basespace: BaseSpace, tmp_path: Path) -> None:
    path = tmp_path / "manifest.sqlite"
    path.write_bytes(b"not a database, but quite long enough to be taken for one" * 40)
    told = f"{path} is not the manifest of a harvest; harvest into another folder"
    assert await refused(basespace, tmp_path) == told
    assert path.read_bytes().startswith(b"not a database")
    path.unlink()
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE meta (name TEXT, value TEXT)")
    connection.close()
    assert await refused(basespace, tmp_path) == told
    path.unlink()
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE other (name TEXT)")
    connection.close()
    assert await refused(basespace, tmp_path) == told


async def test_part_files_without_a_manifest_are_not_mixed_with_others(basespace: BaseSpace, tmp_path: Path) -> None:
    await harvest(basespace, tmp_path, tables=["biosamples"])
    (tmp_path / "manifest.sqlite").unlink()
    assert await refused(basespace, tmp_path) == (
        f"{tmp_path} has biosamples/part-000001.parquet but no manifest; harvest into another folder"
    )
    assert (tmp_path / "biosamples" / "part-000001.parquet").exists()


async def test_a_part_file_that_was_changed_or_removed_is_told(
    basespace: BaseSpace, tmp_path: Path, small_parts: None
) -> None:
    await harvest(basespace, tmp_path, format="jsonl", tables=["biosamples"])
    path = tmp_path / "biosamples" / "part-000002.jsonl"
    size = path.stat().st_size
    with path.open("a") as file:
        file.write("\n")
    with pytest.raises(HarvestError) as caught:
        await harvest(basespace, tmp_path, format="jsonl", tables=["biosamples"])
    assert str(caught.value) == (
        f"{path} has {size + 1:,} bytes instead of {size:,}: it was changed after it was harvested; "
        "harvest into another folder, or delete this one"
    )
    path.unlink()
    with pytest.raises(HarvestError, match=r"part-000002\.jsonl is missing: it was changed after"):
        await harvest(basespace, tmp_path, format="jsonl", tables=["biosamples"])


async def test_what_a_killed_harvest_left_is_removed_and_nothing_else(basespace: BaseSpace, tmp_path: Path) -> None:
    await harvest(basespace, tmp_path, tables=["biosamples"])
    strays = [tmp_path / ".biosamples-part-000009.parquet.new", tmp_path / "biosamples" / "part-000009.parquet"]
    others = [tmp_path / "notes.txt", tmp_path / "biosamples" / "notes.txt", tmp_path / "own" / "part-000001.parquet"]
    (tmp_path / "own").mkdir()
    for path in (*strays, *others):
        path.write_text("x")
    await harvest(basespace, tmp_path, tables=["biosamples"])
    assert [path.exists() for path in strays] == [False, False]
    assert all(path.exists() for path in others)


@pytest.mark.slow
async def test_a_disk_that_is_full_is_told_and_the_next_harvest_goes_on(
    basespace: BaseSpace, simulator: Simulator, tmp_path: Path, small_parts: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(new: Path, final: Path) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(index, "put_in_place", full)
        with pytest.raises(HarvestError) as caught:
            await harvest(basespace, tmp_path, page_size=5)
    assert str(caught.value) == (
        "cannot write what was harvested: [Errno 28] No space left on device; once that is mended, the same call goes "
        "on from here"
    )
    report = await harvest(basespace, tmp_path, page_size=5)
    assert ids(tmp_path, "biosamples") == sorted(simulator.world.biosamples)
    assert report.tables["biosamples"].new == 30


async def test_a_manifest_that_cannot_be_written_is_told(
    basespace: BaseSpace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(HarvestError, match=r"^cannot write in .*inside: .*Not a directory"):
        await harvest(basespace, tmp_path / "file" / "inside", tables=["usage"])

    def broken(*arguments: Any, **more: Any) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    with monkeypatch.context() as patch:
        patch.setattr(manifest.sqlite3, "connect", broken)
        with pytest.raises(HarvestError, match=r"^cannot write in .*: disk I/O error$"):
            await harvest(basespace, tmp_path, tables=["usage"])

    class Broken(sqlite3.Connection):
        def execute(self, sql: str, *arguments: Any) -> sqlite3.Cursor:
            if sql.startswith("PRAGMA journal_mode"):
                raise sqlite3.OperationalError("disk I/O error")
            return super().execute(sql, *arguments)

    connect = sqlite3.connect
    monkeypatch.setattr(manifest.sqlite3, "connect", lambda *a, **k: connect(*a, factory=Broken, **k))
    with pytest.raises(HarvestError, match=r"^cannot write .*manifest.sqlite: disk I/O error$"):
        await harvest(basespace, tmp_path, tables=["usage"])


async def test_a_commit_and_a_part_file_are_on_the_disk_before_what_follows(
    basespace: BaseSpace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, waits_for_the_disk: None
) -> None:
    done: list[str] = []
    fsync, replace = os.fsync, os.replace

    def noted_fsync(descriptor: int) -> None:
        is_folder = stat.S_ISDIR(os.fstat(descriptor).st_mode)
        done.append("folder" if is_folder else "file")
        fsync(descriptor)

    def noted_replace(new: Path, final: Path) -> None:
        done.append("replace")
        replace(new, final)

    statements: list[str] = []
    connect = sqlite3.connect

    class Noting(sqlite3.Connection):
        def execute(self, sql: str, *arguments: Any) -> sqlite3.Cursor:
            statements.append(sql)
            if sql == "COMMIT" and done and done[-1] == "folder":
                done.append("commit")
            return super().execute(sql, *arguments)

    monkeypatch.setattr(part_files.os, "fsync", noted_fsync)
    monkeypatch.setattr(part_files.os, "replace", noted_replace)
    monkeypatch.setattr(manifest.sqlite3, "connect", lambda *a, **k: connect(*a, factory=Noting, **k))
    for format in ("jsonl", "parquet"):
        await harvest(basespace, tmp_path / format, format=format, tables=["usage"])  # type: ignore[arg-type]
        assert done == ["file", "replace", "folder", "commit"]
        done.clear()
    assert "PRAGMA synchronous = FULL" in statements
    assert "PRAGMA journal_mode = WAL" in statements


def test_the_package_is_imported_without_pyarrow(monkeypatch: pytest.MonkeyPatch) -> None:
    original = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        assert not name.startswith("pyarrow")
        return original(name, *rest, **more)

    monkeypatch.setattr(basespace_async, "harvest", basespace_async.harvest)  # the import replaces it
    for name in [name for name in sys.modules if name.startswith("basespace_async.harvest")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(builtins, "__import__", without)
    __import__("basespace_async.harvest")
