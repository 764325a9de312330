from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import Model, optional_field, required_field

if TYPE_CHECKING:
    from .api_agreement_compact import ApiAgreementCompact
    from .application_compact import ApplicationCompact
    from .dataset_type_compact import DatasetTypeCompact
    from .file import File
    from .property_container import PropertyContainer
    from .user_compact import UserCompact


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class Application(Model):
    """Application: an app, or an analysis workflow built from one."""

    long_description: str | None = optional_field("LongDescription")
    """Full description."""
    user_owned_by: UserCompact | None = optional_field("UserOwnedBy")
    """User in short."""
    href_settings: str | None = optional_field("HrefSettings")
    """Link to the settings."""
    href_agreements: str | None = optional_field("HrefAgreements")
    """Link to the agreements."""
    files: list[File] | None = optional_field("Files")
    """Files that belong to the application."""
    agreements: list[ApiAgreementCompact] | None = optional_field("Agreements")
    """Agreements that users accept."""
    href_store_version: str | None = optional_field("HrefStoreVersion")
    """Link to the version in the app store, presumably."""
    href_user_version: str | None = optional_field("HrefUserVersion")
    """Link to the version of the user, presumably."""
    client_id: str | None = optional_field("ClientId")
    """Public identifier of the application in OAuth 2."""
    properties: PropertyContainer | None = optional_field("Properties")
    """Properties of a resource, as part of it. It may hold only the first few."""
    release_notes: str | None = optional_field("ReleaseNotes")
    """Release notes."""
    whats_new: str | None = optional_field("WhatsNew")
    """What is new in this version."""
    bypass_form: bool | None = optional_field("BypassForm")
    """Presumably whether it is launched without its input form."""
    is_free: bool | None = optional_field("IsFree")
    """Whether its use costs nothing."""
    compute_cost_per_minute: float | None = optional_field("ComputeCostPerMinute")
    """Price of a minute of computing."""
    dataset_types_output: list[DatasetTypeCompact] | None = optional_field("DatasetTypesOutput")
    """Dataset types that it writes."""
    dataset_types_input: list[DatasetTypeCompact] | None = optional_field("DatasetTypesInput")
    """Dataset types that it reads."""
    id: str = required_field("Id")
    """Identifier, as text."""
    href: str = required_field("Href")
    """Link to the resource; may be relative."""
    name: str = required_field("Name")
    """Name."""
    company_name: str | None = optional_field("CompanyName")
    """Company that publishes the application."""
    version_number: str | None = optional_field("VersionNumber")
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
    publish_status: str | None = optional_field("PublishStatus")
    """Whether and how it is published, such as `Beta`."""
    is_billing_activated: bool | None = optional_field("IsBillingActivated")
    """Whether its use is charged."""
    category: str | None = optional_field("Category")
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
