"""What v1pre3 serves beside a user's data: applications, genomes, kits, libraries, subjects and the token."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..errors import UnknownIdError
from ..serializers import v1pre3 as views
from ..serializers.analyses import application
from ..serializers.samples import KIT
from .applications import APPLICATIONS, versions_page
from .context import HandlerContext, HandlerRequest, Operation, get_record
from .pages import order, page


def list_applications(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `GET /applications`."""
    view = lambda record: application(context.serializer, record)  # noqa: E731
    return page(context.world.applications.values(), request.query, APPLICATIONS, cap=context.cap, view=view)


def get_application(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `GET /applications/{id}`."""
    record = get_record(context.world.applications, request.path["id"], "Application")
    return application(context.serializer, record)


def list_agreements(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `GET /applications/{id}/agreements`: applications of the simulator ask for none."""
    get_application(context, request)
    return page([], request.query, APPLICATIONS, cap=context.cap, view=lambda record: record)


def get_library(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `GET /libraries/{id}`."""
    record = get_record(context.world.libraries, request.path["id"], "Library")
    return views.older_library(context.serializer, context.world.biosamples[record.biosample_id])


def get_biological_sample(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `GET /biologicalsamples/{id}`."""
    record = get_record(context.world.biosamples, request.path["id"], "BioSample")
    return views.biological_sample(context.serializer, record)


def _constant(view: Any, resource: str) -> Operation:
    """Return the handler of a resource of which there is one only."""

    def single(context: HandlerContext, request: HandlerRequest) -> Any:
        if request.path["id"] != view["Id"]:
            raise UnknownIdError(resource)
        return view

    return single


def list_genomes(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `GET /genomes`."""
    return page([views.GENOME], request.query, order("Id", Id=lambda view: view["Id"]), cap=context.cap, view=dict)


def get_token(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `GET /oauthv2/token/current`: whose the token is, and what it may do."""
    view = application(context.serializer, next(iter(context.world.applications.values())))
    owner = views.older_full_user(context.serializer, context.world.user)
    return {"Scopes": ["read global", "write global"], "UserResourceOwner": owner, "Application": view}


def list_annotations(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `GET /genomes/{id}/annotations`: the simulator's genome has none."""
    return page([], request.query, APPLICATIONS, cap=context.cap, view=lambda record: record)


def get_subject(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `GET /subjects/{id}`: who a biosample that was changed names."""
    biosamples, key = context.world.biosamples, request.path["id"]
    if all(biosamples.at(position).subject_id != key for position in biosamples.joined_or_changed()):
        raise UnknownIdError("Subject")
    return {"Id": key, "Href": f"v1pre3/subjects/{key}"}


OPERATIONS: Mapping[tuple[str, str], Operation] = {
    ("GET", "/applications"): list_applications,
    ("GET", "/applications/{id}"): get_application,
    ("GET", "/applications/{id}/agreements"): list_agreements,
    ("GET", "/applications/{id}/versions"): versions_page,
    ("GET", "/biologicalsamples/{id}"): get_biological_sample,
    ("GET", "/genomes"): list_genomes,
    ("GET", "/genomes/{id}"): _constant(views.GENOME, "Genome"),
    ("GET", "/genomes/{id}/annotations"): list_annotations,
    ("GET", "/libraries/{id}"): get_library,
    ("GET", "/libraryprepkits/{id}"): _constant(KIT, "LibraryPrepKit"),
    ("GET", "/oauthv2/token/current"): get_token,
    ("GET", "/subjects/{id}"): get_subject,
}
