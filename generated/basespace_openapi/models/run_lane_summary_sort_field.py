from __future__ import annotations

from typing import Literal, TypeAlias

RunLaneSummarySortField: TypeAlias = Literal["CreatedOn", "ModifiedOn"] | str
"""Fields by which lane summaries can be sorted."""
