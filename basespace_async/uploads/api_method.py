"""Upload through the API: small files in one request, others in parts."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from contextlib import aclosing
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from attrs import evolve

from basespace_openapi import models as generated
from basespace_openapi.api.analyses import add_appsession_log_file
from basespace_openapi.api.files import get_file
from basespace_openapi.api.uploads import (
    add_app_result_file,
    add_dataset_file,
    add_run_file,
    add_run_file_v1_pre_3,
    add_sample_file,
    list_file_parts,
    set_file_upload_status,
    upload_file_part,
)

from .._core.parameters import or_unset
from .._core.refusals import is_refused
from ..errors import APIError, ConflictError, NotFoundError, ServerError, TransportError, UploadError
from .checks import joined_etag
from .source import SourceFile
from .target import UploadTarget, files_of

if TYPE_CHECKING:
    from basespace_openapi.client import Request

    from .._core.requester import Requester
    from ..models import FileDetails

    AddFile = Callable[..., Request[FileDetails]]

T = TypeVar("T")
_FINAL = "complete"


def content_md5(md5: bytes) -> str:
    """Return the value of a Content-MD5 header."""
    return b64encode(md5).decode()


class ApiMethod:
    """Upload through the API.

    Version 2 was never seen to take it; version 1 (v1pre3) takes it as the vendor's SDKs do, and takes the parts of
    both (client).

    Args:
        client: Sends the requests.
        version: Version of the operations that begin a file.
    """

    def __init__(self, client: Requester, version: Literal["v2", "v1pre3"]) -> None:
        self.name: str = version
        self._repeatable = client._for_uploads(idempotent=True)
        self._client = client._for_uploads(idempotent=False)

    async def send_whole(self, target: UploadTarget, file: SourceFile, data: memoryview, md5: bytes) -> str:
        """Send a small file in one request; where no answer comes, look whether it arrived."""
        headers = {"Content-MD5": content_md5(md5), "Content-Type": file.content_type}
        if target.kind == "appsessions":
            upload = await self.begin(target, file, 1, "")
            await upload.send(1, data, md5)
            await upload.complete({1: md5.hex()})
            return joined_etag({1: md5.hex()})
        add, owner = self._add_file(target)
        request = add(owner, body=b"", name=file.name, directory=or_unset(file.directory or None))
        await once(lambda: self._client._send_part(request, headers, data), lambda: self._is_there(target, file))
        return md5.hex()

    async def _is_there(self, target: UploadTarget, file: SourceFile) -> bool:
        there = (await files_of(self._repeatable, target)).get(file.path)
        return there is not None and there.size == file.size

    async def begin(self, target: UploadTarget, file: SourceFile, parts: int, known_id: str) -> ApiPartUpload:
        """Begin the upload of a file in parts, or go on with one."""
        if known_id:
            return ApiPartUpload(self._repeatable, known_id)
        # A second beginning does no harm: what is never completed is in no list.
        if target.kind == "appsessions":
            body = generated.AddLogFileRequest(
                name=file.name, directory=or_unset(file.directory or None), multi_part=True
            )
            listed = await self._repeatable.call(add_appsession_log_file.request(target.id, body=body))
            file_id = listed.items[0].id if listed.items else None
        else:
            add, owner = self._add_file(target)
            request = add(owner, name=file.name, directory=or_unset(file.directory or None), multipart=True)
            file_id = (await self._repeatable._send_part(request, {"Content-Type": file.content_type})).id
        if not file_id:
            raise UploadError(f"the service began the upload of {file.path} and did not say its id")
        return ApiPartUpload(self._repeatable, file_id)

    def _add_file(self, target: UploadTarget) -> tuple[AddFile, str]:
        if self.name == "v2":
            return (add_dataset_file if target.kind == "datasets" else add_run_file).request, target.id
        if target.kind == "datasets":
            add = add_sample_file if target.is_sample else add_app_result_file
            return add.request, target.v1pre3_id or target.id
        return add_run_file_v1_pre_3.request, target.id

    async def finish(self, target: UploadTarget, files: Sequence[tuple[SourceFile, str]]) -> set[str]:
        """Return an empty set: each file is complete by itself."""
        return set()

    async def aclose(self) -> None:
        """Do nothing."""


async def once(send: Callable[[], Any], is_done: Callable[[], Any], attempts: int = 3) -> None:
    """Send what must not be acted on twice; where it is unknown whether it was, look before sending it again.

    Raises:
        BaseSpaceError: If it is refused, or the last attempt fails.
    """
    for left in reversed(range(attempts)):
        try:
            await send()
        except (TransportError, ServerError, ConflictError):
            if await is_done():
                return
            if not left:
                raise
        else:
            return


class ApiPartUpload:
    """The upload of one file in parts through the API."""

    def __init__(self, client: Requester, file_id: str) -> None:
        self.id = file_id
        self._client = client
        self._takes_v1pre3 = True

    async def _call(
        self, request: Request[T], headers: Mapping[str, str] | None = None, body: bytes | memoryview = b""
    ) -> T:
        """Send a request below v1pre3, and where that is refused, the same below v2 (inferred)."""
        newer = evolve(request, path=request.path.removeprefix("/v1pre3"), wrapped=False)
        if not self._takes_v1pre3:
            return await self._client._send_part(newer, headers or {}, body)
        try:
            return await self._client._send_part(request, headers or {}, body)
        except APIError as refusal:
            if not is_refused(refusal):
                raise
            try:
                result = await self._client._send_part(newer, headers or {}, body)
            except APIError as error:
                raise refusal if is_refused(error) else error from None
        self._takes_v1pre3 = False
        return result

    async def send(self, number: int, data: memoryview, md5: bytes) -> str:
        """Send a part (`uploadFilePart`)."""
        request = upload_file_part.request(self.id, number, body=b"")
        part = await self._call(request, {"Content-MD5": content_md5(md5)}, data)
        return (part.etag or "").strip('"').lower()

    async def received(self) -> dict[int, str] | None:
        """List the parts that the service has (`listFileParts`)."""
        parts: dict[int, str] = {}
        try:
            async with aclosing(self._client.pager(list_file_parts.request(self.id)).pages()) as pages:
                async for page in pages:
                    parts.update({part.number: (part.etag or "").strip('"').lower() for part in page if part.number})
        except APIError as error:
            if is_refused(error):
                return None
            raise
        return parts

    async def complete(self, etags: Mapping[int, str]) -> None:
        """Join the parts (`setFileUploadStatus`)."""
        try:
            await self._call(set_file_upload_status.request(self.id, uploadstatus=_FINAL))
        except APIError as error:
            if not 400 <= error.status < 500 or not await self.is_complete():
                raise

    async def is_complete(self) -> bool:
        """Look at the status of the file (`getFile`)."""
        try:
            file = await self._client.call(get_file.request(self.id))
        except NotFoundError:
            return False
        return (file.upload_status or "").lower() == _FINAL

    async def abort(self) -> bool:
        """Give the upload up (`setFileUploadStatus`)."""
        try:
            await self._call(set_file_upload_status.request(self.id, uploadstatus="aborted"))
        except APIError as error:
            if not 400 <= error.status < 500:
                raise
            return not await self.is_complete()
        return True
