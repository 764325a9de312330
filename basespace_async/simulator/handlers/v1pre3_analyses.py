"""Analyses in v1pre3: their status, launches, and the forms that name the inputs of a launch (client)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import evolve

from ..errors import InvalidValueError
from ..rules.analyses import set_status
from ..serializers.v1pre3 import full, older_full_appsession
from ..world.application_forms import controls_of
from ..world.factory import FASTQ, PLAIN
from .context import HandlerContext, HandlerRequest, HandlerResult, Operation, get_record
from .creation import new_appsession
from .pages import order, page

_BY_ID = order("Id", Id=lambda view: view["Id"])


def set_appsession_status(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `POST /appsessions/{id}`: complete and aborted are final."""
    record = get_record(context.world.appsessions, request.path["id"], "AppSession")
    status, summary = request.body.text("Status"), request.body.text("StatusSummary")
    return older_full_appsession(context.serializer, set_status(context.world, record, status, summary))


def launch(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `POST /applications/{id}/appsessions`: the project of the analysis is its input `project-id`."""
    world, body = context.world, request.body
    application = get_record(world.applications, request.path["id"], "Application")
    name = body.text("Name")
    if not name or not name.strip():
        raise InvalidValueError("A launch needs a Name")
    inputs = {given.text("Name"): given.fields.get("Content") for given in body.objects("Properties")}
    record = world.launch([], application=application.id)
    wanted = inputs.get("Input.project-id")
    if isinstance(wanted, str):
        project = get_record(world.projects, wanted.rpartition("/")[2], "Project")
        record = evolve(record, project_id=project.id)
    record = world.appsessions.put(evolve(record, name=name, summary=body.text("StatusSummary") or ""))
    return HandlerResult(201, older_full_appsession(context.serializer, record))


def create_output(type_id: str) -> Operation:
    """Return the handler that makes a sample or an app result of a project, of a new analysis if none is named."""

    def created(context: HandlerContext, request: HandlerRequest) -> Any:
        world, body = context.world, request.body
        project = get_record(world.projects, request.path["id"], "Project")
        name, session_id = body.text("Name"), request.query.text("appsessionid")
        if not name or not name.strip():
            raise InvalidValueError("A sample or an app result needs a Name")
        if session_id is None:
            session = new_appsession(world, name, body.text("Description"))
        else:
            session = get_record(world.appsessions, session_id, "AppSession")
        record = world.create_dataset(name, type_id, project=project.id, session=session, attributes={})
        return HandlerResult(201, full(context.serializer, record))

    return created


def _form(context: HandlerContext, request: HandlerRequest) -> Mapping[str, Any]:
    """Return the one form of an application; its id is the application's."""
    application = get_record(context.world.applications, request.path["id"], "Application")
    link = f"v1pre3/applications/{application.id}/assets/forms/{application.id}"
    return {"Id": application.id, "Name": "Input form", "Status": "active", "Href": link, "HrefItems": f"{link}/items"}


def list_forms(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `GET /applications/{id}/assets/forms`: their shape is inferred."""
    form, status = _form(context, request), request.query.text("status")
    forms = [form] if (status or "active").lower() == "active" else []
    return page(forms, request.query, _BY_ID, cap=context.cap, view=lambda view: view)


def list_form_items(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `GET /applications/{id}/assets/forms/{form}/items`."""
    form = _form(context, request)
    get_record({form["Id"]: form}, request.path["form"], "Form")
    link = f"{form['HrefItems']}/1"
    item = {"Id": "1", "Name": "form.json", "Href": link, "HrefContent": f"{link}/content"}
    return page([item], request.query, _BY_ID, cap=context.cap, view=lambda view: view)


def get_form_content(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `GET /applications/{id}/assets/forms/{form}/items/{item}/content`: the controls of the form."""
    form = _form(context, request)
    get_record({f"{form['Id']}/1": form}, f"{request.path['form']}/{request.path['item']}", "Form")
    controls = [
        {"Name": control.name, "Type": control.type, "Label": control.label, "IsRequired": control.required}
        | ({"Choices": [{"Value": choice} for choice in control.choices]} if control.choices else {})
        for control in controls_of(request.path["id"])
    ]
    return {"Controls": controls}


_FORMS = "/applications/{id}/assets/forms"
OPERATIONS: Mapping[tuple[str, str], Operation] = {
    ("POST", "/applications/{id}/appsessions"): launch,
    ("GET", _FORMS): list_forms,
    ("GET", f"{_FORMS}/{{form}}/items"): list_form_items,
    ("GET", f"{_FORMS}/{{form}}/items/{{item}}/content"): get_form_content,
    ("POST", "/appsessions/{id}"): set_appsession_status,
    ("POST", "/projects/{id}/appresults"): create_output(PLAIN),
    ("POST", "/projects/{id}/samples"): create_output(FASTQ),
}
