from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import UNSET, Model, Unset

if TYPE_CHECKING:
    from .species import Species
    from .user_compact import UserCompact


@define(kw_only=True, repr=False)
class Subject(Model):
    """Subject (the individual from whom a biosample comes) in short."""

    id: str | None | Unset = field(default=UNSET, metadata={"wire": "Id"})
    """Identifier, as text."""
    href: str | None | Unset = field(default=UNSET, metadata={"wire": "Href"})
    """Link to the resource; may be relative."""
    user_owned_by: UserCompact | None | Unset = field(default=UNSET, metadata={"wire": "UserOwnedBy"})
    """User in short."""
    user_subject_id: str | None | Unset = field(default=UNSET, metadata={"wire": "UserSubjectId"})
    """Id that the user gave to the subject."""
    description: str | None | Unset = field(default=UNSET, metadata={"wire": "Description"})
    """Description written by a person."""
    species: Species | None | Unset = field(default=UNSET, metadata={"wire": "Species"})
    """Biological species."""
    gender: str | None | Unset = field(default=UNSET, metadata={"wire": "Gender"})
    """Gender of the subject."""
    additional_properties: dict[str, Any] = field(factory=dict)
