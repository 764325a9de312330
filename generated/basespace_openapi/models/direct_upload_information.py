from __future__ import annotations

import datetime
from typing import Any

from attrs import define, field

from ..types import Model, optional_field


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class DirectUploadInformation(Model):
    """Temporary credentials of the object store, and where files go. All of it is secret."""

    auth_key: str | None = optional_field("AuthKey")
    """Access key of the object store."""
    auth_secret: str | None = optional_field("AuthSecret")
    """Secret key of the object store."""
    auth_token: str | None = optional_field("AuthToken")
    """Session token of the object store."""
    expires_on: datetime.datetime | None = optional_field("ExpiresOn")
    """When the credentials end, in UTC."""
    bucket_name: str | None = optional_field("BucketName")
    """Name of the bucket."""
    prefix: str | None = optional_field("Prefix")
    """What the keys of the files begin with."""
    object_store_url: str | None = optional_field("ObjectStoreUrl")
    """Address of the object store."""
    region: str | None = optional_field("Region")
    """Region of the bucket."""
    encryption_key_id: str | None = optional_field("EncryptionKeyId")
    """Id of the key with which the object store encrypts."""
    encryption_method: str | None = optional_field("EncryptionMethod")
    """How the object store encrypts, such as `aws:kms`."""
    additional_properties: dict[str, Any] = field(factory=dict)
