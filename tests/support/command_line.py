"""What the tests of the command line share."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
from click.testing import Result

from basespace_async.simulator import Simulator

TOKEN = "simulator-token-0123456789"
Invoke = Callable[..., Result]


def module(name: str) -> Any:
    """A module of the command line, of which the package has a command of the same name."""
    return importlib.import_module(f"basespace_async.cli.{name}")


def environment(simulator: Simulator) -> dict[str, str]:
    return {"BASESPACE_API_SERVER": simulator.url, "BASESPACE_ACCESS_TOKEN": simulator.token}


def start(*arguments: str, on: Simulator, home: Path, **options: object) -> subprocess.Popen[str]:
    """Starts a command line in a process of its own."""
    env = {**os.environ, **environment(on), "HOME": str(home)}
    env.pop("PYTHONUNBUFFERED", None)  # as users have it: what is written waits in a buffer
    command = [sys.executable, "-m", "basespace_async.cli", *arguments]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
    return subprocess.Popen(command, env=env, text=True, **pipes)  # type: ignore[call-overload, no-any-return]


def walk(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command below one, with the words that lead to it."""
    yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            yield from walk(below, (*path, name))
