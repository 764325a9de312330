"""Output is complete, or the exit code says that it is not: full disks, closed and slow readers, any locale."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest

from basespace_async.cli.streams import CompleteWriter, MessageWriter, decoded
from basespace_async.simulator import Simulator
from tests.support.command_line import environment, start

fcntl = pytest.importorskip("fcntl", reason="pipes are filled by POSIX's calls")
termios = pytest.importorskip("termios")


@pytest.fixture(scope="module")
def large() -> Iterator[Simulator]:
    """A service with a list of about 100 kB."""
    with Simulator(biosamples=300, seed=1, token="simulator-token-0123456789").in_thread() as simulator:
        yield simulator


def shell(script: str, on: Simulator, home: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a line of a shell in which $P is the program."""
    env = {**os.environ, **environment(on), "HOME": str(home), "PYTHONUNBUFFERED": "", **variables}
    env["P"] = f"{sys.executable} -m basespace_async.cli"
    return subprocess.run(
        ["bash", "-c", script], env=env, cwd=home, capture_output=True, text=True, timeout=60, check=False
    )


def ends_as(done: subprocess.CompletedProcess[str], code: int, *words: str) -> None:
    """Check that a program ended with a code and one line of an error."""
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == bool(words), done.stderr
    assert all(word in done.stderr for word in words), done.stderr


@pytest.mark.parametrize(
    ("form", "unbuffered", "kilobytes"),
    [
        ("--json", "", 33),
        *(
            pytest.param(*case, marks=pytest.mark.slow)
            for case in (("--json", "", 0), ("--json", "1", 33), ("--csv", "1", 4), ("", "1", 7), ("", "", 7))
        ),
    ],
)
def test_a_list_that_does_not_fit_on_the_disk_is_an_error(
    form: str, unbuffered: str, kilobytes: int, large: Simulator, tmp_path: Path
) -> None:
    script = f"ulimit -f {kilobytes}; $P list biosamples {form} > out"
    # A limit of file sizes cuts compiled modules and the measured coverage, too.
    no_files = {"PYTHONDONTWRITEBYTECODE": "1", "COVERAGE_PROCESS_CONFIG": ""}
    done = shell(script, large, tmp_path, PYTHONUNBUFFERED=unbuffered, **no_files)
    ends_as(done, 1, "error: ", "File too large", "standard output")
    assert (tmp_path / "out").stat().st_size == kilobytes * 1024


@pytest.mark.slow
@pytest.mark.skipif(os.geteuid() != 0, reason="only root can mount a small file system")
def test_a_list_that_fills_a_small_disk_is_an_error(large: Simulator, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=20k", "tmpfs", disk], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip(f"nothing can be mounted here: {mounted.stderr.decode()}")
    try:
        done = shell("$P list biosamples --json > disk/out", large, tmp_path, PYTHONUNBUFFERED="1")
        ends_as(done, 1, "error: ", FULL, "standard output")
        assert (disk / "out").stat().st_size == 20 * 1024
    finally:
        subprocess.run(["umount", disk], check=True)


FULL = "No space left on device"
CLOSED = "Bad file descriptor"


@pytest.mark.parametrize(
    ("script", "code", "words"),
    [
        ("$P list biosamples > /dev/full", 1, FULL),
        ("$P --help > /dev/full", 1, FULL),
        ("$P list 2>&-", 2, ""),
        ("$P list biosamples --json >&-", 1, CLOSED),
        *(
            pytest.param(*case, marks=pytest.mark.slow)
            for case in (
                ("PYTHONUNBUFFERED=1 $P list biosamples > /dev/full", 1, FULL),
                ("$P whoami > /dev/full", 1, FULL),
                ("PYTHONUNBUFFERED=1 $P --version > /dev/full", 1, FULL),
                ("$P completion bash > /dev/full", 1, FULL),
                ("$P list 2> /dev/full", 2, ""),
                ("PYTHONUNBUFFERED=1 $P whoami >&-", 1, CLOSED),
                ("$P --help >&-", 1, CLOSED),
                ("$P whoami >&- 2>&-", 1, ""),
                ("$P whoami <&- >&-", 1, CLOSED),
            )
        ),
    ],
)
def test_output_to_a_full_or_closed_stream_is_an_error(
    script: str, code: int, words: str, large: Simulator, tmp_path: Path
) -> None:
    done = shell(script, large, tmp_path)
    assert done.stdout == ""
    ends_as(done, code, *(("error: ", words, "standard output") if words else ()))


@pytest.mark.slow
def test_messages_that_cannot_be_written_end_no_work(large: Simulator, tmp_path: Path) -> None:
    dataset = next(iter(large.world.datasets))
    download = f"$P download dataset {dataset} --to to --json"
    for redirected, code in (("2>&-", 0), ("2>/dev/full", 1), ("", 0)):
        done = shell(f"rm -rf to; {download} {redirected}", large, tmp_path)
        assert done.returncode == code
        paths = [json.loads(line)["Path"] for line in done.stdout.splitlines()]
        assert paths
        assert all(Path(tmp_path, path).is_file() for path in paths)
    ends_as(shell("$P get biosample 404 2>/dev/full", large, tmp_path), 4)
    assert shell("$P list biosamples --name nobody 2>/dev/full", large, tmp_path).returncode == 1


@pytest.mark.slow
def test_closed_input_is_an_error_where_it_is_needed_only(large: Simulator, tmp_path: Path) -> None:
    ends_as(shell("$P whoami <&-", large, tmp_path), 0)
    ends_as(shell("$P appsession stop - <&-", large, tmp_path), 2, "standard input is closed")
    ends_as(shell("$P auth login --with-token <&-", large, tmp_path), 2, "standard input is closed")
    ends_as(shell("$P auth login --client-id x <&-", large, tmp_path), 2, "secret")
    ends_as(shell("$P trash empty <&-", large, tmp_path), 2, "--yes")


@pytest.mark.slow
def test_a_pipe_that_does_not_block_is_waited_for(large: Simulator, tmp_path: Path) -> None:
    wanted = shell("$P list biosamples --json", large, tmp_path).stdout
    reading, writing = os.pipe()
    fcntl.fcntl(writing, fcntl.F_SETFL, os.O_NONBLOCK)
    fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, 4096)
    env = {**os.environ, **environment(large), "HOME": str(tmp_path)}
    command = [sys.executable, "-m", "basespace_async.cli", "list", "biosamples", "--json"]
    with subprocess.Popen(command, env=env, stdout=writing, stderr=subprocess.PIPE) as process:
        os.close(writing)
        with open(reading, encoding="utf-8") as stream:
            assert stream.read() == wanted
        assert process.wait(timeout=120) == 0
    assert len(wanted) > 50_000


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["cp1252", "utf-16"])
def test_json_and_csv_are_utf_8_in_any_locale(encoding: str, own: Simulator, home: Path) -> None:
    names = ["Leber-Ü", "肝", "👩‍🔬", "\ufeffx"]
    for name in names:
        own.world.add_biosample(name, front=True)
    words = "list biosamples --fields BioSampleName"
    done = shell(f"$P {words} --json > json; $P {words} --csv > csv", own, home, PYTHONIOENCODING=encoding)
    ends_as(done, 0)
    lines = (home / "json").read_text(encoding="utf-8").splitlines()
    assert {*names} <= {json.loads(line)["BioSampleName"] for line in lines}
    content = (home / "csv").read_text(encoding="utf-8")
    assert all(name in content for name in names)


@pytest.mark.slow
def test_a_folder_of_any_bytes_can_be_written_as_json(own: Simulator, home: Path) -> None:
    dataset = next(iter(own.world.datasets))
    done = shell(f"$P -q download dataset {dataset} --to $'to-\\xff' --json", own, home)
    ends_as(done, 0)
    paths = [json.loads(line)["Path"] for line in done.stdout.splitlines()]
    assert all(Path(home, path).is_file() for path in paths)


@pytest.mark.slow
def test_a_reader_who_stands_still_can_be_left(large: Simulator, home: Path) -> None:
    reading, writing = os.pipe()
    fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, 4096)
    process = start("list", "biosamples", "--json", on=large, home=home, stdout=writing)
    os.close(writing)
    try:
        until_full(reading)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=120)
    finally:
        process.kill()
        process.wait()
        os.close(reading)
    assert (process.returncode, err) == (130, "interrupted\n")


def until_full(pipe: int) -> None:
    """Wait until a pipe holds what it can."""
    count, ends_at = bytearray(4), time.monotonic() + 120
    while int.from_bytes(count, sys.byteorder) < 4096:
        assert time.monotonic() < ends_at, "nothing arrived"
        fcntl.ioctl(pipe, termios.FIONREAD, count)
        time.sleep(0.02)


# --- the streams alone ------------------------------------------------------------------------------------------------


class Slow(io.RawIOBase):
    """Takes a few bytes at a time, then fails."""

    def __init__(self, fails: Callable[[int], bool]) -> None:
        self.taken = b""
        self._fails = fails

    def write(self, content: object) -> int:
        part = bytes(memoryview(content)[:3])  # type: ignore[arg-type]
        if self._fails(len(self.taken)):
            raise OSError(28, "No space left on device")
        self.taken += part
        return len(part)


def test_a_write_is_complete_or_raises() -> None:
    whole, cut = Slow(lambda _: False), Slow(lambda taken: taken >= 6)
    assert CompleteWriter(whole, "it").write(b"0123456789") == 10
    assert whole.taken == b"0123456789"
    with pytest.raises(OSError, match="No space left on device: 'it'"):
        CompleteWriter(cut, "it").write(b"0123456789")
    assert cut.taken == b"012345"


def test_what_a_file_system_says_at_the_end_is_an_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    close = os.close

    def close_late(number: int) -> None:
        close(number)
        raise OSError(122, "Disk quota exceeded")

    with open(tmp_path / "out", "wb", buffering=0) as raw:
        CompleteWriter(raw, "it").check()
        monkeypatch.setattr(os, "close", close_late)
        with pytest.raises(OSError, match="Disk quota exceeded: 'it'"):
            CompleteWriter(raw, "it").check()
        monkeypatch.setattr(os, "close", close)


@pytest.mark.slow
def test_an_argument_that_is_no_text_is_refused(large: Simulator, tmp_path: Path) -> None:
    ends_as(shell("$P list biosamples --name $'a\\xff'", large, tmp_path), 2, "error: 'a\\udcff' is not UTF-8 text")


def test_a_lost_message_has_an_exit_code() -> None:
    messages = MessageWriter(Slow(lambda taken: taken >= 3), "it")
    assert (messages.write(b"abc"), messages.exit_code) == (3, 0)
    assert (messages.write(b"def"), messages.exit_code) == (3, 1)


def test_text_is_utf_8_or_says_so_with_a_mark() -> None:
    for content in (
        b"\xef\xbb\xbf7\xc3\xbc",
        "7ü".encode(),
        "7ü".encode("utf-16"),
        b"\xfe\xff" + "7ü".encode("utf-16-be"),
    ):
        assert decoded(content, "it") == "7ü"
    for content in (b"7\xfc", b"\xff\xfe7"):
        with pytest.raises(click.UsageError, match="it is not UTF-8 text: see byte "):
            decoded(content, "it")


@pytest.mark.slow
def test_input_that_does_not_block_is_read_to_its_end(own: Simulator, home: Path) -> None:
    appsessions = [*own.world.appsessions][:2]
    reading, writing = os.pipe()
    fcntl.fcntl(reading, fcntl.F_SETFL, os.O_NONBLOCK)
    env = {**os.environ, **environment(own), "HOME": str(home)}
    command = [sys.executable, "-m", "basespace_async.cli", "appsession", "stop", "-", "--json"]
    with subprocess.Popen(command, env=env, stdin=reading, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        os.close(reading)

        def write_slowly() -> None:
            for appsession in appsessions:
                os.write(writing, f"{appsession}\n".encode())
                threading.Event().wait(0.3)
            os.close(writing)

        threading.Thread(target=write_slowly).start()
        out, _ = process.communicate(timeout=120)
    assert [json.loads(line)["Id"] for line in out.splitlines()] == appsessions
