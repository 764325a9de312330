"""Decoding of responses: to a result, or to the error that they stand for."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from itertools import islice
from typing import Any, TypeVar, cast
from urllib.parse import urljoin

import msgspec
import orjson
from multidict import CIMultiDict

from basespace_openapi.client import Request

from .._codec import converter
from .._util.redact import SECRET_HEADERS, SecretURL, redacted_text, redacted_url
from ..errors import (
    APIError,
    AuthenticationError,
    BadRequestError,
    ConflictError,
    DecodeError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitError,
    ServerError,
    UnprocessableEntityError,
)
from ..transport.rate_limit.retry_after import retry_after
from ..transport.types import HTTPRequest, HTTPResponse
from .identity import check_record

T = TypeVar("T")

_ERRORS: Mapping[int, type[APIError]] = {
    400: BadRequestError,
    401: AuthenticationError,
    403: PermissionDeniedError,
    404: NotFoundError,
    409: ConflictError,
    422: UnprocessableEntityError,
    429: RateLimitError,
}
_MAX_NAME = 200
_MAX_JSON = 1 << 20
_MAX_HEADERS = 100
_MAX_DEPTH = 20
_MAX_XML = _MAX_BODY = 16_384
_SECRET_HEADERS = SECRET_HEADERS | {"set-cookie", "www-authenticate", "proxy-authenticate"}
_XML_CODE = re.compile(rb"<Error>.{0,4096}?<Code>([\w.]{1,100})</Code>", re.DOTALL)
_XML_MESSAGE = re.compile(rb"<Error>.{0,4096}?<Message>([^<]{1,500})</Message>", re.DOTALL)


class _Wrapper(msgspec.Struct):
    """The undecoded result in an answer of v1pre3."""

    Response: msgspec.Raw


_WRAPPERS = msgspec.json.Decoder(_Wrapper)


def unwrapped(body: memoryview, operation: str) -> memoryview:
    """Return the JSON in the field `Response`, which answers of v1pre3 wrap their result in.

    Raises:
        DecodeError: If the body is not an object with that field.
    """
    with suppress(msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return memoryview(_WRAPPERS.decode(body).Response)
    raise DecodeError("expected an object with Response", operation=operation)


def result(request: Request[T], body: bytes | memoryview) -> T:
    """Decode the result of an operation from a successful response.

    Raises:
        DecodeError: If the body is not what the operation promises, or another record than was asked for.
    """
    if not request.result or (request.result_optional and not bytes(body).strip()):
        return cast("T", None)
    try:
        decoded = converter.decode(body, request.result_type, operation=request.operation)
        check_record(request, decoded)
    except DecodeError as error:
        failure = error.with_traceback(None)  # its frames hold what was decoded, with presigned links
    else:
        return decoded
    raise failure


def error(
    request: HTTPRequest, response: HTTPResponse, body: bytes, *, secret: str = "", secrets: Sequence[str] = ()
) -> APIError:
    """Return the error that a response with an error status stands for.

    Understands the body that the service was observed to send (`ResponseStatus`), the one that its reference
    documents (`Error`), and an object store's (`Error`, in XML). Any other body is summarized.

    Args:
        request: what was sent.
        response: its head.
        body: bytes of its body.
        secret: text to replace in the service's words, such as the token.
        secrets: further ones.
    """
    secrets = (secret, *secrets)
    status = response.status
    parsed = _parsed(body)
    explanation = _explanation(parsed) if parsed is not None else (*_explanation_in_xml(body), "")
    code, message, request_id = (redacted_text(text, *secrets) for text in explanation)
    error_type = _ERRORS.get(status, ServerError if status >= 500 else APIError)
    api_error = error_type(
        status=status,
        code=code,
        message=message or _summary(response, body, *secrets),
        request_id=request_id or redacted_text(response.headers.get("X-Request-ID", ""), *secrets)[:_MAX_NAME],
        method=request.method,
        url=redacted_url(request.url),
        operation=request.operation,
        headers=_shown_headers(response.headers, *secrets),
        body=_shown_body(body, *secrets) if parsed is None or len(body) > _MAX_BODY else _shown_json(parsed, *secrets),
    )
    if isinstance(api_error, RateLimitError | ServerError):
        api_error.retry_after = retry_after(response.headers)
    return api_error


def _parsed(body: bytes) -> Any:
    """Parse the JSON in a body; None stands for none, and for one that is too long."""
    if len(body) > _MAX_JSON:
        return None
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        return None


def _shown_headers(headers: Mapping[str, str], *secrets: str) -> Mapping[str, str]:
    return CIMultiDict(
        (name, "***" if name.lower() in _SECRET_HEADERS else _shown_link(redacted_text(value, *secrets)))
        for name, value in islice(headers.items(), _MAX_HEADERS)
    )


def _shown_link(text: str) -> str:
    """Cut the query of a link off a header's value, also of a relative one."""
    return re.sub(r"[?#][^\s>]*", "?***", text) if text[:1] in "/<" else text


def _shown_body(body: bytes, *secrets: str) -> str | None:
    """Return a body that is not JSON, or too long, as a short text."""
    if not body.strip():
        return None
    if b"<Error>" in body[:_MAX_XML]:  # its other elements may quote the signature of the link
        code, message = (redacted_text(text, *secrets) for text in _explanation_in_xml(body))
        return f"{code}: {message}"
    return redacted_text(body[:_MAX_XML].decode(errors="replace"), *secrets)


def _shown_json(value: Any, *secrets: str, depth: int = 0) -> Any:
    """Return parsed JSON without secrets; long texts and deep parts are cut."""
    if isinstance(value, str):
        return redacted_text(value, *secrets)
    if not isinstance(value, list | dict):
        return value
    if depth == _MAX_DEPTH:
        return "..."
    if isinstance(value, list):
        return [_shown_json(item, *secrets, depth=depth + 1) for item in value]
    return {redacted_text(name, *secrets): _shown_json(item, *secrets, depth=depth + 1) for name, item in value.items()}


def _explanation(parsed: Any) -> tuple[str, str, str]:
    """Find code, message and request id in a JSON body, each "" where the body does not say."""
    if not isinstance(parsed, dict):
        return "", "", ""
    status: Any = parsed.get("ResponseStatus")
    if isinstance(status, dict):
        return _text(status.get("ErrorCode")), _text(status.get("Message")), ""
    return _text(parsed.get("ErrorCode")), _text(parsed.get("ErrorMessage")), _text(parsed.get("RequestId"))


def _explanation_in_xml(body: bytes) -> tuple[str, str]:
    # Two elements are looked for, and no more: the others may quote the signature of the link.
    matches = (element.search(body[:_MAX_XML]) for element in (_XML_CODE, _XML_MESSAGE))
    code, message = (match[1].decode(errors="replace") if match else "" for match in matches)
    return code, html.unescape(message)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _summary(response: HTTPResponse, body: bytes, *secrets: str) -> str:
    media_type = redacted_text(response.headers.get("Content-Type", "").partition(";")[0], *secrets)[:_MAX_NAME]
    if not body.strip():
        return "the response has no body"
    return (
        f"the response is {len(body)} bytes of {media_type or 'an unnamed type'}, not an error that BaseSpace documents"
    )


def redirect_target(url: str, response: HTTPResponse) -> SecretURL | None:
    """Return the absolute URL that a response to a request for `url` redirects to, or None if it is no redirect."""
    if response.status not in (301, 302, 303, 307, 308):
        return None
    location = response.headers.get("Location", "")
    if location.startswith(("https://", "http://")):
        return SecretURL(location)
    return SecretURL(urljoin(url, location)) if location else None
