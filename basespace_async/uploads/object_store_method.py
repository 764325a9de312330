"""Upload to the object store with temporary credentials (extra `s3`). `bs upload run` was seen to use them (client)."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from basespace_openapi import models as generated
from basespace_openapi.api.uploads import get_dataset_upload_credentials, register_dataset_files
from basespace_openapi.client import Request
from basespace_openapi.types import path_segment

from .._util.redact import redacted_text
from ..errors import BadRequestError, ConfigurationError, ConflictError, UploadError
from .api_method import content_md5
from .source import SourceFile
from .target import UploadTarget

if TYPE_CHECKING:
    from .._core.requester import Requester
    from ..models import DirectUploadInformation, FileCompactList

T = TypeVar("T")
_BATCH = 1000  # files
_MARGIN = timedelta(minutes=5)
"""Credentials are renewed so long before they expire."""
_EXPIRED = frozenset({"ExpiredToken", "InvalidToken", "InvalidAccessKeyId", "TokenRefreshRequired", "RequestExpired"})
_GONE = frozenset({"NoSuchUpload", "404"})


class ObjectStoreMethod:
    """Upload with temporary credentials of the object store.

    Args:
        client: Sends the requests to the API.
    """

    name = "s3"

    def __init__(self, client: Requester) -> None:
        self._client = client._for_uploads(idempotent=True)
        self._stores: dict[UploadTarget, _Store] = {}

    def _store(self, target: UploadTarget) -> _Store:
        if target.kind == "appsessions":
            raise UploadError("logs of an appsession go through the API only; use method='v2'")
        return self._stores.setdefault(target, _Store(self._client, target))

    async def send_whole(self, target: UploadTarget, file: SourceFile, data: memoryview, md5: bytes) -> str:
        """Put a small file into the store."""
        store = self._store(target)
        headers = {"ContentMD5": content_md5(md5), "ContentType": file.content_type}
        await store.call("put_object", file.path, Body=_Body(data), **headers, encrypted=True)
        return md5.hex()

    async def begin(self, target: UploadTarget, file: SourceFile, parts: int, known_id: str) -> ObjectStorePartUpload:
        """Begin the upload of a file in parts, or go on with one that is still open."""
        store = self._store(target)
        upload = ObjectStorePartUpload(store, file, known_id)
        if not known_id or await upload.received() is None:
            await upload.create()
        return upload

    async def finish(self, target: UploadTarget, files: Sequence[tuple[SourceFile, str]]) -> set[str]:
        """Tell the service of the files (`registerDatasetFiles`), some of them at a time."""
        lost: set[str] = set()
        for start in range(0, len(files), _BATCH):
            batch = files[start : start + _BATCH]
            try:
                await self._client.call(_registration(target, batch))
            except (BadRequestError, ConflictError):
                store = self._store(target)
                gone = {file.path for file, etag in batch if not await store.has(file, etag)}
                if not gone:
                    raise
                lost |= gone
                if there := [(file, etag) for file, etag in batch if file.path not in gone]:
                    await self._client.call(_registration(target, there))
        return lost

    async def aclose(self) -> None:
        """Close the connections to the store."""
        for store in self._stores.values():
            await store.aclose()


def _credentials(target: UploadTarget) -> Request[DirectUploadInformation]:
    if target.kind == "datasets":
        return get_dataset_upload_credentials.request(target.id)
    path = f"/v1pre3/runs/{path_segment(target.id)}/direct-upload-info"
    return Request("getRunUploadCredentials", "GET", path, "DirectUploadInformation", wrapped=True)


def _registration(target: UploadTarget, files: Sequence[tuple[SourceFile, str]]) -> Request[FileCompactList]:
    named = [
        generated.DirectUploadFile(
            content_type=file.content_type, size=file.size, relative_path=file.path, etag=etag, is_deleted=False
        )
        for file, etag in files
    ]
    body = generated.RegisterFilesRequest(files=named, offset=0, limit=len(named))
    if target.kind == "datasets":
        return register_dataset_files.request(target.id, body=body)
    path = f"/v1pre3/runs/{path_segment(target.id)}/direct-upload-info"
    return Request("registerRunFiles", "POST", path, "FileCompactList", body=body, wrapped=True)


class _Store:
    """The part of the object store that a target's files go to."""

    def __init__(self, client: Requester, target: UploadTarget) -> None:
        self._client = client
        self._target = target
        self._stack = AsyncExitStack()
        self._renewing = asyncio.Lock()
        self._s3: Any = None
        self._info: DirectUploadInformation | None = None

    async def call(self, operation: str, path: str, *, encrypted: bool = False, **arguments: Any) -> Any:
        """Call an operation of S3; credentials that have expired are renewed.

        Raises:
            UploadError: If the store refuses it, or cannot be reached.
        """
        from botocore.exceptions import BotoCoreError, ClientError

        body = arguments.get("Body")
        seconds = self._client._timeouts_for(len(body) if isinstance(body, _Body) else 0).total
        info = self._info
        if info is None or _expires_soon(info):
            info = await self._renewed(info)
        for is_last in (False, False, True):  # the new ones may expire, too
            sent = {**arguments, **(self._encryption() if encrypted else {})}
            try:
                # The library minds neither a body that nobody reads nor the whole.
                async with asyncio.timeout(seconds):
                    return await getattr(self._s3, operation)(Bucket=info.bucket_name, Key=_key(info, path), **sent)
            except TimeoutError:
                if is_last:
                    raise UploadError(f"the object store did not end {operation} within {seconds:g} s") from None
            except ClientError as error:
                code = str(error.response.get("Error", {}).get("Code", ""))
                if code in _EXPIRED and not is_last:
                    info = await self._renewed(info)
                    continue
                raise StoreRefusalError(operation, code, self._shown(error)) from None
            except BotoCoreError as error:
                raise UploadError(f"the object store could not be reached: {self._shown(error)}") from None
        raise AssertionError  # the last attempt returned or raised

    async def has(self, file: SourceFile, etag: str = "") -> bool:
        """Return whether the store has a file, by its size and, where one is given, its ETag."""
        try:
            head = await self.call("head_object", file.path)
        except StoreRefusalError:
            return False
        return head["ContentLength"] == file.size and etag in ("", str(head["ETag"]).strip('"').lower())

    def _encryption(self) -> dict[str, str]:
        assert self._info is not None
        method, key = self._info.encryption_method, self._info.encryption_key_id
        sent = {"ServerSideEncryption": method} if method else {}
        return {**sent, "SSEKMSKeyId": key} if key and method == "aws:kms" else sent

    def _shown(self, error: Exception) -> str:
        info = self._info
        secrets = [text for text in (info.auth_secret, info.auth_token, info.auth_key) if text] if info else []
        return redacted_text(str(error), *secrets)

    async def _renewed(self, old: DirectUploadInformation | None) -> DirectUploadInformation:
        """Return credentials in place of old ones; of several calls that find them expired the first gets them."""
        async with self._renewing:
            if self._info is None or self._info is old:
                self._info = await self._renew()
            return self._info

    async def _renew(self) -> DirectUploadInformation:
        """Get credentials, and a client of S3 that has them; earlier clients still have requests under way."""
        try:
            from aiobotocore.config import AioConfig
            from aiobotocore.session import get_session
        except ImportError as error:
            raise ConfigurationError("method='s3' needs the extra `s3`: pip install 'basespace-async[s3]'") from error
        info = await self._client.call(_credentials(self._target))
        if not info.auth_key or not info.auth_secret or not info.bucket_name:
            raise UploadError("the service gave no credentials for the object store; use another method")
        timeouts = self._client._timeouts_for(0)
        config = AioConfig(
            connect_timeout=timeouts.connect,
            read_timeout=timeouts.read,
            retries={"mode": "standard", "max_attempts": 8},
            s3={"addressing_style": "path"},
            max_pool_connections=64,
        )
        context = get_session().create_client(
            "s3",
            region_name=info.region or "us-east-1",
            endpoint_url=info.object_store_url or None,
            aws_access_key_id=info.auth_key,
            aws_secret_access_key=info.auth_secret,
            aws_session_token=info.auth_token,
            config=config,
        )
        self._s3 = await self._stack.enter_async_context(context)
        return info

    async def aclose(self) -> None:
        await self._stack.aclose()


class _Body(io.BytesIO):
    """A buffer as botocore takes it: a file, of which nothing is copied."""

    def __init__(self, data: memoryview) -> None:
        super().__init__()
        self._data = data
        self._position = 0

    def __len__(self) -> int:
        return len(self._data)

    def read(self, size: int | None = -1, /) -> bytes:
        end = len(self._data) if size is None or size < 0 else self._position + size
        piece = bytes(self._data[self._position : end])
        self._position += len(piece)
        return piece

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: len(self._data)}[whence]
        self._position = start + offset
        return self._position

    def tell(self) -> int:
        return self._position


def _key(info: DirectUploadInformation, path: str) -> str:
    return f"{(info.prefix or '').rstrip('/')}/{path}"


def _expires_soon(info: DirectUploadInformation) -> bool:
    return info.expires_on is not None and info.expires_on - _MARGIN < datetime.now(UTC)


class StoreRefusalError(UploadError):
    """The object store refused a request.

    Attributes:
        code: Code of S3, such as `AccessDenied`.
    """

    def __init__(self, operation: str, code: str, message: str) -> None:
        super().__init__(f"the object store refused {operation}: {message}")
        self.code = code


class ObjectStorePartUpload:
    """The upload of one file in parts into the object store."""

    def __init__(self, store: _Store, file: SourceFile, upload_id: str) -> None:
        self.id = upload_id
        self._store = store
        self._file = file

    async def create(self) -> None:
        """Begin it."""
        created = await self._store.call(
            "create_multipart_upload", self._file.path, ContentType=self._file.content_type, encrypted=True
        )
        self.id = created["UploadId"]

    async def send(self, number: int, data: memoryview, md5: bytes) -> str:
        """Send a part."""
        sent: dict[str, Any] = {"UploadId": self.id, "PartNumber": number, "ContentMD5": content_md5(md5)}
        answer = await self._store.call("upload_part", self._file.path, Body=_Body(data), **sent)
        return str(answer["ETag"]).strip('"').lower()

    async def received(self) -> dict[int, str] | None:
        """List the parts that the store has; None if it no longer knows the upload."""
        parts: dict[int, str] = {}
        marker = 0
        while True:
            try:
                page = await self._store.call("list_parts", self._file.path, UploadId=self.id, PartNumberMarker=marker)
            except StoreRefusalError as error:
                if error.code in _GONE:
                    return None
                raise
            parts |= {part["PartNumber"]: part["ETag"].strip('"').lower() for part in page.get("Parts", [])}
            if not page.get("IsTruncated"):
                return parts
            marker = page["NextPartNumberMarker"]

    async def is_complete(self) -> bool:
        """Look for the object."""
        return await self._store.has(self._file)

    async def complete(self, etags: Mapping[int, str]) -> None:
        """Join the parts."""
        parts = [{"PartNumber": number, "ETag": f'"{etag}"'} for number, etag in sorted(etags.items())]
        try:
            await self._store.call(
                "complete_multipart_upload", self._file.path, UploadId=self.id, MultipartUpload={"Parts": parts}
            )
        except StoreRefusalError as error:
            if error.code not in _GONE or not await self._store.has(self._file):
                raise

    async def abort(self) -> bool:
        """Give the upload up; a second upload would replace it if it is complete."""
        try:
            await self._store.call("abort_multipart_upload", self._file.path, UploadId=self.id)
        except StoreRefusalError as error:
            if error.code not in _GONE:
                raise
        return True
