"""The command that `watch --exec` runs for each event: its arguments, its process, its log."""

from __future__ import annotations

import asyncio
import re
import shlex
import shutil
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path, PurePath
from typing import Any

import click

from ..._util.platform.processes import end_group, start_group
from ..._util.tasks import in_thread
from ...errors import BaseSpaceError, ConfigurationError
from ..output.records import field_of

_PLACEHOLDER = re.compile(r"\{\{|\}\}|\{([A-Za-z_][\w.\[\]-]*)\}")
_SHELLS = {"sh", "bash", "dash", "ksh", "zsh", "fish"}
_SCRIPT_OPTION = re.compile(r"-\w*c")
_GRACE = 10.0  # seconds between SIGTERM and SIGKILL
_SIGNALLED = 128


class CommandTemplate:
    """A command line with placeholders for fields of an item, such as `{id}` or `{DefaultProject.Name}`.

    It is split as a shell would, and run without one: a value is always a part of one argument.

    Args:
        text: The command line; `{{` and `}}` stand for braces.

    Raises:
        UsageError: If it cannot be split, is empty, or has a placeholder in a script of a shell.
        ConfigurationError: If there is no such program.
    """

    def __init__(self, text: str) -> None:
        try:
            self._arguments = shlex.split(text)
        except ValueError as error:
            raise click.UsageError(f"--exec cannot be split into arguments: {error}") from None
        if not self._arguments:
            raise click.UsageError("--exec is empty; give a command such as 'process-run {id}'")
        if placeholder := _in_script(self._arguments):
            raise click.UsageError(
                f"--exec has {placeholder} in a shell's script, where a name such as $(reboot) would run. Hand it over "
                f"as an argument: sh -c 'process-run \"$1\"' sh {placeholder}; braces of the script are {{{{ and }}}}"
            )
        program = self._arguments[0]
        if not _PLACEHOLDER.search(program) and shutil.which(program) is None:
            raise ConfigurationError(f"--exec: there is no program {program}")

    def filled(self, record: Mapping[str, Any]) -> list[str]:
        """Return the arguments for an item.

        Raises:
            BaseSpaceError: If the item lacks a field, or a value would be read as an option.
        """
        return [self._filled(argument, record) for argument in self._arguments]

    def _filled(self, argument: str, record: Mapping[str, Any]) -> str:
        text = _PLACEHOLDER.sub(lambda match: _value(record, match[1]) if match[1] else match[0][0], argument)
        if text.startswith("-") and not argument.startswith("-"):
            raise BaseSpaceError(f"the value of {argument} begins with a dash: {text}")
        if "\0" in text:
            raise BaseSpaceError(f"the value of {argument} has a NUL character")
        return text


def _in_script(arguments: Sequence[str]) -> str:
    """Return a placeholder that stands in the script after a shell's option -c, or ""."""
    is_shell = False
    for argument, script in pairwise(arguments):
        is_shell = is_shell or PurePath(argument).name in _SHELLS
        if is_shell and _SCRIPT_OPTION.fullmatch(argument):
            return next((match[0] for match in _PLACEHOLDER.finditer(script) if match[1]), "")
    return ""


def _value(record: Mapping[str, Any], name: str) -> str:
    value = field_of(record, name)
    if isinstance(value, bool):
        return str(value).lower()
    if not isinstance(value, str | int | float) or value == "":
        raise BaseSpaceError(f"there is no value for {{{name}}}")
    return str(value)


async def execute(arguments: Sequence[str]) -> int:
    """Run a program in a process group of its own, and return its exit code as a shell has it.

    When cancelled, the group gets SIGTERM, and SIGKILL after ten seconds.

    Raises:
        BaseSpaceError: If it cannot be started.
    """
    try:
        process = await start_group(*arguments)
    except (OSError, ValueError) as error:
        raise BaseSpaceError(f"the command cannot be started: {error}") from error
    try:
        return _exit_code(await process.wait())
    except asyncio.CancelledError:
        end_group(process)
        try:
            async with asyncio.timeout(_GRACE):
                code = await process.wait()
        except BaseException:
            end_group(process, at_once=True)
            await process.wait()
            raise
        if code == 0:  # it ended well nevertheless
            return code
        raise


def _exit_code(code: int) -> int:
    return code if code >= 0 else _SIGNALLED - code


class CommandLog:
    """A file with a line of JSON for each command that ended.

    Args:
        path: The file, appended to; None for no log.

    Raises:
        ConfigurationError: If it cannot be written.
    """

    def __init__(self, path: str | None) -> None:
        self._path = Path(path) if path else None
        if self._path:
            try:
                self._append(self._path, b"")
            except OSError as error:
                raise ConfigurationError(f"--log cannot be written: {error}") from error

    async def write(self, started: datetime, **fields: Any) -> None:
        """Append a line.

        Args:
            started: When the command started.
            **fields: Further fields.

        Raises:
            OSError: If the file cannot be written.
        """
        if self._path:
            import orjson  # not for the help

            entry = {"started": started, "ended": datetime.now(UTC), **fields}
            line = orjson.dumps(entry, option=orjson.OPT_APPEND_NEWLINE)
            await in_thread(self._append, self._path, line)

    def _append(self, path: Path, line: bytes) -> None:
        with path.open("ab") as file:
            file.write(line)
