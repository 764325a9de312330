from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import UNSET, Model, Unset

if TYPE_CHECKING:
    from .user_setting import UserSetting


@define(kw_only=True, repr=False)
class UpdateUserSettingsRequest(Model):
    """Settings of a user to write."""

    user_settings: list[UserSetting] | None | Unset = field(default=UNSET, metadata={"wire": "UserSettings"})
    """The settings."""
    additional_properties: dict[str, Any] = field(factory=dict)
