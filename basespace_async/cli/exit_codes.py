"""Exit codes of the program, and the errors that lead to them."""

from __future__ import annotations

import signal
from collections.abc import Mapping
from enum import IntEnum

from .._util.exception_groups import first_of
from ..errors import (
    APIError,
    AuthenticationError,
    BaseSpaceError,
    ConfigurationError,
    ConflictError,
    FastqRulesError,
    IncompleteDownloadError,
    IncompleteHarvestError,
    IncompleteUploadError,
    LoginError,
    NameLookupError,
    NotFoundError,
    PermissionDeniedError,
    PreconditionError,
    RateLimitError,
    ServerError,
    TransportError,
    WaitTimeoutError,
)
from ..progress.text import amount


class ExitCode(IntEnum):
    """Exit codes; `meaning` describes each in the help and in the docs."""

    OK = 0, "all was done"
    FAILURE = 1, "another failure: the disk, a response that cannot be read, a status of the service's not named below"
    USAGE = 2, "the command line cannot be understood"
    CONFIGURATION = 3, "a setting or an argument is invalid, or the token is missing or refused"
    NOT_FOUND = 4, "there is no such thing, or it is not yours"
    UNAVAILABLE = 5, "the service is not there, failed, or served no more requests: try again later"
    PARTIAL = 6, "some was done, and some failed"
    TIMEOUT = 7, "the deadline passed while waiting"
    REFUSED = 8, "a rule of the service forbids it"
    UNSUCCESSFUL = 9, "the analysis that was waited for ended without being Complete"
    NOTHING_MATCHED = 10, "no file passed the filters of the download"
    DIFFERENT = 11, "the service differs from the OpenAPI document"
    INTERRUPTED = 130, "interrupted by Ctrl-C (SIGINT)"
    BROKEN_PIPE = 141, "whoever read the output has gone, such as `head`"
    TERMINATED = 143, "ended by SIGTERM"

    meaning: str

    def __new__(cls, value: int, meaning: str) -> ExitCode:
        """Make a member from its number and its meaning."""
        member = int.__new__(cls, value)
        member._value_ = value
        member.meaning = meaning
        return member


class Partial(BaseSpaceError):
    """A command that did what it could, and has said what failed; see `raise_failures`."""


class NothingMatched(BaseSpaceError):
    """A download whose filters no file passed."""

    def __init__(self) -> None:
        super().__init__("no file passed the filters; nothing was downloaded")


class NoSuchPath(BaseSpaceError):
    """A path of the filesystem at which there is nothing that can be read."""


class Unsuccessful(BaseSpaceError):
    """An analysis that ended without being Complete."""


class Different(BaseSpaceError):
    """A service that differs from the OpenAPI document."""


class Interrupted(Exception):
    """A signal that ended the work, after everything was cleaned up.

    Attributes:
        number: Number of the signal.
        resumable: Whether the same command resumes the work.
        note: How much of it is kept, or "".
    """

    def __init__(self, number: int, *, resumable: bool, note: str = "") -> None:
        super().__init__(signal.Signals(number).name)
        self.number = number
        self.resumable = resumable
        self.note = note


# The first class that fits counts.
_CODES: tuple[tuple[type[BaseException] | tuple[type[BaseException], ...], ExitCode], ...] = (
    ((Partial, IncompleteDownloadError, IncompleteHarvestError, IncompleteUploadError), ExitCode.PARTIAL),
    (Unsuccessful, ExitCode.UNSUCCESSFUL),
    (NothingMatched, ExitCode.NOTHING_MATCHED),
    (Different, ExitCode.DIFFERENT),
    ((ConfigurationError, AuthenticationError, LoginError), ExitCode.CONFIGURATION),
    ((NoSuchPath, NotFoundError, NameLookupError, PermissionDeniedError), ExitCode.NOT_FOUND),
    ((RateLimitError, ServerError, TransportError), ExitCode.UNAVAILABLE),
    (WaitTimeoutError, ExitCode.TIMEOUT),
    ((PreconditionError, ConflictError, FastqRulesError), ExitCode.REFUSED),
    (APIError, ExitCode.FAILURE),
)


def code_of(error: BaseException) -> ExitCode:
    """Return the exit code of an error; of a group, that of its first error."""
    first = first_of(error)
    return next((code for classes, code in _CODES if isinstance(first, classes)), ExitCode.FAILURE)


def how_many(error: BaseException) -> int:
    """Return how many errors there are in a group."""
    if isinstance(error, BaseExceptionGroup):
        return sum(how_many(member) for member in error.exceptions)
    return 1


def raise_failures(failed: Mapping[str, BaseSpaceError], done: int, unit: str) -> None:
    """Fail if anything of a job failed, after its outcome was printed: the one form of a partial failure.

    Args:
        failed: Error of each thing that failed, by its name.
        done: How many succeeded.
        unit: Name of one thing.

    Raises:
        Partial: If some failed and some succeeded.
        BaseSpaceError: If all failed for one error.
        ExceptionGroup: If all failed for several errors.
    """
    if not failed:
        return
    name, first = next(iter(failed.items()))
    if done:
        count = f"{len(failed)} of {amount(len(failed) + done, unit)}"
        raise Partial(f"{count} failed; the same command tries again. The first is {name}: {first}")
    distinct = {id(error): error for error in failed.values()}
    raise first if len(distinct) == 1 else ExceptionGroup("all failed", [*distinct.values()])
