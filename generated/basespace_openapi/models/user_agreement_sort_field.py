from __future__ import annotations

from typing import Literal, TypeAlias

UserAgreementSortField: TypeAlias = Literal["Category", "Id", "Title"] | str
"""Fields by which agreements can be sorted."""
