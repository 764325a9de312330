"""Launches of applications, with their inputs checked (client)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import evolve

from ..errors import InvalidValueError, RuleBrokenError, UnknownIdError
from ..serializers.analyses import full_appsession
from ..world.application_forms import controls_of
from ..world.property_types import find_reference
from ..world.records import PropertyRecord
from ..world.world import World
from .agreements import is_unsigned
from .context import HandlerContext, HandlerRequest, HandlerResult, get_record

_KINDS = {
    "appsessions": "appsession",
    "biosamples": "biosample",
    "datasets": "dataset",
    "files": "file",
    "projects": "project",
    "runs": "run",
}
"""The collection that a reference begins with, and the type of the property that it becomes."""


def launch_application(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `POST /applications/{id}/launch`: its inputs become properties of the analysis.

    Raises:
        InvalidValueError: If the name or an input is missing, or an input is unknown or no text.
        RuleBrokenError: If an agreement is not signed.
        UnknownIdError: If a reference leads nowhere.
    """
    world, body = context.world, request.body
    application = get_record(world.applications, request.path["id"], "Application")
    name, given = body.text("Name"), body.fields.get("InputParameters", {})
    if not name or not isinstance(given, dict):
        raise InvalidValueError("A launch needs a Name, and InputParameters by the names of controls")
    if is_unsigned(world, application.id):
        raise RuleBrokenError(f"The agreement of {application.name} must be accepted before it is launched")
    _check_names(application.id, given)
    inputs = {key: _input(world, key, value) for key, value in given.items()}
    project = inputs["project-id"]
    if project.type != "project":
        raise InvalidValueError("project-id must be a project, such as projects/1")
    record = world.launch(_biosamples(world, inputs), application=application.id)
    properties = {input_record.name: input_record for input_record in inputs.values()}
    record = evolve(
        record,
        name=name,
        project_id=project.values[0],
        summary=body.text("StatusSummary") or "",
        written={**record.written, **properties},
    )
    return HandlerResult(201, full_appsession(context.serializer, world.appsessions.put(record)))


def _check_names(application: str, inputs: Mapping[str, Any]) -> None:
    controls = controls_of(application)
    missing = [control.name for control in controls if control.required and control.name not in inputs]
    unknown = sorted(inputs.keys() - {control.name for control in controls})
    if missing or unknown:
        raise InvalidValueError(f"Inputs that are missing: {missing}; inputs that are unknown: {unknown}")


def _input(world: World, name: str, value: Any) -> PropertyRecord:
    """Return an input as a property of the analysis."""
    texts = value if isinstance(value, list) else [value]
    if not all(isinstance(text, str) for text in texts):
        raise InvalidValueError("Values of InputParameters must be texts, or lists of texts")
    kinds = {_KINDS.get(text.partition("/")[0]) if "/" in text else None for text in texts}
    dataset_type = kinds.pop() if len(kinds) == 1 else None
    values = tuple(texts) if dataset_type is None else tuple(_referred(world, dataset_type, text) for text in texts)
    return PropertyRecord(
        f"Input.{name}", f"{dataset_type or 'string'}{'[]' if isinstance(value, list) else ''}", "", values
    )


def _referred(world: World, resource_type: str, reference: str) -> str:
    record = find_reference(world, resource_type, reference.split("/")[1])
    if record is None:
        raise UnknownIdError(resource_type.capitalize())
    return str(record.id)


def _biosamples(world: World, inputs: dict[str, PropertyRecord]) -> list[str]:
    """Return the biosamples among the inputs, and those of its datasets."""
    ids: dict[str, None] = {}
    for input_record in inputs.values():
        resource_type = input_record.type.removesuffix("[]")
        if resource_type == "biosample":
            ids |= dict.fromkeys(input_record.values)
        if resource_type == "dataset":
            ids |= dict.fromkeys(
                owner for dataset_id in input_record.values if (owner := world.datasets[dataset_id].biosample_id)
            )
    return [*ids]
