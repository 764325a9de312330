from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import Model, optional_field, required_field

if TYPE_CHECKING:
    from .permissions import Permissions
    from .property_container import PropertyContainer
    from .user_compact import UserCompact


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class Project(Model):
    """Project, which holds datasets and is shared between users."""

    href_samples: str | None = optional_field("HrefSamples")
    """Link to the project's samples."""
    href_app_results: str | None = optional_field("HrefAppResults")
    """Link to the project's app results."""
    href_datasets: str | None = optional_field("HrefDatasets")
    """Link to the project's datasets."""
    href_basespace_ui: str | None = optional_field("HrefBaseSpaceUI")
    """Link to its page in the web interface."""
    properties: PropertyContainer | None = optional_field("Properties")
    """Properties of a resource, as part of it. It may hold only the first few."""
    id: str = required_field("Id")
    """Identifier, as text."""
    user_owned_by: UserCompact | None = optional_field("UserOwnedBy")
    """User in short."""
    href: str = required_field("Href")
    """Link to the resource; may be relative."""
    name: str = required_field("Name")
    """Name."""
    description: str | None = optional_field("Description")
    """Description written by a person."""
    date_created: datetime.datetime = required_field("DateCreated")
    """When it was created, in UTC; the year 0001 means not set."""
    date_modified: datetime.datetime | None = optional_field("DateModified")
    """When it was last changed, in UTC; the year 0001 means not set."""
    has_collaborators: bool | None = optional_field("HasCollaborators")
    """Whether it is shared with other users."""
    is_transfer_pending: bool | None = optional_field("IsTransferPending")
    """Whether its transfer to another owner waits to be accepted."""
    is_deleted: bool | None = optional_field("IsDeleted")
    """Whether it has been deleted."""
    total_size: int | None = optional_field("TotalSize")
    """Size of all its files, in bytes."""
    permissions: Permissions | None = optional_field("Permissions")
    """What may be done with a resource, by the user and by the access token."""
    has_files_in_ica: bool | None = optional_field("HasFilesInIca")
    """Whether its files are in Illumina Connected Analytics."""
    is_transfer_in_progress: bool | None = optional_field("IsTransferInProgress")
    """Whether it is being transferred to another owner."""
    additional_properties: dict[str, Any] = field(factory=dict)
