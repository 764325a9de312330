from __future__ import annotations

import datetime
from typing import Any

from attrs import define, field

from ..types import UNSET, Model, Unset


@define(kw_only=True, repr=False)
class ApplicationCompact(Model):
    """Application in short."""

    id: str | None | Unset = field(default=UNSET, metadata={"wire": "Id"})
    """Identifier, as text."""
    href: str | None | Unset = field(default=UNSET, metadata={"wire": "Href"})
    """Link to the resource; may be relative."""
    name: str | None | Unset = field(default=UNSET, metadata={"wire": "Name"})
    """Name."""
    company_name: str | None | Unset = field(default=UNSET, metadata={"wire": "CompanyName"})
    """Company that publishes the application."""
    version_number: str | None | Unset = field(default=UNSET, metadata={"wire": "VersionNumber"})
    """Version of the application."""
    href_logo: str | None | Unset = field(default=UNSET, metadata={"wire": "HrefLogo"})
    """Link to its logo."""
    homepage_uri: str | None | Unset = field(default=UNSET, metadata={"wire": "HomepageUri"})
    """Home page of the application."""
    short_description: str | None | Unset = field(default=UNSET, metadata={"wire": "ShortDescription"})
    """Description in a sentence or two."""
    date_created: datetime.datetime | None | Unset = field(default=UNSET, metadata={"wire": "DateCreated"})
    """When it was created, in UTC; the year 0001 means not set."""
    date_published: datetime.datetime | None | Unset = field(default=UNSET, metadata={"wire": "DatePublished"})
    """When it was published, in UTC; the year 0001 means not set."""
    publish_status: str | None | Unset = field(default=UNSET, metadata={"wire": "PublishStatus"})
    """Whether and how it is published, such as `Beta`."""
    is_billing_activated: bool | None | Unset = field(default=UNSET, metadata={"wire": "IsBillingActivated"})
    """Whether its use is charged."""
    category: str | None | Unset = field(default=UNSET, metadata={"wire": "Category"})
    """Category of the application, such as `Native`."""
    classifications: list[str] | None | Unset = field(default=UNSET, metadata={"wire": "Classifications"})
    """Kinds of work it is meant for, such as `RNASeq`."""
    app_family_slug: str | None | Unset = field(default=UNSET, metadata={"wire": "AppFamilySlug"})
    """Slug shared by all versions, such as `illumina.fastq-generation`."""
    app_version_slug: str | None | Unset = field(default=UNSET, metadata={"wire": "AppVersionSlug"})
    """Slug of this version, such as `illumina.fastq-generation.1.0.0`."""
    features: list[str] | None | Unset = field(default=UNSET, metadata={"wire": "Features"})
    """Names of the features that the application has."""
    lock_status: str | None | Unset = field(default=UNSET, metadata={"wire": "LockStatus"})
    """Whether it is locked, such as `Unlocked`."""
    workflow_source_application: ApplicationCompact | None | Unset = field(
        default=UNSET, metadata={"wire": "WorkflowSourceApplication"}
    )
    """Application in short."""
    additional_properties: dict[str, Any] = field(factory=dict)
