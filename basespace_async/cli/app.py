"""The program: finds its commands, and turns errors into one line and an exit code."""

from __future__ import annotations

import gc
import re
import shlex
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from typing import Any, NoReturn

import click

from .._util.exception_groups import first_of
from .._version import __version__
from ..errors import AuthenticationError, BaseSpaceError, shown
from .exit_codes import ExitCode, Interrupted, code_of, how_many
from .messages import NAME, echo_err, messages_to_stderr, print_traceback
from .settings import CommandSettings, global_options
from .streams import CompleteWriter, standard_streams

# Where each command is: its module is imported when the command is run, or shown.
_HOMES = {
    "api": ("api", "api"),
    "appsession": ("appsession", "appsession"),
    "archive": ("storage", "archive"),
    "auth": ("auth", "auth"),
    "await": ("launch", "await_group"),
    "biosample": ("biosample", "biosample"),
    "cat": ("paths", "cat"),
    "check": ("check", "check"),
    "completion": ("completion", "completion"),
    "create": ("create", "create"),
    "demo": ("demo", "demo"),
    "download": ("download", "download"),
    "du": ("paths", "du"),
    "fastq": ("fastq", "fastq"),
    "get": ("listing", "get_group"),
    "harvest": ("harvest", "harvest"),
    "launch": ("launch", "launch_group"),
    "list": ("listing", "list_group"),
    "ls": ("paths", "ls"),
    "property": ("property", "property_group"),
    "restore": ("storage", "restore"),
    "run": ("listing", "run_group"),
    "samplesheet": ("samplesheet", "samplesheet"),
    "search": ("search", "search"),
    "simulate": ("simulate", "simulate"),
    "sync": ("sync", "sync"),
    "trash": ("trash", "trash"),
    "tree": ("paths", "tree"),
    "upload": ("upload", "upload"),
    "watch": ("watch", "watch"),
    "whoami": ("auth", "whoami"),
}


_OBJECTS_BETWEEN_COLLECTIONS = 50_000


class _ReaderGone(Exception):
    """The reader of standard output has closed it."""


@contextmanager
def _readers_noticed() -> Iterator[None]:
    """Hide a closed pipe from click, which has an exit code of its own for it."""
    try:
        yield
    except BrokenPipeError as error:
        raise _ReaderGone from error


class Program(click.Group):
    """Group of commands that ends with one line and an exit code on an error."""

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
            except BaseException as error:  # noqa: BLE001 (printed, or raised again)
                code = self._ended_by(error, arguments, settings)
        sys.exit(code if isinstance(code, int) else ExitCode.OK)

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """Parse the command line; help and version are printed here."""
        with _readers_noticed():
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        with _readers_noticed():
            return super().invoke(ctx)

    def _ended_by(self, error: BaseException, arguments: list[str], settings: CommandSettings) -> int:
        """Print what ended the command, and return the exit code."""
        first = first_of(error)
        if isinstance(first, _ReaderGone | BrokenPipeError):
            return ExitCode.BROKEN_PIPE
        if isinstance(first, Interrupted):
            return _interrupted(first, arguments)
        if isinstance(first, click.UsageError) and type(first).__name__ == "NoArgsIsHelpError":
            # Of click 8.2 and later; releases before it show the help by themselves.
            click.echo(first.format_message(), err=True)
            return ExitCode.USAGE
        if isinstance(first, click.ClickException):
            echo_err(f"error: {_usage(first)}")
            return ExitCode.USAGE if isinstance(first, click.UsageError) else ExitCode.FAILURE
        if isinstance(first, UnicodeEncodeError) and (argument := _not_text(arguments)) is not None:
            echo_err(f"error: {shown(argument)} is not UTF-8 text")
            return ExitCode.USAGE
        if isinstance(first, click.Abort):
            return _aborted(first)
        if isinstance(first, KeyboardInterrupt):
            echo_err("interrupted")
            return ExitCode.INTERRUPTED
        if not isinstance(first, Exception):
            raise error
        if settings.debug:
            print_traceback(error, settings.used.token if settings.used else "")
        echo_err(f"error: {_described(error, first, settings)}")
        return code_of(error)


def _described(error: BaseException, first: BaseException, settings: CommandSettings) -> str:
    if isinstance(first, BaseSpaceError | OSError):
        text = str(first) or type(first).__name__
        if isinstance(first, AuthenticationError):
            text += f"; {settings.login_hint()}"
    elif isinstance(first, ImportError):
        text = str(first)
    else:  # a mistake of ours
        text = f"unexpected {type(first).__name__}: {first}; with --debug it says where"
    more = how_many(error) - 1
    return f"{text} (and {more} more {'errors' if more > 1 else 'error'})" if more else text


def _usage(error: click.ClickException) -> str:
    context = error.ctx if isinstance(error, click.UsageError) else None
    return error.format_message() + (f" (see {context.command_path} --help)" if context else "")


def _not_text(arguments: list[str]) -> str | None:
    """Return the first argument with bytes that are no text."""
    return next((argument for argument in arguments if re.search("[\ud800-\udfff]", argument)), None)


def _interrupted(interrupted: Interrupted, arguments: list[str]) -> int:
    if interrupted.resumable:
        kept = interrupted.note or "what is done is kept"
        echo_err(f"interrupted; {kept}. To go on: {shlex.join([NAME, *arguments])}")
    else:
        echo_err("interrupted")
    return 128 + interrupted.number


def _aborted(error: click.Abort) -> int:
    if isinstance(error.__cause__, KeyboardInterrupt):
        echo_err("interrupted")
        return 128 + signal.SIGINT
    echo_err("error: not confirmed; nothing was done")
    return ExitCode.FAILURE


class _Commands(Program):
    """The commands, each imported when it is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands."""
        return list(_HOMES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        if cmd_name not in _HOMES:
            return None
        module, attribute = _HOMES[cmd_name]
        command: click.Command = getattr(import_module(f".commands.{module}", __package__), attribute)
        return command

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the exit codes below the help."""
        with formatter.section("Exit codes"):
            formatter.write_dl([(str(code.value), code.meaning) for code in ExitCode])


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120})
@click.version_option(__version__, prog_name=NAME)
@global_options
def cli() -> None:
    """Work with Illumina BaseSpace Sequence Hub.

    The access token comes from the profile that -c names, else from the environment (BASESPACE_ACCESS_TOKEN, with
    BASESPACE_API_SERVER or BASESPACE_REGION), else from the profile `default`. Profiles are those of the bs tool.
    """


def main() -> None:
    """Run the command line, and exit."""
    # A process of its own may let more garbage gather: imports make hundreds of thousands of objects that stay.
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    gc.freeze()
    with standard_streams() as (output, messages):
        try:
            cli.main()
        except SystemExit as ended:
            raise SystemExit(ended.code or _checked(output) or messages.exit_code) from None


def _checked(output: CompleteWriter) -> int:
    """Return the exit code of a program that did everything else."""
    try:
        output.check()
    except OSError as error:
        echo_err(f"error: {error}")
        return ExitCode.FAILURE
    return ExitCode.OK
