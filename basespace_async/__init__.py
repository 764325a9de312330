"""Async Python SDK for Illumina BaseSpace Sequence Hub (REST API v2).

    async with BaseSpace.from_profile() as basespace:
        async for biosample in basespace.biosamples.list():
            print(biosample.id, biosample.biosample_name)

`models` has the models under plain names, `errors` everything that is raised, `credentials` tokens from OAuth flows,
`thresholds` QC thresholds and workflow dependencies, `downloads` files to disk, `harvest` metadata to tables,
`progress` what long jobs tell of themselves, `transport` the transport interface over HTTP and its middleware.

What is exported is imported when it is first used, so that the package costs a program nothing before.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from ._util.renamed import renamed
from ._version import __version__

if TYPE_CHECKING:
    from basespace_openapi.types import UNSET, Unset

    from ._core.raw_response import RawResponse, ResponseHead
    from .client import BaseSpace
    from .config.configuration import Configuration, ConfigurationWarning
    from .errors import (
        APIError,
        AuthenticationError,
        BadRequestError,
        BaseSpaceError,
        ChecksumError,
        ConfigurationError,
        ConflictError,
        ConnectionFailedError,
        ConnectionLostError,
        ContentChangedError,
        DecodeError,
        DownloadError,
        IncompleteDownloadError,
        ListChangedError,
        LoginError,
        MissingFieldError,
        NotFoundError,
        PermissionDeniedError,
        PreconditionError,
        RateLimitError,
        ResponseTooLargeError,
        ServerError,
        TransportError,
        TransportTimeoutError,
        UnprocessableEntityError,
        WaitTimeoutError,
    )
    from .pagination.pager import OrderWarning, Page, Pager
    from .resources._batch import Outcomes
    from .transport import (
        AiohttpTransport,
        HTTPRequest,
        HTTPResponse,
        RateLimit,
        RequestEvent,
        ResponseEvent,
        RetryEvent,
        RetryPolicy,
        Statistics,
        Timeouts,
        Transport,
    )
    from .transport.rate_limit.shared import RedisBudget

__all__ = [
    "UNSET",
    "APIError",
    "AiohttpTransport",
    "AuthenticationError",
    "BadRequestError",
    "BaseSpace",
    "BaseSpaceError",
    "ChecksumError",
    "Configuration",
    "ConfigurationError",
    "ConfigurationWarning",
    "ConflictError",
    "ConnectionFailedError",
    "ConnectionLostError",
    "ContentChangedError",
    "DecodeError",
    "DownloadError",
    "HTTPRequest",
    "HTTPResponse",
    "IncompleteDownloadError",
    "ListChangedError",
    "LoginError",
    "MissingFieldError",
    "NotFoundError",
    "OrderWarning",
    "Outcomes",
    "Page",
    "Pager",
    "PermissionDeniedError",
    "PreconditionError",
    "RateLimit",
    "RateLimitError",
    "RawResponse",
    "RedisBudget",
    "RequestEvent",
    "ResponseEvent",
    "ResponseHead",
    "ResponseTooLargeError",
    "RetryEvent",
    "RetryPolicy",
    "ServerError",
    "Statistics",
    "Timeouts",
    "Transport",
    "TransportError",
    "TransportTimeoutError",
    "UnprocessableEntityError",
    "Unset",
    "WaitTimeoutError",
    "__version__",
]

_HOMES = {
    "APIError": ".errors",
    "AiohttpTransport": ".transport",
    "AuthenticationError": ".errors",
    "BadRequestError": ".errors",
    "BaseSpace": ".client",
    "BaseSpaceError": ".errors",
    "ChecksumError": ".errors",
    "Configuration": ".config.configuration",
    "ConfigurationError": ".errors",
    "ConfigurationWarning": ".config.configuration",
    "ConflictError": ".errors",
    "ConnectionFailedError": ".errors",
    "ConnectionLostError": ".errors",
    "ContentChangedError": ".errors",
    "DecodeError": ".errors",
    "DownloadError": ".errors",
    "HTTPRequest": ".transport",
    "HTTPResponse": ".transport",
    "IncompleteDownloadError": ".errors",
    "ListChangedError": ".errors",
    "LoginError": ".errors",
    "MissingFieldError": ".errors",
    "NotFoundError": ".errors",
    "OrderWarning": ".pagination.fetcher",
    "Outcomes": ".resources._batch",
    "Page": ".pagination.page",
    "Pager": ".pagination.pager",
    "PermissionDeniedError": ".errors",
    "RateLimit": ".transport",
    "RateLimitError": ".errors",
    "RawResponse": "._core.raw_response",
    "RedisBudget": ".transport.rate_limit.shared",
    "RequestEvent": ".transport",
    "ResponseEvent": ".transport",
    "ResponseHead": "._core.raw_response",
    "ResponseTooLargeError": ".errors",
    "RetryEvent": ".transport",
    "RetryPolicy": ".transport",
    "PreconditionError": ".errors",
    "ServerError": ".errors",
    "Statistics": ".transport",
    "Timeouts": ".transport",
    "Transport": ".transport",
    "TransportError": ".errors",
    "TransportTimeoutError": ".errors",
    "UnprocessableEntityError": ".errors",
    "UNSET": "basespace_openapi.types",
    "Unset": "basespace_openapi.types",
    "WaitTimeoutError": ".errors",
}
_renamed = renamed(__name__, {"RuleError": "PreconditionError"})
_MODULES = (
    "auth",
    "config",
    "content",
    "downloads",
    "errors",
    "harvest",
    "models",
    "pagination",
    "progress",
    "transport",
)


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return import_module(f".{name}", __name__)
    if name not in _HOMES:
        return _renamed(name)
    value = globals()[name] = getattr(import_module(_HOMES[name], __name__), name)
    return value


def __dir__() -> list[str]:
    return sorted({*__all__, *_MODULES})
