"""`basespace-async simulate`, as a person and a program in another language use it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import entry_points
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner

from basespace_async import BaseSpace
from basespace_async.cli import cli
from basespace_async.cli.commands.simulate import SIZES, biosamples_of
from basespace_async.errors import ConfigurationError


@contextmanager
def running(*arguments: str) -> Iterator[tuple[subprocess.Popen[str], dict[str, str]]]:
    """The command in a process of its own, and the environment that it prints."""
    command = [sys.executable, "-m", "basespace_async.cli", "simulate", "--port", "0", *arguments]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(2)]
        assert all(line.startswith("export ") for line in lines), process.stderr and process.stderr.read()
        yield process, dict(line.removeprefix("export ").strip().split("=", 1) for line in lines)
    finally:
        process.terminate()
        process.communicate(timeout=120)


@pytest.mark.slow
async def test_a_client_finds_the_simulator_by_the_environment_that_is_printed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with running("--size", "7", "--token", "my-token", "--file-size", "1M") as (_, environment):
        assert environment["BASESPACE_ACCESS_TOKEN"] == "my-token"
        monkeypatch.setenv("HOME", str(tmp_path))
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        async with BaseSpace.from_env() as basespace:
            assert await basespace.biosamples.list().count() == 7
            dataset = await basespace.datasets.list().first()
            assert dataset is not None
            files = await basespace.datasets.files(dataset).collect()
        assert abs(int(files[0].size or 0) - 1_000_000) < 40_000


@pytest.mark.slow
def test_faults_and_limits_are_in_force_from_the_beginning() -> None:
    with running("--size", "tiny", "--faults", "status:nth=1,status=500", "--faults", "slow;malformed:nth=2") as (
        _,
        environment,
    ):
        url = f"{environment['BASESPACE_API_SERVER']}/v2/users/current"
        headers = {"x-access-token": environment["BASESPACE_ACCESS_TOKEN"]}
        assert httpx.get(url, headers=headers).status_code == 500
        with pytest.raises(ValueError, match="Expecting|Extra|Unterminated|Invalid"):  # noqa: RUF043
            httpx.get(url, headers=headers).json()
        assert "BaseSpace simulator" in httpx.get(environment["BASESPACE_API_SERVER"]).text


@pytest.mark.slow
def test_a_strict_one_refuses_unknown_parameters_and_says_which_came() -> None:
    with running("--size", "0", "--strict") as (_, environment):
        url, headers = environment["BASESPACE_API_SERVER"], {"x-access-token": environment["BASESPACE_ACCESS_TOKEN"]}
        assert httpx.get(f"{url}/v2/datasets?projectname=x", headers=headers).status_code == 400
        state = httpx.get(f"{url}/_simulator/state").json()
        assert state["unknown_parameters"] == {"GET /datasets projectname": 1}


@pytest.mark.slow
def test_ways_of_uploading_can_be_refused() -> None:
    with running("--size", "tiny", "--upload-ways", "v2,credentials") as (_, environment):
        page, token = environment["BASESPACE_API_SERVER"], environment["BASESPACE_ACCESS_TOKEN"]
        with httpx.Client(base_url=page, headers={"x-access-token": token}) as client:
            dataset = client.get("/v2/datasets?limit=1").json()["Items"][0]["Id"]
            at = f"/v2/datasets/{dataset}"
            assert client.post(f"{at}/files?name=a", content=b"x").status_code == 201
            assert client.get(f"{at}/direct-upload-info").status_code == 200
            assert client.get(f"{at}/file-upload-info?filepath=a").status_code == 403


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_quietly_when_interrupted(number: signal.Signals) -> None:
    with running("--size", "0") as (process, _):
        os.kill(process.pid, number)
        assert process.wait(timeout=120) == 0
        assert process.stderr is not None
        (line,) = process.stderr.read().splitlines()
    assert line.startswith("# 0 biosamples")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--size", "enormous"], "--size is 'enormous'"),
        (["--size", "2000001"], "2000001 biosamples"),
        (["--file-size", "5X"], "'5X' is no number of bytes"),
        (["--faults", "flood"], "no fault 'flood'"),
        (["--rate-limit", "0"], "rate_limit"),
        (["--upload-ways", "v2,ftp"], "upload_ways are v2, v1pre3, presigned, credentials"),
    ],
)
def test_an_argument_that_cannot_be_is_one_line_of_error(arguments: list[str], message: str) -> None:
    done = CliRunner().invoke(cli, ["simulate", "--port", "0", *arguments])
    assert (done.exit_code, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith("error: ")
    assert message in line


@pytest.mark.slow
def test_a_port_that_is_taken_is_one_line_of_error() -> None:
    with running("--size", "0") as (_, environment):
        port = environment["BASESPACE_API_SERVER"].rpartition(":")[2]
        command = [sys.executable, "-m", "basespace_async.cli", "simulate", "--port", port, "--size", "0"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("error: ")
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.slow
def test_a_script_can_eval_it_in_the_background() -> None:
    program = f"{sys.executable} -m basespace_async.cli"
    script = f"""
        eval "$({program} simulate --background --port 0 --size 3 --token 'a;b')"
        {program} list biosamples --csv --fields Id
        kill $BASESPACE_SIMULATOR_PID
        while kill -0 $BASESPACE_SIMULATOR_PID 2> /dev/null; do sleep 0.1; done
    """
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, timeout=60, check=False)
    assert done.stderr == ""
    assert done.stdout.splitlines() == ["Id", "104000000", "104000001", "104000002"]


@pytest.mark.slow
def test_what_fails_in_the_background_is_an_error() -> None:
    with running("--size", "0") as (_, environment):
        port = environment["BASESPACE_API_SERVER"].rpartition(":")[2]
        command = [sys.executable, "-m", "basespace_async.cli", "simulate", "--background", "--port", port]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("error: ")


def test_the_help_names_sizes_and_an_example_of_faults() -> None:
    shown = CliRunner().invoke(cli, ["simulate", "--help"]).output
    assert "throttle:probability=0.1" in shown
    assert all(size in shown for size in SIZES)
    assert "simulate" in CliRunner().invoke(cli, ["-h"]).output


def test_sizes_are_numbers_or_names() -> None:
    assert [biosamples_of(size) for size in ("tiny", "12", "1_000")] == [10, 12, 1000]
    for wrong in ("", "K", "-1"):
        with pytest.raises(ConfigurationError):
            biosamples_of(wrong)


def test_the_command_is_installed() -> None:
    (script,) = entry_points(group="console_scripts", name="basespace-async")
    assert script.value == "basespace_async.cli:main"
