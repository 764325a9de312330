from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import UNSET, Model, Unset

if TYPE_CHECKING:
    from .directory import Directory
    from .file import File
    from .files_paging import FilesPaging


@define(kw_only=True, repr=False)
class FilesList(Model):
    """A page of files, with the subdirectories if they were asked for."""

    sub_directories: list[Directory] | None | Unset = field(default=UNSET, metadata={"wire": "SubDirectories"})
    """Directories beside the files, if asked for."""
    items: list[File] | None | Unset = field(default=UNSET, metadata={"wire": "Items"})
    """The items of this page."""
    paging: FilesPaging | None | Unset = field(default=UNSET, metadata={"wire": "Paging"})
    """Place of a page in a list of files, and how the list is sorted."""
    additional_properties: dict[str, Any] = field(factory=dict)
