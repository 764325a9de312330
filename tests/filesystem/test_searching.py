"""Many folders, listed side by side."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from basespace_async.filesystem import search
from basespace_async.filesystem.listings import Child
from basespace_async.filesystem.tree import FileEntry, TreeEntry

FOLDERS = 20


class WatchedListings:
    """Twenty folders with a file in each, and how many are listed or looked at side by side."""

    def __init__(self, missing: str = "", refused: str = "") -> None:
        self.peak = self.running = 0
        self.asked: list[str] = []
        self._missing = missing
        self._refused = refused

    async def _answer(self, path: str) -> None:
        self.asked.append(path)
        self.running += 1
        self.peak = max(self.peak, self.running)
        await asyncio.sleep(0)
        self.running -= 1
        if path == self._missing:
            raise FileNotFoundError(path)
        if path == self._refused:
            raise PermissionError(path)

    async def children(self, path: str) -> list[Child]:
        await self._answer(path)
        if path == "top":
            return [(f"top/{number}", TreeEntry(str(number))) for number in range(FOLDERS)]
        return [(f"{path}/file", FileEntry("1", "file", 1))]

    async def info(self, path: str) -> dict[str, Any]:
        await self._answer(path)
        return {"name": path, "type": "file" if path.endswith("file") else "directory", "size": 1}


async def find(listings: Any, **how: Any) -> Any:
    return await search.find(listings, "top", **{"maxdepth": None, "withdirs": False, "prefix": "", **how})


async def walk(listings: Any, **how: Any) -> list[search.Step]:
    options = {"maxdepth": None, "topdown": True, "on_error": "omit", "detail": False, **how}
    return [step async for step in search.walk(listings, "top", **options)]


async def glob(listings: Any, pattern: str) -> Any:
    async def default(path: str, detail: bool) -> dict[str, Any]:
        raise AssertionError("this pattern is not fsspec's to find")

    return await search.glob(listings, pattern, only_folders=False, default=default)


@pytest.mark.parametrize("how", ["find", "glob of folders", "glob of paths"])
async def test_eight_folders_are_listed_side_by_side(how: str) -> None:
    listings = WatchedListings()
    if how == "find":
        assert len(await find(listings)) == FOLDERS
    else:
        assert len(await glob(listings, "top/*/fil*" if how == "glob of folders" else "top/*/file")) == FOLDERS
    assert listings.peak == 8


async def test_a_depth_of_one_lists_one_folder() -> None:
    listings = WatchedListings()
    assert await find(listings, maxdepth=1) == {}
    assert len(await find(listings, maxdepth=1, withdirs=True)) == FOLDERS + 1
    assert len(await find(listings, maxdepth=2)) == FOLDERS
    assert [folder for folder, _, _ in await walk(listings, maxdepth=1)] == ["top"]
    assert len(await walk(listings, maxdepth=2)) == FOLDERS + 1
    for depth in (0, -1):
        with pytest.raises(ValueError, match="maxdepth must be at least 1"):
            await find(listings, maxdepth=depth)
        with pytest.raises(ValueError, match="maxdepth must be at least 1"):
            await walk(listings, maxdepth=depth)


async def test_a_prefix_leaves_out_folders_unlisted() -> None:
    listings = WatchedListings()
    assert sorted(await find(listings, prefix="1")) == sorted(
        f"top/{number}/file" for number in range(FOLDERS) if str(number).startswith("1")
    )
    assert "top/2" not in listings.asked


async def test_a_folder_that_is_gone_meanwhile_is_left_out_of_a_glob_and_a_walk_and_no_other_is() -> None:
    assert len(await glob(WatchedListings(missing="top/3"), "top/*/fil*")) == FOLDERS - 1
    assert len(await glob(WatchedListings(missing="top/3/file"), "top/*/file")) == FOLDERS - 1
    steps = await walk(WatchedListings(missing="top/3"))
    assert [files for folder, _, files in steps if folder == "top/3"] == [[]]
    for question in (find(WatchedListings(missing="top/3")), walk(WatchedListings(missing="top/3"), on_error="raise")):
        with pytest.raises(FileNotFoundError):
            await question
    for question in (
        find(WatchedListings(refused="top/3")),
        glob(WatchedListings(refused="top/3"), "top/*/fil*"),
        glob(WatchedListings(refused="top/3/file"), "top/*/file"),
        walk(WatchedListings(refused="top/3")),
    ):
        with pytest.raises(PermissionError):
            await question
    told: list[OSError] = []
    steps = await walk(WatchedListings(refused="top/3"), on_error=told.append)
    assert (len(steps), [type(error) for error in told]) == (FOLDERS + 1, [PermissionError])


async def test_a_walk_goes_into_folders_in_their_order_and_not_into_those_that_were_removed() -> None:
    names = [str(number) for number in range(FOLDERS)]
    assert (await walk(WatchedListings()))[0] == ("top", names, [])
    assert [folder for folder, _, _ in await walk(WatchedListings())][1:] == [f"top/{name}" for name in names]
    upwards = [folder for folder, _, _ in await walk(WatchedListings(), topdown=False)]
    assert upwards == [*(f"top/{name}" for name in names), "top"]
    seen = []
    async for folder, folders, _ in search.walk(  # type: ignore[arg-type]
        WatchedListings(), "top", maxdepth=None, topdown=True, on_error="omit", detail=True
    ):
        seen.append(folder)
        for name in names[2:]:
            folders.pop(name, None)
    assert seen == ["top", "top/0", "top/1"]


@pytest.mark.parametrize(
    ("pattern", "folder"),
    [("a/b", "a/b"), ("a/*/c", "a"), ("*/b", ""), ("a/b/c?", "a/b"), ("a/[b]/*", "a"), ("", "")],
)
def test_a_pattern_applies_below_its_last_plain_folder(pattern: str, folder: str) -> None:
    assert search.without_patterns(pattern) == folder
