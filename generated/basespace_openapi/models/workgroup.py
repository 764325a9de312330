from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import UNSET, Model, Unset

if TYPE_CHECKING:
    from .subscription import Subscription


@define(kw_only=True, repr=False)
class Workgroup(Model):
    """Workgroup: an account that several users share."""

    id: str | None | Unset = field(default=UNSET, metadata={"wire": "Id"})
    """Identifier, as text."""
    external_provider_id: str | None | Unset = field(default=UNSET, metadata={"wire": "ExternalProviderId"})
    """Id of the workgroup in the identity provider, presumably."""
    name: str | None | Unset = field(default=UNSET, metadata={"wire": "Name"})
    """Name."""
    domain_name: str | None | Unset = field(default=UNSET, metadata={"wire": "DomainName"})
    """Name of the domain that the account belongs to."""
    is_collaborative: bool | None | Unset = field(default=UNSET, metadata={"wire": "IsCollaborative"})
    """Whether members share their data with each other, presumably."""
    subscription: Subscription | None | Unset = field(default=UNSET, metadata={"wire": "Subscription"})
    """Subscription of a user or a workgroup."""
    display_name: str | None | Unset = field(default=UNSET, metadata={"wire": "DisplayName"})
    """Name to show to people."""
    additional_properties: dict[str, Any] = field(factory=dict)
