from __future__ import annotations

from typing import Literal, TypeAlias

CommentSortField: TypeAlias = Literal["Timestamp",] | str
"""Fields by which comments can be sorted."""
