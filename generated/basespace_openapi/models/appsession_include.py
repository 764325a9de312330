from __future__ import annotations

from typing import Literal, TypeAlias

AppSessionInclude: TypeAlias = (
    Literal["Children", "HrefIcaAnalysis", "Logs", "Properties", "RelatedUserWithAccess"] | str
)
"""Parts that can be returned with an analysis."""
