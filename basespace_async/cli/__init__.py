"""The command line, `basespace-async`. Needs the extra `basespace-async[cli]`."""

from __future__ import annotations

import sys

try:
    import click
except ImportError:
    raise ImportError("the command line needs click: pip install 'basespace-async[cli]'") from None

from .._version import __version__
from ..errors import BaseSpaceError
from .simulate import simulate


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="basespace-async")
def cli() -> None:
    """Work with Illumina BaseSpace Sequence Hub."""


cli.add_command(simulate)


def main() -> None:
    """Run the command line; errors are one line."""
    try:
        cli(prog_name="basespace-async")
    except (BaseSpaceError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(1)
