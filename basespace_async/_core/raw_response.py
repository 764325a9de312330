"""Results together with their HTTP responses."""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import ContextVar
from typing import Generic, TypeVar

from attrs import field, frozen

from ..errors import ConfigurationError
from ..transport import HTTPResponse

T = TypeVar("T")


@frozen
class ResponseHead:
    """Status and headers of a response.

    Attributes:
        status: HTTP status.
        headers: headers, looked up without regard to case.
    """

    status: int
    headers: Mapping[str, str] = field(repr=False)

    @property
    def request_id(self) -> str:
        """Identifier of the request for Illumina's support, or ""."""
        return self.headers.get("X-Request-ID", "")


@frozen
class RawResponse(Generic[T]):
    """The result of a call and its HTTP responses.

    Attributes:
        result: what the call returned.
        responses: a head for every request of the call, in the order of arrival; those that were retried are left out.
    """

    result: T
    responses: tuple[ResponseHead, ...]

    @property
    def last(self) -> ResponseHead:
        """The last response.

        Raises:
            ConfigurationError: If the call needed no request.
        """
        if not self.responses:
            raise ConfigurationError("the call sent no request, so that there is no response to look at")
        return self.responses[-1]

    @property
    def status(self) -> int:
        """HTTP status of the last response."""
        return self.last.status

    @property
    def headers(self) -> Mapping[str, str]:
        """Headers of the last response, looked up without regard to case."""
        return self.last.headers

    @property
    def request_id(self) -> str:
        """Identifier of the last request for Illumina's support, or ""."""
        return self.last.request_id


# A list for each recording under way, the outermost first. Tasks that a call starts get a copy of the context, and so
# the same lists.
_recordings: ContextVar[tuple[list[ResponseHead], ...]] = ContextVar("_recordings", default=())


def record(response: HTTPResponse) -> None:
    """Keep the head of a response if a caller asked for that."""
    for heads in _recordings.get():
        heads.append(ResponseHead(response.status, response.headers))


class Recording:
    """A context that records the responses that arrive within its block.

    Attributes:
        heads: what arrived, in order.
    """

    def __init__(self) -> None:
        self.heads: list[ResponseHead] = []

    def __enter__(self) -> Recording:
        self._token = _recordings.set((*_recordings.get(), self.heads))
        return self

    def __exit__(self, *exc_info: object) -> None:
        _recordings.reset(self._token)
