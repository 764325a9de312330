"""`basespace-async watch`: events for what is new or changed, printed or handled by a command."""

from __future__ import annotations

import asyncio
import shlex
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from ...errors import BaseSpaceError
from ..exit_codes import raise_failures
from ..output.output import Output
from ..output.records import Record, record_of
from ..parameter_types import Duration
from ..runner import run
from ..settings import CommandSettings, common_options, current
from .catalog import LISTS, CatalogEntry
from .listing import CatalogGroup
from .watch_command import CommandLog, CommandTemplate, execute

if TYPE_CHECKING:
    from ...watch import Watch, WatchEvent

_RESOURCES = ("runs", "appsessions", "biosamples", "datasets")
_STATUSES = ("status", "statuses", "execution_status", "upload_status")  # of these the watch takes care
_PAGES = ("sort_by", "sort_dir", "offset", "limit", "page_size", "concurrency", "ordered", "expected")
_OPTIONS = (
    click.option("--status", multiple=True, help="Only what comes into this status. Can be repeated."),
    click.option(
        "--exec",
        "command",
        metavar="COMMAND",
        help="Run this for each event, without a shell; {id} and other fields are filled in. Exit code 0 ends the "
        "event; after any other it comes again.",
    ),
    click.option("--jobs", type=click.IntRange(min=1), default=1, help="Commands at a time. [default: 1]"),
    click.option(
        "--attempts",
        type=click.IntRange(min=1),
        default=3,
        help="Runs of the command for one event, until it is given up. [default: 3]",
    ),
    click.option("--log", metavar="FILE", help="Append a line of JSON for each command that ended."),
    click.option("--once", is_flag=True, help="End after one look, for cron."),
    click.option("--existing", is_flag=True, help="Also what is there when the watch starts for the first time."),
    click.option(
        "--state", metavar="FILE", help="File of the state. [default: ~/.local/state/basespace-async/watch.sqlite]"
    ),
    click.option("--state-name", metavar="NAME", help="Name of the state; each name gets every event."),
    click.option("--min-interval", type=Duration(), help="Between looks after something came. [default: 15s]"),
    click.option("--max-interval", type=Duration(), help="Between looks while nothing comes. [default: 5m]"),
    common_options,
)


class _WatchGroup(CatalogGroup):
    def command_of(self, entry: CatalogEntry) -> click.Command:
        """Make the command that watches a list of the catalogue."""
        return _watch_command(entry)


watch = _WatchGroup(
    "watch",
    [entry for entry in LISTS if entry.name in _RESOURCES],
    help="Print what is new or changed, or run a command for it: once for each, also across restarts.",
)


def _watch_command(entry: CatalogEntry) -> click.Command:
    from ..method_options import click_parameters, given_options

    filters = [one for one in click_parameters(entry.function()) if one.name not in (*_STATUSES, *_PAGES)]

    def command(status: Sequence[str], command: str | None, **values: Any) -> None:
        settings = current()
        limits = {name: values.pop(name) for name in ("jobs", "attempts")}
        log = CommandLog(values.pop("log"))
        options = {name: values.pop(name) for name in ("once", "existing", "min_interval", "max_interval")}
        options |= {"status": status, "store": values.pop("state"), "name": values.pop("state_name")}
        options = {name: value for name, value in options.items() if value}
        options["filters"] = given_options(values)
        handler = None
        if command is not None:
            handler = _Handler(settings, CommandTemplate(command), log, **limits)
        run(lambda: _run(settings, entry, options, handler), resumable=True)
        if handler:
            raise_failures(handler.failed, handler.done, "event")

    for option in reversed(_OPTIONS):
        command = option(command)
    text = f"Watch for {entry.name} that are new, have changed, or come into a status."
    built = click.command(entry.name, help=text)(command)
    built.params = [*built.params, *filters]
    return built


async def _run(
    settings: CommandSettings, entry: CatalogEntry, options: dict[str, Any], handler: _Handler | None
) -> None:
    async with settings.client() as basespace:
        watch: Watch[Any] = getattr(basespace, entry.resource).watch(**options)
        if handler:
            await handler.handle(watch)
        else:
            await Output(settings).many(_records(watch), columns=entry.columns)


async def _records(watch: Watch[Any]) -> AsyncGenerator[Sequence[Record], None]:
    async with aclosing(aiter(watch)) as events:
        async for event in events:
            async with event.handling() as item:
                yield [record_of(item)]  # resumed when it is written


class _Handler:
    """The handling of events by a command.

    Args:
        settings: Settings of the watch command.
        template: The command.
        log: Takes a line for each command that ended.
        jobs: Commands at a time.
        attempts: Runs of the command for one event.

    Attributes:
        done: Events that are done.
        failed: Errors of events whose last command failed, by event.
    """

    def __init__(
        self, settings: CommandSettings, template: CommandTemplate, log: CommandLog, *, jobs: int, attempts: int
    ) -> None:
        self.done = 0
        self.failed: dict[str, BaseSpaceError] = {}
        self._settings = settings
        self._template = template
        self._log = log
        self._slots = asyncio.Semaphore(jobs)
        self._attempts = attempts

    async def handle(self, watch: Watch[Any]) -> None:
        """Run the command for each event of a watch."""
        problem = None
        # The watch keeps its lock until the last command has ended.
        async with aclosing(aiter(watch)) as events, asyncio.TaskGroup() as tasks:
            try:
                async for event in events:
                    await self._slots.acquire()
                    tasks.create_task(self._handle(event))
            except BaseSpaceError as error:  # commands that run end first
                problem = error
        if problem:
            raise problem

    async def _handle(self, event: WatchEvent[Any]) -> None:
        name = f"{event.resource} {event.id}"
        try:
            async with event.handling() as item:
                problem = await self._problem(event, name, item)
                if problem and event.attempt < self._attempts:
                    raise BaseSpaceError(problem)
            if problem:
                raise BaseSpaceError(f"{problem}; it is given up after {event.attempt} attempts")
        except BaseSpaceError as error:
            self.failed[name] = error
            self._settings.echo_err(f"{name}: {error}")
        else:
            self.done += 1
            self.failed.pop(name, None)
        finally:
            self._slots.release()

    async def _problem(self, event: WatchEvent[Any], name: str, item: Any) -> str:
        """Run the command; return what went wrong, or ""."""
        try:
            arguments = self._template.filled(record_of(item))
            self._settings.echo_err(f"{name}: {shlex.join(arguments)}")
            started = datetime.now(UTC)
            code = await execute(arguments)
        except BaseSpaceError as error:
            return str(error)
        which = {"resource": event.resource, "id": event.id, "attempt": event.attempt}
        try:
            await self._log.write(started, **which, command=arguments, exit_code=code)
        except OSError as error:  # what the command did is done nevertheless
            self._settings.echo_err(f"{name}: the log lacks its line: {error}")
        return f"the command ended with exit code {code}" if code else ""
