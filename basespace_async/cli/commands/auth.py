"""`basespace-async auth` and `whoami`."""

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
    from ..output.records import Record

DEFAULT_PROFILE = "default"
CLIENT_ID_VARIABLE = "BASESPACE_CLIENT_ID"
CLIENT_SECRET_VARIABLE = "BASESPACE_CLIENT_SECRET"


@click.group()
def auth() -> None:
    """Log in and out, and see whose token is used."""


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


@auth.command()
@common_options
def profiles() -> None:
    """List the profiles: which of them is the default, its server, and whether it has a token. Never the token."""
    settings = current()
    run(lambda: _list_profiles(settings))


@auth.command()
@click.option("--no-revoke", is_flag=True, help="Only remove the token from the profile; it stays valid elsewhere.")
@common_options
def logout(no_revoke: bool) -> None:
    """End the token of a profile (-c, else `default`) at the service, and remove it from the profile.

    Nothing is removed if the service cannot be reached, so that the same command can end the token later.
    """
    settings = current()
    run(lambda: _log_out(settings, revoke=not no_revoke))


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


async def _list_profiles(settings: CommandSettings) -> None:
    from ...config.configuration import TOKEN_VARIABLE
    from ...config.profile_file import profile_names

    records = [_profile(name) for name in profile_names()]
    if not records:
        settings.echo_err("there are no profiles; `basespace-async auth login` writes one")
    await Output(settings).several(records, columns=("Profile", "Default", "Server", "HasToken", "Error"))
    if os.environ.get(TOKEN_VARIABLE, "").strip():
        settings.echo_err(f"{TOKEN_VARIABLE} is set, and is used in place of the default profile")


def _profile(name: str) -> Record:
    """Return what is known of a profile, and why it cannot be used."""
    from ...config.profile_file import profile_path, profile_values
    from ...config.server import api_server
    from ...errors import ConfigurationError

    record: Record = {"Profile": name, "Default": name == DEFAULT_PROFILE, "Server": None, "HasToken": False}
    try:
        values = profile_values(profile_path(name))
        record["HasToken"] = bool(values.get("accesstoken"))
        record["Server"] = api_server(server=values.get("apiserver") or None)
    except ConfigurationError as error:
        record["Error"] = str(error)
    return record


async def _log_out(settings: CommandSettings, *, revoke: bool) -> None:
    import asyncio

    from ...config.configuration import TOKEN_VARIABLE
    from ...config.profiles import remove_token
    from ...errors import ConfigurationError

    if settings.profile is None and os.environ.get(TOKEN_VARIABLE, "").strip():
        raise ConfigurationError(
            f"the token in use is that of {TOKEN_VARIABLE}, which only you can unset; "
            f"to log out of a profile name it: -c {DEFAULT_PROFILE}"
        )
    settings.profile = name = settings.profile or DEFAULT_PROFILE
    configuration = settings.configuration()
    revoked = revoke and await _revoke(settings, configuration)
    path = await asyncio.to_thread(remove_token, name, configuration.token)
    settings.echo_err(f"logged out; the token is no longer in {path}")
    await Output(settings).one({"Profile": str(path), "Server": configuration.server, "Revoked": revoked})


async def _revoke(settings: CommandSettings, configuration: Configuration) -> bool:
    """End a token; False if the service refuses to, or no longer knows it."""
    from ...errors import APIError, AuthenticationError, RateLimitError, ServerError

    try:
        async with settings.client(configuration) as basespace:
            await basespace.auth.revoke()
    except (RateLimitError, ServerError):
        raise
    except AuthenticationError:
        settings.echo_err("the service no longer took the token")
        return False
    except APIError as error:
        settings.echo_err(f"warning: the service did not end the token, which stays valid: {error}")
        return False
    return True


async def _keep(settings: CommandSettings, server: str | None, token: str) -> None:
    """Try a token, and write it into the profile."""
    import asyncio

    from ...config.configuration import Configuration
    from ...config.profiles import save_profile

    configuration = Configuration.create(token=token, server=server)
    user = await _user_of(settings, configuration)
    path = await asyncio.to_thread(save_profile, configuration, settings.profile or DEFAULT_PROFILE)
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
