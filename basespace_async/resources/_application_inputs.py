"""The inputs of an application: read from its form, or from what an earlier analysis was given."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final, Literal
from urllib.parse import quote

from attrs import frozen

from basespace_openapi.api.analyses import list_appsessions
from basespace_openapi.api.applications import list_application_forms

from .._core.requester import Requester
from ..errors import APIError, DecodeError

if TYPE_CHECKING:
    from collections.abc import Mapping

InputSource = Literal["form", "appsession"]
_MAX_SESSIONS: Final = 5
_MAX_DEPTH: Final = 20
# What the service adds to an analysis itself, by the kinds of resources among the inputs.
_SUMMARIES: Final = frozenset(
    {"AppResults", "AppSessions", "BioSamples", "Datasets", "Files", "Projects", "Runs", "Samples"}
)
_MARKS: Final = ("$type", "type", "label", "required", "isrequired", "choices")
_CHILDREN: Final = ("controls", "fields", "columns", "items")
_PLAIN_CONTAINERS: Final = ("form", "section", "sectionbreak", "page", "tab", "panel")
_KIND: Final = re.compile(r"\b(app ?result|app ?session|bio ?sample|data ?set|project|file|run|sample)")
_ID_AT_END: Final = re.compile(r"(?i)[._-]?ids?$")
_BETWEEN_WORDS: Final = re.compile(r"(?<=[a-z])(?=[A-Z])|[^A-Za-z]+")


@frozen
class ApplicationInput:
    """An input of an application, which a launch gives a value.

    Attributes:
        name: Name, such as `project-id`; one of a row of a table is `table.column`.
        type: Type of the control or of the value, such as ProjectChooser or `biosample[]`; "" where nothing says it.
        required: Whether a launch needs it; None where only an earlier analysis is known.
        label: Text for people; "" for none.
        choices: Values that it can have; none for any value.
        source: Where it is known from: the application's form, or an earlier appsession.
    """

    name: str
    type: str = ""
    required: bool | None = None
    label: str = ""
    choices: tuple[str, ...] = ()
    source: InputSource = "form"

    @property
    def kind(self) -> str | None:
        """The kind of resource that it refers to, such as `project`, by its type or else by its name (inferred)."""
        return _kind_in(self.type) or (_kind_in(self.name) if _ID_AT_END.search(self.name) else None)

    @property
    def is_list(self) -> bool:
        """Whether its value is a list: a column of a table, or several values by its type."""
        return "." in self.name or self.type.endswith("[]")


def _kind_in(text: str) -> str | None:
    """Return the last kind of resource that a word of a type or a name begins with, as in `project-id`."""
    kinds = _KIND.findall(_BETWEEN_WORDS.sub(" ", text).lower())
    return kinds[-1].replace(" ", "") if kinds else None


async def known_inputs(client: Requester, application: str) -> list[ApplicationInput]:
    """Return the inputs of a version of an application; none where neither a form nor an analysis tells them."""
    return await _inputs_of_forms(client, application) or await _inputs_of_sessions(client, application)


async def _inputs_of_forms(client: Requester, application: str) -> list[ApplicationInput]:
    """Read all active forms; an application whose forms cannot be read has none."""
    inputs: dict[str, ApplicationInput] = {}
    try:
        async for form in client.pager(list_application_forms.request(application, status="active")):
            items = f"v1pre3/applications/{application}/assets/forms/{_segment(form)}/items"
            for item in _listed((await client.request("GET", items)).result):
                content = await client.request("GET", f"{items}/{_segment(item)}/content")
                inputs |= {application_input.name: application_input for application_input in inputs_in(content.result)}
    except (APIError, DecodeError):
        return []
    return [*inputs.values()]


def _segment(resource: Mapping[str, Any]) -> str:
    return quote(str(resource.get("Id", "")), safe="")


def _listed(answer: Any) -> list[dict[str, Any]]:
    """Return the items of a list, also of a wrapped one."""
    if isinstance(answer, dict):
        answer = answer.get("Response", answer)
    items = answer.get("Items", []) if isinstance(answer, dict) else answer
    return [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []


def inputs_in(content: Any) -> list[ApplicationInput]:
    """Read the controls of a form, whatever holds them: no source gives its shape (inferred)."""
    return [*_controls(content, "", 0)]


def _controls(node: Any, table: str, depth: int) -> Iterator[ApplicationInput]:
    if isinstance(node, list):
        for child in node:
            yield from _controls(child, table, depth)
    if not isinstance(node, dict) or depth > _MAX_DEPTH:
        return
    facts = {str(name).lower(): value for name, value in node.items()}
    name, input_type = _text(facts, "id", "name"), _text(facts, "$type", "type")
    children = [facts[key] for key in _CHILDREN if isinstance(facts.get(key), list)]
    if children and name and input_type.lower() not in ("", *_PLAIN_CONTAINERS):
        table = f"{name}."
    if children or not name:
        inner = children or [value for key, value in facts.items() if key not in ("choices", "options", "rules")]
        yield from _controls(inner, table, depth + 1)
    elif any(mark in facts for mark in _MARKS) and input_type.lower() not in _PLAIN_CONTAINERS:
        yield _control(name if name.startswith(table) else table + name, input_type, facts)


def _control(name: str, input_type: str, facts: Mapping[str, Any]) -> ApplicationInput:
    listed = facts.get("choices")
    choices: list[Any] = listed if isinstance(listed, list) else []
    values = [choice.get("value", choice.get("Value")) if isinstance(choice, dict) else choice for choice in choices]
    return ApplicationInput(
        name=name.removeprefix("Input."),
        type=input_type,
        required=bool(facts.get("required", facts.get("isrequired", False))),
        label=_text(facts, "label"),
        choices=tuple(str(value) for value in values if value is not None),
    )


def _text(facts: Mapping[str, Any], *names: str) -> str:
    return next((value for name in names if isinstance(value := facts.get(name), str) and value), "")


async def _inputs_of_sessions(client: Requester, application: str) -> list[ApplicationInput]:
    """Read the names of inputs from the newest analysis that has some."""
    from .properties import Properties

    if not application.isdigit():
        return []
    request = list_appsessions.request(appid=int(application), sortby="DateCreated", sortdir="Desc")
    async for session in client.pager(request, limit=_MAX_SESSIONS, page_size=_MAX_SESSIONS):
        properties = Properties(client, "appsession", session.id).list(property_items_limit=1)
        inputs = [
            ApplicationInput(
                record.name.removeprefix("Input."), getattr(record, "type_", None) or "", source="appsession"
            )
            async for record in properties
            if record.name.startswith("Input.")
        ]
        inputs = [
            application_input
            for application_input in inputs
            if application_input.name not in _SUMMARIES and not application_input.name.endswith(".rowcount")
        ]
        if inputs:
            return inputs
    return []
