from __future__ import annotations

from typing import Literal, TypeAlias

LabRequeueType: TypeAlias = (
    Literal["AdditionalYieldOfFinishedLibrary", "AdditionalYieldOfLibraryPool", "NewBioSampleLibrary"] | str
)
"""What a lab requeue asks to be sequenced: a new library, an existing one or a pool. Other values may appear."""
