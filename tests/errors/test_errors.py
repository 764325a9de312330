"""What each error is, says and keeps: its class, its text, its headers and body, and no secret."""

from __future__ import annotations

import copy
import pickle
import subprocess
import sys
from collections.abc import Callable

import orjson
import pytest
from multidict import CIMultiDict

from basespace_async import Page, errors
from basespace_async._core.responses import error, result
from basespace_async.transport import BufferedResponse, HTTPRequest
from basespace_openapi.api.analyses import get_appsession
from basespace_openapi.api.biosamples import get_biosample


def made(status: int, body: bytes = b"", secret: str = "", **headers: str) -> errors.APIError:
    named = CIMultiDict({name.replace("_", "-"): value for name, value in headers.items()})
    response = BufferedResponse(status, named, body)
    request = HTTPRequest("GET", "https://u:p@api.example.org/v2/x?token=abc", operation="getX")
    return error(request, response, body, secret=secret)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, errors.BadRequestError),
        (401, errors.AuthenticationError),
        (403, errors.PermissionDeniedError),
        (404, errors.NotFoundError),
        (409, errors.ConflictError),
        (418, errors.APIError),
        (422, errors.UnprocessableEntityError),
        (429, errors.RateLimitError),
        (500, errors.ServerError),
        (503, errors.ServerError),
        (520, errors.ServerError),
        (304, errors.APIError),
    ],
)
def test_each_status_has_its_class(status: int, kind: type[errors.APIError]) -> None:
    found = made(status)
    assert type(found) is kind
    assert isinstance(found, errors.BaseSpaceError)
    assert found.status == found.status_code == status


def test_both_documented_bodies_are_understood() -> None:
    observed = {"ResponseStatus": {"ErrorCode": "BASESPACE.X", "Message": "no"}, "Notifications": []}
    found = made(403, orjson.dumps(observed), X_Request_ID="r1")
    assert (found.code, found.message, found.request_id) == ("BASESPACE.X", "no", "r1")
    assert str(found) == "getX: 403 BASESPACE.X: no (GET https://api.example.org/v2/x, request r1)"
    documented = {"ErrorCode": "E1", "ErrorMessage": "never", "RequestId": "r2"}
    found = made(400, orjson.dumps(documented), X_Request_ID="r1")
    assert (found.code, found.message, found.request_id) == ("E1", "never", "r2")


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"<html><h1>Bad gateway</h1></html>", "the response is 33 bytes of text/html, not an error"),
        (b"", "the response has no body"),
        (b"  ", "the response has no body"),
        (b"[1]", "the response is 3 bytes of text/html"),
        (b'{"ResponseStatus": 5}', "the response is"),
        (b'{"ResponseStatus": {"Message": 5, "ErrorCode": []}}', "the response is"),
        (b'{"ErrorMessage": null}', "the response is"),
        (b"\xff\xfe", "the response is 2 bytes"),
    ],
)
def test_a_body_that_explains_nothing_is_summarised(body: bytes, message: str) -> None:
    found = made(502, body, Content_Type="text/html; charset=utf-8")
    assert found.message.startswith(message)
    assert found.code == ""


def test_an_untyped_body_is_summarised_too() -> None:
    assert "2 bytes of an unnamed type" in made(502, b"no").message


def test_neither_the_token_nor_the_query_is_in_an_error() -> None:
    body = orjson.dumps({"ResponseStatus": {"Message": "bad token s3cret"}})
    found = made(401, body, secret="s3cret")
    shown = str(found) + repr(found) + repr(vars(found))
    assert "bad token ***" in shown
    for hidden in ("s3cret", "token=abc", "u:p"):
        assert hidden not in shown


def test_a_long_message_is_cut() -> None:
    assert len(made(400, orjson.dumps({"ErrorMessage": "x" * 10_000})).message) == 500


def test_the_time_to_wait_is_kept_where_the_service_says_it() -> None:
    for status in (429, 503):
        found = made(status, Retry_After="7")
        assert isinstance(found, errors.RateLimitError | errors.ServerError)
        assert found.retry_after == 7
    assert made(429).retry_after is None  # type: ignore[attr-defined]


def test_every_error_is_copied_and_pickled_whole() -> None:
    """Errors cross processes, in process pools and task queues."""
    for original in (
        errors.ConfigurationError("a"),
        errors.ConnectionFailedError("a", method="GET", url="u"),
        errors.TransportTimeoutError("a", phase="read", method="GET", url="u"),
        errors.DecodeError("p", operation="o", path="$.x"),
        errors.WaitTimeoutError("a", last=1),
        errors.AmbiguousPathError("a", ["b", "c"]),
        errors.ReadOnlyError("a"),
        errors.HarvestError("a"),
        made(429, b'{"a": ["b"]}', Retry_After="7"),
    ):
        for again in (copy.copy(original), pickle.loads(pickle.dumps(original))):
            assert type(again) is type(original)
            assert str(again) == str(original)
            assert again.args == original.args
            assert vars(again) == vars(original)


def test_a_timeout_before_the_request_was_sent_says_so() -> None:
    sent = {phase: errors.TransportTimeoutError("t", phase=phase).request_sent for phase in ("connect", "pool", "read")}  # type: ignore[arg-type]
    assert sent == {"connect": False, "pool": False, "read": True}
    assert not errors.ConnectionFailedError("x").request_sent
    assert errors.ConnectionLostError("x").request_sent


def test_a_timeout_is_pythons_timeout_too_and_keeps_no_number() -> None:
    timeout = errors.TransportTimeoutError("t", phase="read")
    assert isinstance(timeout, TimeoutError)
    assert timeout.errno is None


def test_the_headers_and_the_body_of_an_error_are_there_without_secrets() -> None:
    body = {
        "Message": "see https://store/x?X-Amz-Signature=s1gned",
        "List": [1, None, "Bearer s3cret"],
        "A": {"sig": "ok"},
    }
    found = made(
        400,
        orjson.dumps(body),
        secret="s3cret",
        Location="/x?sig=s1gned",
        Link="<https://store/x?token=s1gned>; rel=next",
        Set_Cookie="s1gned",
        X_Request_ID="r1",
    )
    assert found.headers["x-request-id"] == "r1"
    assert found.body["List"] == [1, None, "Bearer ***"]
    assert found.body["Message"].startswith("see https://store/x")
    assert found.body["A"] == {"sig": "ok"}
    shown = repr(found.headers) + repr(found.body)
    assert "s1gned" not in shown
    assert "s3cret" not in shown


def test_the_body_of_an_error_is_text_where_it_is_no_json_and_is_bounded() -> None:
    assert made(502, b"<html>down</html>").body == "<html>down</html>"
    assert made(502, b" ").body is None
    assert len(made(502, b"x" * 1_000_000).body) == 500
    assert len(made(502, b'["' + b"x" * 100_000 + b'"]').body) == 500
    assert len(made(502, b'["' + b"x" * 10_000 + b'"]').body[0]) == 500
    deep = made(502, b"[" * 900 + b"]" * 900)
    assert "'...'" in repr(deep.body)
    store = b"<?xml?><Error><Code>SignatureDoesNotMatch</Code><StringToSign>s1gned</StringToSign></Error>"
    assert made(403, store).body == "SignatureDoesNotMatch: "


def _kept(error: BaseException) -> str:
    """Everything that an error holds on to, and the errors that led to it."""
    seen: list[BaseException] = []
    todo: list[BaseException | None] = [error]
    while todo:
        one = todo.pop()
        if one is None or one in seen:
            continue
        seen.append(one)
        todo += [one.__context__, one.__cause__]
    return repr([(type(one), one.args, vars(one), getattr(one, "doc", ""), getattr(one, "object", "")) for one in seen])


def _page(body: bytes) -> object:
    return list(Page(body, get_biosample.request("1").result_type, offset=0, operation="x"))


MARKER = b'"https://store/x?X-Amz-Signature=s1gned"'


@pytest.mark.parametrize(
    "read",
    [
        lambda: result(get_appsession.request("1"), b"{" + MARKER),
        lambda: result(get_appsession.request("1"), b'{"Id": [' + MARKER + b"]}"),
        lambda: result(get_appsession.request("1"), b'{"DateCreated": ' + MARKER + b"}"),
        lambda: _page(b'{"Items": [' + MARKER),
        lambda: _page(b'{"Items": {"a": ' + MARKER + b"}}"),
        lambda: _page(b'{"Items": [\xff' + MARKER + b"]}"),
        lambda: _page(b'{"Items": [' + MARKER + b"]}"),
        lambda: _page(b'{"Items": [{"Id": 1e999, "a": ' + MARKER + b"}]}"),
        lambda: _page(b'{"Items": [{"Id": [' + MARKER + b"]}]}"),
        lambda: _page(b'{"Items": [], "Paging": {"TotalCount": ' + MARKER + b"}}"),
    ],
)
def test_an_error_of_decoding_keeps_nothing_of_the_body(read: Callable[[], object]) -> None:
    with pytest.raises(errors.DecodeError) as caught:
        read()
    assert "s1gned" not in _kept(caught.value)


def test_an_error_of_the_service_keeps_no_signature() -> None:
    assert "s1gned" not in _kept(made(400, b'{"ErrorMessage": ' + MARKER + b"}", Location="https://x/?sig=s1gned"))
    assert "s1gned" not in _kept(made(400, b"{" + MARKER, Content_Type="https://x/?sig=s1gned"))


def test_an_old_name_says_what_it_is_called_now() -> None:
    with pytest.raises(ImportError, match="RuleError is called PreconditionError now"):
        _ = errors.RuleError
    with pytest.raises(ImportError, match="RuleError is called PreconditionError now"):
        from basespace_async.errors import RuleError  # noqa: F401
    with pytest.raises(AttributeError, match="has no attribute 'Other'"):
        _ = errors.Other


def test_every_error_is_imported_without_fsspec_and_is_what_its_old_package_gives() -> None:
    code = (
        "import sys; from basespace_async.errors import AmbiguousPathError, HarvestError, ReadOnlyError; "
        "assert not {'fsspec', 'aiohttp'} & set(sys.modules); "
        "from basespace_async import filesystem, harvest; "
        "assert filesystem.ReadOnlyError is ReadOnlyError and filesystem.AmbiguousPathError is AmbiguousPathError; "
        "assert harvest.HarvestError is HarvestError"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
