"""A cap on the bytes a second."""

from __future__ import annotations

import asyncio

from ..errors import ConfigurationError


class Bandwidth:
    """A cap on the bytes a second of every download that it is given to.

    Args:
        bytes_per_second: the cap; more than 0.

    Raises:
        ConfigurationError: it is not positive.

    Example:
        night = Bandwidth(20_000_000)
        await basespace.datasets.download(one, "fastq", bandwidth=night)
        await basespace.datasets.download(other, "fastq", bandwidth=night)
    """

    def __init__(self, bytes_per_second: float) -> None:
        if not 0 < bytes_per_second < float("inf"):
            raise ConfigurationError(f"the bandwidth is {bytes_per_second} bytes a second; give more than 0")
        self.bytes_per_second = bytes_per_second
        self._free_at = 0.0

    async def take(self, size: int) -> None:
        """Wait until `size` bytes that have arrived are within the cap; what comes next is not read before that."""
        now = asyncio.get_running_loop().time()
        self._free_at = max(self._free_at, now) + size / self.bytes_per_second
        if self._free_at > now:
            await asyncio.sleep(self._free_at - now)

    def __repr__(self) -> str:
        return f"Bandwidth({self.bytes_per_second:g})"
