"""Ways of fsspec round a filesystem: URLs, chains, caches on the disk, folders as roots, mappings."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import fsspec
import pytest

from basespace_async.filesystem import BaseSpaceFileSystem, ReadOnlyError
from basespace_async.simulator import Simulator
from tests.support.simulated_files import Placed, asked

TABLE = b"sample,reads\nA,1\nB,2\n"


@pytest.fixture
def url(simulator: Simulator, placed: Placed, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[str]:
    """The URL of the placed dataset, of the account of the environment."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("BASESPACE_API_SERVER", simulator.url)
    monkeypatch.setenv("BASESPACE_ACCESS_TOKEN", simulator.token)
    BaseSpaceFileSystem.clear_instance_cache()
    yield f"basespace://{placed.path}"
    fsspec.filesystem("basespace").close()
    BaseSpaceFileSystem.clear_instance_cache()


def test_urls_are_opened_one_or_many(url: str) -> None:
    with fsspec.open(f"{url}/table.csv", "rt", newline="") as file:
        assert file.read() == TABLE.decode()
    with fsspec.open_files(f"{url}/*.csv") as files:
        assert [file.read() for file in files] == [TABLE]
    with pytest.raises(ReadOnlyError), fsspec.open(f"{url}/new.csv", "wb"):
        pass


@pytest.mark.parametrize("cache", ["simplecache", "filecache"])  # fsspec's `blockcache` leaves a file open
def test_files_are_kept_on_the_disk_by_fsspecs_caches(
    url: str, simulator: Simulator, tmp_path: Path, cache: str
) -> None:
    options = {cache: {"cache_storage": str(tmp_path / "kept")}}
    for _ in range(2):
        with fsspec.open(f"{cache}::{url}/table.csv", **options) as file:
            assert file.read() == TABLE
    assert asked(simulator)["store"] == 1


def test_a_local_copy_is_made_of_what_a_pattern_finds(url: str, tmp_path: Path) -> None:
    copies = fsspec.open_local(f"simplecache::{url}/*.csv", simplecache={"cache_storage": str(tmp_path / "kept")})
    assert [Path(copy).read_bytes() for copy in copies] == [TABLE]


def test_a_folder_is_the_root_of_another_filesystem(url: str, placed: Placed) -> None:
    root = fsspec.filesystem("dir", path=placed.path, fs=fsspec.filesystem("basespace"))
    assert root.find("") == sorted(placed.files)
    assert root.glob("logs/*.txt") == ["logs/out.txt"]
    assert root.cat("table.csv") == TABLE
    assert [folder for folder, _, _ in root.walk("")] == ["", "logs", "logs/deep"]
    with root.open("logs/out.txt", "rt") as file:
        assert file.read() == "done\n"
    with pytest.raises(ReadOnlyError):
        root.rm("table.csv")


def test_a_folder_is_a_mapping(url: str, placed: Placed) -> None:
    files = fsspec.get_mapper(url)
    assert sorted(files) == sorted(placed.files)
    assert files["logs/out.txt"] == b"done\n"
    assert "nothing" not in files
    with pytest.raises(KeyError):
        files["nothing"]
    with pytest.raises(ReadOnlyError):
        files["new"] = b""


def test_parts_of_a_file_are_read_by_name(url: str, placed: Placed) -> None:
    fs, path = fsspec.filesystem("basespace"), placed.at("table.csv")
    assert (fs.head(path, 6), fs.tail(path, 4)) == (b"sample", b"B,2\n")
    assert fs.read_block(path, 3, 12, b"\n") == b"A,1\n"
    assert fs.read_text(path) == TABLE.decode()
    assert fs.sizes([path, placed.at("empty.bin")]) == [21, 0]
    assert fs.stat(path) == fs.info(path)
    assert set(fs.cat([path, placed.at("nothing")], on_error="omit")) == {path}


def test_what_tells_files_apart_changes_with_them_alone(url: str, simulator: Simulator, placed: Placed) -> None:
    fs, path = fsspec.filesystem("basespace"), placed.at("table.csv")
    before = fs.ukey(path), fs.checksum(path)
    fs.invalidate_cache()
    assert (fs.ukey(path), fs.checksum(path)) == before
    simulator.world.files.replace_all(placed.dataset)
    simulator.world.add_file(placed.dataset, "table.csv", TABLE.replace(b"2", b"3"))
    fs.invalidate_cache()
    assert fs.ukey(path) != before[0]
    assert fs.checksum(path) != before[1]


def test_positions_in_an_open_file_are_those_of_a_file_on_a_disk(url: str, placed: Placed) -> None:
    with fsspec.filesystem("basespace").open(placed.at("table.csv")) as file:
        assert (file.readable(), file.seekable(), file.writable()) == (True, True, False)
        assert (file.seek(100), file.read(3), file.tell()) == (100, b"", 100)
        assert (file.seek(-4, 2), file.read(None)) == (17, b"B,2\n")
        assert (file.seek(2), file.seek(3, 1), file.readline()) == (2, 5, b"e,reads\n")
        buffer = bytearray(4)
        assert (file.readinto(buffer), bytes(buffer)) == (4, b"A,1\n")
        for position in ((-1, 0), (-22, 2)):
            with pytest.raises(ValueError, match="before start of file"):
                file.seek(*position)
    with pytest.raises(ValueError, match="closed"):
        file.read(1)
