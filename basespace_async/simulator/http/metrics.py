"""Metrics of the simulator, for tests to check."""

from __future__ import annotations

from collections import Counter, deque

from attrs import Factory, define, frozen

MAX_RECENT = 200


@frozen
class Served:
    """A request that was served.

    Attributes:
        number: Number of the response, from 1, in the order in which responses were sent.
        time: Time of the response, in seconds since 1970.
        origin: Server that was asked, `api` or `store`.
        method: HTTP method of the request.
        path: Path of the request, without its query.
        query: Query of a request to the API, without an access token; links of the object store are left out, as they
            are signed.
        status: HTTP status of the response; 0 if the connection was reset instead.
        milliseconds: Time from the request to the end of the response.
        faults: Kinds of the faults that struck it.
    """

    number: int
    time: float
    origin: str
    method: str
    path: str
    query: str
    status: int
    milliseconds: float
    faults: tuple[str, ...]


@define
class ServerMetrics:
    """What a simulator has served.

    Attributes:
        requests: Number of requests to the API, including refused ones.
        by_operation: Number of requests by method and path template.
        changes: Number of requests that changed something, by method and path, including those whose response was
            lost.
        unknown_parameters: Number of query parameters and body fields that an operation does not know, such as
            `GET /datasets projectname`. They were ignored, or refused by a strict simulator.
        throttled: Number of requests refused with 429.
        peak_concurrency: Maximum number of requests to the API under way at one time.
        leaked_tokens: Number of requests to the object store that carried an access token.
        bytes_served: Bytes of file content that were sent.
        faults: Number of faults that struck, by kind.
        recent: Last requests, to the API and to the object store.
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
