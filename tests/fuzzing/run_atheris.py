"""Fuzzes a target for long, guided by coverage: for runs by hand and at night. The tests use Hypothesis instead.

    pip install atheris
    python -m tests.fuzzing.run_atheris decoder --seconds 600
    python -m tests.fuzzing.run_atheris all --seconds 60

What it finds is written to a file `crash-...` in the current folder. Make an example of `tests.support.fuzzing.inputs.BROKE_ONCE` of
it.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

PACKAGES = ("basespace_async", "basespace_openapi")
MAX_INPUT = 4096


def main() -> int:
    """The exit code: 0 where nothing was found."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("target", help="a name of tests.support.fuzzing.targets.TARGETS, or all")
    parser.add_argument("--seconds", type=int, default=60, help="for each target")
    parser.add_argument("--corpus", type=Path, help="folder that inputs are kept in; a temporary one by default")
    given = parser.parse_args()
    if given.target == "all":
        return _each_in_turn(given.seconds, given.corpus)
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.corpus or Path(temporary)
        _seed(folder, given.target)
        _fuzz(given.target, folder, given.seconds)
    return 0


def _each_in_turn(seconds: int, corpus: Path | None) -> int:
    """The fuzzer ends the process, so that each target has one of its own."""
    from tests.support.fuzzing.targets import TARGETS

    failed = []
    for name in TARGETS:
        where = [] if corpus is None else ["--corpus", str(corpus / name)]
        command = [sys.executable, "-m", "tests.fuzzing.run_atheris", name, "--seconds", str(seconds), *where]
        if subprocess.run(command, check=False).returncode:
            failed.append(name)
    print("failed:", ", ".join(failed) or "none")
    return len(failed)


def _seed(folder: Path, target: str) -> None:
    """What broke something once is a good place to begin."""
    from tests.support.fuzzing.inputs import BROKE_ONCE

    folder.mkdir(parents=True, exist_ok=True)
    for number, data in enumerate(BROKE_ONCE.get(target, [])):
        (folder / f"seed-{number}").write_bytes(data[:MAX_INPUT])


def _fuzz(name: str, folder: Path, seconds: int) -> None:
    import atheris

    with atheris.instrument_imports(include=list(PACKAGES)):
        from tests.support.fuzzing.targets import TARGETS
    options = [f"-max_total_time={seconds}", f"-max_len={MAX_INPUT}", "-rss_limit_mb=2048", "-timeout=20"]
    target = TARGETS[name]
    atheris.Setup([sys.argv[0], *options, str(folder)], target)
    atheris.Fuzz()


if __name__ == "__main__":
    sys.exit(main())
