from __future__ import annotations

from typing import Literal, TypeAlias

WorkgroupSortField: TypeAlias = Literal["Id", "Name"] | str
"""Fields by which workgroups can be sorted."""
