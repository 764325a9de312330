"""What is fuzzed: each target takes bytes, and fails where the code below it breaks a promise that it makes of any bytes.

The promises: nothing is raised that is no `BaseSpaceError`; no message is long, or repeats a secret; what is made is of
the type that was asked for; no path leads out of its folder; no file is taken for one that it is not.
"""

from __future__ import annotations

import asyncio
import os
import re
import tempfile
import warnings
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import orjson
from multidict import CIMultiDict

from basespace_async import Page
from basespace_async._codec import converter
from basespace_async._core import responses
from basespace_async._util.inflate import InflateError
from basespace_async.auth import ClientCredentials, DeviceAuthorization, DeviceFlow
from basespace_async.config import Configuration, ConfigurationWarning, save_profile
from basespace_async.config.profile_file import profile_values
from basespace_async.content import reader, source
from basespace_async.downloads.identity import FileIdentity
from basespace_async.downloads.part_file import PartFile
from basespace_async.downloads.paths import PathReservations, check_inside, folder_name, target_path
from basespace_async.errors import BaseSpaceError, ConfigurationError, DownloadError, LoginError
from basespace_async.models import AppSession, Biosample, DatasetCompact, File, QcThreshold
from basespace_async.transport import BufferedResponse, HTTPRequest, HTTPResponse
from basespace_async.transport.adapters.decoding import inflater_of
from basespace_async.transport.rate_limit.retry_after import MAX_PAUSE, retry_after

SECRET: Final = "0123456789abcdef-secret"
MAX_MESSAGE: Final = 3000
NOW: Final = datetime(2026, 11, 25, 12, tzinfo=UTC)
MODELS: Final[tuple[Any, ...]] = (Biosample, AppSession, DatasetCompact, File, QcThreshold, list[Biosample], str, int)
LINK: Final = "https://store.example/file?X-Amz-Signature=s3cret"

Target = Callable[[bytes], None]


def checked(error: BaseSpaceError, *, says: str = "") -> None:
    """Raises AssertionError where an error says too much, or too little."""
    text = f"{error}{error!r}"
    assert len(text) < 2 * MAX_MESSAGE, f"a message of {len(text)} characters"
    assert SECRET not in text
    assert "Signature=s3cret" not in text
    assert says in text
    assert len(getattr(error, "reason", "")) <= 100
    assert "\n" not in str(error)
    assert "\x1b" not in str(error)


def decoder(data: bytes) -> None:
    """Single results, of models of every kind."""
    for model in MODELS:
        try:
            made = converter.decode(data, model, operation="fuzz")
        except BaseSpaceError as error:
            checked(error)
            continue
        assert isinstance(made, list if model == list[Biosample] else (model, float) if model is int else model)
        if not isinstance(made, str | list) and made != made:
            raise AssertionError("a number that is none")


def pages(data: bytes) -> None:
    """Lists: each item is there, or an error says where it should be."""
    try:
        page = Page(data, Biosample, offset=0, operation="fuzz")
    except BaseSpaceError as error:
        checked(error)
        return
    assert len(page.keys()) == len(page)
    assert page.total_count is None or page.total_count >= 0
    taken = 0
    try:
        for item in page:
            assert item is None or isinstance(item, Biosample)
            taken += 1
    except BaseSpaceError as error:
        checked(error, says=f"$.Items[{taken}]")
    else:
        assert taken == len(page)
    try:
        assert isinstance(page.sub_directories, list)
    except BaseSpaceError as error:
        checked(error)


def error_body(data: bytes) -> None:
    """Bodies of refusals, whose head may lie as well."""
    head, _, body = data.partition(b"\n")
    words = head.decode("latin-1")
    headers = CIMultiDict({"Content-Type": words, "X-Request-ID": words, "Retry-After": words})
    request = HTTPRequest("GET", "https://api.example.org/v2/x?token=s3cret", operation="fuzz")
    for status in (0, 400, 401, 404, 429, 503, 999):
        for said in (body, data):
            made = responses.error(request, BufferedResponse(status, headers, said), said, secret=SECRET)
            checked(made)
            for text in (made.code, made.message, made.request_id):
                assert len(text) <= 600
                assert SECRET not in text
                assert not re.search(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]", text)


def retry_after_header(data: bytes) -> None:
    """The header as a text of any characters."""
    for text in (data.decode("latin-1"), data.decode("utf-8", errors="replace")):
        seconds = retry_after({"Retry-After": text}, now=NOW)
        assert seconds is None or 0 <= seconds <= MAX_PAUSE


def content_head(data: bytes) -> None:
    """`Content-Range`, `Content-Length`, `Location` and `ETag` of an answer to a request for bytes from 5 on."""
    text = data.decode("latin-1")
    for status in (200, 206, 302, 416):
        headers = {"Content-Range": text, "Content-Length": text, "Location": text, "ETag": text}
        response = BufferedResponse(status, headers, b"")
        try:
            start, size = reader._place(response, 5)
        except BaseSpaceError as error:
            checked(error)
        else:
            assert start == (0 if status == 200 else 5)
            assert size is None or 0 <= size < 10**20
        reading = source.ContentSource(_Nowhere(), "7", link=text)  # type: ignore[arg-type]
        try:
            target = reading._target("https://api.example.org/v2/files/7/content", response)
        except BaseSpaceError as error:
            checked(error)
        else:
            assert (target is None) == (status != 302 or not text)


class _Nowhere:
    """As much of a requester as making a source needs."""

    server = "https://api.example.org/v2"
    _retry_policy = None


def profile(data: bytes) -> None:
    """A profile on the disk: read, or refused; and what is saved over it is read again."""
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore", ConfigurationWarning)
        path = Path(folder, "fuzz.cfg")
        path.write_bytes(data)
        try:
            found = Configuration.from_profile("fuzz", directory=Path(folder))
        except ConfigurationError as error:
            checked(error)
        else:
            assert found.token
            assert "token" not in repr(found).replace(found.server, "")
            assert found.server.startswith(("https://", "http://"))
        wanted = Configuration.create(token=SECRET, region="euc1")
        try:
            save_profile(wanted, "fuzz", directory=Path(folder))
        except ConfigurationError as error:
            checked(error)
            assert path.read_bytes() == data
        else:
            assert Configuration.from_profile("fuzz", directory=Path(folder)) == wanted
            assert set(profile_values(path)) >= {"accesstoken", "apiserver"}
            assert os.name == "nt" or path.stat().st_mode & 0o077 == 0
        assert os.listdir(folder) == ["fuzz.cfg"]


def settings(data: bytes) -> None:
    """Values of the environment."""
    text = data.decode("utf-8", errors="surrogateescape")
    first, _, second = text.partition("\n")
    for environ in (
        {"BASESPACE_ACCESS_TOKEN": first},
        {"BASESPACE_ACCESS_TOKEN": "t", "BASESPACE_API_SERVER": first},
        {"BASESPACE_ACCESS_TOKEN": "t", "BASESPACE_REGION": first},
        {"BASESPACE_ACCESS_TOKEN": first, "BASESPACE_API_SERVER": second},
    ):
        try:
            found = Configuration.from_environment(environ)
        except ConfigurationError as error:
            checked(error)
        else:
            assert re.fullmatch(r"[\x21-\x7e]+", found.token)
            assert re.fullmatch(r"https?://[\x21-\x7e]+/v2", found.server)
    try:
        Configuration.from_profile(first, directory=Path(tempfile.gettempdir(), "there-is-no-such-folder"))
    except ConfigurationError as error:
        checked(error)


def names(data: bytes) -> None:
    """Two paths of files, and the name and id of a dataset."""
    text = data.decode("utf-8", errors="surrogatepass" if _has_surrogates(data) else "replace")
    first, _, second = text.partition("\n")
    folder = Path(os.path.abspath("target"))
    for windows in (False, True):
        for relative in (first, second, text, f"{folder_name(first, second)}/{second}"):
            try:
                target = target_path(folder, relative, windows=windows)
                check_inside(folder, target)
            except DownloadError as error:
                checked(error)
            else:
                assert Path(os.path.normpath(target)).is_relative_to(folder)
                assert target != folder
                assert "\0" not in str(target)
                str(target).encode()
    _one_folder_for_each(first, second)
    _one_claim_for_each(first, second)


def _has_surrogates(data: bytes) -> bool:
    try:
        data.decode("utf-8", errors="surrogatepass")
    except UnicodeDecodeError:
        return False
    return True


def _one_folder_for_each(first: str, second: str) -> None:
    made = {folder_name(first, first), folder_name(first, second)}
    assert len(made) == len({first, second})
    for name in made:
        assert 0 < len(name.encode()) <= 255
        assert Path(name).parts == (name,)
        assert name not in (".", "..")
        target_path(Path("target"), f"{name}/reads.gz", windows=True)


def _one_claim_for_each(first: str, second: str) -> None:
    claims = PathReservations(ignore_case=True)
    taken = []
    for relative in (first, second):
        try:
            target_path(Path("target"), relative)
            claims.take(relative)
        except DownloadError as error:
            checked(error)
        else:
            taken.append(relative)
    assert len({name.casefold() for name in taken}) == len(set(taken))


JOURNALLED: Final = bytes(range(32))
"""A file that is downloaded in parts of 8 bytes."""


def journal(data: bytes) -> None:
    """What a journal and a part file hold when a download begins: parts that are there are so by the journal's word."""
    said, _, bytes_there = data.partition(b"\0\0")
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder, "reads")
        identity = FileIdentity("7", len(JOURNALLED), "e")
        head = orjson.dumps({"version": 1, "part_size": 8, "file_id": "7", "size": 32, "etag": "e"})
        for lines in (said, head + b"\n" + said):
            Path(folder, ".reads.part").write_bytes(bytes_there[:32].ljust(32, b"\0"))
            Path(folder, ".reads.part.journal").write_bytes(lines)
            part = PartFile(target, [identity], 8)
            part.open()
            named = {int(line) for line in lines.split(b"\n")[1:-1] if line.isdigit() and len(line) < 20}
            assert part.segments[0].done <= named & set(range(part.segments[0].parts))
            assert lines.startswith(head) or not part.segments[0].done
            for number in range(part.segments[0].parts):
                start, stop = part.segments[0].span(number)
                part.segments[0].write([JOURNALLED[start:stop]], start)
            part.segments[0].flush()
            part.finish()
            part.close(keep=True)
            assert target.read_bytes() == JOURNALLED
            assert os.listdir(folder) == ["reads"]
            target.unlink()


class Answering:
    """A transport that gives one answer to all requests."""

    def __init__(self, status: int, body: bytes) -> None:
        self._response = BufferedResponse(status, {"Content-Type": "application/json"}, body)

    async def send(self, request: HTTPRequest) -> HTTPResponse:
        return self._response

    async def aclose(self) -> None:
        """Nothing is held."""


def oauth(data: bytes) -> None:
    """Answers of the endpoints of the OAuth flows."""
    shown: list[DeviceAuthorization] = []

    def show(authorization: DeviceAuthorization) -> None:
        shown.append(authorization)
        raise LoginError("enough")

    for status in (200, 400, 503):
        transport = Answering(status, data)
        device = DeviceFlow("id", SECRET, prompt=show, transport=transport)
        for flow in (ClientCredentials("id", SECRET, transport=transport), device):
            try:
                token = asyncio.run(flow(None))
            except BaseSpaceError as error:
                checked(error)
            else:
                assert re.fullmatch(r"[\x21-\x7e]+", token)
    for authorization in shown:
        assert 0 < authorization.interval <= 300
        assert 0 < authorization.expires_in <= 86_400
        assert authorization.device_code not in repr(authorization) or len(authorization.device_code) < 10
        for address in (authorization.verification_uri, authorization.verification_uri_complete):
            assert not address or re.fullmatch(r"https?://[\x21-\x7e]{1,2000}", address, re.IGNORECASE)


def inflating(data: bytes) -> None:
    """Compressed bodies in pieces; no more comes at once than is asked for."""
    for coding in ("gzip", "deflate"):
        for size in (1, 7, max(1, len(data))):
            inflater = inflater_of([coding])
            got = 0
            try:
                for start in range(0, len(data), size):
                    inflater.feed(data[start : start + size])
                    while piece := inflater.take(64):
                        assert len(piece) <= 64
                        got += len(piece)
                        if got > 10_000:
                            return
                inflater.end()
            except InflateError:
                continue


TARGETS: Final[dict[str, Target]] = {
    "content_head": content_head,
    "decoder": decoder,
    "error_body": error_body,
    "inflating": inflating,
    "journal": journal,
    "names": names,
    "oauth": oauth,
    "pages": pages,
    "profile": profile,
    "retry_after": retry_after_header,
    "settings": settings,
}
