"""Properties: written, and those of analyses deleted."""

from __future__ import annotations

from typing import Any

from attrs import evolve

from ..errors import InvalidValueError
from ..queries import Body
from ..world.property_types import PLAIN_TYPES, REFERENCE_TABLES, base_type, find_reference
from ..world.records import AppSessionRecord, PropertyRecord
from ..world.world import World


def write(world: World, session: AppSessionRecord, body: Body) -> tuple[list[PropertyRecord], bool]:
    """Add properties, or give those that there are new values: all of them, or none where one is wrong.

    Returns:
        The properties, and whether none of them was there before.

    Raises:
        InvalidValueError: If one of them has no name, an unknown type, or values that do not fit it.
    """
    properties = parse(world, body)
    written = {**session.written, **{record.name: record for record in properties}}
    names = frozenset(record.name for record in properties)
    is_new = not names & (session.written.keys() | _initial_names(session))
    changed = evolve(session, written=written, unset=session.unset - names, modified=world.now())
    world.appsessions.put(changed)
    return properties, is_new


def parse(world: World, body: Body) -> list[PropertyRecord]:
    """Return the properties in a body.

    Raises:
        InvalidValueError: If there is none, or one has no name, an unknown type, or values that do not fit it.
    """
    given = body.objects("Properties")
    if not given:
        raise InvalidValueError("Properties must list at least one property")
    return [_property(world, body) for body in given]


def _initial_names(session: AppSessionRecord) -> frozenset[str]:
    names = ("BaseSpace.Private.IsMultiNode", "Input.Runs", "Input.BioSamples", "Output.Projects", "Output.Datasets")
    return frozenset(names) - session.unset


def delete(world: World, session: AppSessionRecord, name: str) -> None:
    """Take a property away."""
    written = {key: value for key, value in session.written.items() if key != name}
    unset = session.unset | {name}
    world.appsessions.put(evolve(session, written=written, unset=unset, modified=world.now()))


def _property(world: World, given: Body) -> PropertyRecord:
    name, property_type = given.text("Name"), given.text("Type")
    if not name or not name.strip() or "/" in name:
        raise InvalidValueError("A property needs a Name, without a slash in it")
    is_reference = base_type(property_type or "") in REFERENCE_TABLES
    if property_type is None or not (is_reference or base_type(property_type) in PLAIN_TYPES):
        raise InvalidValueError(f"The property {name} has an unknown Type, '{(property_type or '')[:40]}'")
    options = given.fields.get("Options")
    duplicates = isinstance(options, dict) and options.get("AllowDuplicates") is True
    values = _values(given, property_type)
    if not duplicates and base_type(property_type) != "map":
        values = list(dict.fromkeys(values))
    if is_reference:
        values = [_referenced_id(world, property_type, name, value) for value in values]
    return PropertyRecord(name, property_type, given.text("Description") or "", tuple(values), duplicates)


def _values(given: Body, property_type: str) -> list[Any]:
    """Read the values: one or several, texts or maps."""
    if property_type == "map":
        return [_entries(given.fields.get("ContentMap"))]
    if property_type == "map[]":
        maps = given.fields.get("ItemsMap")
        if not isinstance(maps, list):
            raise InvalidValueError("A property of the type map[] needs ItemsMap, a list of maps")
        return [_entries(item) for item in maps]
    if property_type.endswith("[]"):
        return list(given.texts("Items"))
    content = given.text("Content")
    if content is None:
        raise InvalidValueError(f"A property of the type {property_type} needs Content")
    return [content]


def _entries(value: object) -> list[dict[str, Any]]:
    """Check a map: a list of keys with their values (observed)."""
    if not isinstance(value, list):
        raise InvalidValueError("A map must be a list of entries, each with Key and Values")
    for entry in value:
        texts = entry.get("Values") if isinstance(entry, dict) else None
        if not isinstance(texts, list) or not all(isinstance(text, str) for text in [entry.get("Key"), *texts]):
            raise InvalidValueError("An entry of a map must have a Key, a text, and Values, a list of texts")
    return value


def _referenced_id(world: World, property_type: str, name: str, reference: str) -> str:
    """Return the id of a resource that is named by its id or by a link to it."""
    record_id = reference.rstrip("/").rpartition("/")[2]
    if find_reference(world, property_type, record_id) is None:
        raise InvalidValueError(f"The property {name} refers to a resource that is not there, '{record_id[:60]}'")
    return record_id
