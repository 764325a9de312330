"""`basespace-async auth login`, `auth status` and `whoami`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..output.output import Output
from ..prompts import on_a_terminal
from ..runner import run
from ..settings import CommandSettings, common_options, current
from ..streams import read_input

if TYPE_CHECKING:
    from ...auth.credentials import DeviceAuthorization
    from ...config.configuration import Configuration
    from ...models import User

CLIENT_ID_VARIABLE = "BASESPACE_CLIENT_ID"
CLIENT_SECRET_VARIABLE = "BASESPACE_CLIENT_SECRET"


@click.group()
def auth() -> None:
    """Log in, and see whose token is used."""


@auth.command()
@click.option("--with-token", is_flag=True, help="Read an access token from standard input, instead of OAuth.")
@click.option(
    "--client-id", envvar=CLIENT_ID_VARIABLE, show_envvar=True, metavar="TEXT", help="Client id of your application."
)
@click.option(
    "--client-secret-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=f"File with its secret; or put it into {CLIENT_SECRET_VARIABLE}, or be asked for it.",
)
@click.option("--scope", default="browse global", show_default=True, help="What the token may do.")
@common_options
def login(with_token: bool, client_id: str | None, client_secret_file: Path | None, scope: str) -> None:
    """Get a token, try it, and save it in a profile (-c, else `default`) that only you can read.

    Uses OAuth2's device flow, in which you confirm in a browser; or a token that you have:

        basespace-async auth login --with-token < token.txt
    """
    settings = current()
    server = settings.requested_server()
    if with_token:
        token = _prompted("Access token") if on_a_terminal() else read_input()
        run(lambda: _keep(settings, server, token))
        return
    if not client_id:
        raise click.UsageError(
            f"OAuth needs the id of your application: --client-id or {CLIENT_ID_VARIABLE}; "
            "or give a token with --with-token"
        )
    secret = _client_secret(client_secret_file)
    run(lambda: _device_flow(settings, server, client_id, secret, scope))


@auth.command()
@common_options
def status() -> None:
    """Show the profile or environment in use, the server, and the token's owner. Never the token."""
    settings = current()
    run(lambda: _show_user(settings))


@click.command()
@common_options
def whoami() -> None:
    """Show the token's owner."""
    settings = current()
    run(lambda: _show_user(settings))


async def _show_user(settings: CommandSettings) -> None:
    configuration = settings.configuration()
    user = await _user_of(settings, configuration)
    await Output(settings).one({"Source": configuration.source, "Server": configuration.server, **_described(user)})


async def _keep(settings: CommandSettings, server: str | None, token: str) -> None:
    """Try a token, and write it into the profile."""
    import asyncio

    from ...config.configuration import Configuration
    from ...config.profiles import save_profile

    configuration = Configuration.create(token=token, server=server)
    user = await _user_of(settings, configuration)
    path = await asyncio.to_thread(save_profile, configuration, settings.profile or "default")
    settings.echo_err(f"logged in; the token is in {path}")
    await Output(settings).one({"Profile": str(path), "Server": configuration.server, **_described(user)})


async def _device_flow(
    settings: CommandSettings, server: str | None, client_id: str, client_secret: str | None, scope: str
) -> None:
    from ...auth.credentials import DeviceFlow

    flow = DeviceFlow(client_id, client_secret, prompt=_prompt, server=server, scope=scope)
    await _keep(settings, server, await flow(None))


def _prompt(authorization: DeviceAuthorization) -> None:
    """Tell a person where to go; with --quiet too, as nothing happens without."""
    from ...progress.text import duration, printable

    where = authorization.verification_uri_complete or authorization.verification_uri
    click.echo(
        f"Open {printable(where)} and confirm the code {printable(authorization.user_code)} "
        f"within {duration(authorization.expires_in)}.",
        err=True,
    )


def _client_secret(file: Path | None) -> str | None:
    """Return the application's secret. Never an option's value, which other users of the machine can see."""
    if file is not None:
        return file.read_text(encoding="utf-8").strip()
    if secret := os.environ.get(CLIENT_SECRET_VARIABLE, "").strip():
        return secret
    if not on_a_terminal():
        raise click.UsageError(
            f"OAuth needs your application's secret: --client-secret-file or {CLIENT_SECRET_VARIABLE}"
        )
    return _prompted("Client secret")


def _prompted(what: str) -> str:
    """Return what a person types, without showing it."""
    answer: str = click.prompt(what, hide_input=True, err=True)
    return answer.strip()


async def _user_of(settings: CommandSettings, configuration: Configuration) -> User:
    async with settings.client(configuration) as basespace:
        return await basespace.users.current()


def _described(user: User) -> dict[str, str]:
    named = {"Id": getattr(user, "id", None), "Name": getattr(user, "name", None), "Email": user.email}
    return {name: value for name, value in named.items() if isinstance(value, str)}
