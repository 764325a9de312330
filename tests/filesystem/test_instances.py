"""Whose data a filesystem reads, what it shows of that, and how it comes to other loops and processes."""

from __future__ import annotations

import asyncio
import gc
import json
import pickle
import subprocess
import sys
from pathlib import Path

import fsspec
import pytest

from basespace_async import ConfigurationError
from basespace_async.filesystem import BaseSpaceFileSystem
from basespace_async.simulator import Simulator
from tests.support.paths import ROOT
from tests.support.simulated_files import Placed, asked

SECRET = "token-that-nobody-may-see"


def made(**options: object) -> BaseSpaceFileSystem:
    return BaseSpaceFileSystem(skip_instance_cache=True, **options)


@pytest.fixture
def environment(simulator: Simulator, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("BASESPACE_API_SERVER", simulator.url)
    monkeypatch.setenv("BASESPACE_ACCESS_TOKEN", simulator.token)


def test_fsspec_finds_it_by_its_name() -> None:
    assert fsspec.get_filesystem_class("basespace") is BaseSpaceFileSystem


def test_the_environment_is_read_when_it_is_used_first(
    monkeypatch: pytest.MonkeyPatch, simulator: Simulator, placed: Placed, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    fs = made()
    with pytest.raises(ConfigurationError, match="BASESPACE_ACCESS_TOKEN"):
        fs.ls("projects")
    monkeypatch.setenv("BASESPACE_API_SERVER", simulator.url)
    monkeypatch.setenv("BASESPACE_ACCESS_TOKEN", simulator.token)
    assert fs.exists(placed.at("table.csv"))
    fs.close()


def test_profiles_are_used(
    monkeypatch: pytest.MonkeyPatch, simulator: Simulator, placed: Placed, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    for name, token in (("default", simulator.token), ("lab", "another-token")):
        profile = tmp_path / ".basespace" / f"{name}.cfg"
        profile.parent.mkdir(exist_ok=True)
        profile.write_text(f"apiServer = {simulator.url}\naccessToken = {token}\n")
        profile.chmod(0o600)
    fs, lab = made(), made(profile="lab")
    assert fs.exists(placed.at("table.csv"))
    with pytest.raises(PermissionError, match="401"):
        lab.ls("projects")
    assert "profile lab" in repr(lab)
    for each in (fs, lab):
        each.close()


def test_nobodys_own_token_goes_to_another_server(environment: None, simulator: Simulator) -> None:
    with Simulator(biosamples=0).in_thread() as other:
        fs = made(server=other.url)
        with pytest.raises(ConfigurationError, match="is not sent to"):
            fs.ls("projects")
        assert other.statistics.requests == 0
    fs = made(server=simulator.url)
    assert fs.ls("projects")
    fs.close()


def test_options_that_cannot_work_are_refused() -> None:
    with pytest.raises(ConfigurationError, match="not both"):
        made(token="t", profile="lab")
    with pytest.raises(ConfigurationError, match="region"):
        made(token="t", region="mars")


def test_a_token_is_shown_nowhere() -> None:
    fs = BaseSpaceFileSystem(token=SECRET, server="http://127.0.0.1:1")
    shown = [repr(fs), str(fs), fs.to_json(), json.dumps(fs.to_dict()), str(fs.storage_options), str(vars(fs))]
    assert not any(SECRET in text for text in [*shown, str(fs._fs_token), fs.__dask_tokenize__()])
    other = BaseSpaceFileSystem(token=f"{SECRET}2", server="http://127.0.0.1:1")
    assert fs is BaseSpaceFileSystem(token=SECRET, server="http://127.0.0.1:1")
    assert fs is not other
    assert pickle.loads(pickle.dumps(fs)) is fs
    BaseSpaceFileSystem.clear_instance_cache()


def test_a_filesystem_without_a_token_is_sent_without_one(environment: None, simulator: Simulator) -> None:
    fs = made(block_size=1000)
    assert fs.ls("projects")
    sent = pickle.dumps(fs)
    assert simulator.token.encode() not in sent
    there = pickle.loads(sent)
    assert there.storage_options == {"block_size": 1000}
    assert there.ls("projects") == fs.ls("projects")
    assert type(fs).from_json(fs.to_json()).ls("projects") == fs.ls("projects")
    for each in (fs, there):
        each.close()
    fsspec.filesystem("basespace", block_size=1000).close()
    BaseSpaceFileSystem.clear_instance_cache()


def test_an_open_file_goes_on_where_it_is_sent_if_it_is_the_same_still(
    environment: None, simulator: Simulator, placed: Placed
) -> None:
    fs = fsspec.filesystem("basespace")
    path = placed.at("numbers.bin")
    with fs.open(path) as file:
        file.seek(300)
        sent = pickle.dumps(file)
        with pickle.loads(sent) as again:
            assert again.read(5) == bytes(range(44, 49))
    fs.invalidate_cache()
    world = simulator.world
    world.files.replace_all(placed.dataset)
    world.add_file(placed.dataset, "numbers.bin", bytes(placed.files["numbers.bin"].content.size))
    with pytest.raises(OSError, match="changed since it was opened"):
        pickle.loads(sent)
    fs.close()
    BaseSpaceFileSystem.clear_instance_cache()


def test_each_event_loop_has_a_client_of_its_own(simulator: Simulator, placed: Placed) -> None:
    fs = made(token=simulator.token, server=simulator.url, asynchronous=True)

    async def read(start: int) -> bytes:
        found: bytes = await fs._cat_file(placed.at("numbers.bin"), start, start + 3)
        await fs.aclose()
        return found

    assert [asyncio.run(read(start)) for start in range(3)] == [bytes(range(start, start + 3)) for start in range(3)]
    assert asked(simulator)["store"] == 3


def test_a_filesystem_that_nobody_has_any_more_is_closed(simulator: Simulator) -> None:
    fs = made(token=simulator.token, server=simulator.url)
    assert fs.ls("biosamples")
    (connection, end) = next(iter(fs._connections.values()))
    client = connection.client
    del fs, connection
    gc.collect()
    assert not end.alive
    assert "(closed)" in repr(client)


def test_it_can_be_used_again_after_it_was_closed(
    fs: BaseSpaceFileSystem, placed: Placed, simulator: Simulator
) -> None:
    assert fs.cat(placed.at("table.csv")) == fs.cat(placed.at("table.csv"))
    fs.close()
    fs.close()
    assert fs.cat(placed.at("table.csv")).startswith(b"sample")
    assert asked(simulator)["store"] == 3


FORKED = """
import os, sys
from basespace_async.filesystem import BaseSpaceFileSystem
fs, path = BaseSpaceFileSystem(), sys.argv[1]
file = fs.open(path, cache_type="none")
first = file.read(4)
child = os.fork()
if child == 0:
    good = fs.cat_file(path, 0, 4) == first and file.read(4) == bytes(range(4, 8))
    fs.close()
    os._exit(0 if good else 3)
assert os.waitpid(child, 0)[1] == 0
assert file.read(4) == bytes(range(4, 8)) and fs.cat_file(path, 8, 9) == b"\\x08"
print("both")
"""


def test_a_forked_process_reads_beside_its_parent(environment: None, placed: Placed) -> None:
    command = [
        sys.executable,
        "-W",
        "error",
        "-W",
        "ignore::DeprecationWarning",
        "-c",
        FORKED,
        placed.at("numbers.bin"),
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    assert (done.stdout, done.stderr, done.returncode) == ("both\n", "", 0)


def test_without_fsspec_it_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    code = (
        "import sys; sys.modules['fsspec'] = None\n"
        "from basespace_async import filesystem, ConfigurationError\n"
        "try: filesystem.BaseSpaceFileSystem\n"
        "except ConfigurationError as error: print(error)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.stdout == "basespace:// needs fsspec: pip install 'basespace-async[fsspec]'\n"
