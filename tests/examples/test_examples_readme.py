"""What examples/README.md tells a user to type works."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator

import count_reads
import fastapi_backend
import harvester
import httpx
import launch_an_app
import pipeline
from click.testing import CliRunner

from basespace_async.cli import cli
from basespace_async.simulator import Simulator
from tests.support.example_programs import EXAMPLES

README = (EXAMPLES / "README.md").read_text()
COMMANDS = [shlex.split(line, comments=True) for line in re.findall(r"^\$ (.*)$", README, re.MULTILINE)]


def commands_of(program: str) -> Iterator[list[str]]:
    yield from (words[1:] for words in COMMANDS if words[0] == program)


def test_every_example_is_described() -> None:
    for program in EXAMPLES.glob("*.py"):
        assert f"[{program.name}]({program.name})" in README


def test_the_programs_take_what_is_typed() -> None:
    typed = {words[0]: words[1:] for words in commands_of("python")}
    assert pipeline.parse(typed["examples/pipeline.py"]).appsession == "110000000"
    assert launch_an_app.parse(typed["examples/launch_an_app.py"]).dry_run
    assert count_reads.parse(typed["examples/count_reads.py"]).project == "Liver WGS study 1"
    assert harvester.parse(typed["examples/harvester.py"]).by == "day"
    ((*_, application, _, port),) = commands_of("uvicorn")
    assert (application, port) == ("fastapi_backend:create_app", "8080")
    assert callable(fastapi_backend.create_app)


def test_the_analyses_that_run_are_listed(simulator: Simulator) -> None:
    (words,) = (words for words in commands_of("basespace-async") if words[0] == "list")
    result = CliRunner().invoke(cli, words)
    running = [each.id for each in simulator.world.appsessions.values() if each.execution_status == "Running"]
    assert [line.partition("\t")[0] for line in result.stdout.splitlines()[1:]] == running


async def test_what_is_asked_of_the_back_end_is_answered(caller: httpx.AsyncClient) -> None:
    urls = [word for words in commands_of("curl") for word in words if ":8080/" in word]
    assert len(urls) == 3
    for url in [*urls, "http://127.0.0.1:8080/docs"]:
        answer = await caller.get(url.removeprefix("http://127.0.0.1:8080"))
        assert answer.status_code == 200, url


def test_time_passes_in_the_simulator(simulator: Simulator) -> None:
    ((_, _, url, _, body),) = (words for words in commands_of("curl") if "POST" in words)
    before = simulator.clock.now()
    answer = httpx.post(url.replace("http://127.0.0.1:8000/", simulator.page), content=body, trust_env=False)
    assert answer.status_code == 200
    assert (simulator.clock.now() - before).total_seconds() >= 36_000
