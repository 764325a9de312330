from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import UNSET, Model, Unset

if TYPE_CHECKING:
    from .v2_user_setting import V2UserSetting
    from .v2_user_settings_sort_fields_v2_paging import V2UserSettingsSortFieldsV2Paging


@define(kw_only=True, repr=False)
class V2UserSettingList(Model):
    """A page of user settings."""

    items: list[V2UserSetting] | None | Unset = field(default=UNSET, metadata={"wire": "Items"})
    """The items of this page."""
    paging: V2UserSettingsSortFieldsV2Paging | None | Unset = field(default=UNSET, metadata={"wire": "Paging"})
    """Place of a page in a list of user settings, and how the list is sorted."""
    additional_properties: dict[str, Any] = field(factory=dict)
