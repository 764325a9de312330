"""From a response to a result, or to the error that it stands for."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, TypeVar, cast
from urllib.parse import urljoin

import orjson

from basespace_openapi.client import Request

from .._codec import converter
from .._util.redact import redacted_text, redacted_url
from ..errors import (
    APIError,
    AuthenticationError,
    ConflictError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitError,
    ServerError,
)
from ..transport.rate_limit.retry_after import retry_after
from ..transport.types import HTTPRequest, HTTPResponse

T = TypeVar("T")

_ERRORS: Mapping[int, type[APIError]] = {
    401: AuthenticationError,
    403: PermissionDeniedError,
    404: NotFoundError,
    409: ConflictError,
    429: RateLimitError,
}
_MAX_NAME = 200
_MAX_JSON = 1 << 20
_MAX_XML = 16_384
_XML_CODE = re.compile(rb"<Error>.{0,4096}?<Code>([\w.]{1,100})</Code>", re.DOTALL)
_XML_MESSAGE = re.compile(rb"<Error>.{0,4096}?<Message>([^<]{1,500})</Message>", re.DOTALL)


def result(request: Request[T], body: bytes) -> T:
    """What the operation returns, from a successful response.

    Raises:
        DecodeError: the body is not what the operation promises.
    """
    if not request.result or (request.result_optional and not body.strip()):
        return cast("T", None)
    return converter.decode(body, request.result_type, operation=request.operation)


def error(request: HTTPRequest, response: HTTPResponse, body: bytes, *, secret: str = "") -> APIError:
    """The error that a response with an error status stands for.

    Understands the body that the service was observed to send (`ResponseStatus`), the one that its reference
    documents (`Error`), an object store's (`Error`, in XML), and says what came where it is none of them. `secret` is
    blotted out of the service's words.
    """
    status = response.status
    said = (redacted_text(text, secret) for text in _explanation(body))
    code, message, request_id = said
    kind = _ERRORS.get(status, ServerError if status >= 500 else APIError)
    made = kind(
        status=status,
        code=code,
        message=message or _summary(response, body, secret),
        request_id=request_id or redacted_text(response.headers.get("X-Request-ID", ""), secret)[:_MAX_NAME],
        method=request.method,
        url=redacted_url(request.url),
        operation=request.operation,
    )
    if isinstance(made, RateLimitError | ServerError):
        made.retry_after = retry_after(response.headers.get("Retry-After", ""), now=datetime.now(UTC))
    return made


def _explanation(body: bytes) -> tuple[str, str, str]:
    """Code, message and request id, each "" where the body does not say."""
    if len(body) > _MAX_JSON:
        return "", "", ""
    try:
        parsed: Any = orjson.loads(body)
    except orjson.JSONDecodeError:
        return (*_explanation_in_xml(body), "")
    if not isinstance(parsed, dict):
        return "", "", ""
    status: Any = parsed.get("ResponseStatus")
    if isinstance(status, dict):
        return _text(status.get("ErrorCode")), _text(status.get("Message")), ""
    return _text(parsed.get("ErrorCode")), _text(parsed.get("ErrorMessage")), _text(parsed.get("RequestId"))


def _explanation_in_xml(body: bytes) -> tuple[str, str]:
    # Two elements are looked for, and no more: the others may quote the signature of the link.
    found = (element.search(body[:_MAX_XML]) for element in (_XML_CODE, _XML_MESSAGE))
    code, message = (each[1].decode(errors="replace") if each else "" for each in found)
    return code, html.unescape(message)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _summary(response: HTTPResponse, body: bytes, secret: str) -> str:
    kind = redacted_text(response.headers.get("Content-Type", "").partition(";")[0], secret)[:_MAX_NAME]
    if not body.strip():
        return "the response has no body"
    return f"the response is {len(body)} bytes of {kind or 'an unnamed type'}, not an error that BaseSpace documents"


def redirect_target(url: str, response: HTTPResponse) -> str | None:
    """The absolute URL that a response to a request for `url` leads to, or None where it is no redirect."""
    if response.status not in (301, 302, 303, 307, 308):
        return None
    location = response.headers.get("Location", "")
    if location.startswith(("https://", "http://")):
        return location
    return urljoin(url, location) if location else None
