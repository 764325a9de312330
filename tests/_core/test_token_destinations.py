"""The token goes to paths that the client built, whatever links and redirects the service and its stores name."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from basespace_async import BaseSpace, BaseSpaceError
from basespace_async.models import File
from basespace_async.transport import HttpxTransport, RetryPolicy

HOST = "api.basespace.illumina.com"
API = f"https://{HOST}"
STORE = "https://store.example"
TOKEN = "0123456789abcdef-secret"
PRIVATE = b"private answer"
CONTENT_PATH = "/v2/files/5/content"
LIST_PATHS = ("/v2/datasets/ds.1/files", "/v2/datasets/ds.1")

# Ways to write an address of the API that is not the file's content.
TARGETS = [
    f"{API}/v2/users/current/settings?delete=all",
    f"{API}:443/v2/users/current",
    f"https://{HOST.upper()}/v2/users/current",
    f"//{HOST}/v2/users/current",
    "/v2/users/current",
    "../../users/current",
    f"{API}/v2/files/6/content",
    f"{API}{CONTENT_PATH}?redirect=meta",
    f"{API}{CONTENT_PATH}/",
    f"{API}{CONTENT_PATH}/../../../users/current",
]


class Service:
    """API and object store in one: answers as `redirects` and `record` say, and keeps what was sent with a token."""

    def __init__(self) -> None:
        self.redirects: dict[str, str] = {}
        self.record: dict[str, Any] = {"Id": "5", "Name": "a", "Path": "a", "Size": len(PRIVATE)}
        self.with_token: list[str] = []
        self.sent: list[str] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        has_token = TOKEN in f"{request.url} {request.headers}"
        place = f"{request.url.host}{request.extensions.get('target', request.url.raw_path).decode()}"
        self.sent.append(place)
        if has_token:
            self.with_token.append(place)
        path = place.partition("?")[0]
        if target := self.redirects.get(path):
            return httpx.Response(302, headers={"Location": target})
        if path.removeprefix(HOST) in LIST_PATHS:
            return httpx.Response(200, json=self._json(path))
        if request.url.host == HOST and not has_token:
            return httpx.Response(401)
        return httpx.Response(200, content=PRIVATE, headers={"Content-Length": str(len(PRIVATE))})

    def _json(self, path: str) -> dict[str, Any]:
        if not path.endswith("/files"):
            return {"Id": "ds.1", "Name": "d", "HrefFiles": f"{API}/v2/users/current", "Href": f"{API}/v2/trash"}
        links = {"Next": f"{API}/v2/users/current", "NextPage": f"{API}/v2/users/current"}
        return {"Items": [self.record], "Paging": {"TotalCount": 1, "Offset": 0, "Limit": 100, **links}}


@pytest.fixture
def service() -> Service:
    return Service()


@pytest.fixture
async def basespace(service: Service) -> AsyncIterator[BaseSpace]:
    async with (
        httpx.AsyncClient(transport=httpx.MockTransport(service)) as client,
        BaseSpace(TOKEN, transport=HttpxTransport(client), retry=RetryPolicy(max_retries=0)) as basespace,
    ):
        yield basespace


def assert_token_only_at(service: Service, *paths: str) -> None:
    elsewhere = [place for place in service.with_token if place.partition("?")[0] not in {f"{HOST}{p}" for p in paths}]
    assert not elsewhere
    assert not [place for place in service.with_token if "delete=all" in place or "redirect=meta" in place]


async def read_or_fail(basespace: BaseSpace, file: File | str) -> bytes:
    try:
        return b"".join([piece async for piece in basespace.files.iter_bytes(file)])
    except BaseSpaceError:
        return b""


@pytest.mark.parametrize("target", TARGETS)
async def test_a_stores_redirect_to_the_api_is_followed_without_the_token(
    service: Service, basespace: BaseSpace, target: str
) -> None:
    back = target if "://" in target else f"{API}{target.removeprefix('//' + HOST).removeprefix('../..')}"
    service.redirects = {f"{HOST}{CONTENT_PATH}": f"{STORE}/x", "store.example/x": back}
    assert await read_or_fail(basespace, "5") == b""
    assert len(service.sent) > 2
    assert_token_only_at(service, CONTENT_PATH)


@pytest.mark.parametrize("target", TARGETS)
async def test_the_apis_own_redirect_to_another_path_is_followed_without_the_token(
    service: Service, basespace: BaseSpace, target: str
) -> None:
    service.redirects = {f"{HOST}{CONTENT_PATH}": target}
    assert await read_or_fail(basespace, "5") == b""
    assert_token_only_at(service, CONTENT_PATH)


@pytest.mark.parametrize("target", TARGETS)
async def test_a_link_in_a_files_record_leads_the_token_nowhere(
    service: Service, basespace: BaseSpace, target: str, tmp_path: Path
) -> None:
    links = {"HrefContent": target, "Href": target, "HrefPart": target, "UploadUrl": target}
    service.record = {**service.record, **links, "Path": "a"}
    await basespace.files.download(File(id="5", name="a", href_content=target, href=target), tmp_path)
    report = await basespace.datasets.download("ds.1", tmp_path / "dataset")
    assert report.files
    assert [file.id async for file in basespace.datasets.files("ds.1")] == ["5"]
    assert_token_only_at(service, CONTENT_PATH, *LIST_PATHS)


async def test_a_store_link_of_a_record_that_redirects_to_the_api_gets_no_token(
    service: Service, basespace: BaseSpace
) -> None:
    service.redirects = {"store.example/x": TARGETS[0]}
    assert await read_or_fail(basespace, File(id="5", name="a", href_content=f"{STORE}/x")) == b""
    assert service.sent[:2] == ["store.example/x", f"{HOST}/v2/users/current/settings?delete=all"]
    assert service.with_token == []


async def test_a_redirect_back_to_the_content_path_is_not_signed_again(service: Service, basespace: BaseSpace) -> None:
    service.redirects = {f"{HOST}{CONTENT_PATH}": f"{STORE}/x", "store.example/x": f"{API}{CONTENT_PATH}"}
    assert await read_or_fail(basespace, "5") == b""
    assert service.with_token == [f"{HOST}{CONTENT_PATH}"]
    assert service.sent.count(f"{HOST}{CONTENT_PATH}") > 1
