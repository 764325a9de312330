"""`basespace-async search`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ..runner import run
from ..settings import common_options, current
from .catalog import LISTS
from .listing import show_list

if TYPE_CHECKING:
    from ...client import BaseSpace
    from ...pagination.pager import Pager


@click.command()
@click.argument("query")
@click.option("--scope", multiple=True, default=("projects", "runs"), metavar="TEXT", help="What is searched.")
@click.option("--limit", type=click.IntRange(0), metavar="NUMBER", help="Maximum number of items.")
@common_options
def search(query: str, scope: tuple[str, ...], limit: int | None) -> None:
    """Search projects and runs with a query such as 'name:liver*'."""
    settings = current()
    entry = next(entry for entry in LISTS if entry.name == "search")

    def found(basespace: BaseSpace) -> Pager[Any]:
        return basespace.search.query(query, scope=scope, limit=limit)

    run(lambda: show_list(entry, settings, found, limit))
