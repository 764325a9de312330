from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import UNSET, Model, Unset

if TYPE_CHECKING:
    from .user_setting_type import UserSettingType


@define(kw_only=True, repr=False)
class UserSetting(Model):
    """Named setting of a user."""

    id: str | None | Unset = field(default=UNSET, metadata={"wire": "Id"})
    """Identifier; may be left out."""
    href: str | None | Unset = field(default=UNSET, metadata={"wire": "Href"})
    """Link to the resource; may be relative."""
    name: str | None | Unset = field(default=UNSET, metadata={"wire": "Name"})
    """Name, of letters, digits, dashes and underscores."""
    value: Any = field(default=UNSET, metadata={"wire": "Value"})
    """Any JSON value."""
    type_: UserSettingType | None | Unset = field(default=UNSET, metadata={"wire": "Type"})
    """Type of a user setting's value. Other values may appear."""
    additional_properties: dict[str, Any] = field(factory=dict)
