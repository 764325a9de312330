"""Other libraries that make typed objects of JSON, with models of the same fields and types as ours.

The models are derived from ours, so that nobody's are smaller. Each library is used the way its documentation calls
fast, and is left its own ways: what they do with unknown fields and values of another type differs.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from importlib import import_module
from operator import is_
from types import ModuleType, UnionType
from typing import Any, Literal, Union, cast, get_args, get_origin, get_type_hints

import attrs
import cattrs.gen
import cattrs.preconf.orjson
import msgspec
import orjson
import pydantic
from attrs import frozen

from basespace_async._codec import converter
from basespace_async.pagination.page import Page
from basespace_openapi import models
from basespace_openapi.types import Model, Unset
from openapi.names import class_name

from .default_client import make_importable

Kind = type[Any]


@frozen
class Peer:
    """How one library makes a page of body bytes, and the bytes again."""

    decode: Callable[[bytes], Any]
    encode: Callable[[Any], bytes]


@frozen
class Field:
    """A field of one of our models: its name, its name in JSON, and the text of its type, null and absence left out."""

    name: str
    wire: str
    annotation: str


def peers(model: type[Model]) -> dict[str, Peer]:
    """Return every library with its models for this one, ours first."""
    schema = _schema(model)
    name = model.__name__
    return {
        "basespace-async": Peer(partial(_items_of, converter.item_type(model)), converter.encode),
        "basespace-async, the body as one": Peer(lambda body: converter.decode(body, model), converter.encode),
        "msgspec": _msgspec(name, schema),
        "pydantic": _pydantic(name, schema),
        "cattrs": _cattrs(name, schema),
        "default client": _default(name),
    }


def _items_of(item_type: Kind, body: bytes) -> dict[str, list[Any]]:
    """Decode the items of a page one by one, as lists do."""
    return {"Items": list(Page(body, item_type, offset=0, operation=""))}


# --- our models, described ----------------------------------------------------------------------------------------


def _schema(model: type[Model]) -> dict[str, list[Field]]:
    """Return the fields, by name of a model, of this one and of all that it leads to."""
    found: dict[str, list[Field]] = {}
    waiting = [model]
    while waiting:
        each = waiting.pop()
        if each.__name__ in found:
            continue
        hints = get_type_hints(each, localns={name: getattr(models, name) for name in dir(models)})
        fields = [field for field in attrs.fields(each) if "wire" in field.metadata]
        found[each.__name__] = [
            Field(field.name, field.metadata["wire"], _text(hints[field.name], waiting)) for field in fields
        ]
    return found


def _text(annotation: Any, met: list[type[Model]]) -> str:
    """Return the annotation as source text, and add the models in it to `met`."""
    origin = get_origin(annotation)
    if origin in (Union, UnionType):
        kinds = [kind for kind in get_args(annotation) if kind not in (type(None), Unset)]
        return " | ".join(dict.fromkeys(_text(kind, met) for kind in kinds))
    if origin is Literal:  # an enumeration that is open: a list of known values, and any other text
        return "str"
    if origin is list:
        return f"list[{_text(get_args(annotation)[0], met)}]"
    if origin is dict:
        return "dict[str, Any]"
    if isinstance(annotation, type) and issubclass(annotation, Model):
        met.append(annotation)
        return annotation.__name__
    return "Any" if annotation is Any else cast("Kind", annotation).__name__


def _module(name: str) -> ModuleType:
    """Make a module for classes that name each other: they are looked up in it."""
    module = ModuleType(f"{__name__}.{name}")
    module.__dict__.update({"Any": Any, "datetime": datetime, "UnsetType": msgspec.UnsetType})
    sys.modules[module.__name__] = module
    return module


# --- the libraries ------------------------------------------------------------------------------------------------


def _msgspec(name: str, schema: Mapping[str, list[Field]]) -> Peer:
    module = _module("msgspec_structs")
    for each, fields in schema.items():
        struct = msgspec.defstruct(
            each,
            # A name of its own for each field in JSON: some are no regular camel case.
            [(field.name, f"{field.annotation} | None | UnsetType", msgspec.UNSET) for field in fields],
            rename={field.name: field.wire for field in fields},
            kw_only=True,
            module=module.__name__,
        )
        setattr(module, each, struct)
    return Peer(msgspec.json.Decoder(getattr(module, name)).decode, msgspec.json.Encoder().encode)


def _pydantic(name: str, schema: Mapping[str, list[Field]]) -> Peer:
    module = _module("pydantic_models")
    config = pydantic.ConfigDict(extra="ignore", defer_build=True, protected_namespaces=())
    for each, fields in schema.items():
        definitions = {
            field.name: (f"{field.annotation} | None", pydantic.Field(None, alias=field.wire)) for field in fields
        }
        create = cast("Callable[..., type[pydantic.BaseModel]]", pydantic.create_model)
        setattr(module, each, create(each, __config__=config, __module__=module.__name__, **definitions))
    model = cast("type[pydantic.BaseModel]", getattr(module, name))
    model.model_rebuild(_types_namespace=module.__dict__)

    def encode(value: pydantic.BaseModel) -> bytes:
        return value.model_dump_json(by_alias=True, exclude_unset=True).encode()

    return Peer(model.model_validate_json, encode)


def _cattrs(name: str, schema: Mapping[str, list[Field]]) -> Peer:
    module = _module("attrs_classes")
    peer = cattrs.preconf.orjson.make_converter(detailed_validation=False)
    for each, fields in schema.items():
        # It cannot tell the members of these unions apart by itself; none of them is in the pages.
        texts = {field.name: "Any" if "|" in field.annotation else field.annotation for field in fields}
        # The names of types are resolved below, when all classes are there.
        kinds = {name: cast("Kind", f"{text} | None") for name, text in texts.items()}
        made = attrs.make_class(each, {name: attrs.field(default=None, type=kind) for name, kind in kinds.items()})
        made.__module__ = module.__name__
        setattr(module, each, made)
    for each, fields in schema.items():
        kind = cast("Kind", getattr(module, each))
        attrs.resolve_types(kind, globalns=module.__dict__)
        names = {field.name: cattrs.gen.override(rename=field.wire, omit_if_default=True) for field in fields}
        peer.register_structure_hook_factory(partial(is_, kind), _structuring(peer, names))
        peer.register_unstructure_hook_factory(partial(is_, kind), _unstructuring(peer, names))
    model = cast("Kind", getattr(module, name))
    return Peer(lambda body: peer.loads(body, model), peer.dumps)


def _structuring(peer: cattrs.Converter, names: Mapping[str, Any]) -> Callable[[Kind], Any]:
    return lambda kind: cattrs.gen.make_dict_structure_fn(kind, peer, **names)


def _unstructuring(peer: cattrs.Converter, names: Mapping[str, Any]) -> Callable[[Kind], Any]:
    return lambda kind: cattrs.gen.make_dict_unstructure_fn(kind, peer, **names)


def _default(name: str) -> Peer:
    library = import_module(f"{make_importable()}.models")
    model: Any = next(getattr(library, schema) for schema in library.__all__ if class_name(schema) == name)
    # Its endpoints read bodies with `httpx.Response.json`, and send what httpx writes: both are the standard library's.
    return Peer(lambda body: model.from_dict(json.loads(body)), lambda value: json.dumps(value.to_dict()).encode())


PARSERS: Mapping[str, Peer] = {
    "orjson, no types": Peer(orjson.loads, orjson.dumps),
    "json, no types": Peer(json.loads, lambda value: json.dumps(value).encode()),
}
"""What parsing and writing alone take, with the library that ours uses and with the one of the default client."""
