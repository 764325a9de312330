"""Files on disk: whole or not at all, and never outside the folder."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from basespace_async import ConnectionLostError
from basespace_async.downloads import DownloadError, save, target_path


async def pieces(*content: bytes) -> AsyncIterator[bytes]:
    for piece in content:
        yield piece


async def test_a_file_appears_with_all_of_its_bytes(tmp_path: Path) -> None:
    written: list[int] = []
    target = tmp_path / "a" / "b" / "reads.fastq.gz"
    assert await save(pieces(b"one", b"two"), target, size=6, progress=written.append) == target
    assert target.read_bytes() == b"onetwo"
    assert written == [3, 3]
    assert [path.name for path in target.parent.iterdir()] == ["reads.fastq.gz"]


@pytest.mark.parametrize("size", [5, 7])
async def test_a_file_of_another_size_than_announced_never_gets_its_name(tmp_path: Path, size: int) -> None:
    with pytest.raises(ConnectionLostError, match=f"6 bytes arrived, {size} were expected"):
        await save(pieces(b"onetwo"), tmp_path / "reads", size=size)
    assert list(tmp_path.iterdir()) == []


async def test_a_failed_download_leaves_the_earlier_file_as_it_was(tmp_path: Path) -> None:
    target = tmp_path / "reads"
    target.write_bytes(b"earlier")
    with pytest.raises(ConnectionLostError):
        await save(pieces(b"x"), target, size=2)
    assert target.read_bytes() == b"earlier"
    assert list(tmp_path.iterdir()) == [target]


async def test_a_cancelled_download_leaves_nothing(tmp_path: Path) -> None:
    started = asyncio.Event()

    async def endless() -> AsyncIterator[bytes]:
        yield b"first"
        started.set()
        await asyncio.Event().wait()

    task = asyncio.create_task(save(endless(), tmp_path / "reads", size=None))
    await started.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("moment", range(12))
async def test_a_download_cancelled_at_any_moment_leaves_the_whole_file_or_nothing(tmp_path: Path, moment: int) -> None:
    task = asyncio.create_task(save(pieces(b"one", b"two"), tmp_path / "reads", size=6))
    for _ in range(moment):
        await asyncio.sleep(0.0005 if moment > 3 else 0)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await asyncio.sleep(0.01)
    assert [path.read_bytes() for path in tmp_path.iterdir()] in ([], [b"onetwo"])


async def test_a_target_that_cannot_be_written_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(DownloadError, match="cannot write"):
        await save(pieces(b"x"), tmp_path / "file" / "below", size=1)


@pytest.mark.parametrize("path", ["a.txt", "Data/Intensities/a b.txt", "ünï/ç.gz", "a..b/..c"])
def test_a_relative_path_goes_below_the_folder(path: str) -> None:
    assert target_path(Path("/results"), path) == Path("/results") / path


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/etc/passwd",
        "../x",
        "a/../../x",
        "a/..",
        "C:/x",
        "C:x",
        "//host/share/x",
        "a\\..\\..\\x",
        "a\0b",
        "\\x",
        ".",
    ],
)
def test_a_path_that_leads_out_of_the_folder_is_refused(path: str) -> None:
    with pytest.raises(DownloadError, match="does not lie below"):
        target_path(Path("/results"), path)


@given(st.text(alphabet=st.sampled_from("ab./\\:\0~ ")))
def test_no_path_at_all_leads_out_of_the_folder(path: str) -> None:
    folder = Path("/results")
    try:
        target = target_path(folder, path)
    except DownloadError:
        return
    assert target != folder
    assert target.resolve().is_relative_to(folder)
