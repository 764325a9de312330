from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import UNSET, Model, Unset

if TYPE_CHECKING:
    from .user_setting import UserSetting
    from .user_settings_paging import UserSettingsPaging


@define(kw_only=True, repr=False)
class UserSettingList(Model):
    """A page of user settings."""

    items: list[UserSetting] | None | Unset = field(default=UNSET, metadata={"wire": "Items"})
    """The items of this page."""
    paging: UserSettingsPaging | None | Unset = field(default=UNSET, metadata={"wire": "Paging"})
    """Place of a page in a list of user settings, and how the list is sorted."""
    additional_properties: dict[str, Any] = field(factory=dict)
