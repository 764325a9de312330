"""Deterministic random choices: the same seed, kind and position give the same, in any order of asking."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from typing import TypeVar

T = TypeVar("T")


class SeededRandom:
    """Choices for one record, one after the other; as many as 256 bits hold."""

    def __init__(self, seed: int, purpose: str, position: int) -> None:
        self._bits = int.from_bytes(blake2b(f"{seed} {purpose} {position}".encode(), digest_size=32).digest(), "big")

    def below(self, bound: int) -> int:
        """Draw a number from 0 to `bound` - 1."""
        self._bits, drawn = divmod(self._bits, bound)
        return drawn

    def between(self, low: int, high: int) -> int:
        """Draw a number from `low` to `high`, both included."""
        return low + self.below(high - low + 1)

    def one_of(self, values: Sequence[T]) -> T:
        """Draw one of several values."""
        return values[self.below(len(values))]

    def hex(self, digits: int) -> str:
        """Draw hexadecimal digits."""
        return f"{self.below(16**digits):0{digits}x}"

    def decimal(self, low: float, high: float) -> float:
        """Draw a number from `low` to `high` in steps of a ten-thousandth of the range."""
        return round(low + (high - low) * self.below(10_001) / 10_000, 4)
