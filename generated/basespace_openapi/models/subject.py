from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import Model, optional_field

if TYPE_CHECKING:
    from .species import Species
    from .user_compact import UserCompact


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class Subject(Model):
    """Subject (the individual from whom a biosample comes) in short."""

    id: str | None = optional_field("Id")
    """Identifier, as text."""
    href: str | None = optional_field("Href")
    """Link to the resource; may be relative."""
    user_owned_by: UserCompact | None = optional_field("UserOwnedBy")
    """User in short."""
    user_subject_id: str | None = optional_field("UserSubjectId")
    """Id that the user gave to the subject."""
    description: str | None = optional_field("Description")
    """Description written by a person."""
    species: Species | None = optional_field("Species")
    """Biological species."""
    gender: str | None = optional_field("Gender")
    """Gender of the subject."""
    additional_properties: dict[str, Any] = field(factory=dict)
