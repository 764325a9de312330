"""Options that every command takes: the account, the form of the output, the messages beside it."""

from __future__ import annotations

import shlex
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.shell_completion import CompletionItem

from .messages import NAME, RetryMessages, echo_err, log_errors_only, log_requests

if TYPE_CHECKING:
    from ..client import BaseSpace
    from ..config.configuration import Configuration
    from ..progress import Progress
    from ..transport import Transport

F = TypeVar("F", bound=Callable[..., Any])


@dataclass
class CommandSettings:
    """The options that every command takes, before its name and after it.

    Attributes:
        profile: Name of a profile, or None.
        server: Address of the API, or None.
        region: Name of a region, or None.
        as_json: Whether to print JSON.
        as_csv: Whether to print CSV.
        terse: Whether to print ids only.
        no_header: Whether to leave out the names of the columns.
        fields: Names of the fields to print; nothing stands for the usual ones.
        debug: Whether to log requests and to show tracebacks.
        quiet: Whether to print errors only.
        simulator: Whether to use a simulated account that ends with the command.
        used: Server and token that the command found, or None before.
    """

    profile: str | None = None
    server: str | None = None
    region: str | None = None
    as_json: bool = False
    as_csv: bool = False
    terse: bool = False
    no_header: bool = False
    fields: tuple[str, ...] = field(default=())
    debug: bool = False
    quiet: bool = False
    simulator: bool = False
    used: Configuration | None = field(default=None, init=False, repr=False)

    def configuration(self) -> Configuration:
        """Find server and token; see `Configuration.discover`.

        Raises:
            ConfigurationError: If there is no token, a value is invalid, or a profile's token is for another server
                than the one asked for.
        """
        from ..config.configuration import Configuration

        self.used = Configuration.discover(profile=self.profile, region=self.region, server=self.server)
        return self.used

    def requested_server(self) -> str | None:
        """Return the API's root that options or the environment ask for, or None.

        Raises:
            ConfigurationError: If the region is unknown or the address is invalid.
        """
        from ..config.configuration import requested_server

        return requested_server(region=self.region, server=self.server)

    def login_hint(self) -> str:
        """Return what to do about a token that is refused, by where it came from."""
        from ..config.configuration import TOKEN_VARIABLE
        from ..config.server import api_server

        used = self.used
        if used is not None and TOKEN_VARIABLE in used.source:
            return f"put another token into {TOKEN_VARIABLE}, or unset it and log in: {NAME} auth login"
        words = [NAME, "auth", "login"]
        if self.profile:
            words += ["-c", self.profile]
        server = used.server if used is not None else self.requested_server()
        if server not in (None, api_server()):
            words += ["--server", str(server)]
        return f"log in again: {shlex.join(words)}"

    @asynccontextmanager
    async def client(
        self,
        configuration: Configuration | None = None,
        *,
        middleware: Sequence[Callable[[Transport], Transport]] = (),
    ) -> AsyncIterator[BaseSpace]:
        """Open a client, which says what it waits for unless the command is quiet.

        Args:
            configuration: Server and token; those that `configuration` finds if it is None.
            middleware: Functions that each wrap the transport.
        """
        from ..client import BaseSpace

        on_retry = self.retry_hook()
        async with (
            self.account(configuration) as (token, server),
            BaseSpace(token, server=server, on_retry=on_retry, middleware=middleware) as basespace,
        ):
            yield basespace

    @asynccontextmanager
    async def account(self, configuration: Configuration | None = None) -> AsyncIterator[tuple[Any, str]]:
        """Find the token and the server, or simulate them.

        Args:
            configuration: Server and token; those that `configuration` finds if it is None.
        """
        if not self.simulator:
            chosen = configuration or self.configuration()
            yield chosen.token, chosen.server
            return
        from ..simulator import Simulator

        async with Simulator(edge_cases=True) as simulator:
            yield simulator.token, simulator.url

    def retry_hook(self) -> RetryMessages | None:
        """Return a hook that says what the command waits for; None with --quiet."""
        return None if self.quiet else RetryMessages()

    @asynccontextmanager
    async def progress(self) -> AsyncIterator[Progress]:
        """Open the progress display on standard error; none with --quiet."""
        from ..progress import silent, terminal_progress

        if self.quiet:
            yield silent
            return
        with terminal_progress() as display:
            yield display

    def echo_err(self, text: str) -> None:
        """Print a message on standard error; nothing with --quiet."""
        if not self.quiet:
            echo_err(text)


def current() -> CommandSettings:
    """Return the settings of the command that runs."""
    return click.get_current_context().ensure_object(CommandSettings)


def _store(context: click.Context, parameter: click.Parameter, value: Any) -> None:
    if value and not context.resilient_parsing:
        settings = context.ensure_object(CommandSettings)
        setattr(settings, str(parameter.name), value)
        if settings.as_json and settings.as_csv:
            raise click.UsageError("--json and --csv exclude each other")
        if settings.terse and (settings.as_json or settings.as_csv or settings.fields):
            raise click.UsageError("--terse prints ids only; it excludes --json, --csv and --fields")
        if settings.server and settings.region:
            raise click.UsageError("--server and --region exclude each other")


def _store_debug(context: click.Context, parameter: click.Parameter, value: bool) -> None:
    _store(context, parameter, value)
    if value:
        log_requests()


def _store_quiet(context: click.Context, parameter: click.Parameter, value: bool) -> None:
    _store(context, parameter, value)
    if value:
        log_errors_only()


def _field_names(context: click.Context, parameter: click.Parameter, value: str | None) -> tuple[str, ...]:
    names = tuple(name.strip() for name in (value or "").split(",") if name.strip())
    if value is not None and not names:
        raise click.BadParameter("give names such as Id,Name,DefaultProject.Name")
    _store(context, parameter, names)
    return names


def _profiles(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from ..config.profile_file import profile_names

    return [CompletionItem(name) for name in profile_names() if name.startswith(incomplete)]


def _regions(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from ..config.regions import REGIONS

    return [CompletionItem(name) for name in REGIONS if name.startswith(incomplete)]


def _options(*, hidden: bool) -> list[Callable[[F], F]]:
    """Return the common options; the less usual ones can be hidden to keep a command's own help short."""

    def option(*names: str, always_shown: bool = False, **settings: Any) -> Callable[[F], F]:
        settings.setdefault("callback", _store)
        return click.option(*names, expose_value=False, hidden=hidden and not always_shown, **settings)

    return [
        option("-c", "--profile", metavar="NAME", shell_complete=_profiles, help="Profile, ~/.basespace/NAME.cfg."),
        option("--server", metavar="URL", help="Address of the API."),
        option("--region", metavar="NAME", shell_complete=_regions, help="Region instead of an address, such as euc1."),
        option("--json", "as_json", is_flag=True, always_shown=True, help="JSON; for lists, one item a line."),
        option("--csv", "as_csv", is_flag=True, always_shown=True, help="CSV with a header."),
        option(
            "--fields",
            metavar="NAMES",
            callback=_field_names,
            always_shown=True,
            help="Only these fields, such as Id,DefaultProject.Name or Items[0].Name.",
        ),
        option("--terse", is_flag=True, always_shown=True, help="Ids only, one a line."),
        option("--no-header", is_flag=True, help="No names above the columns of lists and CSV."),
        option("--quiet", "-q", is_flag=True, callback=_store_quiet, help="No progress, no warnings; errors only."),
        option(
            "--debug", is_flag=True, callback=_store_debug, help="Log requests, and show the traceback of an error."
        ),
    ]


def common_options(command: F) -> F:
    """Add the options that every command takes to a command."""
    for option in reversed(_options(hidden=True)):
        command = option(command)
    return command


def simulator_option(command: F) -> F:
    """Add the option to try a command on a simulated account."""
    return click.option(
        "--simulator",
        is_flag=True,
        expose_value=False,
        callback=_store,
        help="Try it on a simulated account, which ends with the command.",
    )(command)


def global_options(group: F) -> F:
    """Add the options that every command takes to the program."""
    for option in reversed(_options(hidden=False)):
        group = option(group)
    return group
