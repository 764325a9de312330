"""The responses that the downloads of a job read in parallel: as many as make it faster."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Protocol

from attrs import define, frozen

from .._util.platform.processes import usable_cores

_INITIAL = 16
_MIN = 2  # that answers which ask to slow down leave
_WINDOW = 0.05  # seconds over which the throughput is measured
_MIN_GAIN = 1.1  # ratio of throughputs for which more responses are worth their cost
_LARGE_GAIN = 1.5  # for which one window is enough
_MAX_SETTLING = 1.2  # seconds for what was let in to begin
_JUDGED = 0.6  # seconds whose mean is compared: files that begin and end take from some windows
_MIN_REST, _MAX_REST = 3.0, 12.0  # seconds until the next trial
_MAX_LOAD = 0.9  # of the processor, at which more responses cannot bring a tenth more
_OVERLOAD = 1.0  # seconds in which refusals are of one overload: the requests that led to it are still being answered


class LargeFile(Protocol):
    """A file whose download waits until streams have nothing else to do."""

    @property
    def remaining(self) -> int:
        """Parts that have not come yet."""
        ...


@frozen
class _Window:
    """What came in a short time: bytes, its seconds, and the load of the processor."""

    size: int
    seconds: float
    load: float


@define
class _Trial:
    """A raised limit, until it has shown a gain: what it was before, the throughput then, and seconds to settle."""

    limit: int
    throughput: float
    settling: float = _MAX_SETTLING


class ProcessorLoad:
    """How much of the processor the event loop's thread, or the process with all its threads, uses."""

    def __init__(self) -> None:
        self._cores = usable_cores()
        self._thread, self._process = time.thread_time(), time.process_time()

    def of(self, seconds: float) -> float:
        """Return the load in the seconds since the last call, 1 for what it can have at most."""
        thread, process = time.thread_time(), time.process_time()
        used = max(thread - self._thread, (process - self._process) / self._cores)
        self._thread, self._process = thread, process
        return used / seconds


class _Turn:
    """A context that holds the turn of a response; quicker than one made of a generator."""

    __slots__ = ("_streams",)

    def __init__(self, streams: Streams) -> None:
        self._streams = streams

    async def __aenter__(self) -> None:
        await self._streams.acquire()

    async def __aexit__(self, *exc_info: object) -> None:
        self._streams.give_back()


class Streams:
    """The responses that all downloads of a job read.

    While files or parts wait, twice as many are read; if that does not bring at least a tenth more bytes a second,
    because the network or the disk is at its limit, it is taken back and tried again some seconds later. The number is
    not raised where the processor is at its limit, and halved when the object store asks to slow down.

    Args:
        concurrency: Responses read in parallel at most.
        throttled: Returns how often object stores have asked to slow down.

    Attributes:
        concurrency: Responses read in parallel at most.
        limit: Responses read in parallel at present.
        has_ranges: Whether the object store sends parts of a file; None if that is not known yet.
    """

    def __init__(self, concurrency: int, throttled: Callable[[], int] = lambda: 0) -> None:
        self.concurrency = concurrency
        self.limit = min(_INITIAL, concurrency)
        self.has_ranges: bool | None = None
        self._throttled = throttled
        self._seen_throttled = throttled()
        self._slowed_at = -_OVERLOAD
        self._turns = asyncio.Semaphore(self.limit)
        self._surplus = 0  # turns that are not given again when they come back
        self._waiting = 0
        self._entering, self._changed = asyncio.Lock(), asyncio.Event()
        self._large: list[LargeFile] = []
        self._began: float | None = None
        self._bytes = 0
        self._busy = 0  # turns that are held
        self._load = ProcessorLoad()
        self._recent: deque[_Window] = deque(maxlen=round(_JUDGED / _WINDOW))
        self._trial: _Trial | None = None
        self._rest, self._next_rest = 0.0, _MIN_REST

    def turn(self) -> _Turn:
        """Wait until another response may be read, and hold the turn within the block.

        A file keeps its turns until all its parts have come, so that files end one after another.
        """
        return _Turn(self)

    async def renew(self) -> None:
        """Give the turn back, and wait for another one, if more responses are read than may be."""
        if not self._surplus:
            return
        self.give_back()
        try:
            await self.acquire()
        except BaseException:
            self._surplus += 1  # the end of `turn` gives it back
            self._busy += 1
            raise

    @asynccontextmanager
    async def room(self, file: LargeFile) -> AsyncGenerator[None]:
        """Wait until the parts of other large files leave a stream without work: few are under way, in their order."""
        with self._wait():
            async with self._entering:
                while sum(other.remaining for other in self._large) >= self.limit:
                    self._changed.clear()
                    await self._changed.wait()
                self._large.append(file)
        try:
            yield
        finally:
            self._large.remove(file)
            self.let_in()

    def let_in(self) -> None:
        """Look whether another large file can begin."""
        self._changed.set()

    async def acquire(self) -> None:
        """Wait for a turn; see `turn`."""
        with self._wait():
            await self._turns.acquire()
        self._busy += 1

    @contextmanager
    def _wait(self) -> Iterator[None]:
        """Count among what a higher limit would let in."""
        self._waiting += 1
        try:
            yield
        finally:
            self._waiting -= 1

    def give_back(self) -> None:
        """End a turn; see `turn`."""
        self._busy -= 1
        self._release()

    def _release(self) -> None:
        if self._surplus:
            self._surplus -= 1
        else:
            self._turns.release()

    def received(self, size: int) -> None:
        """Count bytes that arrived, and raise or lower the number of responses from time to time."""
        self._bytes += size
        now = asyncio.get_running_loop().time()
        if self._began is None:
            self._began = now
            self._load = ProcessorLoad()  # not what was done before the first bytes
        elif now - self._began >= _WINDOW:
            seconds = now - self._began
            self._recent.append(_Window(self._bytes, seconds, self._load.of(seconds)))
            self._began, self._bytes = now, 0
            if self._is_throttled(now):
                self._next_rest = _MAX_REST
                self._return_to(max(self.limit // 2, _MIN))
            else:
                can_grow = self._waiting > 0 and not self._is_rising() and not self._is_overloaded()
                self._adjust(seconds, can_grow=can_grow)

    def _is_throttled(self, now: float) -> bool:
        """Return whether the store has asked to slow down since the number was halved for it."""
        seen, self._seen_throttled = self._seen_throttled, self._throttled()
        if self._seen_throttled == seen or now - self._slowed_at < _OVERLOAD:
            return False
        self._slowed_at = now
        return True

    def _is_rising(self) -> bool:
        """Return whether those that are read are only beginning, so that any number would seem better later on."""
        if len(self._recent) < 2:
            return True
        before, last = (window.size / window.seconds for window in list(self._recent)[-2:])
        return last >= before * _LARGE_GAIN

    def _is_overloaded(self) -> bool:
        """Return whether the processor is at its limit, but for moments."""
        load = sum(window.load * window.seconds for window in self._recent)
        return load >= _MAX_LOAD * sum(window.seconds for window in self._recent)

    def _adjust(self, seconds: float, *, can_grow: bool) -> None:
        if self._trial is not None:
            self._judge(self._trial, seconds)
        else:
            self._rest -= seconds
        if can_grow and self._trial is None and self._rest <= 0 and self.limit < self.concurrency:
            self._trial = _Trial(self.limit, self._throughput()[0])
            self._recent.clear()
            self._resize(min(self.limit * 2, self.concurrency))

    def _judge(self, trial: _Trial, seconds: float) -> None:
        """Keep what was tried, or return to what was before, or leave that to the next windows."""
        if trial.settling > 0:
            trial.settling -= seconds if self._busy < self.limit else trial.settling
            self._recent.clear()
            return
        if self._busy < self.limit and not self._waiting:  # the job ends
            self._trial = None
            return
        throughput, measured = self._throughput()
        is_judged = measured >= _JUDGED
        if throughput >= trial.throughput * (_MIN_GAIN if is_judged else _LARGE_GAIN):
            self._trial, self._next_rest = None, _MIN_REST
        elif is_judged:
            self._return_to(trial.limit)

    def _throughput(self) -> tuple[float, float]:
        """Return the bytes a second of the last windows, and their seconds."""
        seconds = sum(window.seconds for window in self._recent)
        return sum(window.size for window in self._recent) / seconds, seconds

    def _return_to(self, limit: int) -> None:
        self._trial = None
        self._rest, self._next_rest = self._next_rest, min(self._next_rest * 2, _MAX_REST)
        self._resize(min(limit, self.concurrency))

    def _resize(self, limit: int) -> None:
        for _ in range(limit - self.limit):
            self._release()
        self._surplus += max(self.limit - limit, 0)
        self.limit = limit
        self.let_in()
