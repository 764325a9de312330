from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import Model, optional_field

if TYPE_CHECKING:
    from .file import File
    from .files_paging import FilesPaging


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class FileCompactList(Model):
    """A page of files."""

    items: list[File] | None = optional_field("Items")
    """The items of this page."""
    paging: FilesPaging | None = optional_field("Paging")
    """Place of a page in a list of files, and how the list is sorted."""
    additional_properties: dict[str, Any] = field(factory=dict)
