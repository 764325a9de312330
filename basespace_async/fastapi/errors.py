"""What errors of this package become in a FastAPI application.

400  an argument is invalid (ConfigurationError)
404  there is no such thing (NotFoundError), or it is not ours (PermissionDeniedError): BaseSpace does not tell
these apart, and callers need not know which ids exist
409  a rule of BaseSpace forbids it (PreconditionError, ConflictError)
502  BaseSpace failed (ServerError, ConnectionLostError), sent what cannot be read (DecodeError), or refused our
token (AuthenticationError), which no caller can help
503  BaseSpace serves no more requests for now (RateLimitError, ServerError 503), with Retry-After where it says for
how long; or it was not reached. Nothing was done, and the request can be repeated
504  BaseSpace took too long (TransportTimeoutError)
"""

from __future__ import annotations

import logging
import math

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from ..errors import (
    BaseSpaceError,
    ConfigurationError,
    ConflictError,
    NotFoundError,
    PermissionDeniedError,
    PreconditionError,
    RateLimitError,
    ServerError,
    TransportError,
    TransportTimeoutError,
)

logger = logging.getLogger("basespace_async.fastapi")


def add_exception_handlers(app: FastAPI) -> None:
    """Let an application answer errors of this package, as the table of this module says.

    Args:
        app: The application.

    Example:
        ```python
        add_exception_handlers(app)
        ```
    """
    app.exception_handler(BaseSpaceError)(error_response)


async def error_response(request: Request, error: BaseSpaceError) -> JSONResponse:
    """Return the answer to an error; what concerns the operator and not the caller goes to the log.

    Args:
        request: The request that failed.
        error: The error.

    Returns:
        A response with `detail`, and the `request_id` that Illumina's support asks for.

    Example:
        ```python
        @app.exception_handler(BaseSpaceError)
        async def failed(request: Request, error: BaseSpaceError) -> JSONResponse:
            metrics.failures += 1
            return await error_response(request, error)
        ```
    """
    logger.warning("%s %s: %s", request.method, request.url.path, error)
    status, detail = _explained(error)
    wait = getattr(error, "retry_after", None)
    headers = {} if wait is None else {"Retry-After": str(math.ceil(wait))}
    body = {"detail": _encodable(detail), "request_id": _encodable(getattr(error, "request_id", None) or "")}
    return JSONResponse(body, status, headers)


def _explained(error: BaseSpaceError) -> tuple[int, str]:
    match error:
        case ConfigurationError():
            return 400, str(error)
        case NotFoundError() | PermissionDeniedError():
            return 404, "there is no such thing"
        case PreconditionError(rule=rule):
            return 409, rule
        case ConflictError():
            return 409, "BaseSpace does not allow this"
        case RateLimitError() | ServerError(status=503) | TransportError(request_sent=False):
            return 503, "BaseSpace is busy or not reached; try again later"
        case TransportTimeoutError():
            return 504, "BaseSpace took too long"
    return 502, "BaseSpace failed"


def _encodable(text: str) -> str:
    """Return a text of a header of the service's, whose bytes may be no text, as UTF-8 can have it."""
    return text.encode("utf-8", "replace").decode()
