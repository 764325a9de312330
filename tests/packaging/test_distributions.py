"""The wheel and the sdist: the same bytes wherever they are built, and whole."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest

from basespace_async import __version__
from tests.support.paths import ROOT


def build(source: Path, dist: Path) -> dict[str, str]:
    """Build a tree, and return the digests of what came of it by name."""
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(dist)]
    subprocess.run(command, cwd=source, check=True, capture_output=True)
    return {path.name: sha256(path.read_bytes()).hexdigest() for path in dist.iterdir()}


def unpack(sdist: Path, folder: Path) -> Path:
    """Unpack an sdist, with files of this minute, and return its folder."""
    with tarfile.open(sdist) as archive:
        archive.extractall(folder, filter="data")
    (tree,) = folder.iterdir()
    for path in tree.rglob("*"):
        os.utime(path)
    return tree


@pytest.mark.slow
def test_an_sdist_builds_the_same_sdist_and_the_same_wheel_in_any_folder(tmp_path: Path) -> None:
    first = build(ROOT, tmp_path / "dist")
    assert sorted(first) == [f"basespace_async-{__version__}-py3-none-any.whl", f"basespace_async-{__version__}.tar.gz"]
    sdist = tmp_path / "dist" / f"basespace_async-{__version__}.tar.gz"
    mask = os.umask(0o077)
    try:
        second = build(unpack(sdist, tmp_path / "another folder"), tmp_path / "dist2")
    finally:
        os.umask(mask)
    assert second == first

    with zipfile.ZipFile(tmp_path / "dist" / f"basespace_async-{__version__}-py3-none-any.whl") as wheel:
        names = set(wheel.namelist())
    modules = {path.relative_to(ROOT).as_posix() for path in (ROOT / "basespace_async").rglob("*.py")}
    assert modules - names == {"basespace_async/snakemake/plugin.py"}, "it is the package for Snakemake"
    assert {"basespace_async/py.typed", "basespace_openapi/py.typed"} <= names
    assert "basespace_async/transport/rate_limit/shared/exchange.lua" in names
    assert {name.split("/")[0] for name in names} == {
        "basespace_async",
        f"basespace_async-{__version__}.dist-info",
        "basespace_openapi",
        "snakemake_storage_plugin_basespace",
    }


def test_the_version_is_one_everywhere() -> None:
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert pyproject["project"]["dynamic"] == ["version"]
    assert pyproject["tool"]["hatch"]["version"]["path"] == "basespace_async/_version.py"

    def stated(name: str, pattern: str) -> str | None:
        match = re.search(pattern, (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE)
        return match and match[1]

    assert stated("CITATION.cff", r"^version: (.+)$") == __version__
    assert stated("conda/recipe.yaml", r"^  version: (.+)$") == __version__
    assert stated("CHANGELOG.md", r"^## (\d\S*)") == __version__
