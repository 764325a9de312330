"""`basespace-async demo`."""

from __future__ import annotations

import click


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": []}, add_help_option=False)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@click.pass_context
def demo(context: click.Context, arguments: tuple[str, ...]) -> None:
    """Show the main job on a simulated BaseSpace; see `demo --help` for its options."""
    from ... import demo as module

    context.exit(module.main(arguments, program=context.command_path))
