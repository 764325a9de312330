"""fsspec's own tests of filesystems, as far as they are of one that can only be read.

They get files, which are put into the simulated service beforehand. Those of opening for writing, of put, copy, move
and pipe do not apply: the filesystem is read-only.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator
from hashlib import md5

import fsspec.tests.abstract as abstract
import pytest

from basespace_async.filesystem import BaseSpaceFileSystem
from basespace_async.simulator import Simulator
from tests.support.simulated_files import place

PATH = "projects/My study/Liver-1_L001"
SCENARIOS = {
    "bulk": ["file1", "file2", "subdir/subfile1", "subdir/subfile2", "subdir/nesteddir/nestedfile"],
    "prefix": ["subdir.txt", "subdir/subfile.txt"],
    "globs": [
        "file1",
        "file2",
        *(f"subdir{number}/{name}" for number in range(2) for name in ("subfile1", "subfile2", "nesteddir/nestedfile")),
    ],
    "hashed": [f"{md5(str(number).encode()).hexdigest()}.txt" for number in range(10)],
}


class Prepared(BaseSpaceFileSystem):
    """The filesystem, with a way round it for the test that writes the file which it gets."""

    simulator: Simulator

    def mkdir(self, path, create_parents=True, **kwargs):
        """Folders come with their files."""

    def touch(self, path, truncate=True, **kwargs):
        place(self.simulator, {path.removeprefix(f"{PATH}/"): b""})
        self.invalidate_cache()


class BaseSpaceFixtures(abstract.AbstractFixtures):
    @pytest.fixture
    def fs(self, simulator: Simulator) -> Iterator[BaseSpaceFileSystem]:
        found = Prepared(token=simulator.token, server=simulator.url, skip_instance_cache=True)
        found.simulator = simulator
        yield found
        found.close()

    @pytest.fixture
    def fs_join(self) -> Callable[..., str]:
        return posixpath.join

    @pytest.fixture
    def fs_path(self) -> str:
        return PATH

    @pytest.fixture
    def source(self, simulator: Simulator, fs_path: str) -> Callable[[Iterable[tuple[str, bytes]]], str]:
        def filled(files: Iterable[tuple[str, bytes]]) -> str:
            place(simulator, {f"source/{path}": content for path, content in files})
            return f"{fs_path}/source"

        return filled

    @pytest.fixture
    def fs_bulk_operations_scenario_0(self, source):
        return source((path, b"") for path in SCENARIOS["bulk"])

    @pytest.fixture
    def fs_glob_edge_cases_files(self, source):
        return source((path, b"") for path in SCENARIOS["globs"])

    @pytest.fixture
    def fs_dir_and_file_with_same_name_prefix(self, source):
        return source((path, b"") for path in SCENARIOS["prefix"])

    @pytest.fixture
    def fs_10_files_with_hashed_names(self, source):
        return source((path, str(number).encode()) for number, path in enumerate(SCENARIOS["hashed"]))


class TestGet(abstract.AbstractGetTests, BaseSpaceFixtures):
    pass
