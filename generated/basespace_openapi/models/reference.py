from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import Model, optional_field

if TYPE_CHECKING:
    from .project_compact import ProjectCompact


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class Reference(Model):
    """Reference from one resource to another."""

    rel: str | None = optional_field("Rel")
    """Relation to the resource, such as `using`."""
    type_: str | None = optional_field("Type")
    """Kind of the resource, such as `Sample`."""
    href: str | None = optional_field("Href")
    """Link to the resource; may be relative."""
    href_content: str | None = optional_field("HrefContent")
    """Link to the content, or into the object store if that was asked for."""
    name: str | None = optional_field("Name")
    """Name of the resource."""
    content: ProjectCompact | None = optional_field("Content")
    """Project in short."""
    additional_properties: dict[str, Any] = field(factory=dict)
