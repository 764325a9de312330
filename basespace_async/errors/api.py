"""Errors of the responses that the service gave."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .base import BaseSpaceError


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
