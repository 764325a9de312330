"""`basespace-async simulate`: a simulated BaseSpace for clients in any language."""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from ..._util.platform.signals import signals_watched
from ...errors import ConfigurationError
from ..parameter_types import BYTES

if TYPE_CHECKING:
    from ...simulator import Simulator

SIZES = {"tiny": 10, "small": 200, "medium": 2_000, "large": 50_000, "huge": 1_000_000}


def biosamples_of(size: str) -> int:
    """Return how many biosamples a size stands for: a name, or a number.

    Raises:
        ConfigurationError: If it is neither.
    """
    if size in SIZES:
        return SIZES[size]
    if not size.replace("_", "").isdigit():
        raise ConfigurationError(f"--size is {size!r}; give a number of biosamples or one of {', '.join(SIZES)}")
    return int(size)


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 takes a free one.")
@click.option(
    "--store-port", type=click.IntRange(0, 65535), default=0, help="Port of the object store; 0 takes a free one."
)
@click.option(
    "--size", default="medium", show_default=True, help=f"Biosamples: a number, or {', '.join(SIZES)}.", metavar="SIZE"
)
@click.option("--seed", type=int, default=1, show_default=True, help="Seed of the simulated world.")
@click.option("--file-size", type=BYTES, metavar="BYTES", help="Size of each FASTQ file, such as 20M. [default: small]")
@click.option("--latency", type=float, default=0.0, help="Milliseconds before each answer.")
@click.option("--rate-limit", type=float, help="Requests a second to serve; others get 429.")
@click.option("--token", default="simulator-token", show_default=True, help="Access token to accept.")
@click.option("--strict", is_flag=True, help="Refuse parameters and fields that an operation does not know.")
@click.option(
    "--upload-ways",
    default="v2,v1pre3,presigned,credentials",
    show_default=True,
    metavar="WAYS",
    help="Ways of uploading to serve; others are refused.",
)
@click.option("--edge-cases", is_flag=True, help="Add samples and names that programs stumble over.")
@click.option(
    "--faults",
    "fault_texts",
    multiple=True,
    metavar="FAULTS",
    help="What goes wrong, such as 'throttle:probability=0.1,seconds=2;reset_after:method=POST,nth=3'. Repeatable.",
)
@click.option(
    "--background",
    is_flag=True,
    help="Go on in the background once clients can come, until BASESPACE_SIMULATOR_PID is killed.",
)
def simulate(
    size: str,
    file_size: int | None,
    latency: float,
    fault_texts: tuple[str, ...],
    store_port: int,
    upload_ways: str,
    background: bool,
    **rest: Any,
) -> None:
    """Serve a simulated BaseSpace until interrupted.

    The lines on standard output set the environment for clients: paste them into another terminal. In a script, say
    eval "$(basespace-async simulate --background)", and in the end kill $BASESPACE_SIMULATOR_PID. The page at the root
    shows the world and the requests, and has switches for faults.
    """
    import asyncio

    from ...simulator import Simulator, parse_faults

    try:
        simulator = Simulator(
            biosamples=biosamples_of(size),
            file_size=file_size,
            latency=latency / 1000,
            faults=[fault for text in fault_texts for fault in parse_faults(text)],
            store_port=store_port,
            upload_ways=[way for way in upload_ways.split(",") if way],  # type: ignore[misc]
            **rest,
        )
    except ConfigurationError as error:
        raise click.UsageError(str(error)) from None
    detach = _in_background() if background else _say_how_it_ends
    asyncio.run(_serve(simulator, detach))


async def _serve(simulator: Simulator, announced: Callable[[Simulator], None]) -> None:
    import asyncio

    ended = asyncio.Event()
    with signals_watched(asyncio.get_running_loop(), lambda _: ended.set()):
        async with simulator:
            click.echo(f"export BASESPACE_API_SERVER={simulator.page.rstrip('/')}")
            click.echo(f"export BASESPACE_ACCESS_TOKEN={shlex.quote(simulator.token)}")
            announced(simulator)
            await ended.wait()


def _say_how_it_ends(simulator: Simulator) -> None:
    click.echo(
        f"# {len(simulator.world.biosamples):,} biosamples; see {simulator.page} for the world, requests and faults. "
        "Paste the lines above into another terminal. Ctrl-C ends it.",
        err=True,
    )


def _in_background() -> Callable[[Simulator], None]:
    """Fork. The first process waits for the call of what is returned, which is in the second, and ends.

    Raises:
        UsageError: If the system cannot fork.
    """
    from ..._util.platform.processes import can_fork, fork_into_background

    if not can_fork():
        raise click.UsageError("--background needs a system that can fork; use another terminal")
    outcome = fork_into_background()
    if isinstance(outcome, int):
        click.get_current_context().exit(outcome)
    detach = outcome

    def announce(_simulator: Simulator) -> None:
        click.echo(f"export BASESPACE_SIMULATOR_PID={os.getpid()}")
        detach()

    return announce
