from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import Model, optional_field

if TYPE_CHECKING:
    from .user_setting_type import UserSettingType


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class UserSetting(Model):
    """Named setting of a user."""

    id: str | None = optional_field("Id")
    """Identifier; may be left out."""
    href: str | None = optional_field("Href")
    """Link to the resource; may be relative."""
    name: str | None = optional_field("Name")
    """Name, of letters, digits, dashes and underscores."""
    value: Any = optional_field("Value")
    """Any JSON value."""
    type_: UserSettingType | None = optional_field("Type")
    """Type of a user setting's value. Other values may appear."""
    additional_properties: dict[str, Any] = field(factory=dict)
