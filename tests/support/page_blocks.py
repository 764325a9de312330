"""Runs the code blocks of a page of the documentation, in their order, as a reader would.

`python` blocks share their names and may await. One that begins with a comment such as `# pipeline.py` is written to
that file; one that calls `asyncio.run` is a script of its own. In `console` blocks, lines after `$ ` are commands, and
the lines below a command, if there are any, are what it prints. A `text` block below a block of Python is what that
prints. `...` stands for anything, as in doctest. A file that a
block includes (`--8<--`) is part of it. A block below `<!-- not run: why -->` must only compile.
"""

from __future__ import annotations

import ast
import asyncio
import contextlib
import doctest
import inspect
import io
import os
import re
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

from attrs import Factory, define, frozen

ROOT = Path(__file__).parent.parent.parent
NOT_RUN = re.compile(r"^<!-- not run: .+ -->$")
FENCE = re.compile(r"^```(\w*)")
INCLUDE = re.compile(r"^--8<--\n(.+)\n--8<--$", re.MULTILINE)
FILE = re.compile(r"# (\w+\.py)\n")
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")
DOCUMENTED_ADDRESS = "http://127.0.0.1:8000"
TIMEOUT = 60  # seconds for a command; far more than any takes


@frozen
class Block:
    """A block of code, with the line of the page that it begins in."""

    language: str
    code: str
    line: int
    run: bool


def blocks_of(text: str) -> Iterator[Block]:
    """The fenced blocks of a page."""
    lines = text.splitlines()
    number = 0
    while number < len(lines):
        if fence := FENCE.match(lines[number]):
            end = lines.index("```", number + 1)
            before = [line for line in lines[max(0, number - 2) : number] if line.strip()]
            run = not (before and NOT_RUN.match(before[-1]))
            code = INCLUDE.sub(included, "\n".join(lines[number + 1 : end]))
            yield Block(fence[1], code + "\n", number + 1, run)
            number = end
        number += 1


def included(notation: re.Match[str]) -> str:
    """The text of a file that a block includes."""
    return (ROOT / notation[1]).read_text(encoding="utf-8").rstrip("\n")


def compiled(block: Block, page: str) -> Any:
    """The code of a block of Python; lines count as in the page."""
    tree = compile(block.code, page, "exec", ast.PyCF_ONLY_AST)
    ast.increment_lineno(tree, block.line)
    return compile(tree, page, "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)


def compare(expected: str, printed: str) -> None:
    """Fails where a page shows something else than what is printed."""
    checker, flags = doctest.OutputChecker(), doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    assert checker.check_output(expected, printed, flags), f"the page shows\n{expected}\nand printed is\n{printed}"


@define
class Session:
    """What the blocks of one page share.

    Attributes:
        folder: the current directory.
        environment: of commands and scripts.
        names: of the blocks of Python.
    """

    page: str
    folder: Path
    environment: dict[str, str]
    names: dict[str, Any]
    _printed: str = ""
    _background: list[subprocess.Popen[str]] = Factory(list)

    async def run(self, block: Block) -> None:
        """Run a block, and compare what it prints with what is shown."""
        if block.language == "python" and not block.run:
            compiled(block, self.page)
        elif block.language == "python":
            self._printed = await self._python(block)
        elif block.language == "console" and block.run:
            for command, expected in commands_of(block.code):
                printed = await self._command(command)
                if expected:
                    compare(expected, printed)
        elif block.language == "text" and block.run:
            compare(block.code, self._printed)

    async def _python(self, block: Block) -> str:
        if name := FILE.match(block.code):
            self.folder.joinpath(name[1]).write_text(block.code, encoding="utf-8")
            return ""
        if "asyncio.run(" in block.code:
            return await self._process([sys.executable, "-W", "error", "-c", block.code])
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            code = compiled(block, self.page)
            result = eval(code, self.names)
            if inspect.isawaitable(result):
                await result
        return printed.getvalue()

    async def _command(self, command: str) -> str:
        command = command.replace(DOCUMENTED_ADDRESS, self.environment.get("BASESPACE_API_SERVER", ""))
        if exported := re.fullmatch(r"export (\w+)=(\S+)", command):
            self.environment[exported[1]] = exported[2]
            return ""
        if command.startswith("basespace-async simulate"):
            return await asyncio.to_thread(self._simulate, command)
        return await self._process(["bash", "-euo", "pipefail", "-c", command])

    async def _process(self, command: list[str]) -> str:
        done = await asyncio.to_thread(
            subprocess.run,
            command,
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=TIMEOUT,
            check=False,
        )
        assert done.returncode == 0, f"{command[-1]}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def _simulate(self, command: str) -> str:
        """Begin to serve, on a port of its own; what it prints has the documented one."""
        process = subprocess.Popen(
            [*command.replace("--port 8000", "").split(), "--port", "0"],
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self._background.append(process)
        assert process.stdout is not None
        printed = process.stdout.readline()
        self.environment["BASESPACE_API_SERVER"] = ADDRESS.findall(printed)[0]
        return ADDRESS.sub(DOCUMENTED_ADDRESS, printed) + process.stdout.readline()

    def close(self) -> None:
        """End what was begun in the background."""
        for process in self._background:
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=TIMEOUT)


def commands_of(code: str) -> Iterator[tuple[str, str]]:
    """The commands of a console, and what is shown below each."""
    for part in re.split(r"^\$ ", code, flags=re.MULTILINE)[1:]:
        command, _, shown = part.replace("\\\n", "").partition("\n")
        yield command, shown


@contextlib.asynccontextmanager
async def session(page: Path, folder: Path, server: str, token: str, names: dict[str, Any]) -> AsyncIterator[Session]:
    """A session in a folder, whose programs find a simulator by the environment and a profile."""
    profile = folder / "home" / ".basespace" / "default.cfg"
    profile.parent.mkdir(parents=True)
    profile.write_text(f"apiServer = {server}\naccessToken = {token}\n", encoding="utf-8")
    profile.chmod(0o600)
    work = folder / "work"
    work.mkdir()
    work.joinpath("token.txt").write_text(token, encoding="utf-8")
    (work / "examples").symlink_to(ROOT / "examples")
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("BASESPACE_")},
        "HOME": str(folder / "home"),
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]),
        "BASESPACE_API_SERVER": server.removesuffix("/v2"),
        "BASESPACE_ACCESS_TOKEN": token,
        # A pytest of a page begins much faster without the other plugins that are installed here.
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        "PYTEST_PLUGINS": "pytest_asyncio.plugin,basespace_async.pytest_plugin",
    }
    begun = Session(page.name, work, environment, names)
    try:
        yield begun
    finally:
        begun.close()
