"""Everything that this package raises on purpose.

    BaseSpaceError
    |- ConfigurationError          the caller's settings or arguments cannot work
    |- PreconditionError                   a rule of the service forbids this; found before sending, or by the service
    |- LoginError                  an OAuth flow ended without a token
    |- WaitTimeoutError            what was waited for did not come about in time
    |- ListChangedError            a list changed faster than it could be read
    |- DownloadError               a file cannot be written where it should be
    |  |- ChecksumError            what arrived is not what the service has
    |  |- ContentChangedError      a file changed while it was read
    |  `- IncompleteDownloadError  some of many files could not be downloaded
    |- TransportError              no complete response arrived
    |  |- ConnectionFailedError    the connection was never made: nothing was sent
    |  |- TransportTimeoutError    a phase took too long
    |  |- ConnectionLostError      the connection broke after the request may have been sent
    |  `- ResponseTooLargeError    more arrived, or was announced, than is taken in
    |- DecodeError                 a response arrived that is not what the operation promises
    |- MissingFieldError           a field was read that every answer should have, and this one has not
    `- APIError                    the service answered with an error status
       |- AuthenticationError      401
       |- PermissionDeniedError    403
       |- NotFoundError            404
       |- ConflictError            409
       |- RateLimitError           429
       `- ServerError              5xx

No message, attribute or repr holds a token or the query of a presigned URL.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from .downloads import DownloadReport

__all__ = [
    "APIError",
    "AuthenticationError",
    "BaseSpaceError",
    "ChecksumError",
    "ConfigurationError",
    "ConflictError",
    "ConnectionFailedError",
    "ConnectionLostError",
    "ContentChangedError",
    "DecodeError",
    "DownloadError",
    "IncompleteDownloadError",
    "ListChangedError",
    "LoginError",
    "MissingFieldError",
    "NotFoundError",
    "PermissionDeniedError",
    "PreconditionError",
    "RateLimitError",
    "ResponseTooLargeError",
    "ServerError",
    "TransportError",
    "TransportTimeoutError",
    "WaitTimeoutError",
]

_MAX_SHOWN = 200


def shown(text: str) -> str:
    """Text from outside as a message quotes it: as a Python literal, and cut where it is long."""
    return repr(text if len(text) <= _MAX_SHOWN else f"{text[:_MAX_SHOWN]}...")


Phase = Literal["connect", "write", "read", "pool", "total", "deadline"]
"""The part of an exchange in which a timeout struck; `deadline` is the whole call's, retries and waiting included."""


class BaseSpaceError(Exception):
    """Base of every error that this package raises. Errors can be copied and pickled, to cross processes.

    Attributes:
        offset: where in a list the page was that failed, or None where no list was read.
    """

    offset: int | None = None

    def __str__(self) -> str:
        text = super().__str__()
        return text if self.offset is None else f"{text}; the page at offset {self.offset} failed"

    def __reduce__(self) -> tuple[Any, ...]:
        # Exceptions are rebuilt from their arguments otherwise, and ours have keyword-only ones.
        return _rebuilt, (type(self), self.args, self.__dict__)


def _rebuilt(kind: type[BaseSpaceError], arguments: tuple[Any, ...], attributes: dict[str, Any]) -> BaseSpaceError:
    error = kind.__new__(kind, *arguments)
    error.__dict__.update(attributes)
    return error


class ConfigurationError(BaseSpaceError):
    """A setting, a profile or an argument cannot work; the message says what to change."""


class PreconditionError(BaseSpaceError):
    """A rule that the reference states forbids this.

    Attributes:
        rule: the rule, and what to do.
        response: the service's refusal, or None where the rule was checked before anything was sent.
    """

    def __init__(self, rule: str, *, response: APIError | None = None) -> None:
        super().__init__(rule if response is None else f"{rule} (the service refused: {response})")
        self.rule = rule
        self.response = response


class LoginError(BaseSpaceError):
    """An OAuth flow ended without a token.

    Attributes:
        reason: the OAuth error code, such as `access_denied` or `expired_token`, or "".
    """

    def __init__(self, message: str, *, reason: str = "") -> None:
        super().__init__(message)
        self.reason = reason


class WaitTimeoutError(BaseSpaceError, TimeoutError):
    """What was waited for did not come about before the deadline.

    Attributes:
        last: the resource as it was last seen, or None where it was not seen at all.
    """

    def __init__(self, message: str, *, last: Any = None) -> None:
        super().__init__(message)
        self.last = last


class ListChangedError(BaseSpaceError):
    """A list changed faster than it could be read, or the same items came again and again.

    It cannot be said what was missed.
    """


class DownloadError(BaseSpaceError):
    """A file cannot be written where it should be. Nothing is left under its name."""


class ChecksumError(DownloadError):
    """What arrived is not what the service has, or could not be compared though that was required."""


class ContentChangedError(DownloadError):
    """A file is not what it was when it was listed, or changed while it was read."""


class IncompleteDownloadError(DownloadError):
    """Some of many files could not be downloaded; the others are there. The same call goes on from there.

    Attributes:
        report: what was downloaded.
        failed: errors by path below the target folder.
    """

    def __init__(self, report: DownloadReport, failed: Mapping[str, BaseSpaceError]) -> None:
        path, error = next(iter(failed.items()))
        count = f"{len(failed)} of {len(failed) + len(report.files)}"
        first = f"The first is {shown(path)}: {error}"
        super().__init__(f"{count} files could not be downloaded; the same call goes on with them. {first}")
        self.report = report
        self.failed = dict(failed)


class TransportError(BaseSpaceError):
    """No complete response arrived.

    Attributes:
        request_sent: whether the service can have seen the request. `False` means that it certainly
            has not, so that sending it again cannot act twice.
    """

    request_sent: bool = True

    def __init__(self, message: str, *, method: str = "", url: str = "") -> None:
        super().__init__(message)
        self.method = method
        self.url = url


class ConnectionFailedError(TransportError):
    """The connection was never made (refused, unknown host, TLS failure); nothing was sent."""

    request_sent = False


class TransportTimeoutError(TransportError):
    """A phase of the exchange took longer than its limit."""

    def __init__(
        self, message: str, *, phase: Phase, method: str = "", url: str = "", request_sent: bool | None = None
    ) -> None:
        super().__init__(message, method=method, url=url)
        self.phase: Phase = phase
        self.request_sent = phase not in ("connect", "pool") if request_sent is None else request_sent


class ConnectionLostError(TransportError):
    """The connection broke after it was made; the service may have acted on the request."""


class ResponseTooLargeError(TransportError):
    """A response that is read whole is larger than the limit (`max_response_size`); the service acted on the request.

    It is not sent again, because its answer would be as large. Content of files is streamed, and has no such limit.

    Attributes:
        limit: bytes, decompressed.
        status: of the response.
    """

    def __init__(self, message: str, *, limit: int, status: int, method: str = "", url: str = "") -> None:
        super().__init__(message, method=method, url=url)
        self.limit = limit
        self.status = status


class DecodeError(BaseSpaceError):
    """A response body is not JSON, or not the shape that the operation promises.

    Attributes:
        operation: the operation that was called, such as `getBiosample`.
        path: JSON path of the place that does not fit, such as `$.Items[3].DateCreated`.
        problem: what does not fit there.
    """

    def __init__(self, problem: str, *, operation: str = "", path: str = "$") -> None:
        self.problem = problem
        self.operation = operation
        self.path = path
        super().__init__(f"{operation or 'response'}: {problem} at {path}")


class MissingFieldError(BaseSpaceError, AttributeError):
    """A required field was read that the service left out, or sent as null.

    It is an AttributeError too, so that `hasattr(model, "size")` and `getattr(model, "size", None)` work.

    Attributes:
        model: name of the model, such as `File`.
        field: name of the attribute, such as `size`.
    """

    def __init__(self, model: str, field: str) -> None:
        """Name the model and the field."""
        self.model = model
        self.field = field
        super().__init__(f"the service sent this {model} without a value for {field}; read it with getattr and a default")


class APIError(BaseSpaceError):
    """The service answered with an error status.

    Attributes:
        status: HTTP status.
        code: the service's own code, such as `BASESPACE.COMMON.INSUFFICIENT_RESOURCE_PERMISSIONS`, or "".
        message: the service's explanation, or a summary of what came instead of one.
        request_id: what to quote to Illumina's support, or "".
        method, url: the request, without its query.
        operation: the operation that was called, or "".
    """

    def __init__(
        self,
        *,
        status: int,
        message: str,
        code: str = "",
        request_id: str = "",
        method: str = "",
        url: str = "",
        operation: str = "",
    ) -> None:
        self.status = status
        self.code = code
        self.message = message
        self.request_id = request_id
        self.method = method
        self.url = url
        self.operation = operation
        super().__init__(self._summary())

    def _summary(self) -> str:
        parts = [f"{self.operation or self.method}: {self.status}"]
        if self.code:
            parts.append(self.code)
        text = f"{' '.join(parts)}: {self.message}"
        if self.url:
            text += f" ({self.method} {self.url}"
            text += f", request {self.request_id})" if self.request_id else ")"
        return text


class AuthenticationError(APIError):
    """401: the token is missing, unknown or revoked."""


class PermissionDeniedError(APIError):
    """403: the token does not reach this resource; the service also answers so for ids that do not exist."""


class NotFoundError(APIError):
    """404: no such path or resource."""


class ConflictError(APIError):
    """409: the resource's state does not allow this."""


class RateLimitError(APIError):
    """429: too many requests.

    Attributes:
        retry_after: seconds that the service asked to wait, an hour at most, or None where it did not say.
    """

    retry_after: float | None = None


class ServerError(APIError):
    """5xx: the service failed."""

    retry_after: float | None = None
