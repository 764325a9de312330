"""What holds for every command: whose data, in which form, and how much is told beside it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.shell_completion import CompletionItem

from .output.messages import echo_err, log_errors_only, log_requests

if TYPE_CHECKING:
    from ..client import BaseSpace
    from ..config.configuration import Configuration
    from ..progress import Progress

F = TypeVar("F", bound=Callable[..., Any])


@dataclass
class CommandSettings:
    """The options that every command takes, before its name and after it."""

    profile: str | None = None
    server: str | None = None
    region: str | None = None
    as_json: bool = False
    as_csv: bool = False
    fields: tuple[str, ...] = field(default=())
    debug: bool = False
    quiet: bool = False

    def configuration(self) -> Configuration:
        """Find server and token; see `Configuration.discover`.

        Raises:
            ConfigurationError: If there is no token, a value is invalid, or a profile's token is for another server
                than the one asked for.
        """
        from ..config.configuration import Configuration

        return Configuration.discover(profile=self.profile, region=self.region, server=self.server)

    def requested_server(self) -> str | None:
        """Return the API's root that options or the environment ask for, or None.

        Raises:
            ConfigurationError: If the region is unknown or the address is invalid.
        """
        from ..config.configuration import requested_server

        return requested_server(region=self.region, server=self.server)

    @asynccontextmanager
    async def client(self) -> AsyncIterator[BaseSpace]:
        """A client for what was configured."""
        from ..client import BaseSpace

        configuration = self.configuration()
        async with BaseSpace(configuration.token, server=configuration.server) as basespace:
            yield basespace

    @asynccontextmanager
    async def progress(self) -> AsyncIterator[Progress]:
        """The display for long jobs, on standard error; none where it should be quiet."""
        from ..progress import silent, terminal_progress

        if self.quiet:
            yield silent
            return
        with terminal_progress() as display:
            yield display

    def echo_err(self, text: str) -> None:
        """Tell people something beside the output, on standard error; nothing where it should be quiet."""
        if not self.quiet:
            echo_err(text)


def current() -> CommandSettings:
    """The settings of the command that runs."""
    return click.get_current_context().ensure_object(CommandSettings)


def _note(context: click.Context, parameter: click.Parameter, value: Any) -> None:
    if value and not context.resilient_parsing:
        settings = context.ensure_object(CommandSettings)
        setattr(settings, str(parameter.name), value)
        if settings.as_json and settings.as_csv:
            raise click.UsageError("--json and --csv exclude each other")
        if settings.server and settings.region:
            raise click.UsageError("--server and --region exclude each other")


def _note_debug(context: click.Context, parameter: click.Parameter, value: bool) -> None:
    _note(context, parameter, value)
    if value:
        log_requests()


def _note_quiet(context: click.Context, parameter: click.Parameter, value: bool) -> None:
    _note(context, parameter, value)
    if value:
        log_errors_only()


def _field_names(context: click.Context, parameter: click.Parameter, value: str | None) -> tuple[str, ...]:
    names = tuple(name.strip() for name in (value or "").split(",") if name.strip())
    if value is not None and not names:
        raise click.BadParameter("give names such as Id,Name,DefaultProject.Name")
    _note(context, parameter, names)
    return names


def _profiles(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    names = sorted(path.stem for path in (Path.home() / ".basespace").glob("*.cfg"))
    return [CompletionItem(name) for name in names if name.startswith(incomplete)]


def _regions(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from ..config.regions import REGIONS

    return [CompletionItem(name) for name in REGIONS if name.startswith(incomplete)]


def _options(*, hidden: bool) -> list[Callable[[F], F]]:
    """The common options; the less usual ones can be hidden, so that a command's own help stays short."""

    def option(*names: str, also_shown: bool = False, **settings: Any) -> Callable[[F], F]:
        settings.setdefault("callback", _note)
        return click.option(*names, expose_value=False, hidden=hidden and not also_shown, **settings)

    return [
        option("-c", "--profile", metavar="NAME", shell_complete=_profiles, help="Profile, ~/.basespace/NAME.cfg."),
        option("--server", metavar="URL", help="Address of the API."),
        option("--region", metavar="NAME", shell_complete=_regions, help="Region instead of an address, as euc1."),
        option("--json", "as_json", is_flag=True, also_shown=True, help="JSON; for lists, an item on each line."),
        option("--csv", "as_csv", is_flag=True, also_shown=True, help="CSV with a header."),
        option(
            "--fields",
            metavar="NAMES",
            callback=_field_names,
            also_shown=True,
            help="Only these fields, as Id,DefaultProject.Name.",
        ),
        option("--quiet", "-q", is_flag=True, callback=_note_quiet, help="No progress, no remarks; errors only."),
        option("--debug", is_flag=True, callback=_note_debug, help="Log requests, and show where an error comes from."),
    ]


def common_options(command: F) -> F:
    """Give a command the options that every command takes."""
    for option in reversed(_options(hidden=True)):
        command = option(command)
    return command


def global_options(group: F) -> F:
    """Give the program the options that every command takes."""
    for option in reversed(_options(hidden=False)):
        group = option(group)
    return group
