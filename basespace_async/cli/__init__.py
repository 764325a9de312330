"""The command line, `basespace-async`. Needs the extra `basespace-async[cli]`.

Modules here import little: a command imports what it needs when it runs, so that help and completion are quick.
"""

from __future__ import annotations

import sys
from importlib import import_module

try:
    import click
except ImportError:
    raise ImportError("the command line needs click: pip install 'basespace-async[cli]'") from None

from .._version import __version__
from .app import NAME, Program
from .exit_codes import ExitCode
from .settings import global_options

# Where each command is: its module is imported when the command is run, or shown.
_HOMES = {
    "appsession": ("appsession", "appsession"),
    "auth": ("auth", "auth"),
    "biosample": ("biosample", "biosample"),
    "completion": ("completion", "completion"),
    "demo": ("demo", "demo"),
    "download": ("download", "download"),
    "get": ("listing", "get_group"),
    "harvest": ("harvest", "harvest"),
    "list": ("listing", "list_group"),
    "simulate": ("simulate", "simulate"),
    "trash": ("trash", "trash"),
    "whoami": ("auth", "whoami"),
}


class _Commands(Program):
    """The program with its commands, whose help ends with its exit codes."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_HOMES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _HOMES:
            return None
        module, attribute = _HOMES[cmd_name]
        command: click.Command = getattr(import_module(f".commands.{module}", __name__), attribute)
        return command

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
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
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:  # a terminal without Unicode shows escapes instead of failing
            reconfigure(errors="backslashreplace")
    cli.main()
