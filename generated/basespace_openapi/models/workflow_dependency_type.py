from __future__ import annotations

from typing import Literal, TypeAlias

WorkflowDependencyType: TypeAlias = Literal["AppCompletion", "BioSampleYield"] | str
"""What an analysis workflow waits for: yield of a biosample, or completion of an app. Other values may appear."""
