"""Reading and writing the values of properties, by the type of each."""

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
"""Fields that hold the value of a property, or of an item of one, if it is a resource."""
SINGLE = ("content", "content_map", *RESOURCES)
"""Fields that can hold the value of a property, or of an item of one."""
_SEVERAL = tuple(f"{name}_items" for name in SINGLE)
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


def property_value(prop: Property | PropertyCompact) -> PropertyValue:
    """Return a property's value from the one field that holds it, by the property's type (observed)."""
    several = getattr(prop, "type_", "").endswith("[]")
    for name in _SEVERAL if several else SINGLE:
        value = getattr(prop, name, None)
        if value is not None:
            return _plain(value)
    return [] if several else None


def item_value(item: PropertyItem) -> PropertyValue:
    """Return the value of one item of a property that has several."""
    values = (getattr(item, name, None) for name in SINGLE)
    return next((_plain(value) for value in values if value is not None), None)


def is_cut(prop: Property | PropertyCompact) -> bool:
    """Return whether the property has more items than came with it."""
    shown, total = prop.items_displayed_count, prop.items_total_count
    return isinstance(shown, int) and isinstance(total, int) and shown < total


def _plain(value: Any) -> Any:
    """Convert maps to dicts."""
    if not isinstance(value, list):
        return value
    if all(isinstance(entry, generated.MapContentEntry) for entry in value) and value:
        return {str(getattr(entry, "key", None)): list(getattr(entry, "values", ())) for entry in value}
    return [_plain(entry) for entry in value]


def to_write(name: str, value: object, *, type: str | None = None, description: str | None = None) -> PropertyToWrite:
    """Build the request that gives the property `name` a value; see `Properties.set`.

    Raises:
        ConfigurationError: If the value has no form as a property.
    """
    if not name.strip():
        raise ConfigurationError("a property needs a name, such as Lab.Tube")
    written = generated.PropertyToWrite(name=name, description=or_unset(description))
    if isinstance(value, list | tuple):
        _put_several(written, list(value), type)
    elif isinstance(value, Mapping):
        written.type_, written.content_map = type or "map", _entries(name, value)
    else:
        written.type_, written.content = type or _type_of(name, value), _text(value)
    return written


def _put_several(written: PropertyToWrite, values: list[Any], type: str | None) -> None:
    name = str(written.name)
    if values and all(isinstance(value, Mapping) for value in values):
        written.type_ = type or "map[]"
        written.items_map = [_entries(name, value) for value in values]
        return
    kinds = {_type_of(name, value) for value in values} or {"string"}
    if len(kinds) > 1:
        raise ConfigurationError(f"the values of {name} are of several types: {', '.join(sorted(kinds))}")
    written.type_ = type or f"{kinds.pop()}[]"
    written.items = [_text(value) for value in values]


def _entries(name: str, value: Mapping[Any, Any]) -> list[generated.MapContentEntry]:
    entries: list[generated.MapContentEntry] = []
    for key, texts_of_key in value.items():
        texts = [texts_of_key] if isinstance(texts_of_key, str) else texts_of_key
        if not isinstance(key, str) or not isinstance(texts, list | tuple) or any(type(t) is not str for t in texts):
            raise ConfigurationError(f"the map {name} must have texts as keys, and texts or lists of texts as values")
        entries.append(generated.MapContentEntry(key=key, values=list(texts)))
    return entries


def _type_of(name: str, value: object) -> str:
    if isinstance(value, str):
        return "string"
    property_type = _TYPES.get(type(value).__name__.removeprefix("Legacy").removesuffix("Compact"))
    if not isinstance(value, Model) or property_type is None:
        raise ConfigurationError(
            f"{name} cannot be {value!r}: properties are texts, maps of texts, resources, or lists of those; "
            "write numbers and booleans as text"
        )
    return property_type


def _text(value: Any) -> str:
    """Return text unchanged, and a resource's Href, or its id where it has none."""
    if isinstance(value, str):
        return value
    reference = getattr(value, "href", None) or getattr(value, "id", None)
    if not isinstance(reference, str) or not reference:
        raise ConfigurationError(f"this {type(value).__name__} has neither an Href nor an id to refer to it by")
    return reference
