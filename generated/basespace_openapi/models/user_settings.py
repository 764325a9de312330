from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import Model, optional_field

if TYPE_CHECKING:
    from .user_setting import UserSetting


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class UserSettings(Model):
    """Settings of a user after a change."""

    user_settings: list[UserSetting] | None = optional_field("UserSettings")
    """The settings."""
    additional_properties: dict[str, Any] = field(factory=dict)
