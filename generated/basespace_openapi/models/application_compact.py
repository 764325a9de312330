from __future__ import annotations

import datetime
from typing import Any

from attrs import define, field

from ..types import Model, optional_field, required_field


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class ApplicationCompact(Model):
    """Application in short."""

    id: str = required_field("Id")
    """Identifier, as text."""
    href: str = required_field("Href")
    """Link to the resource; may be relative."""
    name: str = required_field("Name")
    """Name."""
    company_name: str | None = optional_field("CompanyName")
    """Company that publishes the application."""
    version_number: str = required_field("VersionNumber")
    """Version of the application."""
    href_logo: str | None = optional_field("HrefLogo")
    """Link to its logo."""
    homepage_uri: str | None = optional_field("HomepageUri")
    """Home page of the application."""
    short_description: str | None = optional_field("ShortDescription")
    """Description in a sentence or two."""
    date_created: datetime.datetime = required_field("DateCreated")
    """When it was created, in UTC; the year 0001 means not set."""
    date_published: datetime.datetime | None = optional_field("DatePublished")
    """When it was published, in UTC; the year 0001 means not set."""
    publish_status: str = required_field("PublishStatus")
    """Whether and how it is published, such as `Beta`."""
    is_billing_activated: bool | None = optional_field("IsBillingActivated")
    """Whether its use is charged."""
    category: str = required_field("Category")
    """Category of the application, such as `Native`."""
    classifications: list[str] | None = optional_field("Classifications")
    """Kinds of work it is meant for, such as `RNASeq`."""
    app_family_slug: str | None = optional_field("AppFamilySlug")
    """Slug shared by all versions, such as `illumina.fastq-generation`."""
    app_version_slug: str | None = optional_field("AppVersionSlug")
    """Slug of this version, such as `illumina.fastq-generation.1.0.0`."""
    features: list[str] | None = optional_field("Features")
    """Names of the features that the application has."""
    lock_status: str | None = optional_field("LockStatus")
    """Whether it is locked, such as `Unlocked`."""
    workflow_source_application: ApplicationCompact | None = optional_field("WorkflowSourceApplication")
    """Application in short."""
    additional_properties: dict[str, Any] = field(factory=dict)
