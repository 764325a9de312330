"""The operation that a request's path names, in v2 or in v1pre3."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from urllib.parse import unquote

from attrs import frozen

from ..errors import MethodNotAllowedError, UnknownPathError
from ..handlers import BESIDE_THE_REFERENCE, OPERATIONS, V1PRE3_OPERATIONS, Operation

CONTENT = "/files/{id}/content"
Operations = Mapping[tuple[str, str], Operation]
Templates = dict[int, list[tuple[str, tuple[str, ...], dict[str, Operation]]]]


@frozen
class Route:
    """Where a path leads.

    Attributes:
        template: Path template with placeholders.
        path: Values of the placeholders.
        operations: Operations by method; empty for the content of files.
        is_older: Whether the path belongs to v1pre3.
    """

    template: str
    path: Mapping[str, str]
    operations: Mapping[str, Operation]
    is_older: bool

    def operation(self, method: str) -> Operation:
        """Return the operation of a method; what can be had by GET, HEAD asks for too.

        Raises:
            MethodNotAllowedError: If there is none.
        """
        operation = self.operations.get("GET" if method == "HEAD" else method)
        if operation is None:
            raise MethodNotAllowedError(tuple(sorted(self.operations)))
        return operation


def _templates(operations: Operations) -> Templates:
    """Group path templates by their number of segments, those without placeholders first."""
    methods: dict[str, dict[str, Operation]] = defaultdict(dict)
    for (method, template), operation in operations.items():
        methods[template][method] = operation
    # Where two templates differ in the name of a placeholder only, either name must do for all methods.
    grouped: Templates = defaultdict(list)
    for template in sorted(methods, key=lambda template: template.count("{")):
        segments = tuple(template.split("/")[1:])
        grouped[len(segments)].append((template, segments, methods[template]))
    return grouped


_TEMPLATES = {"v2": _templates({**OPERATIONS, **BESIDE_THE_REFERENCE}), "v1pre3": _templates(V1PRE3_OPERATIONS)}


def route(raw_path: str) -> Route:
    """Find where a path leads. A trailing slash, and the case of the letters in its fixed parts, do not matter.

    Raises:
        UnknownPathError: If it leads nowhere.
    """
    # Taken apart before the percent signs are, so that an id can have a slash in it.
    version, *rest = [unquote(part) for part in raw_path.split("/")[1:]] or [""]
    if len(rest) > 1 and not rest[-1]:
        rest.pop()
    if version not in _TEMPLATES or not all(rest):
        raise UnknownPathError
    is_older = version == "v1pre3"
    if (path := _matched(("files", "{id}", "content"), rest)) is not None:
        return Route(CONTENT, path, {}, is_older)
    for template, parts, operations in _TEMPLATES[version].get(len(rest), ()):
        path = _matched(parts, rest)
        if path is not None:
            return Route(template, path, operations, is_older)
    raise UnknownPathError


def _matched(parts: tuple[str, ...], segments: list[str]) -> dict[str, str] | None:
    if len(parts) != len(segments):
        return None
    path: dict[str, str] = {}
    for part, segment in zip(parts, segments, strict=True):
        if part[0] == "{":
            path[part[1:-1]] = segment
        elif part != segment.lower():
            return None
    return path
