from __future__ import annotations

from typing import Any

from attrs import define, field

from ..types import RequestModel, Unset, request_field


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class CreateLibraryRequest(RequestModel):
    """A library to create."""

    project_id: str | None | Unset = request_field("ProjectId")
    """Id of the project."""
    index_1: str | None | Unset = request_field("Index1")
    """First index of the library."""
    index_2: str | None | Unset = request_field("Index2")
    """Second index of the library."""
    status: str | None | Unset = request_field("Status")
    """Status of the library."""
    library_name: str | None | Unset = request_field("LibraryName")
    """Name of the library."""
    library_prep_id: str | None | Unset = request_field("LibraryPrepId")
    """Id of the library preparation."""
    additional_properties: dict[str, Any] = field(factory=dict)
