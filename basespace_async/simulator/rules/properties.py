"""Properties of analyses: written and deleted."""

from __future__ import annotations

from typing import Any

from attrs import evolve

from ..errors import BadRequestError
from ..queries import Body
from ..serializers.properties import Kind, kind_of
from ..serializers.view_context import ViewContext
from ..world.records import AppSession, Property


def write(scene: ViewContext, session: AppSession, body: Body) -> tuple[list[Property], bool]:
    """Add properties, or give those that there are new values: all of them, or none where one is wrong.

    Returns:
        The properties, and whether none of them was there before.

    Raises:
        BadRequestError: one of them has no name, an unknown type, or values that do not fit it.
    """
    given = body.objects("Properties")
    if not given:
        raise BadRequestError("Properties must list at least one property")
    made = [_property(scene, each) for each in given]
    written = {**session.written, **{each.name: each for each in made}}
    names = frozenset(each.name for each in made)
    is_new = not names & (session.written.keys() | _begun(session))
    changed = evolve(session, written=written, unset=session.unset - names, modified=scene.world.now())
    scene.world.appsessions.put(changed)
    return made, is_new


def _begun(session: AppSession) -> frozenset[str]:
    names = ("BaseSpace.Private.IsMultiNode", "Input.Runs", "Input.BioSamples", "Output.Projects", "Output.Datasets")
    return frozenset(names) - session.unset


def delete(scene: ViewContext, session: AppSession, name: str) -> None:
    """Take a property away."""
    written = {key: value for key, value in session.written.items() if key != name}
    unset = session.unset | {name}
    scene.world.appsessions.put(evolve(session, written=written, unset=unset, modified=scene.world.now()))


def _property(scene: ViewContext, given: Body) -> Property:
    name, kind_name = given.text("Name"), given.text("Type")
    if not name or not name.strip() or "/" in name:
        raise BadRequestError("A property needs a Name, without a slash in it")
    kind = kind_of(kind_name or "")
    if kind is None or kind_name is None:
        raise BadRequestError(f"The property {name} has an unknown Type, '{(kind_name or '')[:40]}'")
    options = given.fields.get("Options")
    duplicates = isinstance(options, dict) and options.get("AllowDuplicates") is True
    values = _values(given, kind_name)
    if not duplicates and not kind_name.startswith("map"):
        values = list(dict.fromkeys(values))
    if kind.find is not None:
        values = [_resource(scene, kind, name, value) for value in values]
    return Property(name, kind_name, given.text("Description") or "", tuple(values), duplicates)


def _values(given: Body, kind_name: str) -> list[Any]:
    """The values as they are given: one or several, texts or maps."""
    if kind_name == "map":
        return [_entries(given.fields.get("ContentMap"))]
    if kind_name == "map[]":
        maps = given.fields.get("ItemsMap")
        if not isinstance(maps, list):
            raise BadRequestError("A property of the type map[] needs ItemsMap, a list of maps")
        return [_entries(each) for each in maps]
    if kind_name.endswith("[]"):
        return list(given.texts("Items"))
    content = given.text("Content")
    if content is None:
        raise BadRequestError(f"A property of the type {kind_name} needs Content")
    return [content]


def _entries(value: object) -> list[dict[str, Any]]:
    """A map: a list of keys with their values (observed)."""
    if not isinstance(value, list):
        raise BadRequestError("A map must be a list of entries, each with Key and Values")
    for entry in value:
        texts = entry.get("Values") if isinstance(entry, dict) else None
        if not isinstance(texts, list) or not all(isinstance(each, str) for each in [entry.get("Key"), *texts]):
            raise BadRequestError("An entry of a map must have a Key, a text, and Values, a list of texts")
    return value


def _resource(scene: ViewContext, kind: Kind, name: str, reference: str) -> str:
    """The id of a resource that is named by its id or by a link to it."""
    key = reference.rstrip("/").rpartition("/")[2]
    if kind.find is None or kind.find(scene, key) is None:
        raise BadRequestError(f"The property {name} refers to a resource that is not there, '{key[:60]}'")
    return key
