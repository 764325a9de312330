from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import UNSET, Model, Unset

if TYPE_CHECKING:
    from .v1_pre_3_directory_compact import V1Pre3DirectoryCompact
    from .v1_pre_3_file_compact import V1Pre3FileCompact
    from .v1_pre_3_files_sort_fields_v2_paging import V1Pre3FilesSortFieldsV2Paging


@define(kw_only=True, repr=False)
class V2FilesList(Model):
    """A page of files, with the subdirectories if they were asked for."""

    sub_directories: list[V1Pre3DirectoryCompact] | None | Unset = field(
        default=UNSET, metadata={"wire": "SubDirectories"}
    )
    """Directories beside the files, if asked for."""
    items: list[V1Pre3FileCompact] | None | Unset = field(default=UNSET, metadata={"wire": "Items"})
    """The items of this page."""
    paging: V1Pre3FilesSortFieldsV2Paging | None | Unset = field(default=UNSET, metadata={"wire": "Paging"})
    """Place of a page in a list of files, and how the list is sorted."""
    additional_properties: dict[str, Any] = field(factory=dict)
