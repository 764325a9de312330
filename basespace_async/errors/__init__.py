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

from .._util.renamed import renamed_names
from .api import (
    APIError,
    AuthenticationError,
    BadRequestError,
    ConflictError,
    DecodeError,
    MissingFieldError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitError,
    ServerError,
    UnprocessableEntityError,
)
from .base import (
    BaseSpaceError,
    ConfigurationError,
    ListChangedError,
    LoginError,
    NameLookupError,
    PreconditionError,
    WaitTimeoutError,
)
from .base import shown as shown
from .files import (
    AmbiguousPathError,
    ChecksumError,
    ContentChangedError,
    DownloadError,
    FastqRulesError,
    HarvestError,
    IncompleteDownloadError,
    IncompleteHarvestError,
    IncompleteUploadError,
    ReadOnlyError,
    SourceChangedError,
    UploadError,
    UploadVerificationError,
    WatchError,
)
from .transport import (
    ConnectionFailedError,
    ConnectionLostError,
    ResponseTooLargeError,
    TransportError,
    TransportTimeoutError,
)
from .transport import Phase as Phase

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
