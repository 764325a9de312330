"""What went wrong, by number."""

from __future__ import annotations

import pytest

from basespace_async import errors
from basespace_async._util.exception_groups import first_of
from basespace_async.cli.exit_codes import ExitCode, NoSuchPath, Partial, Unsuccessful, code_of, how_many
from basespace_async.downloads import DownloadReport
from basespace_async.uploads import UploadReport
from tests.support.command_line import Invoke
from tests.support.paths import DOCS

API = {"status": 0, "message": "m"}
PAGE = DOCS / "command-line.md"


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (errors.ConfigurationError("x"), 3),
        (errors.AuthenticationError(**API), 3),
        (errors.LoginError("x"), 3),
        (errors.NotFoundError(**API), 4),
        (errors.PermissionDeniedError(**API), 4),
        (errors.RateLimitError(**API), 5),
        (errors.ServerError(**API), 5),
        (errors.ConnectionFailedError("x"), 5),
        (errors.ConnectionLostError("x"), 5),
        (errors.TransportTimeoutError("x", phase="read"), 5),
        (Partial("x"), 6),
        (errors.IncompleteDownloadError(DownloadReport(), {"path": errors.PreconditionError("x")}), 6),
        (errors.IncompleteUploadError(UploadReport(), {"path": errors.PreconditionError("x")}), 6),
        (errors.FastqRulesError(["x"]), 8),
        (errors.WaitTimeoutError("x"), 7),
        (errors.PreconditionError("x"), 8),
        (errors.ConflictError(**API), 8),
        (NoSuchPath("x"), 4),
        (Unsuccessful("x"), 9),
        (errors.APIError(**API), 1),
        (errors.DecodeError("x"), 1),
        (errors.DownloadError("x"), 1),
        (errors.UploadError("x"), 1),
        (errors.SourceChangedError("x"), 1),
        (errors.UploadVerificationError("x"), 1),
        (errors.WatchError("x"), 1),
        (OSError("x"), 1),
        (ValueError("x"), 1),
    ],
)
def test_each_error_has_its_code(error: BaseException, code: int) -> None:
    assert code_of(error) == code
    assert code_of(ExceptionGroup("g", [ExceptionGroup("h", [error, ValueError()])])) == code


def test_every_error_of_the_package_was_thought_of() -> None:
    named = {name for name in errors.__all__ if name not in ("BaseSpaceError", "TransportError")}
    others = {"APIError", "DecodeError", "ListChangedError", "ChecksumError", "ContentChangedError"}
    others |= {"DownloadError", "MissingFieldError", "HarvestError", "BadRequestError", "UnprocessableEntityError"}
    others |= {
        "AmbiguousPathError",
        "ReadOnlyError",
        "UploadError",
        "SourceChangedError",
        "UploadVerificationError",
        "WatchError",
    }
    coded = {
        name
        for name in named - others
        if code_of(getattr(errors, name).__new__(getattr(errors, name))) is not ExitCode.FAILURE
    }
    assert coded | others >= named


def test_a_group_is_as_many_errors_as_it_has_leaves() -> None:
    first = ValueError("first")
    group = ExceptionGroup("g", [ExceptionGroup("h", [first, TypeError()]), KeyError()])
    assert first_of(group) is first
    assert first_of(first) is first
    assert (how_many(group), how_many(first)) == (3, 1)


def test_the_help_and_the_page_have_every_code(invoke: Invoke) -> None:
    shown, page = " ".join(invoke("--help").stdout.split()), PAGE.read_text(encoding="utf-8")
    for code in ExitCode:
        assert f"{code.value} {code.meaning}" in shown
        assert f"| {code.value} | {code.meaning} |" in page
    assert page.count("\n| ") >= len(ExitCode)
