"""`basespace-async api`: any request, for what has no command."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from ..output.output import Output
from ..runner import run
from ..settings import CommandSettings, common_options, current
from ..streams import decoded, read_input


@click.command()
@click.argument("method", type=click.Choice(["GET", "POST", "PUT", "DELETE"], case_sensitive=False))
@click.argument("path")
@click.option("--query", "pairs", multiple=True, metavar="NAME=VALUE", help="A query value; may be repeated.")
@click.option(
    "--field", "pairs_of_body", multiple=True, metavar="NAME=VALUE", help="A field of the JSON body, as text."
)
@click.option("--input", "file", metavar="FILE", help="The JSON body from a file, or from standard input with -.")
@common_options
def api(method: str, path: str, pairs: tuple[str, ...], pairs_of_body: tuple[str, ...], file: str | None) -> None:
    """Send any request and print the answer: as JSON, unless --fields, --csv or --terse choose from it.

    PATH is below the API's root (runs/7), or beside it with a version (v1pre3/runs/7). The token, the rate limit, the
    retries and the errors are those of every command.
    """
    if pairs_of_body and file is not None:
        raise click.UsageError("the body comes from --field or from --input, not from both")
    body = _body_of(file) if file is not None else dict(map(_pair, pairs_of_body)) or None
    settings = current()
    run(lambda: _send(settings, method.upper(), path, dict(map(_pair, pairs)), body))


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not name or not equals:
        raise click.UsageError(f"{text!r} is not NAME=VALUE")
    return name, value


def _body_of(file: str) -> Any:
    text = read_input() if file == "-" else decoded(Path(file).read_bytes(), file)
    try:
        return json.loads(text)
    except ValueError as error:
        raise click.UsageError(f"{file}: the body is not JSON: {error}") from None


async def _send(settings: CommandSettings, method: str, path: str, query: dict[str, str], body: Any) -> None:
    async with settings.client() as basespace:
        answer = await basespace.request(method, path, query=query, body=body)
    result = answer.result
    if isinstance(result, dict) and (settings.fields or settings.as_csv or settings.terse):
        await Output(settings).one(result)
    elif result is not None:
        await Output(settings).json(result)
