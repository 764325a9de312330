from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import Model, optional_field

if TYPE_CHECKING:
    from .prep_module import PrepModule


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class PrepSettings(Model):
    """Settings of the library preparation of a run."""

    library_prep_name: str | None = optional_field("LibraryPrepName")
    """Name of the library preparation."""
    protocol_version: str | None = optional_field("ProtocolVersion")
    """Version of the preparation protocol."""
    href_default_project: str | None = optional_field("HrefDefaultProject")
    """Link to the default project."""
    modules: list[PrepModule] | None = optional_field("Modules")
    """Steps of the preparation."""
    additional_properties: dict[str, Any] = field(factory=dict)
