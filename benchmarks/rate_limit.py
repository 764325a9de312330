"""How much of an allowed rate a client reaches, and how often it is refused: learning the rate, and told of it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack

from attrs import field, frozen

from basespace_async import BaseSpace, HTTPRequest, HTTPResponse, RateLimit, RetryPolicy, Transport

from .measuring import in_process
from .report import Goal, Section, Table
from .service import Service, simulated

RATES = (50, 200, 1000)
TASKS = 64
LEAST_SHARE, MAX_REFUSED = 0.97, 0.01
LEARNT, TOLD = "learnt", "told"


@frozen
class Answers:
    """What one client was answered.

    Attributes:
        served, refused: when each answer came, in seconds from the beginning.
    """

    served: list[float] = field(factory=list)
    refused: list[float] = field(factory=list)

    def share(self, allowed: float, since: float, until: float) -> float:
        """Return the part that was served of what is allowed in a time."""
        return _within(self.served, since, until) / allowed

    def refusals(self, since: float, until: float) -> float:
        """Return the part of the answers in a time that were refusals; 0 where there were no answers."""
        refused = _within(self.refused, since, until)
        answered = refused + _within(self.served, since, until)
        return refused / answered if answered else 0.0


def _within(times: Sequence[float], since: float, until: float) -> int:
    return sum(since <= at < until for at in times)


class _Noting:
    """A layer that notes every answer."""

    def __init__(self, inner: Transport, answers: Answers, began: float) -> None:
        self._inner = inner
        self._answers = answers
        self._began = began

    async def send(self, request: HTTPRequest) -> HTTPResponse:
        response = await self._inner.send(request)
        answers = self._answers.refused if response.status == 429 else self._answers.served
        answers.append(time.perf_counter() - self._began)
        return response

    async def aclose(self) -> None:
        await self._inner.aclose()


def answers(services: Mapping[int, Service], told: bool, seconds: float) -> dict[int, Answers]:
    """Return the answers to a client of each service: so many tasks each, which ask as fast as they can."""

    async def run() -> dict[int, Answers]:
        found = await asyncio.gather(*(_ask(service, rate, told, seconds) for rate, service in services.items()))
        return dict(zip(services, found, strict=True))

    return asyncio.run(run())


async def _ask(service: Service, rate: int, told: bool, seconds: float) -> Answers:
    found, began = Answers(), time.perf_counter()
    ends_at = began + seconds
    async with BaseSpace(
        service.token,
        server=service.url,
        rate_limit=RateLimit(rate=rate) if told else None,
        retry=RetryPolicy(max_retries=100),
        middleware=[lambda inner: _Noting(inner, found, began)],
    ) as basespace:

        async def work() -> None:
            while time.perf_counter() < ends_at:
                await basespace.users.current()

        async with asyncio.TaskGroup() as group:
            for _ in range(TASKS):
                group.create_task(work())
    return found


@frozen
class _Row:
    """One client's figures."""

    rate: int
    name: str
    share: float
    refused: float
    steady_share: float
    steady_refused: float


def measure(quick: bool) -> Section:
    """Measure three clients of three services at a time, first learning, then told."""
    seconds, learning = (2.0, 1.0) if quick else (27.0, 5.0)
    rates = RATES[:1] if quick else RATES
    rows: list[_Row] = []
    for name in (LEARNT, TOLD):
        with ExitStack() as stack:  # new services, whose buckets are full
            services = {rate: stack.enter_context(simulated(biosamples=1, rate_limit=rate)) for rate in rates}
            found = in_process(answers, services, name == TOLD, seconds)
        rows += [_row(rate, name, found[rate], seconds, learning) for rate in rates]
    # A quick run is over before the rate is learnt.
    return Section("Rate limit", _about(seconds, learning), [_table(rows)], [] if quick else _goals(rows))


def _row(rate: int, name: str, found: Answers, seconds: float, learning: float) -> _Row:
    stock = rate if name == LEARNT else 0
    return _Row(
        rate,
        name,
        found.share(rate * seconds + stock, 0, seconds),
        found.refusals(0, seconds),
        found.share(rate * (seconds - learning), learning, seconds),
        found.refusals(learning, seconds),
    )


def _about(seconds: float, learning: float) -> str:
    return (
        f"{TASKS} tasks call `users.current()` for {seconds:g} s as fast as they can, of a service that allows so many "
        "requests a second and refuses others with 429 and `Retry-After: 1`. *Learnt*: the client is told nothing; it "
        "first asks without a limit, is refused, and learns. Its whole run includes that, and what the service's "
        "bucket holds at the beginning, a second's worth, is counted as allowed to it. *Told*: `RateLimit(rate=...)`, "
        f"which the client keeps to. Steady is what came after the first {learning:g} s; more than 100% is what the "
        "bucket saved up during a pause. The rates are measured at the same time, with a service and a client "
        "each."
    )


_LEARNING = (
    "The tasks ask all at once before the service has said anything, and what is under way when the first 429 comes is "
    "refused with it. These few dozen are more than 1% of what 50 a second allows in half a minute, however well the "
    "rate is learnt afterwards. To begin with fewer does not help: 8 requests that double with each round of answers "
    "are 32 or 64 when the fiftieth is served, and 200 calls then take five rounds where 64 at once take four. Only "
    "some ten until then would do, and eight rounds."
)
_PROBING = (
    "The client tries a little more every half a minute, and is refused; the service then asks for a second's pause, "
    "which is more than 3% of the time that was measured."
)
_LATE = "A client that is told keeps below the rate: what it loses is the time in which it or the service was busy."


def _table(rows: Sequence[_Row]) -> Table:
    return Table(
        ("allowed", "reached, whole run", "429s, whole run", "reached, steady", "429s, steady"),
        [
            (
                f"{row.rate:,}/s, {row.name}",
                f"{row.share:.1%}",
                f"{row.refused:.2%}",
                f"{row.steady_share:.1%}",
                f"{row.steady_refused:.2%}",
            )
            for row in rows
        ],
    )


def _goals(rows: Sequence[_Row]) -> list[Goal]:
    learnt = [row for row in rows if row.name == LEARNT]
    told = [row for row in rows if row.name == TOLD]
    return [
        _goal("learnt, whole run", [row.share for row in learnt], [row.refused for row in learnt], _LEARNING),
        _goal("learnt, steady", [row.steady_share for row in learnt], [row.steady_refused for row in learnt], _PROBING),
        _goal("told, whole run", [row.share for row in told], [row.refused for row in told], _LATE),
    ]


def _goal(when: str, shares: Sequence[float], refused: Sequence[float], why: str) -> Goal:
    return Goal(
        f"{LEAST_SHARE:.0%} of each allowed rate and under {MAX_REFUSED:.0%} of 429s, {when}",
        f"at least {min(shares):.1%} of the rate, at most {max(refused):.2%} of 429s",
        min(shares) >= LEAST_SHARE and max(refused) < MAX_REFUSED,
        why,
    )
