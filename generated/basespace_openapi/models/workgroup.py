from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import Model, optional_field

if TYPE_CHECKING:
    from .subscription import Subscription


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class Workgroup(Model):
    """Workgroup: an account that several users share."""

    id: str | None = optional_field("Id")
    """Identifier, as text."""
    external_provider_id: str | None = optional_field("ExternalProviderId")
    """Id of the workgroup in the identity provider, presumably."""
    name: str | None = optional_field("Name")
    """Name."""
    domain_name: str | None = optional_field("DomainName")
    """Name of the domain that the account belongs to."""
    is_collaborative: bool | None = optional_field("IsCollaborative")
    """Whether members share their data with each other, presumably."""
    subscription: Subscription | None = optional_field("Subscription")
    """Subscription of a user or a workgroup."""
    display_name: str | None = optional_field("DisplayName")
    """Name to show to people."""
    is_default_run_upload_workgroup: bool | None = optional_field("IsDefaultRunUploadWorkgroup")
    """Whether runs are uploaded to it by default."""
    additional_properties: dict[str, Any] = field(factory=dict)
