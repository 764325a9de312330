"""The OpenAPI document as the checks use it: strict schemas, and the parameters of each operation."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

import orjson
from attrs import define, frozen

from .differences import shown, word

_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,7})?(Z|[+-]\d\d:\d\d)")
_BITS = {"int32": 32, "int64": 64}
_PAGING = ("offset", "limit", "sortby", "sortdir")


@define(eq=False)
class Operation:
    """A GET operation of the document.

    Attributes:
        id: Its operationId.
        path: Path with templates.
        parameters: Query parameters by name, each with its schema.
        schema: Schema of a success.
    """

    id: str
    path: str
    parameters: dict[str, dict[str, Any]]
    schema: dict[str, Any]

    @property
    def name(self) -> str:
        """Name of the operation in reports."""
        return f"GET {self.path}"

    @property
    def templates(self) -> list[str]:
        """Names of the parameters in the path."""
        return re.findall(r"{(\w+)}", self.path)

    @property
    def is_list(self) -> bool:
        """Whether it answers in pages."""
        return self.paging_name("limit") is not None

    def paging_name(self, name: str) -> str | None:
        """Return how the operation spells a parameter of lists, or None if it has none of that name."""
        return next((known for known in self.parameters if known.lower() == name), None)

    def filters(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield the parameters that are not about pages."""
        return ((name, schema) for name, schema in self.parameters.items() if name.lower() not in _PAGING)


@frozen
class Mismatch:
    """A place where a body is not as its schema says."""

    place: str
    expected: str
    seen: str


class Document:
    """The document of the installed package."""

    def __init__(self, content: dict[str, Any]) -> None:
        self._components = content["components"]
        self.version: str = content["info"]["version"]
        self.operations = [self._operation(path, item["get"]) for path, item in content["paths"].items()]
        self._validators: dict[str, Any] = {}

    def resolve(self, node: dict[str, Any]) -> dict[str, Any]:
        """Follow the reference that a node may be, also in an `allOf` of one."""
        while True:
            if len(node.get("allOf", ())) == 1:
                node = node["allOf"][0]
            elif "$ref" in node:
                section, name = node["$ref"].split("/")[-2:]
                node = self._components[section][name]
            else:
                return node

    def properties(self, node: dict[str, Any]) -> dict[str, Any]:
        """Return the properties of a schema."""
        properties: dict[str, Any] = self.resolve(node).get("properties", {})
        return properties

    def opened(self, operation: Operation) -> tuple[dict[str, Any], bool]:
        """Return the schema of an operation's result, and whether answers wrap it in `Response`."""
        response = self.properties(operation.schema).get("Response")
        return self.resolve(response or operation.schema), response is not None

    def values(self, schema: dict[str, Any]) -> list[str]:
        """Return the documented values of a schema, or nothing if it is free."""
        schema = self.resolve(schema)
        values: list[str] = schema.get("enum") or schema.get("x-extensible-enum") or []
        return values

    @cached_property
    def names(self) -> frozenset[str]:
        """Names of all documented properties."""
        return frozenset(name for schema in self._components["schemas"].values() for name in self.properties(schema))

    @cached_property
    def enumerated(self) -> frozenset[str]:
        """Names of the properties whose values are documented."""
        schemas = self._components["schemas"].values()
        return frozenset(
            name for schema in schemas for name, node in self.properties(schema).items() if self.values(node)
        )

    @cached_property
    def path_words(self) -> frozenset[str]:
        """Words of the documented paths."""
        words = {part for operation in self.operations for part in operation.path.split("/") if "{" not in part}
        return frozenset(words | {"v2", "v1pre3", ""})

    def mismatches(self, schema: dict[str, Any], body: Any) -> Iterator[Mismatch]:
        """Yield where a body is not as a schema says; fields and values that the schema lacks included."""
        key = orjson.dumps(schema).decode()
        if key not in self._validators:
            root = {**_strict(schema), "components": {"schemas": _strict(self._components["schemas"])}}
            self._validators[key] = _validator()(root)
        for error in self._validators[key].iter_errors(body):
            yield from self._mismatch(error)

    def error_mismatches(self, body: Any) -> Iterator[Mismatch]:
        """Yield where a body is neither of the documented forms of errors."""
        forms = {"ErrorMessage": "V2Error", "ResponseStatus": "ResponseStatusError"}
        name = next((form for key, form in forms.items() if isinstance(body, dict) and key in body), None)
        if name is None:
            keys = ", ".join(map(word, body)) if isinstance(body, dict) else ""
            seen = f"an object of {keys}" if keys else shown(body)
            yield Mismatch("error body", "ErrorCode and ErrorMessage, or ResponseStatus and Notifications", seen)
            return
        for mismatch in self.mismatches({"$ref": f"#/components/schemas/{name}"}, body):
            yield Mismatch(f"error body: {mismatch.place}", mismatch.expected, mismatch.seen)
        status = body.get("ResponseStatus")
        if name == "ResponseStatusError" and not (isinstance(status, dict) and status.get("Message")):
            yield Mismatch("error body: ResponseStatus.Message", "present", "missing")

    def _operation(self, path: str, node: dict[str, Any]) -> Operation:
        parameters = [self.resolve(parameter) for parameter in node.get("parameters", [])]
        queried = {parameter["name"]: parameter["schema"] for parameter in parameters if parameter["in"] == "query"}
        schema = node["responses"]["200"].get("content", {}).get("application/json", {}).get("schema", {})
        return Operation(node["operationId"], path, queried, schema)

    def _mismatch(self, error: Any) -> Iterator[Mismatch]:
        place = self._place(error.instance_path)
        reason = error.kind
        if reason.name == "additionalProperties":
            for name in reason.unexpected:
                yield Mismatch(_joined(place, word(name)), "no such field", shown(error.instance[name]))
        elif reason.name == "required":
            yield Mismatch(_joined(place, reason.property), "present", "missing")
        elif reason.name == "enum":
            seen = error.instance
            yield Mismatch(place, "one of the documented values", word(seen))
        elif reason.name == "type":
            yield Mismatch(place, " or ".join(reason.types), shown(error.instance))
        elif reason.name == "format":
            yield Mismatch(place, str(reason.format), shown(error.instance))
        else:
            yield Mismatch(place, f"as its {reason.name} says", shown(error.instance))

    def _place(self, path: list[str | int]) -> str:
        place = ""
        for part in path:
            if isinstance(part, int):
                place += "[]"
            else:
                place = _joined(place, part if part in self.names else "*")
        return place or "body"


def _joined(place: str, name: str) -> str:
    return name if place in ("", "body") else f"{place}.{name}"


def _strict(node: Any) -> Any:
    """Rewrite schemas so that what the document lacks is refused: fields, and values of open enumerations."""
    if isinstance(node, list):
        return [_strict(item) for item in node]
    if not isinstance(node, dict):
        return node
    strict = {"enum" if key == "x-extensible-enum" else key: _strict(value) for key, value in node.items()}
    if strict.get("type") == "object" and isinstance(strict.get("properties"), dict):
        strict.setdefault("additionalProperties", False)
    if strict.get("format") in _BITS:
        strict["maximum"] = (1 << _BITS[strict["format"]] - 1) - 1
    return strict


def _validator() -> Callable[[dict[str, Any]], Any]:
    try:
        from jsonschema_rs import Draft202012Validator
    except ImportError:
        raise ImportError("a check needs jsonschema-rs: pip install 'basespace-async[check]'") from None
    formats = {"date-time": lambda text: _DATE.fullmatch(text) is not None}
    return lambda schema: Draft202012Validator(schema, validate_formats=True, formats=formats)


@cache
def load() -> Document:
    """Read the document that comes with the generated package."""
    return Document(orjson.loads(files("basespace_openapi").joinpath("document.json").read_bytes()))
