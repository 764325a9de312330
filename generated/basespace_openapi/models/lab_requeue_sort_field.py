from __future__ import annotations

from typing import Literal, TypeAlias

LabRequeueSortField: TypeAlias = Literal["DateCreated", "DateModified", "Id", "RequestedAdditionalYield", "Type"] | str
"""Fields by which lab requeues can be sorted."""
