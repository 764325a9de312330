from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import Model, optional_field

if TYPE_CHECKING:
    from .user_setting import UserSetting
    from .user_settings_paging import UserSettingsPaging


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class UserSettingList(Model):
    """A page of user settings."""

    items: list[UserSetting] | None = optional_field("Items")
    """The items of this page."""
    paging: UserSettingsPaging | None = optional_field("Paging")
    """Place of a page in a list of user settings, and how the list is sorted."""
    additional_properties: dict[str, Any] = field(factory=dict)
