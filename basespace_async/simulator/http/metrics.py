"""Metrics of the simulator, for tests to check."""

from __future__ import annotations

from collections import Counter, deque

from attrs import Factory, define, frozen

MAX_RECENT = 200


@frozen
class Served:
    """A request that was served.

    Attributes:
        number: from 1, in the order in which the answers went out.
        at: seconds since 1970.
        origin: `api` or `store`.
        method, path: of the request, without its query.
        status: of the answer; 0 where the connection was reset instead.
        milliseconds: from its arrival to the end of the answer.
        faults: kinds of the faults that struck it.
    """

    number: int
    at: float
    origin: str
    method: str
    path: str
    status: int
    milliseconds: float
    faults: tuple[str, ...]


@define
class ServerMetrics:
    """What a simulator has served.

    Attributes:
        requests: requests to the API, refused ones included.
        by_operation: the same, by method and path template.
        changes: requests that were to change something and were acted on, by method and path; also those whose answer
            was lost on the way.
        unknown_parameters: query parameters that an operation does not know, such as `GET /datasets projectname`;
            they were ignored, or refused by a strict simulator.
        throttled: requests refused with 429.
        peak_concurrency: the most requests to the API under way at one time.
        leaked_tokens: requests to the object store that carried an access token; a client must never do that.
        bytes_served: bytes of file content.
        faults: faults that struck, by kind.
        recent: the last requests, to the API and to the object store.
    """

    requests: int = 0
    by_operation: Counter[str] = Factory(Counter)
    changes: Counter[str] = Factory(Counter)
    unknown_parameters: Counter[str] = Factory(Counter)
    throttled: int = 0
    peak_concurrency: int = 0
    leaked_tokens: int = 0
    bytes_served: int = 0
    faults: Counter[str] = Factory(Counter)
    recent: deque[Served] = Factory(lambda: deque(maxlen=MAX_RECENT))
