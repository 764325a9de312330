"""The shared budget in Python, on a clock of the test's: what the script of Redis must do, by the local classes."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable

from basespace_async.transport.rate_limit.adaptive import AdaptiveRate
from basespace_async.transport.rate_limit.shared import LeaseGrant, LeaseRequest

SEEN, HORIZON, MAX_PAUSE = 10.0, 0.1, 3600.0


class _TwoSeconds:
    """What was counted in this second and the one before, taken as even."""

    def __init__(self) -> None:
        self.second = 0
        self.current = self.before = 0.0

    def begin(self, now: float, rate: float) -> None:
        self.second = math.floor(now)
        self.before, self.current = rate, rate * (now - self.second)

    def add(self, now: float, count: int) -> None:
        second = math.floor(now)
        if second != self.second:
            self.before = self.current if second == self.second + 1 else 0.0
            self.second, self.current = second, 0.0
        self.current += count

    def total(self, now: float) -> float:
        return self.before * (1 - (now - self.second)) + self.current


class _Always:
    """An overload is told from chance by each worker, before it speaks."""

    def add(self, now: float) -> None:
        pass

    def total(self, now: float) -> float:
        return math.inf


class Model:
    """The state of one shared budget."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.clock = clock
        self.forget()

    def forget(self) -> None:
        now = self.clock()
        self.known, self.there = False, 1.0
        self.tokens, self.at = 0.0, now
        self.paused_until = 0.0
        self.epoch = 0
        self.learnt = self._learn(now)
        self.limit, self.told_at = 0.0, 0.0
        self.expected, self.returning_until = 1, 0.0
        self.seen: dict[int, float] = {}
        self.asks: list[LeaseRequest] = []

    def _learn(self, now: float) -> AdaptiveRate:
        learnt = AdaptiveRate(None, now)
        self.lately = _TwoSeconds()
        learnt._served_lately = self.lately  # type: ignore[assignment]
        learnt._refused_lately = _Always()  # type: ignore[assignment]
        return learnt

    def exchange(self, ask: LeaseRequest) -> LeaseGrant:
        self.asks.append(ask)
        now = self.clock()
        if not self.known:
            self.learnt = self._learn(now)
        self._be_told(ask, now)
        learnt = self.learnt
        if not self.known and ask.expected > 1:
            self.expected, self.returning_until = ask.expected, now + 1.5
        self.there = min(1.0, max(1, len(self.seen)) / self.expected) if now < self.returning_until else 1.0
        if not self.known and ask.remembered:
            learnt.know(ask.remembered)
            self.lately.begin(now, ask.remembered)
            self.epoch = 1
        self._fill(ask, now)
        paused = max(0.0, self.paused_until - now)
        if ask.served or not self.known:
            learnt._served_at = now
        if learnt.learnt and ask.wanted > 0 and ask.wanted > self.tokens and not paused:
            learnt._now = now - max(0.0, min(now - max(self.at, self.paused_until), 0.5))
            learnt.advance(now, demand=True)
        learnt._now = self.at = now
        learnt._served += ask.served
        self.lately.add(now, ask.served)
        if ask.refused and ask.epoch == self.epoch:
            learnt.refused(math.inf, overload=ask.overload)
            self.epoch += 1
            self.tokens = min(self.tokens, 1)
        pause = min(ask.pause, MAX_PAUSE)
        if pause > paused:
            learnt.paused(pause - paused)
            self.paused_until, paused = now + pause, pause
        workers = self._count(ask, now)
        return self._answer(ask, paused, workers)

    def _be_told(self, ask: LeaseRequest, now: float) -> None:
        limit = max(ask.limit, 0.01) if ask.limit else None
        if limit and (not self.limit or limit <= self.limit or now - self.told_at > SEEN):
            self.limit, self.told_at = limit, now
        elif now - self.told_at > SEEN:
            self.limit = 0.0
        self.learnt._limit = self.limit or None
        if not self.learnt.learnt:
            self.learnt.rate = self.limit or None
        else:
            self.learnt.rate = self.learnt._rate_at(self.learnt._age or 0.0)

    def _rate(self) -> float:
        return self.learnt.rate or 0.0

    def _capacity(self, ask: LeaseRequest) -> float:
        if ask.burst:
            return max(1.0, ask.burst / 2)
        return max(1.0, self._rate() * (0.05 if self._rate() == self.limit else 0.02))

    def _fill(self, ask: LeaseRequest, now: float) -> None:
        if self.known:
            lent = max(self.tokens, -(1 + self._rate() * HORIZON))
            grown = lent + max(0.0, now - self.at) * self._rate() * self.there + ask.returned
            self.tokens = min(self._capacity(ask), grown)
        else:
            self.tokens = self._capacity(ask) if self._rate() else 1.0
            self.known = True

    def _count(self, ask: LeaseRequest, now: float) -> int:
        self.seen = {worker: at for worker, at in self.seen.items() if at > now - SEEN}
        if ask.leaving:
            self.seen.pop(ask.worker, None)
        else:
            self.seen[ask.worker] = now
        return max(1, len(self.seen))

    def _answer(self, ask: LeaseRequest, paused: float, workers: int) -> LeaseGrant:
        rate, before = self._rate(), self.tokens
        granted, again, life = 0, 0.0, 0.0
        if rate:
            life = max(self._capacity(ask) / rate, 0.05)
            if not paused:
                part = max(1, math.floor(rate * HORIZON / workers))
                ready = math.floor(before + rate * self.there * HORIZON + 1e-9)
                granted = max(0, min(ask.wanted, part, ready))
            self.tokens -= granted
            if not granted:
                again = min(max((1 - before) / rate - HORIZON, min(0.1, workers / rate / 4)), 0.25)
        return LeaseGrant(granted, before, rate or None, self.learnt.learnt, paused, self.epoch, workers, again, life)


class ModelStore:
    """A worker's way to the model: it takes a while, fails and hangs as it is told to."""

    def __init__(self, sharing: ModelSharing) -> None:
        self._sharing = sharing
        self.closed = False

    async def exchange(self, ask: LeaseRequest) -> LeaseGrant:
        sharing = self._sharing
        sharing.attempts += 1
        await asyncio.sleep(sharing.delay / 2)
        if sharing.hangs:
            await asyncio.sleep(1e9)
        if sharing.failure is not None:
            raise sharing.failure
        answer = sharing.model.exchange(ask)
        await asyncio.sleep(sharing.delay / 2)
        return answer if sharing.answer is None else sharing.answer()

    async def aclose(self) -> None:
        self.closed = True


class ModelSharing:
    """What a client is given in place of a `RedisBudget`."""

    def __init__(self, model: Model | None = None, *, delay: float = 0.001, workers: int = 1) -> None:
        self.model = model or Model(lambda: asyncio.get_running_loop().time())
        self.delay = delay
        self.workers = workers
        self.timeout = 0.5
        self.hangs = False
        self.failure: Exception | None = None
        self.answer: Callable[[], LeaseGrant] | None = None
        self.attempts = 0
        self.stores: list[ModelStore] = []

    def __str__(self) -> str:
        return "the model"

    def open(self, *, server: str, token: str | None) -> ModelStore:
        self.stores.append(ModelStore(self))
        return self.stores[-1]
