from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import UNSET, Model, Unset

if TYPE_CHECKING:
    from .api_agreement_compact import ApiAgreementCompact
    from .application_compact import ApplicationCompact
    from .dataset_type_compact import DatasetTypeCompact
    from .file import File
    from .property_container import PropertyContainer
    from .user_compact import UserCompact


@define(kw_only=True, repr=False)
class Application(Model):
    """Application: an app, or an analysis workflow built from one."""

    long_description: str | None | Unset = field(default=UNSET, metadata={"wire": "LongDescription"})
    """Full description."""
    user_owned_by: UserCompact | None | Unset = field(default=UNSET, metadata={"wire": "UserOwnedBy"})
    """User in short."""
    href_settings: str | None | Unset = field(default=UNSET, metadata={"wire": "HrefSettings"})
    """Link to the settings."""
    href_agreements: str | None | Unset = field(default=UNSET, metadata={"wire": "HrefAgreements"})
    """Link to the agreements."""
    files: list[File] | None | Unset = field(default=UNSET, metadata={"wire": "Files"})
    """Files that belong to the application."""
    agreements: list[ApiAgreementCompact] | None | Unset = field(default=UNSET, metadata={"wire": "Agreements"})
    """Agreements that users accept."""
    href_store_version: str | None | Unset = field(default=UNSET, metadata={"wire": "HrefStoreVersion"})
    """Link to the version in the app store, presumably."""
    href_user_version: str | None | Unset = field(default=UNSET, metadata={"wire": "HrefUserVersion"})
    """Link to the version of the user, presumably."""
    client_id: str | None | Unset = field(default=UNSET, metadata={"wire": "ClientId"})
    """Public identifier of the application in OAuth 2."""
    properties: PropertyContainer | None | Unset = field(default=UNSET, metadata={"wire": "Properties"})
    """Properties of a resource, as part of it. It may hold only the first few."""
    release_notes: str | None | Unset = field(default=UNSET, metadata={"wire": "ReleaseNotes"})
    """Release notes."""
    whats_new: str | None | Unset = field(default=UNSET, metadata={"wire": "WhatsNew"})
    """What is new in this version."""
    bypass_form: bool | None | Unset = field(default=UNSET, metadata={"wire": "BypassForm"})
    """Presumably whether it is launched without its input form."""
    is_free: bool | None | Unset = field(default=UNSET, metadata={"wire": "IsFree"})
    """Whether its use costs nothing."""
    compute_cost_per_minute: float | None | Unset = field(default=UNSET, metadata={"wire": "ComputeCostPerMinute"})
    """Price of a minute of computing."""
    dataset_types_output: list[DatasetTypeCompact] | None | Unset = field(
        default=UNSET, metadata={"wire": "DatasetTypesOutput"}
    )
    """Dataset types that it writes."""
    dataset_types_input: list[DatasetTypeCompact] | None | Unset = field(
        default=UNSET, metadata={"wire": "DatasetTypesInput"}
    )
    """Dataset types that it reads."""
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
