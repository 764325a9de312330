"""Whatever the disk, SQLite or Arrow raises comes out as an error of the package that says what to do."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest

from basespace_async import BaseSpace
from basespace_async.errors import BaseSpaceError, ConfigurationError
from basespace_async.harvest import HarvestError, IncompleteHarvestError, harvest
from basespace_async.harvest.store import manifest, store
from basespace_async.simulator import Simulator
from basespace_async.transport import HttpxTransport
from tests.support.harvest_folder import ids
from tests.support.paths import ROOT

pytestmark = pytest.mark.usefixtures("no_task_left")


def damage(path: Path, where: str) -> None:
    """Change a file without changing its length."""
    content = bytearray(path.read_bytes())
    start = {"head": 0, "middle": len(content) // 2, "tail": max(0, len(content) - 200)}[where]
    content[start : start + 150] = b"\xff" * len(content[start : start + 150])
    path.write_bytes(content)


@pytest.mark.parametrize("format", ["parquet", "jsonl"])
@pytest.mark.parametrize("where", ["head", "middle", "tail"])
async def test_a_damaged_part_file_is_told_with_what_to_do(
    basespace: BaseSpace, simulator: Simulator, tmp_path: Path, format: Any, where: str
) -> None:
    await harvest(basespace, tmp_path, format=format, tables=["biosamples"])
    (part,) = (tmp_path / "biosamples").iterdir()
    damage(part, where)
    await basespace.biosamples.set_status("104000007", "Canceled")
    with pytest.raises(HarvestError) as caught:
        await harvest(basespace, tmp_path, format=format, tables=["biosamples"], full=True)
    assert str(caught.value).startswith(f"{part} is damaged: ")
    assert str(caught.value).endswith("; harvest into another folder, or delete this one")
    part.write_bytes(b"{}\n" if format == "jsonl" else b"PAR1")


async def test_rows_without_the_columns_of_the_table_are_damage(basespace: BaseSpace, tmp_path: Path) -> None:
    await harvest(basespace, tmp_path, format="jsonl", tables=["biosamples"])
    (part,) = (tmp_path / "biosamples").iterdir()
    size = part.stat().st_size
    for text in ("{}", "[]", "7", '"a"'):
        part.write_text(text + "\n" + " " * (size - len(text) - 2) + "\n")
        await basespace.biosamples.set_status("104000007", "Canceled")
        await basespace.biosamples.set_status("104000007", "Active")
        with pytest.raises(HarvestError, match="is damaged"):
            await harvest(basespace, tmp_path, format="jsonl", tables=["biosamples"], full=True)


@pytest.mark.parametrize("pages", [1, 3, 6])
async def test_a_disk_that_is_full_while_the_manifest_is_made_is_told(
    basespace: BaseSpace, simulator: Simulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pages: int
) -> None:
    class Small(sqlite3.Connection):
        def execute(self, sql: str, *arguments: Any) -> sqlite3.Cursor:
            if sql.startswith("PRAGMA locking_mode"):
                super().execute(f"PRAGMA max_page_count = {pages}")
            return super().execute(sql, *arguments)

    connect = sqlite3.connect
    with monkeypatch.context() as patch:
        patch.setattr(manifest.sqlite3, "connect", lambda *a, **k: connect(*a, factory=Small, **k))
        with pytest.raises(HarvestError, match="database or disk is full"):
            await harvest(basespace, tmp_path)
    await harvest(basespace, tmp_path, tables=["biosamples"])
    assert ids(tmp_path, "biosamples") == sorted(simulator.world.biosamples)


async def test_a_folder_that_cannot_be_looked_into_or_named_is_told(basespace: BaseSpace, tmp_path: Path) -> None:
    for folder in (tmp_path / ("x" * 300), tmp_path / "a\0b", Path("/proc/1/nothing")):
        with pytest.raises((HarvestError, ConfigurationError), match="cannot write"):
            await harvest(basespace, folder, tables=["usage"])


@pytest.mark.parametrize("call", ["glob", "unlink", "stat"])
async def test_what_the_system_refuses_at_the_check_of_the_files_is_told(
    basespace: BaseSpace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    await harvest(basespace, tmp_path, tables=["biosamples"])
    (tmp_path / ".biosamples-part-000009.parquet.new").write_text("x")

    def refused(self: Path, *arguments: Any, **more: Any) -> Any:
        if "biosamples" in str(self) or call == "glob":
            raise PermissionError(13, "Permission denied")
        return original(self, *arguments, **more)

    original = getattr(Path, call)
    monkeypatch.setattr(Path, call, refused)
    with pytest.raises(BaseSpaceError, match="Permission denied"):
        await harvest(basespace, tmp_path, tables=["biosamples"])


SHIM = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
static int refused(int command) {
    return command == F_SETLK || command == F_SETLKW || command == F_GETLK;
}
#define WRAP(name) \
    int name(int descriptor, int command, ...) { \
        va_list list; va_start(list, command); void *argument = va_arg(list, void *); va_end(list); \
        if (refused(command)) { errno = LOCK_ERROR; return -1; } \
        int (*original)(int, int, ...) = dlsym(RTLD_NEXT, #name); \
        return original(descriptor, command, argument); \
    }
WRAP(fcntl)
WRAP(fcntl64)
"""
PROGRAM = """
import sys
from pathlib import Path
from basespace_async.harvest import HarvestError
from basespace_async.harvest.store.manifest import ManifestIdentity, open_manifest
try:
    open_manifest(Path(sys.argv[1]), ManifestIdentity("http://127.0.0.1/v2", "jsonl"))
except HarvestError as error:
    print(error)
"""


@pytest.mark.slow
@pytest.mark.parametrize("error", ["ENOLCK", "ENOSYS", "EOPNOTSUPP", "EINVAL"])
def test_a_file_system_without_locks_is_told_and_not_taken_for_another_harvest(tmp_path: Path, error: str) -> None:
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None or not sys.platform.startswith("linux"):
        pytest.skip("fcntl is replaced by a library that a C compiler makes, on Linux")
    source, library, folder = tmp_path / "shim.c", tmp_path / "shim.so", tmp_path / "lab"
    source.write_text(SHIM)
    subprocess.run(
        [compiler, "-shared", "-fPIC", f"-DLOCK_ERROR={error}", "-o", str(library), str(source), "-ldl"], check=True
    )
    environment = {**os.environ, "LD_PRELOAD": str(library), "PYTHONPATH": os.pathsep.join(sys.path)}
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(folder)], env=environment, capture_output=True, text=True, cwd=ROOT
    )
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.startswith(f"the file system of {folder} gives no locks ("), ended.stdout
    assert "harvest into a folder on another file system" in ended.stdout
    assert not [path for path in folder.iterdir() if path.name != "manifest.sqlite"]


async def test_an_error_that_is_kept_does_not_keep_the_folder(
    basespace: BaseSpace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await harvest(basespace, tmp_path, format="jsonl", tables=["biosamples"])
    (part,) = (tmp_path / "biosamples").iterdir()
    damage(part, "head")
    errors = []
    for status in ("Canceled", "Active"):
        await basespace.biosamples.set_status("104000007", status)
        with pytest.raises(HarvestError, match="is damaged") as caught:
            await harvest(basespace, tmp_path, format="jsonl", tables=["biosamples"])
        errors.append(caught.value)
    assert len(errors) == 2


async def test_a_folder_is_free_again_where_no_thread_can_be_started(
    basespace: BaseSpace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = 0
    in_executor = store.in_executor

    async def few(thread: Any, call: Any, *arguments: Any, **more: Any) -> Any:
        nonlocal started
        started += 1
        if started > 3:
            raise RuntimeError("can't start new thread")
        return await in_executor(thread, call, *arguments, **more)

    with monkeypatch.context() as patch:
        patch.setattr(store, "in_executor", few)
        with pytest.raises(HarvestError, match="can't start new thread"):
            await harvest(basespace, tmp_path, tables=["usage"])
    await harvest(basespace, tmp_path, tables=["usage"])


@pytest.mark.parametrize("total", [2**63, 2**64 - 1])
async def test_a_count_that_no_integer_holds_is_no_count(tmp_path: Path, total: int) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/users/current"):
            return httpx.Response(200, json={"Id": "1"})
        items = [{"Id": str(number)} for number in range(3)] if request.url.params["offset"] == "0" else []
        return httpx.Response(200, json={"Items": items, "Paging": {"TotalCount": total, "SortBy": "Id"}})

    async with (
        httpx.AsyncClient(transport=httpx.MockTransport(answer)) as client,
        BaseSpace("token", transport=HttpxTransport(client)) as basespace,
    ):
        try:
            report = await harvest(basespace, tmp_path, tables=["biosamples"], concurrency=1)
        except IncompleteHarvestError as error:
            report = error.report
    assert report.tables["biosamples"].total == 3
    assert report.tables["biosamples"].counted is None
