"""Upload to presigned addresses of the object store (client)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from basespace_openapi import models as generated
from basespace_openapi.api.uploads import (
    complete_dataset_upload,
    complete_run_upload,
    get_dataset_upload_links,
    get_run_upload_links,
)

from ..errors import PermissionDeniedError, UploadError
from .api_method import content_md5
from .checks import joined_etag
from .methods import UploadExpiredError
from .source import SourceFile
from .target import UploadTarget

if TYPE_CHECKING:
    from .._core.requester import Requester
    from ..models import PartInfo, PresignedUpload

_ENCRYPTION = "x-amz-server-side-encryption"


class PresignedMethod:
    """Upload to presigned addresses.

    Args:
        client: Sends the requests.
    """

    name = "presigned"

    def __init__(self, client: Requester) -> None:
        self._client = client._for_uploads(idempotent=True)

    async def send_whole(self, target: UploadTarget, file: SourceFile, data: memoryview, md5: bytes) -> str:
        """Send a small file as a single part, so that the service is told of it."""
        for is_last in (False, False, True):  # new addresses may expire, too
            upload = await self.begin(target, file, 1, "")
            try:
                await upload.send(1, data, md5)
                break
            except UploadExpiredError:
                if is_last:
                    raise
        await upload.complete({1: md5.hex()})
        return joined_etag({1: md5.hex()})

    async def begin(self, target: UploadTarget, file: SourceFile, parts: int, known_id: str) -> PresignedPartUpload:
        """Ask for the addresses of a file's parts."""
        if target.kind == "appsessions":
            raise UploadError("logs of an appsession go through the API only; use method='v2'")
        upload = PresignedPartUpload(self._client, target, file, parts)
        await upload.sign()
        return upload

    async def finish(self, target: UploadTarget, files: Sequence[tuple[SourceFile, str]]) -> set[str]:
        """Return an empty set: each file is complete by itself."""
        return set()

    async def aclose(self) -> None:
        """Do nothing."""


class PresignedPartUpload:
    """The upload of one file to presigned addresses, which are a secret."""

    def __init__(self, client: Requester, target: UploadTarget, file: SourceFile, parts: int) -> None:
        self.id = ""
        self._client = client
        self._target = target
        self._file = file
        self._parts = parts
        self._template = ""
        self._signatures: dict[int, PartInfo] = {}
        self._headers: dict[str, str] = {}

    async def sign(self) -> None:
        """Ask for addresses (`getDatasetUploadLinks`, `getRunUploadLinks`).

        Raises:
            UploadError: If the answer lacks something, or is of another upload than before.
        """
        links = get_dataset_upload_links if self._target.kind == "datasets" else get_run_upload_links
        request = links.request(self._target.id, filepath=self._file.path, uploadpartcount=self._parts)
        info: PresignedUpload = await self._client.call(request)
        if not info.multipart_upload_id or not info.multipart_template:
            raise UploadError(f"the service gave no addresses for {self._file.path}; use another method")
        if self.id and info.multipart_upload_id != self.id:
            raise UploadExpiredError(f"the addresses of {self._file.path} have expired")
        self.id, self._template = info.multipart_upload_id, info.multipart_template
        self._signatures = {part.part: part for part in info.multipart_signatures or [] if part.part}
        if method := info.server_side_encryption_method:
            self._headers[_ENCRYPTION] = method
        if key := info.server_side_encryption_aws_kms_key_id:
            self._headers[f"{_ENCRYPTION}-aws-kms-key-id"] = key

    async def send(self, number: int, data: memoryview, md5: bytes) -> str:
        """Send a part; addresses that have expired are asked for again."""
        headers = {**self._headers, "Content-MD5": content_md5(md5), "User-Agent": "basespace-async"}
        try:
            response = await self._client._put_to_store(self._address(number), data, headers)
        except PermissionDeniedError:
            await self.sign()
            response = await self._client._put_to_store(self._address(number), data, headers)
        return response.headers.get("ETag", "").strip('"').lower()

    def _address(self, number: int) -> str:
        part = self._signatures.get(number)
        if part is None:
            raise UploadError(f"the service gave no address for part {number} of {self._file.path}; use another method")
        values = {"part": str(number), "date": part.date, "datetime": part.date_time, "signature": part.signature}
        address = self._template
        for name, value in values.items():
            address = address.replace(f"{{{name}}}", quote(value or "", safe=""))
        return address

    async def received(self) -> dict[int, str] | None:
        """Return None: the service does not tell."""
        return None

    async def is_complete(self) -> bool:
        """Return False: the service does not tell, and completing twice does no harm (inferred)."""
        return False

    async def complete(self, etags: Mapping[int, str]) -> None:
        """Tell the service of the parts (`completeDatasetUpload`, `completeRunUpload`)."""
        parts = [generated.PartEtag(part=number, etag=etag) for number, etag in sorted(etags.items())]
        fields: dict[str, Any] = {"upload_id": self.id, "file_path": self._file.path, "part_etags": parts}
        fields |= {"size": self._file.size, "content_type": self._file.content_type}
        if self._target.kind == "datasets":
            body = generated.CompleteDatasetUploadRequest(**fields)
            await self._client.call(complete_dataset_upload.request(self._target.id, body=body))
        else:
            run_body = generated.CompleteRunUploadRequest(**fields)
            await self._client.call(complete_run_upload.request(self._target.id, body=run_body))

    async def abort(self) -> bool:
        """Return True: no operation aborts it, the addresses expire, and a second upload replaces it."""
        return True
