from __future__ import annotations

from typing import Literal, TypeAlias

UserSettingType: TypeAlias = Literal["bool", "string"] | str
"""Type of a user setting's value. Other values may appear."""
