# ruff: noqa: I001 (one import for each module)
from basespace_openapi.types import UNSET as UNSET, Unset as Unset

from . import (
    auth as auth,
    config as config,
    content as content,
    downloads as downloads,
    errors as errors,
    filesystem as filesystem,
    harvest as harvest,
    models as models,
    pagination as pagination,
    progress as progress,
    resources as resources,
    samplesheets as samplesheets,
    transport as transport,
)
from ._core.raw_response import RawResponse as RawResponse, ResponseHead as ResponseHead
from ._core.options import CallOptions as CallOptions, ClientOptions as ClientOptions
from ._core.parameters import HasId as HasId, ResourceId as ResourceId
from ._version import __version__ as __version__
from .client import BaseSpace as BaseSpace
from .config import Configuration as Configuration, ConfigurationWarning as ConfigurationWarning
from .errors import (
    APIError as APIError,
    AuthenticationError as AuthenticationError,
    BadRequestError as BadRequestError,
    BaseSpaceError as BaseSpaceError,
    ChecksumError as ChecksumError,
    ConfigurationError as ConfigurationError,
    ConflictError as ConflictError,
    ConnectionFailedError as ConnectionFailedError,
    ConnectionLostError as ConnectionLostError,
    ContentChangedError as ContentChangedError,
    DecodeError as DecodeError,
    DownloadError as DownloadError,
    FastqRulesError as FastqRulesError,
    IncompleteDownloadError as IncompleteDownloadError,
    IncompleteUploadError as IncompleteUploadError,
    ListChangedError as ListChangedError,
    LoginError as LoginError,
    MissingFieldError as MissingFieldError,
    NameLookupError as NameLookupError,
    NotFoundError as NotFoundError,
    PermissionDeniedError as PermissionDeniedError,
    PreconditionError as PreconditionError,
    RateLimitError as RateLimitError,
    ResponseTooLargeError as ResponseTooLargeError,
    ServerError as ServerError,
    SourceChangedError as SourceChangedError,
    TransportError as TransportError,
    TransportTimeoutError as TransportTimeoutError,
    UnprocessableEntityError as UnprocessableEntityError,
    UploadError as UploadError,
    UploadVerificationError as UploadVerificationError,
    WaitTimeoutError as WaitTimeoutError,
    WatchError as WatchError,
)
from .pagination import OrderWarning as OrderWarning, Page as Page, Pager as Pager
from .resources._application_inputs import ApplicationInput as ApplicationInput
from .resources._base import FileListing as FileListing, PagingArguments as PagingArguments
from .resources._batch import Outcomes as Outcomes
from .resources._launch_plan import LaunchOptions as LaunchOptions, LaunchPlan as LaunchPlan
from .resources._property_values import PropertyValue as PropertyValue
from .transport import (
    AiohttpTransport as AiohttpTransport,
    HTTPRequest as HTTPRequest,
    HTTPResponse as HTTPResponse,
    RateLimit as RateLimit,
    RequestEvent as RequestEvent,
    ResponseEvent as ResponseEvent,
    RetryEvent as RetryEvent,
    RetryPolicy as RetryPolicy,
    Statistics as Statistics,
    Timeouts as Timeouts,
    Transport as Transport,
)
from .transport.rate_limit.shared import RedisBudget as RedisBudget

__all__: list[str]
