"""Runs under faults: each goes on after every error until it is complete, and is compared with the world.

What a run does follows from its number alone: the world, the weather, the settings of the client and of the workload.
"""

from __future__ import annotations

import asyncio
import ssl
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, asynccontextmanager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlsplit

import httpx
import trustme
from attrs import Factory, asdict, define, frozen

from basespace_async import BaseSpace
from basespace_async.errors import BaseSpaceError
from basespace_async.simulator import Clock, Fault, Simulator
from basespace_async.transport import AiohttpTransport, HttpxTransport, RateLimit, RetryPolicy, Timeouts, Transport
from tests.support.chaos.cutting_proxy import (
    CUTS,
    DELAYS,
    FLIPS,
    HARMLESS,
    HOST,
    REPEATS,
    CuttingProxy,
    Harms,
    harms_by_seed,
)
from tests.support.chaos.judging import Problems, WrongError, check_secrets
from tests.support.chaos.strays import check_tasks, no_strays
from tests.support.chaos.weather import weather_of

MAX_RESUMES = 8
"""After so many errors the faults are switched off, and the next attempt must succeed."""
START = datetime(2026, 5, 4, tzinfo=UTC)


@define
class Outcome:
    """What came of a run.

    Attributes:
        seed, kind, weather: of it.
        errors: what its attempts ended with, by class.
        faults: that struck, by kind.
        requests: that the service got.
        problem: what must never be, or "".
        seconds: that it took.
        kills: of processes.
    """

    seed: int
    kind: str
    weather: str = ""
    errors: Counter[str] = Factory(Counter)
    faults: Counter[str] = Factory(Counter)
    requests: int = 0
    problem: str = ""
    seconds: float = 0.0
    kills: int = 0

    def line(self) -> str:
        """The run in one line."""
        errors = ", ".join(f"{count} {name}" for name, count in self.errors.items()) or "no error"
        end = f"FAILED: {self.problem}" if self.problem else "exact"
        struck = sum(self.faults.values())
        killed = f", {self.kills} kills" if self.kills else ""
        return (
            f"{self.kind} {self.seed} ({self.weather}): {struck} faults in {self.requests} requests, {errors}{killed}; "
            f"{end}, {self.seconds:.1f} s"
        )

    def plain(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


@frozen
class Stage:
    """What a workload runs on.

    Attributes:
        simulator: the service.
        folder: an empty one.
        random: of the run.
        client: makes a client.
        calm: switches off what goes wrong.
        outcome: notes what happens.
        damages: how often content may have been damaged so far, so that it had to be fetched again.
        is_kept: whether damaged content may have been kept, to be found out by a later attempt only.
    """

    simulator: Simulator
    folder: Path
    random: Random
    client: Callable[[], BaseSpace]
    calm: Callable[[], None]
    outcome: Outcome
    damages: Callable[[], int]
    is_kept: bool = False

    async def until_complete(
        self,
        attempt: Callable[[BaseSpace], Awaitable[Any]],
        *,
        after_error: Callable[[BaseSpaceError], None] = lambda error: None,
    ) -> Any:
        """Attempt something until it succeeds; whatever it fails with must be one error of the package's.

        Raises:
            WrongError: it fails without faults, or with something else.
        """
        for number in range(MAX_RESUMES + 1):
            if number == MAX_RESUMES:
                self.calm()
            try:
                async with self.client() as basespace:
                    return await attempt(basespace)
            except BaseSpaceError as error:
                if number == MAX_RESUMES:
                    raise WrongError(f"it fails without faults: {error!r}") from error
                self.outcome.errors[type(error).__name__] += 1
                check_secrets(error, self.simulator.token)
                after_error(error)
            finally:
                await self._check_tasks()
        raise AssertionError("unreachable")

    async def _check_tasks(self) -> None:
        problems = Problems()
        await check_tasks(problems)
        problems.raise_if_any()


Workload = Callable[[Stage], Awaitable[None]]


@asynccontextmanager
async def limited(seconds: float) -> AsyncIterator[None]:
    """A run that takes longer is a hang."""
    try:
        async with asyncio.timeout(seconds):
            yield
    except TimeoutError as error:
        raise WrongError(f"it did not end within {seconds:.0f} s") from error


def simulator_of(random: Random, faults: Iterable[Fault], **more: Any) -> Simulator:
    """The service of a run."""
    return Simulator(
        biosamples=random.choice([6, 13, 30, 48]),
        seed=random.randrange(1000),
        page_cap=random.choice([1024, 1024, 7]),
        clock=Clock(START, still=True),
        faults=faults,
        **more,
    )


def client_of(
    random: Random,
    server: str,
    token: str,
    *,
    tls: ssl.SSLContext | None = None,
    patience: float = 5.0,
    httpx_share: float = 0.25,
) -> BaseSpace:
    """A client that is quick to try again, by either transport."""
    transport: Transport
    if random.random() < httpx_share:
        transport = HttpxTransport(httpx.AsyncClient(trust_env=False, verify=tls or True), close_client=True)
    else:
        transport = AiohttpTransport(ssl_context=tls)
    return BaseSpace(
        token,
        server=server,
        transport=transport,
        retry=RetryPolicy(max_retries=random.choice([2, 4, 6]), deadline=30.0, initial_backoff=0.004, max_backoff=0.05),
        timeouts=Timeouts(connect=patience, read=patience, total=20.0),
        # What is refused at random is no limit to be learnt; one in ten learns it nevertheless.
        rate_limit=RateLimit(concurrency=random.choice([3, 16, 64]), adaptive=random.random() < 0.1),
    )


@contextmanager
def under_faults(random: Random, outcome: Outcome, folder: Path) -> Iterator[Stage]:
    """The simulator itself does harm."""
    kind = outcome.kind
    weather = weather_of(random, changing=kind in ("harvest", "download") and random.random() < 0.33)
    outcome.weather = weather.name
    with simulator_of(random, weather.faults).in_thread() as simulator:
        yield Stage(
            simulator,
            folder,
            random,
            lambda: client_of(random, simulator.url, simulator.token),
            simulator.faults.clear,
            outcome,
            lambda: simulator.statistics.faults["wrong_etag"],
        )
        outcome.faults.update(simulator.statistics.faults)


def behind_repeating_proxies(
    random: Random, outcome: Outcome, folder: Path, *, httpx_share: float = 0.5
) -> AbstractContextManager[Stage]:
    """Proxies say answers twice, late and out of turn."""
    return behind_proxies(random, outcome, folder, mode="repeat", httpx_share=httpx_share)


@contextmanager
def behind_proxies(
    random: Random, outcome: Outcome, folder: Path, *, mode: str | None = None, httpx_share: float = 0.25
) -> Iterator[Stage]:
    """Proxies do harm to the connections: cuts and delays; over TLS also corruption; or corruption of content alone.

    What is corrupted without TLS cannot be told from what was meant, unless there is a checksum of it, which is so for
    the content of files.
    """
    mode = mode or random.choice(["cut", "tls", "corrupt"] if "download" in outcome.kind else ["cut", "tls"])
    outcome.weather = mode
    authority = trustme.CA() if mode == "tls" else None
    kinds = {"cut": CUTS + DELAYS, "tls": CUTS + DELAYS + FLIPS, "corrupt": FLIPS, "repeat": REPEATS}[mode]
    with ExitStack() as stack:
        simulator = stack.enter_context(
            simulator_of(random, (), tls=None if authority is None else _served_by(authority)).in_thread()
        )
        proxies = [
            stack.enter_context(CuttingProxy(_port_of(url), _harms(random, outcome, kinds, name)).in_thread())
            for name, url in (("api", simulator.url), ("store", simulator.store_url))
        ]
        scheme = "http" if authority is None else "https"
        api, store = proxies
        server = f"{scheme}://{HOST}:{api.port}/v2"
        simulator.store_url = f"{scheme}://{HOST}:{store.port}"

        def calm() -> None:
            for proxy in proxies:
                proxy.calm = True

        context = None if authority is None else _trusting(authority)

        def client() -> BaseSpace:
            for proxy in proxies:
                proxy.loop = asyncio.get_running_loop()
            return client_of(random, server, simulator.token, tls=context, patience=1.0, httpx_share=httpx_share)

        yield Stage(
            simulator,
            folder,
            random,
            client,
            calm,
            outcome,
            lambda: proxies[1].struck["flip"] if mode == "corrupt" else 0,
            is_kept=True,
        )
        for proxy in proxies:
            outcome.faults.update(proxy.struck)


def _harms(random: Random, outcome: Outcome, kinds: tuple[Any, ...], name: str) -> Harms:
    if outcome.weather == "corrupt" and name == "api":
        return lambda _: (HARMLESS, HARMLESS)
    return harms_by_seed(f"{outcome.kind} {outcome.seed} {name}", kinds)


def _port_of(url: str) -> int:
    port = urlsplit(url).port
    assert port is not None
    return port


def _served_by(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(HOST).configure_cert(context)
    return context


def _trusting(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


Setting = Callable[[Random, Outcome, Path], AbstractContextManager[Stage]]


def run(seed: int, kind: str, setting: Setting, workload: Workload, folder: Path, *, seconds: float = 240.0) -> Outcome:
    """One run.

    Args:
        seed: its number.
        kind: what it is called.
        setting: what does harm.
        workload: what is done and how it is judged.
        folder: an empty one.
        seconds: after which it is a hang.
    """
    random = Random(f"{kind} {seed}")
    outcome, problems, started = Outcome(seed, kind), Problems(), time.monotonic()
    with no_strays(problems):
        try:
            with setting(random, outcome, folder) as stage:
                try:
                    asyncio.run(_staged(workload, stage, seconds))
                except WrongError as error:
                    problems.note(str(error))
                outcome.requests = stage.simulator.statistics.requests
                if stage.simulator.statistics.leaked_tokens:
                    problems.note("the token was sent to the object store")
        except Exception as error:  # noqa: BLE001
            problems.note(f"not an error of the package: {error!r}")
    outcome.problem = "; ".join(problems.found)
    outcome.seconds = time.monotonic() - started
    return outcome


async def _staged(workload: Workload, stage: Stage, seconds: float) -> None:
    async with limited(seconds):
        await workload(stage)
