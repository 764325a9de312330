"""Comparison of what was sent with what the service has."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import TYPE_CHECKING

from ..downloads.checksums import ETag, Verification
from ..errors import UploadVerificationError

if TYPE_CHECKING:
    from ..models import File
    from .report import UploadedFile


def joined_etag(parts: Mapping[int, str]) -> str:
    """Return the ETag that the object store gives parts that it joins (observed)."""
    digests = b"".join(bytes.fromhex(etag) for _, etag in sorted(parts.items()))
    return f"{hashlib.md5(digests, usedforsecurity=False).hexdigest()}-{len(parts)}"


def compared(file: UploadedFile, there: File | None) -> Verification:
    """Return how what was sent compares with what the service lists.

    Raises:
        UploadVerificationError: If the service lacks it, or has something else.
    """
    if there is None:
        raise UploadVerificationError(f"the service does not list {file.path}, though it was uploaded")
    if there.size != file.size:
        raise UploadVerificationError(f"{file.path} has {file.size:,} bytes, and the service has {there.size:,}")
    etag, sent = ETag.parse(there.etag or ""), ETag.parse(file.etag)
    if etag is None or sent is None:
        return Verification("size", "the service lists no ETag for it")
    if etag == sent:
        return Verification("md5" if sent.parts is None else "multipart")
    if etag.parts != sent.parts:
        return Verification("size", "the service has it in other parts than it was sent in")
    raise UploadVerificationError(f"{file.path} was sent with the ETag {sent}, and the service has {etag}")
