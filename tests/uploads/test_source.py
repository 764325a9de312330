"""Files on disk that are uploaded."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from basespace_async.downloads.options import Filter
from basespace_async.errors import SourceChangedError, UploadError
from basespace_async.uploads.source import OpenSource, SourceFile, find_sources


def _paths(*paths: str | Path, chosen: Filter | None = None) -> list[str]:
    return [file.path for file in find_sources(paths, chosen)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "deep.txt").write_bytes(b"deep")
    (tmp_path / "a.txt").write_bytes(b"a")
    return tmp_path


def test_a_folder_stands_for_the_files_below_it_and_a_file_for_its_name(folder: Path) -> None:
    assert _paths(folder) == ["a.txt", "b/deep.txt"]
    assert _paths(folder / "b" / "deep.txt") == ["deep.txt"]


def test_filters_choose_files_by_their_path(folder: Path) -> None:
    assert _paths(folder, chosen=Filter(exclude=("b/*",))) == ["a.txt"]


def test_two_files_of_one_path_are_refused(folder: Path) -> None:
    with pytest.raises(UploadError, match=r"would both be 'a.txt'"):
        find_sources([folder, folder / "a.txt"])


def test_nothing_to_upload_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UploadError, match="there is no file to upload in"):
        find_sources(tmp_path)


@pytest.mark.parametrize("missing", ["nowhere", "nowhere/deep"])
def test_a_missing_file_is_an_error_that_names_it(tmp_path: Path, missing: str) -> None:
    with pytest.raises(UploadError, match=r"cannot read .*nowhere"):
        find_sources(tmp_path / missing)


def test_what_is_no_regular_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UploadError, match="no regular file"):
        find_sources(tmp_path)


@pytest.mark.parametrize("name", ["a\nb", "a\\b"])
def test_names_that_the_service_cannot_have_are_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"")
    with pytest.raises(UploadError, match="may not be in a name"):
        find_sources(tmp_path)


def test_a_part_is_read_with_its_md5(folder: Path) -> None:
    (file,) = find_sources(folder / "b" / "deep.txt")
    source = OpenSource(file)
    buffer = memoryview(bytearray(2))
    assert source.read(1, buffer) == hashlib.md5(b"ee").digest()
    assert buffer == b"ee"
    source.close()


@pytest.mark.parametrize("change", ["longer", "same size", "shorter"])
def test_a_file_that_changes_while_it_is_read_is_noticed(tmp_path: Path, change: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"before")
    os.utime(path, ns=(1, 1))
    source = OpenSource(SourceFile.of(path, "file"))
    path.write_bytes({"longer": b"before and after", "same size": b"after!", "shorter": b"b"}[change])
    with pytest.raises(SourceChangedError, match="changed while it was uploaded"):
        source.read(0, memoryview(bytearray(6)))
    source.close()


def test_a_file_that_was_replaced_since_it_was_found_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"before")
    file = SourceFile.of(path, "file")
    path.rename(tmp_path / "kept")
    path.write_bytes(b"before")
    with pytest.raises(SourceChangedError):
        OpenSource(file)
