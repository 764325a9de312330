"""`basespace-async search`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ..runner import run
from ..settings import common_options, current
from .catalog import SEARCH
from .date_filter import DateFilter, date_options
from .listing import show_list

if TYPE_CHECKING:
    from ...client import BaseSpace
    from ...pagination.pager import Pager


@click.command()
@click.argument("query")
@click.option("--scope", multiple=True, default=("projects", "runs"), metavar="TEXT", help="What is searched.")
@click.option("--limit", type=click.IntRange(0), metavar="NUMBER", help="Maximum number of items.")
@date_options
@common_options
def search(query: str, scope: tuple[str, ...], limit: int | None, **options: Any) -> None:
    """Search projects and runs with a query such as 'name:liver*'."""
    settings = current()
    dates = DateFilter.of(options, (), SEARCH.parts)

    def found(basespace: BaseSpace) -> Pager[Any]:
        return basespace.search.query(query, scope=scope, limit=limit if dates is None else None)

    run(lambda: show_list(SEARCH, settings, found, limit, dates))
