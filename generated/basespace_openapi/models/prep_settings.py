from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import UNSET, Model, Unset

if TYPE_CHECKING:
    from .prep_module import PrepModule


@define(kw_only=True, repr=False)
class PrepSettings(Model):
    """Settings of the library preparation of a run."""

    library_prep_name: str | None | Unset = field(default=UNSET, metadata={"wire": "LibraryPrepName"})
    """Name of the library preparation."""
    protocol_version: str | None | Unset = field(default=UNSET, metadata={"wire": "ProtocolVersion"})
    """Version of the preparation protocol."""
    href_default_project: str | None | Unset = field(default=UNSET, metadata={"wire": "HrefDefaultProject"})
    """Link to the default project."""
    modules: list[PrepModule] | None | Unset = field(default=UNSET, metadata={"wire": "Modules"})
    """Steps of the preparation."""
    additional_properties: dict[str, Any] = field(factory=dict)
