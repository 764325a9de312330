"""Async Python SDK for Illumina BaseSpace Sequence Hub (REST API v2).

    async with BaseSpace.from_profile() as basespace:
        async for biosample in basespace.biosamples.list():
            print(biosample.id, biosample.bio_sample_name)

`models` has the models under plain names, `errors` everything that is raised, `credentials` tokens from OAuth flows,
`thresholds` QC thresholds and workflow dependencies, `transport` the seam over HTTP and the layers on it.
"""

from basespace_openapi.types import UNSET, Unset

from ._version import __version__
from .bulk import Outcomes
from .client import BaseSpace
from .config import Configuration, ConfigurationWarning
from .errors import (
    APIError,
    AuthenticationError,
    BaseSpaceError,
    ConfigurationError,
    ConflictError,
    ConnectionFailedError,
    ConnectionLostError,
    DecodeError,
    ListChangedError,
    LoginError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitError,
    RuleError,
    ServerError,
    TransportError,
    TransportTimeoutError,
    WaitTimeoutError,
)
from .paging import OrderWarning, Page, Pager
from .raw import RawResponse, ResponseHead
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

__all__ = [
    "UNSET",
    "APIError",
    "AiohttpTransport",
    "AuthenticationError",
    "BaseSpace",
    "BaseSpaceError",
    "Configuration",
    "ConfigurationError",
    "ConfigurationWarning",
    "ConflictError",
    "ConnectionFailedError",
    "ConnectionLostError",
    "DecodeError",
    "HTTPRequest",
    "HTTPResponse",
    "ListChangedError",
    "LoginError",
    "NotFoundError",
    "OrderWarning",
    "Outcomes",
    "Page",
    "Pager",
    "PermissionDeniedError",
    "RateLimit",
    "RateLimitError",
    "RawResponse",
    "RequestEvent",
    "ResponseEvent",
    "ResponseHead",
    "RetryEvent",
    "RetryPolicy",
    "RuleError",
    "ServerError",
    "Statistics",
    "Timeouts",
    "Transport",
    "TransportError",
    "TransportTimeoutError",
    "Unset",
    "WaitTimeoutError",
    "__version__",
]
