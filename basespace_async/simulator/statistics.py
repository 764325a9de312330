"""What the simulator counts, for tests to look at."""

from __future__ import annotations

from collections import Counter

from attrs import Factory, define


@define
class Statistics:
    """What a simulator has served.

    Attributes:
        requests: requests to the API, refused ones included.
        by_operation: the same, by method and path template.
        throttled: requests refused with 429.
        peak_concurrency: the most requests to the API under way at one time.
        leaked_tokens: requests to the object store that carried an access token; a client must never do that.
        bytes_served: bytes of file content.
    """

    requests: int = 0
    by_operation: Counter[str] = Factory(Counter)
    throttled: int = 0
    peak_concurrency: int = 0
    leaked_tokens: int = 0
    bytes_served: int = 0
