"""The command line, `basespace-async`. Needs the extra `basespace-async[cli]`.

Modules here import little: a command imports what it needs when it runs, so that help and completion are quick.
"""

from __future__ import annotations

import sys

try:
    import click
except ImportError:
    raise ImportError("the command line needs click: pip install 'basespace-async[cli]'") from None

from .._version import __version__
from . import exit_codes
from .appsession import appsession
from .auth import auth, whoami
from .biosample import biosample
from .completion import completion
from .demo import demo
from .download import download
from .harvest import harvest
from .listing import get_group, list_group
from .program import NAME, Program
from .settings import global_options
from .simulate import simulate
from .trash import trash


class _ExitCodes(Program):
    """The program, whose help ends with its exit codes."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Exit codes"):
            formatter.write_dl([(str(code.value), code.meaning) for code in exit_codes.ExitCode])


@click.group(cls=_ExitCodes, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120})
@click.version_option(__version__, prog_name=NAME)
@global_options
def cli() -> None:
    """Work with Illumina BaseSpace Sequence Hub.

    The access token comes from the profile that -c names, else from the environment (BASESPACE_ACCESS_TOKEN, with
    BASESPACE_API_SERVER or BASESPACE_REGION), else from the profile `default`. Profiles are those of the bs tool.
    """


for command in (
    auth,
    whoami,
    list_group,
    get_group,
    download,
    harvest,
    appsession,
    biosample,
    trash,
    simulate,
    demo,
    completion,
):
    cli.add_command(command)


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:  # a terminal without Unicode shows escapes instead of failing
            reconfigure(errors="backslashreplace")
    cli.main()
