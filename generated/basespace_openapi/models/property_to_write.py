from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import RequestModel, Unset, request_field

if TYPE_CHECKING:
    from .map_content_entry import MapContentEntry
    from .property_options import PropertyOptions


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class PropertyToWrite(RequestModel):
    """Property to write: a name, a type and one value or several."""

    id: str | None | Unset = request_field("Id")
    """Identifier, as text."""
    type_: str | None | Unset = request_field("Type")
    """Type of the value, such as `string[]`, `run[]` or `map`."""
    name: str | None | Unset = request_field("Name")
    """Name of the property, such as `Input.Runs`."""
    description: str | None | Unset = request_field("Description")
    """Description written by a person."""
    items: list[str] | None | Unset = request_field("Items")
    """The values, as text, if the type holds several."""
    content_map: list[MapContentEntry] | None | Unset = request_field("ContentMap")
    """Value of a map property: a list of entries, each a key with its values."""
    items_map: list[list[MapContentEntry]] | None | Unset = request_field("ItemsMap")
    """Values of a property of maps."""
    content: str | None | Unset = request_field("Content")
    """The value, as text, if the type holds a single one."""
    options: PropertyOptions | None | Unset = request_field("Options")
    """How the items of a property are to be kept."""
    additional_properties: dict[str, Any] = field(factory=dict)
