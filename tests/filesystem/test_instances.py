"""Whose data a filesystem reads, what it shows of that, and how it comes to other loops and processes."""

from __future__ import annotations

import errno
import json
import pickle
import subprocess
import sys
from pathlib import Path

import fsspec
import pytest

from basespace_async import ConfigurationError, RedisBudget
from basespace_async.filesystem import BaseSpaceFileSystem
from basespace_async.filesystem.options import Account
from basespace_async.simulator import Simulator
from basespace_async.transport import RateLimit, RetryPolicy, Timeouts
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


REDIS = "redis://:one@localhost:6379/0"


@pytest.mark.parametrize(
    "other",
    [
        {"shared_budget": RedisBudget(REDIS, name="b", workers=2)},
        {"shared_budget": RedisBudget(REDIS, name="a", workers=3)},
        {"shared_budget": RedisBudget(REDIS.replace("one", "two"), name="a", workers=2)},
        {"shared_budget": RedisBudget(REDIS, name="a", workers=2), "rate_limit": RateLimit(5)},
        {},
        None,
    ],
    ids=["name", "workers", "password", "one more option", "empty", "none"],
)
def test_filesystems_of_other_client_options_are_not_taken_for_one(other: dict[str, object] | None) -> None:
    first = BaseSpaceFileSystem(token="t", client_options={"shared_budget": RedisBudget(REDIS, name="a", workers=2)})
    same = BaseSpaceFileSystem(token="t", client_options={"shared_budget": RedisBudget(REDIS, name="a", workers=2)})
    second = BaseSpaceFileSystem(token="t", client_options=other)
    assert first is same
    assert first is not second
    assert first != second
    assert pickle.loads(pickle.dumps(first)) is first
    BaseSpaceFileSystem.clear_instance_cache()


def test_options_that_cannot_be_pickled_are_told_apart_by_what_they_are() -> None:
    hooks = [lambda event: None for _ in range(2)]
    systems = [BaseSpaceFileSystem(token="t", client_options={"on_request": hook}) for hook in [*hooks, *hooks]]
    assert systems[0] is systems[2]
    assert systems[1] is systems[3]
    assert systems[0] is not systems[1]
    BaseSpaceFileSystem.clear_instance_cache()


def test_json_has_the_settings_of_the_client_and_no_secret() -> None:
    settings = {
        "rate_limit": RateLimit(5, concurrency=3),
        "retry": RetryPolicy(max_retries=1, statuses=frozenset({503, 429})),
        "timeouts": Timeouts(read=None),
        "max_connections": 7,
        "on_retry": None,
    }
    options = {**settings, "shared_budget": RedisBudget("redis://:hidden@localhost"), "on_request": print}
    fs = BaseSpaceFileSystem(profile="lab", client_options=options)
    text = fs.to_json()
    assert "hidden" not in text + repr(fs.storage_options) + repr(fs)
    again = BaseSpaceFileSystem.from_json(text)
    assert again.storage_options == {"profile": "lab", "client_options": settings}
    assert again is BaseSpaceFileSystem(profile="lab", client_options=settings)
    assert json.loads(BaseSpaceFileSystem(token=SECRET).to_json()) == {
        "cls": "basespace_async.filesystem.core:BaseSpaceFileSystem", "protocol": "basespace", "args": []
    }  # fmt: skip
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


@pytest.mark.parametrize(
    ("content", "changed"),
    [(b"sample,reads\nA,1\nB,2\n", False), (b"sample,reads\nA,1\nB,3\n", True), (b"sample,reads\n", True)],
    ids=["the same", "same size", "other size"],
)
def test_an_open_file_is_told_apart_from_its_successor(
    environment: None, simulator: Simulator, placed: Placed, content: bytes, changed: bool
) -> None:
    fs = made()
    with fs.open(placed.at("table.csv")) as file:
        sent = pickle.dumps(file)
    simulator.world.files.replace_all(placed.dataset)
    simulator.world.add_file(placed.dataset, "table.csv", content)
    if changed:
        with pytest.raises(OSError, match="changed since it was opened") as caught:
            pickle.loads(sent)
        assert (caught.value.errno, caught.value.filename) == (errno.ESTALE, placed.at("table.csv"))
    else:
        with pickle.loads(sent) as again:
            assert again.read() == content
    fs.close()
    BaseSpaceFileSystem.clear_instance_cache()


def test_it_shows_whose_data_it_reads() -> None:
    assert repr(made(token="t")) == "<BaseSpaceFileSystem of a token for https://api.basespace.illumina.com/v2>"
    assert "https://api.euc1.sh.basespace.illumina.com/v2" in repr(made(token="t", region="euc1"))
    assert repr(made(profile="lab")) == "<BaseSpaceFileSystem of profile lab>"
    assert repr(made()) == "<BaseSpaceFileSystem of the configuration where it is used>"
    assert made().fsid == "basespace"


def test_json_has_only_the_settings_that_were_given() -> None:
    fs = BaseSpaceFileSystem(token="t", client_options={"max_connections": 3})
    assert fs.to_dict()["client_options"] == {"max_connections": 3}
    BaseSpaceFileSystem.clear_instance_cache()


def test_settings_of_the_client_may_be_dicts() -> None:
    plain = {"rate_limit": {"rate": 20}, "retry": {"max_retries": 1}, "timeouts": {"read": 5}, "max_connections": 3}
    settings = {
        "rate_limit": RateLimit(20), "retry": RetryPolicy(max_retries=1), "timeouts": Timeouts(read=5),
        "max_connections": 3,
    }  # fmt: skip
    first = BaseSpaceFileSystem(token="t", client_options=plain)
    assert first is BaseSpaceFileSystem(token="t", client_options=settings)
    assert first.storage_options == {"client_options": settings}
    assert plain["retry"] == {"max_retries": 1}
    BaseSpaceFileSystem.clear_instance_cache()


@pytest.mark.parametrize("region", ["use1", "euc1"])
def test_the_region_that_is_named_is_the_one_of_the_configuration(
    environment: None, monkeypatch: pytest.MonkeyPatch, region: str
) -> None:
    monkeypatch.delenv("BASESPACE_API_SERVER")
    monkeypatch.setenv("BASESPACE_REGION", "euc1")
    account = Account.of(None, None, region, None, {})
    if region == "euc1":
        assert account.discover().server == account.server
    else:
        with pytest.raises(ConfigurationError, match=r"is not sent to https://api\.basespace"):
            account.discover()


def test_it_can_be_used_again_after_it_was_closed(
    fs: BaseSpaceFileSystem, placed: Placed, simulator: Simulator
) -> None:
    assert fs.cat(placed.at("table.csv")) == fs.cat(placed.at("table.csv"))
    fs.close()
    fs.close()
    assert fs.cat(placed.at("table.csv")).startswith(b"sample")
    assert asked(simulator)["store"] == 3


FORKED = """
import gc, os, sys
from basespace_async.filesystem import BaseSpaceFileSystem, session
fs, path = BaseSpaceFileSystem(), sys.argv[1]
file = fs.open(path, cache_type="none")
first = file.read(4)
child = os.fork()
if child == 0:
    good = fs.cat_file(path, 0, 4) == first and file.read(4) == bytes(range(4, 8))
    fs.close()
    os._exit(0 if good else 3)
assert os.waitpid(child, 0)[1] == 0
child = os.fork()
if child == 0:
    session._MAX_CLOSING = 3600
    BaseSpaceFileSystem.clear_instance_cache()
    del fs, file
    gc.collect()
    os._exit(0)
assert os.waitpid(child, 0)[1] == 0
assert file.read(4) == bytes(range(4, 8)) and fs.cat_file(path, 8, 9) == b"\\x08"
print("both")
"""


@pytest.mark.slow
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
