"""Libraries, the pools that they are sequenced in, and the requests to prepare them."""

from __future__ import annotations

from typing import Any

from ..errors import UnknownIdError
from ..rules import samples
from ..serializers.samples import extended_library, library, pool, prep_request
from ..world import ids
from ..world.records import BiosampleRecord, LibraryRecord
from ..world.world import World
from .context import HandlerContext, HandlerRequest, get_record
from .pages import Selection, order, page


def library_order(world: World) -> Any:
    """Return the orders that libraries can be sorted in."""

    def project(record: LibraryRecord) -> Any:
        return world.projects[world.biosamples[record.biosample_id].project_id]

    return order(
        "Id",
        natural=["Id", "DateCreated"],
        Id=lambda record: record.position,
        Name=lambda record: record.name,
        DateCreated=lambda record: record.created,
        DateModified=lambda record: record.modified,
        ProjectName=lambda record: project(record).name,
        Biomolecule=lambda record: "DNA" if record.index % 5 else "RNA",
        Status=lambda record: record.status,
        UserOwnedBy=lambda record: world.users[project(record).owner_id].name,
    )


def pool_order(world: World) -> Any:
    """Return the orders that library pools can be sorted in."""
    return order(
        "Id",
        natural=["Id", "DateCreated"],
        Id=lambda record: record.position,
        Name=lambda record: record.name,
        UserPoolId=lambda record: record.name,
        DateCreated=lambda record: record.created,
        DateModified=lambda record: record.modified,
        Status=lambda record: record.status,
        UserOwnedBy=lambda record: world.user.name,
    )


def list_biosample_libraries(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `GET /biosamples/{id}/libraries`."""
    record = get_record(context.world.biosamples, request.path["id"], "BioSample")
    libraries = [
        library_record for library_record in (context.world.libraries.get(library_id_of(record)),) if library_record
    ]
    parts = request.query.parts
    view = lambda library_record: library(context.serializer, library_record, parts)  # noqa: E731
    return page(libraries, request.query, library_order(context.world), cap=context.cap, view=view)


def library_id_of(record: BiosampleRecord) -> str:
    """Return the id of the library of a biosample."""
    return str(ids.LIBRARY + record.position)


async def list_libraries(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `GET /libraries`."""
    world, query = context.world, request.query
    only, statuses = query.text("id"), query.several("status")
    candidates = None
    if only is not None:
        position = ids.library(only)
        candidates = [] if position is None else [position]
    admits = (lambda record: record.status in statuses) if statuses else None
    return await context.selections.page(
        world.libraries,
        query,
        library_order(world),
        Selection((only, statuses), candidates, admits),
        cap=context.cap,
        view=lambda record: library(context.serializer, record),
    )


def list_pool_libraries(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `GET /librarypools/{id}/libraries`."""
    record = get_record(context.world.pools, request.path["id"], "LibraryPool")
    members = context.world.topology.biosamples_of_pool(record.position)
    libraries = [context.world.libraries.at(position) for position in context.world.libraries.positions(members)]
    parts = request.query.parts
    view = lambda library_record: extended_library(context.serializer, library_record, parts)  # noqa: E731
    body = page(libraries, request.query, library_order(context.world), cap=context.cap, view=view)
    # The one list without a `Paging` of its own (reference).
    return {"Items": body["Items"], **body["Paging"]}


def update_pool(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `POST /librarypools/{id}`."""
    record = get_record(context.world.pools, request.path["id"], "LibraryPool")
    return pool(context.serializer, samples.update_pool(context.world, record, request.body))


def get_library(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `GET /libraries/{id}`: where the `Href` of a library leads (observed)."""
    return library(context.serializer, get_record(context.world.libraries, request.path["id"], "Library"))


async def list_pools(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `GET /librarypools` (client)."""
    query = request.query
    filters = (query.several("status"), query.several("id"))
    admits = lambda record: query.admits("status", record.status) and query.admits("id", record.id)  # noqa: E731
    return await context.selections.page(
        context.world.pools,
        query,
        pool_order(context.world),
        Selection(filters, None, admits) if any(filters) else Selection(),
        cap=context.cap,
        view=lambda record: pool(context.serializer, record),
    )


def get_pool(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `GET /librarypools/{id}`: where the `Href` of a pool leads (inferred)."""
    return pool(context.serializer, get_record(context.world.pools, request.path["id"], "LibraryPool"))


def list_prep_requests(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `GET /preprequests` (client): one of each biosample that the world begins with."""
    world = context.world
    view = lambda position: prep_request(context.serializer, world.factory.prep_request(position))  # noqa: E731
    everything = range(world.topology.biosamples)
    return page(everything, request.query, order("Id", Id=lambda position: position), cap=context.cap, view=view)


def get_prep_request(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `GET /preprequests/{id}`: where the `Href` of a prep request leads (inferred)."""
    record = context.world.prep_request(request.path["id"])
    if record is None:
        raise UnknownIdError("PrepRequest")
    return prep_request(context.serializer, record)
