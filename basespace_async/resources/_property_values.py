"""Values of properties: from the field that a property's type puts them in, and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from basespace_openapi import models as generated
from basespace_openapi.types import Model

from .._core.parameters import or_unset
from ..errors import ConfigurationError

if TYPE_CHECKING:
    from ..models import Property, PropertyCompact, PropertyItem, PropertyToWrite

PropertyValue = Any
"""Text, a resource, a dict of lists of text (a map), a list of one of those, or None."""

RESOURCES = (
    "application",
    "appsession",
    "biosample",
    "dataset",
    "file",
    "sample_library",
    "library_pool",
    "project",
    "run",
    "subject",
    "user",
)
"""Where a property, or an item of one, has its value if that is a resource."""
SINGLE = ("content", "content_map", *RESOURCES)
"""Where a property, or an item of one, has its value."""
_TYPES = {
    "Application": "application",
    "AppSession": "appsession",
    "Biosample": "biosample",
    "Dataset": "dataset",
    "File": "file",
    "Library": "library",
    "LibraryPool": "librarypool",
    "Project": "project",
    "Run": "run",
    "Subject": "subject",
    "User": "user",
}


def property_value(found: Property | PropertyCompact) -> PropertyValue:
    """The value of a property: of the one field that holds it, by the property's type (observed)."""
    several = getattr(found, "type_", "").endswith("[]")
    for name in SINGLE:
        value = getattr(found, f"{name}_items" if several else name, None)
        if value is not None:
            return _plain(value)
    return [] if several else None


def item_value(item: PropertyItem) -> PropertyValue:
    """The value of one item of a property that has several."""
    values = (getattr(item, name, None) for name in SINGLE)
    return next((_plain(value) for value in values if value is not None), None)


def is_cut(found: Property | PropertyCompact) -> bool:
    """Whether the property has more items than came with it."""
    shown, total = found.items_displayed_count, found.items_total_count
    return isinstance(shown, int) and isinstance(total, int) and shown < total


def _plain(value: Any) -> Any:
    """Maps as dicts; the rest as it is."""
    if not isinstance(value, list):
        return value
    if all(isinstance(entry, generated.MapContentEntry) for entry in value) and value:
        return {str(getattr(entry, "key", None)): list(getattr(entry, "values", ())) for entry in value}
    return [_plain(entry) for entry in value]


def to_write(name: str, value: object, *, type: str | None = None, description: str | None = None) -> PropertyToWrite:
    """What is sent to give the property `name` a value; see `Properties.set`.

    Raises:
        ConfigurationError: the value has no form as a property.
    """
    if not name.strip():
        raise ConfigurationError("a property needs a name, such as Lab.Tube")
    made = generated.PropertyToWrite(name=name, description=or_unset(description))
    if isinstance(value, list | tuple):
        _put_several(made, list(value), type)
    elif isinstance(value, Mapping):
        made.type_, made.content_map = type or "map", _entries(name, value)
    else:
        made.type_, made.content = type or _type_of(name, value), _text(value)
    return made


def _put_several(made: PropertyToWrite, values: list[Any], type: str | None) -> None:
    name = str(made.name)
    if values and all(isinstance(value, Mapping) for value in values):
        made.type_ = type or "map[]"
        made.items_map = [_entries(name, value) for value in values]
        return
    kinds = {_type_of(name, value) for value in values} or {"string"}
    if len(kinds) > 1:
        raise ConfigurationError(f"the values of {name} are of several types: {', '.join(sorted(kinds))}")
    made.type_ = type or f"{kinds.pop()}[]"
    made.items = [_text(value) for value in values]


def _entries(name: str, value: Mapping[Any, Any]) -> list[generated.MapContentEntry]:
    entries: list[generated.MapContentEntry] = []
    for key, found in value.items():
        texts = [found] if isinstance(found, str) else found
        if not isinstance(key, str) or not isinstance(texts, list | tuple) or any(type(t) is not str for t in texts):
            raise ConfigurationError(f"the map {name} must have texts as keys, and texts or lists of texts as values")
        entries.append(generated.MapContentEntry(key=key, values=list(texts)))
    return entries


def _type_of(name: str, value: object) -> str:
    if isinstance(value, str):
        return "string"
    kind = type(value).__name__.removeprefix("Legacy").removesuffix("InPool").removesuffix("Compact")
    found = _TYPES.get(kind)
    if not isinstance(value, Model) or found is None:
        raise ConfigurationError(
            f"{name} cannot be {value!r}: properties are texts, maps of texts, resources, or lists of those; "
            "write numbers and booleans as text"
        )
    return found


def _text(value: Any) -> str:
    """Text as it is; a resource by its Href, or its id where it has none."""
    if isinstance(value, str):
        return value
    reference = getattr(value, "href", None) or getattr(value, "id", None)
    if not isinstance(reference, str) or not reference:
        raise ConfigurationError(f"this {type(value).__name__} has neither an Href nor an id to refer to it by")
    return reference
