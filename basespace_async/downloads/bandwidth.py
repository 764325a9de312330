"""A shared cap on download speed."""

from __future__ import annotations

import asyncio

from ..errors import ConfigurationError


class Bandwidth:
    """A cap on download speed, shared by all downloads that take it.

    Args:
        bytes_per_second: Bytes per second, more than 0.

    Raises:
        ConfigurationError: If it is not positive.

    Example:
        ```python
        night = Bandwidth(20_000_000)
        await basespace.datasets.download(one, "fastq", bandwidth=night)
        await basespace.datasets.download(other, "fastq", bandwidth=night)
        ```
    """

    def __init__(self, bytes_per_second: float) -> None:
        if not 0 < bytes_per_second < float("inf"):
            raise ConfigurationError(f"the bandwidth is {bytes_per_second} bytes a second; give more than 0")
        self.bytes_per_second = bytes_per_second
        self._free_at = 0.0

    async def take(self, size: int) -> None:
        """Wait until the bytes that have arrived are within the cap.

        Args:
            size: Bytes that have just arrived.

        Example:
            ```python
            await bandwidth.take(len(piece))
            ```
        """
        now = asyncio.get_running_loop().time()
        self._free_at = max(self._free_at, now) + size / self.bytes_per_second
        if self._free_at > now:
            await asyncio.sleep(self._free_at - now)

    def __repr__(self) -> str:
        return f"Bandwidth({self.bytes_per_second:g})"
