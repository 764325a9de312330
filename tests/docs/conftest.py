"""The built site."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from filelock import FileLock

from tests.support.paths import ROOT


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The built site, one for all processes of the run: it takes a minute of processor."""
    own = tmp_path_factory.getbasetemp()
    folder = (own if worker_id == "master" else own.parent) / "site"
    with FileLock(f"{folder}.lock"):
        if not folder.exists():
            _build(tmp_path_factory.mktemp("building")).rename(folder)
    return folder


def _build(folder: Path) -> Path:
    command = ["mkdocs", "build", "--strict", "-f", "docs/site/mkdocs.yml", "--site-dir", str(folder)]
    built = subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, timeout=900, check=False
    )
    assert built.returncode == 0, built.stdout + built.stderr
    return folder
