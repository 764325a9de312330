"""Every exception that this package raises on purpose.

    BaseSpaceError
    |- ConfigurationError          a setting or an argument is invalid
    |- PreconditionError           a rule of the service forbids this; found before sending, or by the service
    |- LoginError                  an OAuth flow ended without a token
    |- WaitTimeoutError            a state was not reached before the deadline (a TimeoutError too)
    |- NameLookupError             no resource has this name, or several have it (a LookupError too)
    |- ListChangedError            a list changed faster than it could be read
    |- HarvestError                the folder of a harvest cannot be used
    |  `- IncompleteHarvestError   some tables or records could not be harvested
    |- WatchError                  the state of a watch cannot be kept, or the watch runs already
    |- AmbiguousPathError          a path of the filesystem names several things (an OSError too)
    |- ReadOnlyError               the filesystem cannot be written (an OSError too)
    |- DownloadError               a file cannot be written where it should be
    |  |- ChecksumError            the content differs from what the service has
    |  |- ContentChangedError      a file changed while it was read
    |  `- IncompleteDownloadError  some of many files could not be downloaded
    |- UploadError                 a file cannot be uploaded
    |  |- FastqRulesError          FASTQ files break rules: nothing was sent
    |  |- SourceChangedError       a file on disk is not what it was when its upload began
    |  |- UploadVerificationError  the service has something else than what was sent
    |  `- IncompleteUploadError    some of many files could not be uploaded
    |- TransportError              no complete response arrived
    |  |- ConnectionFailedError    the connection was never made: nothing was sent
    |  |- TransportTimeoutError    a phase took too long (a TimeoutError too)
    |  |- ConnectionLostError      the connection broke after the request may have been sent
    |  `- ResponseTooLargeError    a response is larger than the limit
    |- DecodeError                 a response is not what the operation promises
    |- MissingFieldError           a field was read that the service left out of this answer
    `- APIError                    the service answered with an error status
       |- BadRequestError          400
       |- AuthenticationError      401
       |- PermissionDeniedError    403
       |- NotFoundError            404
       |- ConflictError            409
       |- UnprocessableEntityError 422
       |- RateLimitError           429
       `- ServerError              5xx

No message, attribute or repr holds a token or the query of a presigned URL. No error keeps a response body that it
failed to read, neither itself nor in its context.
"""

from __future__ import annotations

import errno
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

from ._util.renamed import renamed_names

__all__ = [
    "APIError",
    "AmbiguousPathError",
    "AuthenticationError",
    "BadRequestError",
    "BaseSpaceError",
    "ChecksumError",
    "ConfigurationError",
    "ConflictError",
    "ConnectionFailedError",
    "ConnectionLostError",
    "ContentChangedError",
    "DecodeError",
    "DownloadError",
    "FastqRulesError",
    "HarvestError",
    "IncompleteDownloadError",
    "IncompleteHarvestError",
    "IncompleteUploadError",
    "ListChangedError",
    "LoginError",
    "MissingFieldError",
    "NameLookupError",
    "NotFoundError",
    "PermissionDeniedError",
    "PreconditionError",
    "RateLimitError",
    "ReadOnlyError",
    "ResponseTooLargeError",
    "ServerError",
    "SourceChangedError",
    "TransportError",
    "TransportTimeoutError",
    "UnprocessableEntityError",
    "UploadError",
    "UploadVerificationError",
    "WaitTimeoutError",
    "WatchError",
]

__getattr__ = renamed_names(__name__, {"RuleError": "PreconditionError"})

_MAX_SHOWN = 200
_MAX_IDS = 20
_MAX_PROBLEMS = 20


def shown(text: str) -> str:
    """Quote text from outside for a message: as a Python literal, and cut where it is long."""
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


def _rebuilt(
    error_type: type[BaseSpaceError], arguments: tuple[Any, ...], attributes: dict[str, Any]
) -> BaseSpaceError:
    error = error_type.__new__(error_type, *arguments)
    error.args = arguments  # an OSError takes them in `__init__` only
    error.__dict__.update(attributes)
    return error


class ConfigurationError(BaseSpaceError):
    """A setting, a profile or an argument is invalid; the message says what to change."""


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
    """A resource did not reach the awaited state before the deadline.

    Attributes:
        last: the resource as it was last seen, or None where it was not seen at all.
    """

    def __init__(self, message: str, *, last: Any = None) -> None:
        super().__init__(message)
        self.last = last


class NameLookupError(BaseSpaceError, LookupError):
    """No resource has a name, or several have it.

    Attributes:
        kind: what was looked for, such as `project`.
        name: the name.
        ids: ids of the resources that have it; empty where there is none.
    """

    def __init__(self, kind: str, name: str, ids: Iterable[str]) -> None:
        self.kind = kind
        self.name = name
        self.ids = tuple(ids)
        several = f"{len(self.ids)} are called so; say which by its id: {', '.join(self.ids[:_MAX_IDS])}"
        super().__init__(f"no {kind} is called {shown(name)}" if not self.ids else f"{kind} {shown(name)}: {several}")


class ListChangedError(BaseSpaceError):
    """A list changed faster than it could be read, or the same items came again and again.

    It is unknown which items are missing.
    """


class HarvestError(BaseSpaceError):
    """The folder of a harvest cannot be written, is in use, or is not what its manifest says.

    What was committed before stays; unless the message says otherwise, the same call goes on from there.
    """


class IncompleteHarvestError(HarvestError):
    """Some tables or records could not be harvested; the others are in the tables. Calling again tries them again.

    Attributes:
        report: what was harvested, a `harvest.HarvestReport`; its `failures` name what was not.
        failed: errors by table, or by table and record (`files/ds.7`).
    """

    def __init__(self, report: Any, failed: Mapping[str, BaseSpaceError]) -> None:
        name, error = next(iter(failed.items()))
        what = "table or record" if report.failed == 1 else "tables or records"
        first = f"The first is {shown(name)}: {error}"
        super().__init__(f"{report.failed:,} {what} could not be harvested; the same call tries again. {first}")
        self.report: Any = report
        self.failed = dict(failed)


class WatchError(BaseSpaceError):
    """An error of a watch: its state cannot be kept, or another watch has it."""


class AmbiguousPathError(BaseSpaceError, OSError):
    """A path names several things; the message lists a path for each of them.

    Attributes:
        paths: a path for each of them.
    """

    def __init__(self, path: str, paths: Iterable[str]) -> None:
        self.paths = tuple(paths)
        super().__init__(f"{path} is the name of {len(self.paths)} things; say which: {', '.join(self.paths)}")


class ReadOnlyError(BaseSpaceError, OSError, NotImplementedError):
    """Nothing can be written through the filesystem."""

    # The number and the path of an OSError are kept outside of its attributes.
    __reduce__ = OSError.__reduce__  # type: ignore[assignment]

    def __init__(self, *arguments: object) -> None:
        # Called with the arguments of an OSError where it is unpickled.
        super().__init__(*(arguments if len(arguments) > 1 else (errno.EROFS, _READ_ONLY, *arguments)))


_READ_ONLY = "basespace:// can only be read; upload with `datasets.upload` or `basespace-async upload`"


class DownloadError(BaseSpaceError):
    """A file cannot be written where it should be. Nothing is left under its name."""


class ChecksumError(DownloadError):
    """The content differs from what the service has, or could not be compared though that was required."""


class ContentChangedError(DownloadError):
    """A file changed since it was listed, or while it was read."""


class IncompleteDownloadError(DownloadError):
    """Some of many files could not be downloaded; the others are on disk. Calling again resumes with the missing ones.

    Attributes:
        report: what was downloaded, a `downloads.DownloadReport`.
        failed: errors by path below the target folder. A path that ends with a slash is of a list of files that could
            not be read to its end: a dataset's folder, or `./` for the list of the whole call.
    """

    def __init__(self, report: Any, failed: Mapping[str, BaseSpaceError]) -> None:
        path, error = next(iter(failed.items()))
        lists = sum(path.endswith("/") for path in failed)
        files = len(failed) - lists
        problems = [f"{files} of {files + len(report.files)} files could not be downloaded"] if files else []
        problems += [f"{lists} {'list' if lists == 1 else 'lists'} of files could not be read"] if lists else []
        first = f"The first is {shown(path)}: {error}"
        super().__init__(f"{', and '.join(problems)}; the same call goes on with them. {first}")
        self.report: Any = report
        self.failed = dict(failed)


class UploadError(BaseSpaceError):
    """A file cannot be uploaded: it cannot be read, breaks a limit, or the service does not take it.

    What the service has received is kept there and in the journal; the same call goes on from there.
    """


class SourceChangedError(UploadError):
    """A file on disk is not what it was when its upload began. Its upload was aborted on the service."""


class UploadVerificationError(UploadError):
    """The service has something else than what was sent, or lost a part of it again and again."""


class FastqRulesError(UploadError):
    """FASTQ files break rules of the service; nothing was sent.

    Attributes:
        problems: each with its file, line, rule and what to do; a tuple of `uploads.FastqProblem`.
    """

    def __init__(self, problems: Sequence[object]) -> None:
        first = "\n".join(map(str, problems[:_MAX_PROBLEMS]))
        more = f"\nand {len(problems) - _MAX_PROBLEMS:,} more" if len(problems) > _MAX_PROBLEMS else ""
        super().__init__(f"the FASTQ files break rules; nothing was sent:\n{first}{more}")
        self.problems: Any = tuple(problems)


class IncompleteUploadError(UploadError):
    """Some of many files could not be uploaded; the service has the others. Calling again sends the missing ones.

    Attributes:
        report: what was uploaded, an `uploads.UploadReport`.
        failed: errors by path below what is uploaded.
    """

    def __init__(self, report: Any, failed: Mapping[str, BaseSpaceError]) -> None:
        path, error = next(iter(failed.items()))
        total = len(failed) + len(report.files)
        first = f"The first is {shown(path)}: {error}"
        super().__init__(f"{len(failed)} of {total} files were not uploaded; the same call goes on with them. {first}")
        self.report: Any = report
        self.failed = dict(failed)


class TransportError(BaseSpaceError):
    """No complete response arrived.

    Attributes:
        request_sent: whether the service can have seen the request. `False` means that it certainly
            has not, so that sending it again cannot act twice.
        method: HTTP method of the request, or "".
        url: address of the request, without its query, or "".
    """

    request_sent: bool = True

    def __init__(self, message: str, *, method: str = "", url: str = "") -> None:
        super().__init__(message)
        self.method = method
        self.url = url


class ConnectionFailedError(TransportError):
    """The connection was never made (refused, unknown host, TLS failure); nothing was sent."""

    request_sent = False


class TransportTimeoutError(TransportError, TimeoutError):
    """A phase of the exchange took longer than its limit.

    Attributes:
        phase: the part of the exchange that took too long.
    """

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

    It is not retried, because its answer would be as large. Content of files is streamed, and has no such limit.

    Attributes:
        limit: bytes, decompressed.
        status: HTTP status of the response.
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
        super().__init__(
            f"the service sent this {model} without a value for {field}; read it with getattr and a default"
        )


class APIError(BaseSpaceError):
    """The service answered with an error status.

    Attributes:
        status: HTTP status.
        code: the service's own code, such as `BASESPACE.COMMON.INSUFFICIENT_RESOURCE_PERMISSIONS`, or "".
        message: the service's explanation, or a summary of the response where it has none.
        request_id: identifier of the request for Illumina's support, or "".
        method: HTTP method of the request.
        url: address of the request, without its query.
        operation: the operation that was called, or "".
        headers: of the response, looked up without regard to case; secrets and queries of links are replaced.
        body: of the response: parsed JSON, or text where it is no JSON, or None where it is empty. Long text is cut,
            and secrets and queries of links are replaced.
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
        headers: Mapping[str, str] | None = None,
        body: Any = None,
    ) -> None:
        self.status = status
        self.code = code
        self.message = message
        self.request_id = request_id
        self.method = method
        self.url = url
        self.operation = operation
        self.headers: Mapping[str, str] = {} if headers is None else headers
        self.body = body
        super().__init__(self._summary())

    @property
    def status_code(self) -> int:
        """HTTP status: `status` under the name that httpx and requests use."""
        return self.status

    def _summary(self) -> str:
        parts = [f"{self.operation or self.method}: {self.status}"]
        if self.code:
            parts.append(self.code)
        text = f"{' '.join(parts)}: {self.message}"
        if self.url:
            text += f" ({self.method} {self.url}"
            text += f", request {self.request_id})" if self.request_id else ")"
        return text


class BadRequestError(APIError):
    """400: the service does not accept an argument."""


class AuthenticationError(APIError):
    """401: the token is missing, unknown or revoked."""


class PermissionDeniedError(APIError):
    """403: the token does not reach this resource; the service also answers so for ids that do not exist."""


class NotFoundError(APIError):
    """404: no such path or resource."""


class ConflictError(APIError):
    """409: the resource's state does not allow this."""


class UnprocessableEntityError(APIError):
    """422: the service understands the request, and cannot act on its values."""


class RateLimitError(APIError):
    """429: too many requests.

    Attributes:
        retry_after: seconds that the service asked to wait, an hour at most, or None where it did not say.
    """

    retry_after: float | None = None


class ServerError(APIError):
    """5xx: the service failed.

    Attributes:
        retry_after: seconds that the service asked to wait, an hour at most, or None where it did not say.
    """

    retry_after: float | None = None
