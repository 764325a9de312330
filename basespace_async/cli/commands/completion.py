"""`basespace-async completion`."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from ..messages import NAME

SHELLS = ("bash", "zsh", "fish")
_WHERE = {
    "bash": f'eval "$({NAME} completion bash)"   # in ~/.bashrc',
    "zsh": f'eval "$({NAME} completion zsh)"   # in ~/.zshrc, after compinit',
    "fish": f"{NAME} completion fish > ~/.config/fish/completions/{NAME}.fish",
}


@click.command(epilog="\b\n" + "\n".join(_WHERE.values()))
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the script that makes a shell complete commands, options and their values."""
    completion_class = get_completion_class(shell)
    assert completion_class is not None
    script = completion_class(context.find_root().command, {}, NAME, f"_{NAME.replace('-', '_')}_COMPLETE".upper())
    click.echo(script.source())
