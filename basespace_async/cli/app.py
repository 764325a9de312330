"""The program around the commands: one line for an error, an exit code, quiet where its reader has gone."""

from __future__ import annotations

import os
import shlex
import signal
import sys
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NoReturn

import click

from .._util.tasks import first_of
from ..errors import AuthenticationError, BaseSpaceError
from .exit_codes import ExitCode, Interrupted, code_of, how_many
from .output.messages import echo_err, messages_to_stderr
from .settings import CommandSettings

NAME = "basespace-async"


class _ReaderGone(Exception):
    """Whoever read standard output has gone."""


@contextmanager
def _readers_noticed() -> Iterator[None]:
    """Keeps from click, which has an exit code of its own for it, that whoever read the output has gone."""
    try:
        yield
    except BrokenPipeError as error:
        raise _ReaderGone from error


class Program(click.Group):
    """The command line. Whatever goes wrong in a command becomes one line and an exit code here."""

    def main(  # type: ignore[override]
        self, args: Sequence[str] | None = None, prog_name: str | None = None, **extra: Any
    ) -> NoReturn:
        """Run a command line and exit."""
        extra["standalone_mode"] = False
        arguments = [*(sys.argv[1:] if args is None else args)]
        settings = extra["obj"] = CommandSettings()
        with messages_to_stderr():
            try:
                code = super().main(arguments, prog_name or NAME, **extra)
            except BaseException as error:  # noqa: BLE001 (told, or raised again)
                code = self._ended_by(error, arguments, settings)
        sys.exit(code if isinstance(code, int) else ExitCode.OK)

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """Read the command line; help and version are written here."""
        with _readers_noticed():
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        with _readers_noticed():
            return super().invoke(ctx)

    def _ended_by(self, error: BaseException, arguments: list[str], settings: CommandSettings) -> int:
        """Tell what ended the command, and give the exit code."""
        first = first_of(error)
        if isinstance(first, _ReaderGone | BrokenPipeError):
            _pacify_output()
            return ExitCode.BROKEN_PIPE
        if isinstance(first, Interrupted):
            return _interrupted(first, arguments)
        if isinstance(first, click.UsageError) and type(first).__name__ == "NoArgsIsHelpError":
            # Of click 8.2 and later; releases before it show the help by themselves.
            click.echo(first.format_message(), err=True)
            return ExitCode.USAGE
        if isinstance(first, click.ClickException):
            _say(f"error: {_usage(first)}")
            return ExitCode.USAGE if isinstance(first, click.UsageError) else ExitCode.FAILURE
        if isinstance(first, click.Abort):
            return _aborted(first)
        if isinstance(first, KeyboardInterrupt):
            _say("interrupted")
            return ExitCode.INTERRUPTED
        if not isinstance(first, Exception):
            raise error
        if settings.debug:
            traceback.print_exception(error)
        _say(f"error: {_described(error, first)}")
        return code_of(error)


def _described(error: BaseException, first: BaseException) -> str:
    if isinstance(first, BaseSpaceError | OSError):
        text = str(first) or type(first).__name__
        if isinstance(first, AuthenticationError):
            text += f"; log in again: {NAME} auth login"
    elif isinstance(first, ImportError):
        text = str(first)
    else:  # a mistake of ours
        text = f"unexpected {type(first).__name__}: {first}; with --debug it says where"
    more = how_many(error) - 1
    return f"{text} (and {more} more {'errors' if more > 1 else 'error'})" if more else text


def _usage(error: click.ClickException) -> str:
    context = error.ctx if isinstance(error, click.UsageError) else None
    return error.format_message() + (f" (see {context.command_path} --help)" if context else "")


def _interrupted(interrupted: Interrupted, arguments: list[str]) -> int:
    if interrupted.resumable:
        _say(f"interrupted; what is done is kept. To go on: {shlex.join([NAME, *arguments])}")
    else:
        _say("interrupted")
    return 128 + interrupted.number


def _aborted(error: click.Abort) -> int:
    if isinstance(error.__cause__, KeyboardInterrupt):
        _say("interrupted")
        return 128 + signal.SIGINT
    _say("error: not confirmed; nothing was done")
    return ExitCode.FAILURE


def _say(text: str) -> None:
    """One line on standard error."""
    try:
        echo_err(text)
    except BrokenPipeError:
        _pacify_output()


def _pacify_output() -> None:
    """Nobody reads: what Python still has to write goes nowhere, so that it does not complain when it ends."""
    for stream in (sys.stdout, sys.stderr):
        try:
            number = stream.fileno()
        except (OSError, ValueError):
            continue  # not a file of the system's
        try:
            stream.flush()
        except BrokenPipeError:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, number)
            os.close(nowhere)
