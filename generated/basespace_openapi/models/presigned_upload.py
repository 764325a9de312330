from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import Model, optional_field

if TYPE_CHECKING:
    from .part_info import PartInfo


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class PresignedUpload(Model):
    """Presigned links for an upload. All of it is secret."""

    single_part_url: str | None = optional_field("SinglePartUrl")
    """Presigned link for the whole file."""
    multipart_upload_id: str | None = optional_field("MultipartUploadId")
    """Id of the upload in parts."""
    multipart_template: str | None = optional_field("MultipartTemplate")
    """Presigned link with places for part, date, time and signature."""
    multipart_signatures: list[PartInfo] | None = optional_field("MultipartSignatures")
    """What to put into the template, for each part."""
    server_side_encryption_method: str | None = optional_field("ServerSideEncryptionMethod")
    """Value of the header `x-amz-server-side-encryption`."""
    server_side_encryption_aws_kms_key_id: str | None = optional_field("ServerSideEncryptionAwsKmsKeyId")
    """Value of the header `x-amz-server-side-encryption-aws-kms-key-id`."""
    additional_properties: dict[str, Any] = field(factory=dict)
