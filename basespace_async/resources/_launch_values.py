"""Values of a launch's inputs, as the service takes them: texts, and references to resources."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from basespace_openapi.api.biosamples import list_biosample_libraries
from basespace_openapi.types import Model

from .._core.parameters import identifier
from .._core.refusals import is_refused
from .._core.requester import Requester
from .._util.tasks import TaskGroup, first_error
from ..errors import APIError, ConfigurationError
from ._application_inputs import ApplicationInput

Texts = str | list[str]
DEFAULT_LIBRARY_PREP: Final = "1014015"
"""Library preparation of a biosample without a library: probably "unspecified" (client)."""
_COLLECTIONS: Final = {
    "appresult": "appresults",
    "appsession": "appsessions",
    "biosample": "biosamples",
    "dataset": "datasets",
    "file": "files",
    "project": "projects",
    "run": "runs",
    "sample": "biosamples",
}
_ID: Final = re.compile(r"\d+|ds\.[0-9a-f]+|r\.[\w-]+", re.ASCII)
_BIOSAMPLE: Final = re.compile(r"biosamples/([^/]+)")


def flat_inputs(inputs: Mapping[str, Any]) -> dict[str, Any]:
    """Return the inputs by name, tables of rows as a list for each column.

    Raises:
        ConfigurationError: If rows differ in their columns, or lists of one table in their lengths.
    """
    flat: dict[str, Any] = {}
    for name, value in inputs.items():
        name = name.removeprefix("Input.")
        if _is_table(value):
            flat |= _columns(name, list(value))
        elif value is not None:
            flat[name] = value
    lengths: dict[str, dict[str, int]] = {}
    for name, value in flat.items():
        table, dot, _ = name.partition(".")
        if dot and isinstance(value, list | tuple):
            lengths.setdefault(table, {})[name] = len(value)
    for table, columns in lengths.items():
        if len({*columns.values()}) > 1:
            shown = ", ".join(f"{name} has {count}" for name, count in columns.items())
            raise ConfigurationError(f"the rows of {table} need a value in each column; {shown}")
    return flat


def _is_table(value: Any) -> bool:
    return isinstance(value, list | tuple) and bool(value) and all(isinstance(row, Mapping) for row in value)


def _columns(table: str, rows: list[Mapping[str, Any]]) -> dict[str, list[Any]]:
    if len({frozenset(row) for row in rows}) > 1:
        raise ConfigurationError(f"the rows of {table} have different columns; give each row a value for each column")
    return {f"{table}.{column}": [row[column] for row in rows] for column in rows[0]}


def split_lists(inputs: Mapping[str, Any], known: Mapping[str, ApplicationInput]) -> dict[str, Any]:
    """Split texts with commas where an input refers to resources, or is a list, as `bs` does."""

    def split(name: str, value: Any) -> Any:
        control = known.get(name) or ApplicationInput(name)
        if not isinstance(value, str) or "," not in value or not (control.kind or control.is_list):
            return value
        return [part.strip() for part in value.split(",") if part.strip()]

    return {name: split(name, value) for name, value in inputs.items()}


async def texts_of(
    client: Requester, inputs: Mapping[str, Any], known: Mapping[str, ApplicationInput]
) -> dict[str, Texts]:
    """Return the values of inputs as the service takes them.

    Raises:
        ConfigurationError: If a value has no form as an input.
    """
    controls = {name: known.get(name) or ApplicationInput(name) for name in inputs}
    texts: dict[str, Texts] = {name: _texts(controls[name], value) for name, value in inputs.items()}
    listed = [text for value in texts.values() for text in ([value] if isinstance(value, str) else value)]
    biosamples = dict.fromkeys(match[1] for text in listed if (match := _BIOSAMPLE.fullmatch(text)))
    preps = await _library_preps(client, biosamples)

    def completed(text: str) -> str:
        match = _BIOSAMPLE.fullmatch(text)
        return f"{text}/librarypreps/{preps[match[1]]}" if match else text

    return {
        name: completed(value) if isinstance(value, str) else [completed(text) for text in value]
        for name, value in texts.items()
    }


async def _library_preps(client: Requester, biosamples: Iterable[str]) -> dict[str, str]:
    """Return the id of the preparation of each biosample's first library, or the fall-back."""
    patient = client._in_background()
    with first_error():
        async with TaskGroup() as group:
            tasks = {biosample: group.create_task(_library_prep(patient, biosample)) for biosample in biosamples}
    return {biosample: task.result() for biosample, task in tasks.items()}


async def _library_prep(client: Requester, biosample: str) -> str:
    try:
        library = await client.pager(list_biosample_libraries.request(biosample), limit=1).first()
    except APIError as error:
        if not is_refused(error):
            raise
        return DEFAULT_LIBRARY_PREP
    return getattr(getattr(library, "library_prep", None), "id", None) or DEFAULT_LIBRARY_PREP


def _texts(control: ApplicationInput, value: Any) -> Texts:
    if isinstance(value, list | tuple):
        return [_reference(control, item) for item in value]
    text = _reference(control, value)
    return [text] if control.is_list else text


def _reference(control: ApplicationInput, value: Any) -> str:
    """Return a value as text: a resource as `collection/ID`, and an id too where the input is of a kind."""
    if isinstance(value, Model):
        resource_type = type(value).__name__.removeprefix("Legacy").removesuffix("Compact").lower()
        if resource_type not in _COLLECTIONS:
            raise ConfigurationError(
                f"{control.name} cannot be a {type(value).__name__}; give text, such as projects/7"
            )
        return f"{_COLLECTIONS[resource_type]}/{identifier(value)}"  # type: ignore[arg-type]
    if isinstance(value, bool):
        return "1" if value else "0"
    if not isinstance(value, str | int | float):
        raise ConfigurationError(f"{control.name} cannot be {value!r}; give text, a number, a resource, or a list")
    text = str(value)
    if text.startswith("ds.") and _ID.fullmatch(text):
        return f"datasets/{text}"
    collection = _COLLECTIONS.get(control.kind or "")
    return f"{collection}/{text}" if collection and _ID.fullmatch(text) else text
