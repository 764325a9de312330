"""Every operation of the document has a method on a resource, and every parameter and body field an argument."""

from __future__ import annotations

import inspect
import re
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any, get_args, get_origin

import pytest
from attrs import fields

from basespace_async import BaseSpace, models
from basespace_async.resources._base import Resource
from basespace_openapi.client import Request
from basespace_openapi.types import UNSET, Model
from tests.support.openapi_document import DOCUMENT, OPERATIONS, parameters
from tests.support.resource_methods import METHODS, arguments, resources

NEVER_SENT = {
    ("updateAppSession", "execution_status"),  # the reference: it cannot be changed
    # Clients list them, and nobody was seen to send them.
    ("archiveResources", "id"),
    ("restoreResources", "id"),
    ("createProject", "id"),
    ("getCurrentUserProperty", "id"),
    ("listCurrentUserProperties", "id"),
    ("listCurrentUserPropertyItems", "id"),
}
WITHOUT_LIMITS = {"offset", "limit", "Offset", "Limit"}  # the pager's own business
UPLOADS = {name for name, (*_, facts) in OPERATIONS.items() if facts["tags"] == ["Uploads"]}
WITHOUT_A_METHOD = UPLOADS | {
    "addAppSessionLogFile",  # an upload
    "createProjectV1pre3",  # `createProject` does it
    "getFile",  # `files.get` asks v1pre3, which was observed
    "getFileContentLink",  # contents follow its redirect
    "listCurrentUserRuns",  # `listRuns` does it
}


class Recorded(Exception):
    """A request was about to be sent."""


class Empty:
    """A list without an item."""

    async def __aiter__(self) -> AsyncIterator[Any]:
        return
        yield

    async def collect(self) -> list[Any]:
        return []


class Recorder(BaseSpace):
    """A client that sends nothing: the request of an operation ends the call; others before it answer nothing."""

    operation = ""
    request_made: Request[Any] | None = None

    def _changed(self, **options: Any) -> Recorder:
        return self

    async def call(self, request: Request[Any], /) -> Any:
        self.request_made = request
        if request.operation == self.operation:
            raise Recorded

    def pager(self, request: Request[Any], **paging: Any) -> Any:
        self.request_made = request
        return Empty()


async def sent_by(operation: str, resource: type[Resource], name: str) -> Request[Any] | None:
    client = Recorder("token")
    client.operation = operation
    method = getattr(resource(client), name)
    given = arguments(resource, method)
    if name == "restore":
        given.pop("resource", None)
    with suppress(Recorded, ExceptionGroup):
        found = method(**given)
        if inspect.isawaitable(found):
            await found
    return client.request_made


@pytest.mark.parametrize("operation", sorted(OPERATIONS.keys() - WITHOUT_A_METHOD))
async def test_every_operation_has_a_method_with_an_argument_for_every_parameter_and_field(operation: str) -> None:
    candidates = METHODS.get(operation, [])
    assert candidates, f"no method's docstring names {operation}"
    missing: list[set[str]] = []
    for resource, name in candidates:
        request = await sent_by(operation, resource, name)
        if request is None or request.operation != operation:
            continue
        wanted = {p["name"] for p in parameters(OPERATIONS[operation][2]) if p["in"] == "query"} - WITHOUT_LIMITS
        absent = {
            name for name in wanted if request.query.get(name, UNSET) is UNSET and (operation, name) not in NEVER_SENT
        }
        missing.append(absent | _unset_fields(operation, request.body))
    assert missing, f"none of {candidates} sends {operation}"
    assert min(missing, key=len) == set()


def _unset_fields(operation: str, body: object) -> set[str]:
    if not isinstance(body, Model):
        return set()
    names = {field.name for field in fields(type(body))} - {"additional_properties"}
    return {name for name in names if getattr(body, name) is UNSET and (operation, name) not in NEVER_SENT}


@pytest.mark.parametrize("resource", [*resources()], ids=lambda resource: resource.__name__)
def test_every_public_method_is_documented_with_its_arguments_and_an_example(resource: type[Resource]) -> None:
    for name, method in inspect.getmembers(resource, inspect.isfunction):
        if name.startswith("_"):
            continue
        text = inspect.getdoc(method) or ""
        assert "Example:" in text, f"{resource.__name__}.{name} has no example"
        named = {parameter for parameter in inspect.signature(method).parameters if parameter != "self"}
        if "; see" not in text.split("\n\n")[0]:
            undescribed = {parameter for parameter in named if not re.search(rf"\b{parameter}\b", text)}
            assert not undescribed, f"{resource.__name__}.{name} does not say what {undescribed} are"


def test_open_values_stay_open() -> None:
    """A status that the document does not know yet is passed on; see `tests/typing` for what type checkers say."""
    found = models.BiosampleStatus
    assert str in get_args(found)
    assert get_origin(get_args(found)[0]) is not None


def _sort_fields(operation: str) -> list[str]:
    (parameter,) = (p for p in parameters(OPERATIONS[operation][2]) if p["name"] == "sortby")
    schema = DOCUMENT["components"]["schemas"][parameter["schema"]["$ref"].rsplit("/", 1)[1]]
    return list(schema.get("enum") or schema["x-extensible-enum"])


LISTS = sorted(
    name
    for name, (*_, facts) in OPERATIONS.items()
    if any(p["name"] == "sortby" and "$ref" in p["schema"] for p in parameters(facts))
)


@pytest.mark.parametrize("operation", LISTS)
def test_every_list_asks_by_default_for_an_order_that_is_documented_and_in_which_items_stay(operation: str) -> None:
    stable = {"Id", "DateCreated", "Timestamp", "CreatedOn", "DateDeleted", "Start", "Name"}
    for resource, name in METHODS[operation]:
        defaults = {n: p.default for n, p in inspect.signature(getattr(resource, name)).parameters.items()}
        assert defaults["sort_dir"] == "Asc"  # what is new comes last
        assert defaults["sort_by"] in stable & set(_sort_fields(operation))
