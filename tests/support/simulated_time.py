"""An event loop whose clock jumps to the next timer when nothing is ready: hours pass in a moment.

For code that waits for timers only. Sockets are not served.
"""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class _JumpingSelector(selectors.DefaultSelector):  # type: ignore[misc, valid-type]
    loop: SimulatedLoop

    def select(self, timeout: float | None = None) -> Any:
        if timeout is None:
            raise RuntimeError("everything waits, and no timer is set: a deadlock")
        self.loop.now += max(timeout, 0.0)
        return super().select(0)


class SimulatedLoop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self.now = 1000.0
        selector = _JumpingSelector()
        super().__init__(selector)
        selector.loop = self

    def time(self) -> float:
        return self.now


def run(coroutine: Coroutine[Any, Any, T]) -> T:
    """Run in simulated time; everything that was started must have ended."""
    with asyncio.Runner(loop_factory=SimulatedLoop) as runner:
        return runner.run(_checked(coroutine))


async def _checked(coroutine: Coroutine[Any, Any, T]) -> T:
    try:
        return await coroutine
    finally:
        left = asyncio.all_tasks() - {asyncio.current_task()}
        assert not left, f"tasks left behind: {left}"
