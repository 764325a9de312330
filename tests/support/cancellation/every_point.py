"""An operation, cancelled at every point at which it suspends, and a look at what is left each time.

The operation is run again and again. Each time it meets its fate at a later point, until a run ends before that point
comes. After each run nothing of it may be left, and the same operation must succeed with the same client.
"""

from __future__ import annotations

import asyncio
import gc
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, Protocol, TypeVar

from attrs import define, field

from tests.support.cancellation.leaks import Complaints, CountingExecutor, quick_collection, tasks, timers
from tests.support.cancellation.stepping import (
    Strike,
    Watch,
    at_once,
    itself_at_once,
    itself_when_ready,
    one_turn_later,
    when_ready,
)

MAX_LENGTH = 120.0
"""Seconds after which an operation hangs; it takes some milliseconds."""


class Subject(Protocol):
    """What an operation is done with."""

    def in_use(self) -> list[str]:
        """What is held although nothing is under way: slots, connections, locks, files."""
        ...

    def own_timers(self) -> set[asyncio.TimerHandle]:
        """Timers that may run while nothing is under way, and until it is closed."""
        ...

    def left(self) -> list[str]:
        """What is left after it was closed."""
        ...


S = TypeVar("S", bound=Subject)


@define
class Case:
    """An operation.

    Attributes:
        opened: makes what it is done with, anew for each run.
        operate: does it.
        again: does it once more, after it was cut short; the same where it is not given.
        succeeded: checks what came of it.
    """

    opened: Callable[[], AbstractAsyncContextManager[Any]]
    operate: Callable[[Any], Awaitable[Any]]
    again: Callable[[Any], Awaitable[Any]] | None = None


@define
class Outcome:
    """What came of a run.

    Attributes:
        watch: counted the points.
        cancelled: whether the operation's task came to a cancellation.
        cancelling: how many cancellations its task counted at the end.
        error: what it raised.
        problems: what was left, or went wrong afterwards.
    """

    watch: Watch
    cancelled: bool = False
    cancelling: int = 0
    error: BaseException | None = None
    problems: list[str] = field(factory=list)

    @classmethod
    def of(cls, watch: Watch, task: asyncio.Task[Any]) -> Outcome:
        """The outcome of a task that has ended; without what it held, so that the collector can get at that."""
        error = None if task.cancelled() else task.exception()
        if error is not None:
            traceback.clear_frames(error.__traceback__)
        watch.target = None
        return cls(watch, task.cancelled(), task.cancelling(), error)


class Laboratory:
    """Runs operations in one event loop, and looks at what each leaves behind."""

    def __init__(self, executor: CountingExecutor, complaints: Complaints, *, eager: bool = False) -> None:
        self.executor = executor
        self._complaints = complaints
        self._eager = eager

    async def run(self, case: Case, strikes: dict[int, Strike], *, around: Callable[..., Any] | None = None) -> Outcome:
        """One run, which meets the strikes, and the look at what is left."""
        loop = asyncio.get_running_loop()
        watch = Watch(strikes)
        tasks_before, timers_before = tasks(), timers()
        async with case.opened() as subject:
            operation = case.operate(subject) if around is None else around(case.operate(subject))
            with watch.watching(loop, eager=self._eager):
                task = watch.target = loop.create_task(operation)
                await asyncio.wait([task], timeout=MAX_LENGTH)
            if not task.done():
                task.cancel()
                return Outcome(watch, problems=[f"it hangs: {task!r}"])
            outcome = Outcome.of(watch, task)
            problems = outcome.problems
            problems += [f"task {one!r}" for one in tasks() - tasks_before]
            problems += [f"job in a thread: {name}" for name in self.executor.running.values()]
            problems += [f"timer {one!r}" for one in timers() - timers_before - subject.own_timers()]
            await settled()
            problems += subject.in_use()
            problems += self._complaints.taken()
            if outcome.cancelled or outcome.error is not None:
                problems += await self._again(case, subject)
        await settled()
        problems += [f"after closing: task {one!r}" for one in tasks() - tasks_before]
        problems += [f"after closing: timer {one!r}" for one in timers() - timers_before]
        problems += [f"after closing: {what}" for what in subject.left()]
        del subject, operation, task
        gc.collect()
        await settled()
        problems += [f"after collecting: task {one!r}" for one in tasks() - tasks_before]
        problems += self._complaints.taken()
        return outcome

    async def _again(self, case: Case, subject: Any) -> list[str]:
        self.executor.fail_at = 0
        try:
            async with asyncio.timeout(MAX_LENGTH):
                await (case.again or case.operate)(subject)
        except Exception as error:  # noqa: BLE001  # whatever it is, it is told
            return [f"the next time: {error!r}"]
        return []


async def settled() -> None:
    """Let the loop do what is ready: a connection that was closed has its end told one turn later."""
    for _ in range(3):
        await asyncio.sleep(0)


# --- fates ------------------------------------------------------------------------------------------------------------


def judged_cancelled(outcome: Outcome, times: int) -> list[str]:
    """What is wrong with the end of an operation that was cancelled so many times."""
    if not outcome.cancelled:
        what = f"raised {outcome.error!r}" if outcome.error else "ended as if nothing had been"
        return [f"cancelled, it {what}"]
    if outcome.cancelling != times:
        return [f"cancelled {times} times, and {outcome.cancelling} are counted"]
    return []


@define
class Sweep:
    """Goes through all points of an operation.

    Attributes:
        laboratory: runs it.
        case: the operation.
        step: from one point to the next; 1 for all.
        points: how many points there were; known afterwards.
    """

    laboratory: Laboratory
    case: Case
    step: int = 1
    points: int = 0
    runs: int = 0

    async def all(self) -> None:
        """Every fate at every point."""
        await self.once_each()
        await self.twice()
        await self.timeout()
        await self.timeout_and_cancelled()

    async def once_each(self) -> None:
        """Cancelled at each point: at once, when what is waited for is there, and one turn later."""
        await self.once(at_once)
        await self.once(when_ready)
        await self.once(one_turn_later)

    async def cancelled_at_once(self) -> None:
        """Cancelled at each point."""
        await self.once(at_once)

    async def once(self, strike: Strike, *, name: str = "") -> None:
        """Cancelled at each point."""
        name = name or strike.__name__

        async def attempt(at: int) -> tuple[Outcome, list[str]]:
            outcome = await self._run({at: strike})
            return outcome, judged_cancelled(outcome, 1) if outcome.watch.struck else []

        await self._each(name, attempt)

    async def twice(self) -> None:
        """Cancelled at each point, and once more at each point of what follows from that."""
        at = 1
        while True:
            after = 1
            while True:
                outcome = await self._run({at: at_once, at + after: at_once})
                if outcome.watch.struck < 2:
                    break
                problems = judged_cancelled(outcome, 2)
                self._judge(f"twice, {after} apart", at, outcome, problems)
                after += 1
            if not outcome.watch.struck:
                return
            at += self.step

    async def timeout(self) -> None:
        """In a block that times out at each point."""

        async def attempt(at: int) -> tuple[Outcome, list[str]]:
            limit = _Limit()
            outcome = await self._run({at: limit.end}, around=limit.around)
            if not outcome.watch.struck:
                return outcome, []
            problems = [] if isinstance(outcome.error, TimeoutError) else [f"timed out, it raised {outcome.error!r}"]
            if outcome.cancelling:
                problems.append(f"timed out, and {outcome.cancelling} cancellations are counted")
            return outcome, problems

        await self._each("timeout", attempt)

    async def timeout_and_cancelled(self) -> None:
        """In a block that times out at each point, at which the task is cancelled as well: that counts."""

        async def attempt(at: int) -> tuple[Outcome, list[str]]:
            limit = _Limit()

            def both(target: asyncio.Task[Any], awaited: Any) -> None:
                limit.end(target, awaited)
                asyncio.get_running_loop().call_soon(target.cancel)

            outcome = await self._run({at: both}, around=limit.around)
            return outcome, judged_cancelled(outcome, 1) if outcome.watch.struck else []

        await self._each("timeout and cancelled", attempt)

    async def one_of_several(self) -> None:
        """Each task of the operation is cancelled at each of its points; the others must come to their ends."""
        for strike in (itself_at_once, itself_when_ready):

            async def attempt(at: int, strike: Strike = strike) -> tuple[Outcome, list[str]]:
                outcome = await self._run({at: strike})
                return outcome, [f"another one came to {outcome.error!r}"] if outcome.error else []

            await self._each(strike.__name__, attempt)

    async def _each(self, name: str, attempt: Callable[[int], Awaitable[tuple[Outcome, list[str]]]]) -> None:
        at = 1
        while True:
            outcome, problems = await attempt(at)
            if not outcome.watch.struck:
                self._judge(f"{name}, not reached", at, outcome, [repr(outcome.error)] if outcome.error else [])
                self.points = max(self.points, outcome.watch.count)
                return
            self._judge(name, at, outcome, problems)
            at += self.step

    async def _run(self, strikes: dict[int, Strike], around: Callable[..., Any] | None = None) -> Outcome:
        self.runs += 1
        return await self.laboratory.run(self.case, strikes, around=around)

    def _judge(self, name: str, at: int, outcome: Outcome, problems: list[str]) -> None:
        found = [*problems, *outcome.problems]
        if found:
            where = " and ".join(outcome.watch.places)
            raise AssertionError(f"{name}, at point {at} ({where}):\n  " + "\n  ".join(found))


class _Limit:
    """A block of time that ends when it is told to."""

    def __init__(self) -> None:
        self._timeout = asyncio.timeout(None)

    async def around(self, operation: Awaitable[Any]) -> Any:
        async with self._timeout:
            return await operation

    def end(self, target: asyncio.Task[Any], awaited: Any) -> None:
        self._timeout.reschedule(asyncio.get_running_loop().time())


@asynccontextmanager
async def laboratory(*, eager: bool = False) -> AsyncIterator[Laboratory]:
    """A laboratory in the running loop."""
    loop = asyncio.get_running_loop()
    executor = CountingExecutor()
    loop.set_default_executor(executor)
    complaints = Complaints()
    with quick_collection(), complaints.heard(loop):
        yield Laboratory(executor, complaints, eager=eager)
