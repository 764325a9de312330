"""New datasets: in a project, outside of projects, and copies (client)."""

from __future__ import annotations

from typing import Any

from ..errors import InvalidValueError, UnknownIdError
from ..queries import Body
from ..world.records import DatasetRecord
from .context import HandlerContext, HandlerRequest, HandlerResult, get_record
from .datasets import full_dataset


def create_dataset(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `POST /datasets`: a dataset that is in no project, and has no files yet."""
    return HandlerResult(201, full_dataset(context, _new(context, request.body, project="")))


def create_project_dataset(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `POST /projects/{id}/datasets`: an output of an analysis, without files yet."""
    project = get_record(context.world.projects, request.path["id"], "Project")
    return full_dataset(context, _new(context, request.body, project=project.id))


def _new(context: HandlerContext, body: Body, *, project: str) -> DatasetRecord:
    world, name = context.world, body.text("Name")
    type_id, session_id = body.text("DatasetTypeId"), body.text("AppSessionId")
    attributes = body.sections("Attributes")
    if name is None or not name.strip() or type_id is None:
        raise InvalidValueError("A dataset needs a Name and a DatasetTypeId")
    if type_id not in world.types:
        raise UnknownIdError("DatasetType")
    session = None if session_id is None else get_record(world.appsessions, session_id, "AppSession")
    return world.create_dataset(name, type_id, project=project, session=session, attributes=attributes)


def copy_dataset(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `POST /datasets/{id}/copy`: the same files in another project."""
    world, body = context.world, request.body
    source = get_record(world.datasets, request.path["id"], "Dataset")
    project = get_record(world.projects, body.text("ProjectId") or "", "Project")
    session = get_record(world.appsessions, body.text("ParentAppSessionId") or source.appsession_id, "AppSession")
    return full_dataset(context, world.copy_dataset(source, body.text("DatasetName"), project.id, session))
