"""Reads of v1pre3, which older programs use, and where the links in v2 lead."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..errors import UnknownIdError
from ..rules.projects import own_project
from ..serializers import v1pre3 as views
from ..serializers.analyses import older_appsession
from ..serializers.sequencing import run
from ..world import ids
from ..world.factory import FASTQ
from ..world.records import AppSessionRecord, DatasetRecord, FileRecord, UserRecord
from . import object_uploads, search, sequencing, uploads, v1pre3_analyses, v1pre3_catalog
from .appsessions import session_order
from .context import HandlerContext, HandlerRequest, HandlerResult, Operation, get_record
from .datasets import candidates_of_project, candidates_of_runs
from .files import FILES, filter_of
from .pages import Selection, order, page
from .v1pre3_properties import Find, no_properties, property_operations

PROJECTS = order(
    "Id",
    Id=lambda record: int(record.id),
    Name=lambda record: record.name,
    DateCreated=lambda record: record.created,
    DateModified=lambda record: record.modified,
    TotalSize=lambda record: int(record.id),
)
DATASETS = order(
    "Id",
    natural=["Id", "DateCreated"],
    Id=lambda record: record.position,
    Name=lambda record: record.name,
    DateCreated=lambda record: record.created,
)


def _user(context: HandlerContext, request: HandlerRequest) -> UserRecord:
    key = request.path["user"]
    return context.world.user if key.lower() == "current" else get_record(context.world.users, key, "User")


def get_user(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `GET /users/{user}`."""
    return views.older_full_user(context.serializer, _user(context, request))


def list_projects(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `GET /users/{user}/projects`: what the user can read; of another user what that one shares (inferred)."""
    user, name = _user(context, request), request.query.text("name")
    records = [
        project
        for project in context.world.projects.values()
        if name in (None, project.name) and user.id in (context.world.user.id, project.owner_id)
    ]
    view = lambda record: views.older_project(context.serializer, record)  # noqa: E731
    return page(records, request.query, PROJECTS, cap=context.cap, view=view)


async def list_runs(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `GET /users/{user}/runs`; other users share none."""
    is_own = _user(context, request) == context.world.user
    view = lambda record: run(context.serializer, record)  # noqa: E731
    return await sequencing.runs_page(context, request, view, candidates=None if is_own else [])


async def list_appsessions(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `GET /users/{user}/appsessions`; other users share none."""
    user, statuses = _user(context, request), request.query.several("status")
    candidates: list[int] | None = None if user == context.world.user else []
    admits = (lambda record: record.execution_status in statuses) if statuses else None
    return await context.selections.page(
        context.world.appsessions,
        request.query,
        session_order(context.serializer),
        Selection((user.id, statuses), candidates, admits),
        cap=context.cap,
        view=lambda record: older_appsession(context.serializer, record),
    )


def _appsession(context: HandlerContext, request: HandlerRequest) -> AppSessionRecord:
    return get_record(context.world.appsessions, request.path["id"], "AppSession")


def get_appsession(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `GET /appsessions/{id}`."""
    return views.older_full_appsession(context.serializer, _appsession(context, request))


def get_project(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `GET /projects/{id}`."""
    record = get_record(context.world.projects, request.path["id"], "Project")
    return views.older_full_project(context.serializer, record)


def create_project(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `POST /projects`: make a project, or answer with the user's one of that name (client)."""
    record, is_new = own_project(context.world, request.body.text("Name"), request.body.text("Description"))
    return HandlerResult(201 if is_new else 200, views.older_full_project(context.serializer, record))


def _datasets_of_project(*, samples: bool) -> Operation:
    """Return the handler of a project's samples, or of its app results."""

    async def listed(context: HandlerContext, request: HandlerRequest) -> Any:
        project = get_record(context.world.projects, request.path["id"], "Project")

        def admits(record: DatasetRecord) -> bool:
            return record.project_id == project.id and views.is_sample(record) is samples

        candidates = candidates_of_project(context.world, project.id)
        return await _datasets_page(context, request, Selection((project.id, samples), candidates, admits))

    return listed


async def list_run_samples(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `GET /runs/{id}/samples`."""
    run_id = sequencing.find_run(context, request).id

    def admits(record: DatasetRecord) -> bool:
        return record.run_id == run_id and views.is_sample(record)

    candidates = candidates_of_runs(context.world, [run_id])
    return await _datasets_page(context, request, Selection((run_id,), candidates, admits))


def _datasets_of_appsession(*, samples: bool) -> Operation:
    """Return the handler of an analysis's samples, or of its app results."""

    async def listed(context: HandlerContext, request: HandlerRequest) -> Any:
        record = _appsession(context, request)
        outputs = [
            dataset.position for dataset in context.world.outputs_of(record) if views.is_sample(dataset) is samples
        ]
        return await _datasets_page(context, request, Selection((record.id, samples), outputs))

    return listed


def list_project_files(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `GET /projects/{id}/files`: those of all its samples and app results."""
    project = get_record(context.world.projects, request.path["id"], "Project")
    table = context.world.datasets
    datasets = map(table.at, table.positions(candidates_of_project(context.world, project.id)))
    files = [
        file
        for dataset in datasets
        if dataset.project_id == project.id
        for file in context.world.files.of_dataset(dataset)
    ]
    return _files_page(context, request, tuple(files))


async def _datasets_page(context: HandlerContext, request: HandlerRequest, selection: Selection) -> Any:
    view = lambda record: views.compact(context.serializer, record)  # noqa: E731
    table = context.world.datasets
    return await context.selections.page(table, request.query, DATASETS, selection, cap=context.cap, view=view)


def _sample(context: HandlerContext, request: HandlerRequest) -> DatasetRecord:
    return _dataset(context, ids.sample(request.path["id"]), "Sample", is_fastq=True)


def _app_result(context: HandlerContext, request: HandlerRequest) -> DatasetRecord:
    return _dataset(context, ids.app_result(request.path["id"]), "AppResult", is_fastq=False)


def _dataset(context: HandlerContext, position: int | None, resource: str, *, is_fastq: bool) -> DatasetRecord:
    datasets = context.world.datasets
    there = [] if position is None else [datasets.at(index) for index in datasets.positions([position])]
    if not there or (there[0].type_id == FASTQ) is not is_fastq:
        raise UnknownIdError(resource)
    return there[0]


def _file(context: HandlerContext, request: HandlerRequest) -> FileRecord:
    return get_record(context.world.files, request.path["id"], "File")


def get_file(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `GET /files/{id}`."""
    return views.full_file(context.serializer, _file(context, request))


def list_run_files(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `GET /runs/{id}/files`."""
    return _files_page(context, request, context.world.files.of_run(sequencing.find_run(context, request)))


def _files_page(context: HandlerContext, request: HandlerRequest, files: tuple[FileRecord, ...]) -> Any:
    direct = request.query.flag("filehrefcontentresolution")

    def view(record: FileRecord) -> Any:
        return views.older_file(context.serializer, record, context.link(record) if direct else None)

    admitted = filter(filter_of(request.query, "recursive"), files)
    return page(admitted, request.query, FILES, cap=context.file_cap, view=view)


def get_run(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `GET /runs/{id}`."""
    return views.full_run(context.serializer, sequencing.find_run(context, request))


def _full_dataset(find: Find) -> Operation:
    return lambda context, request: views.full(context.serializer, find(context, request))


def _files_of_dataset(find: Find) -> Operation:
    return lambda context, request: _files_page(
        context, request, context.world.files.of_dataset(find(context, request))
    )


NEWER_OPERATIONS: Mapping[tuple[str, str], Operation] = {
    ("POST", "/appresults/{id}/files"): uploads.add_file(_app_result, "v2"),
    **object_uploads.both("/appresults/{id}/file-upload-info", _app_result),
    **object_uploads.both("/samples/{id}/file-upload-info", _sample),
}
"""What v2 takes under the ids of v1pre3."""
OPERATIONS: Mapping[tuple[str, str], Operation] = {
    ("GET", "/runs/{id}/direct-upload-info"): object_uploads.credentials(sequencing.find_run),
    ("POST", "/runs/{id}/direct-upload-info"): object_uploads.register(sequencing.find_run, is_older=True),
    ("GET", "/appresults/{id}"): _full_dataset(_app_result),
    ("GET", "/appresults/{id}/files"): _files_of_dataset(_app_result),
    ("GET", "/appsessions/{id}"): get_appsession,
    ("GET", "/appsessions/{id}/appresults"): _datasets_of_appsession(samples=False),
    ("GET", "/appsessions/{id}/samples"): _datasets_of_appsession(samples=True),
    ("GET", "/files/{id}"): uploads.file_or_upload("v1pre3", get_file),
    **uploads.file_operations("v1pre3"),
    ("POST", "/appresults/{id}/files"): uploads.add_file(_app_result, "v1pre3"),
    ("POST", "/runs/{id}/files"): uploads.add_file(sequencing.find_run, "v1pre3"),
    ("POST", "/samples/{id}/files"): uploads.add_file(_sample, "v1pre3"),
    ("POST", "/projects"): create_project,
    ("GET", "/projects/{id}"): get_project,
    ("GET", "/projects/{id}/appresults"): _datasets_of_project(samples=False),
    ("GET", "/projects/{id}/files"): list_project_files,
    ("GET", "/projects/{id}/samples"): _datasets_of_project(samples=True),
    ("GET", "/runs/{id}"): get_run,
    ("GET", "/runs/{id}/files"): list_run_files,
    ("GET", "/runs/{id}/samples"): list_run_samples,
    ("GET", "/runs/{id}/sequencingstats"): sequencing.get_run_statistics,
    ("GET", "/search"): search.search,
    ("GET", "/samples/{id}"): _full_dataset(_sample),
    ("GET", "/samples/{id}/files"): _files_of_dataset(_sample),
    ("GET", "/users/{user}"): get_user,
    ("GET", "/users/{user}/appsessions"): list_appsessions,
    ("GET", "/users/{user}/projects"): list_projects,
    ("GET", "/users/{user}/runs"): list_runs,
    **v1pre3_analyses.OPERATIONS,
    **v1pre3_catalog.OPERATIONS,
    **property_operations("appresults", _app_result, views.dataset_properties),
    **property_operations("appsessions", _appsession, views.session_properties),
    **property_operations("files", _file, no_properties),
    **property_operations("projects", get_project, no_properties),
    **property_operations("runs", sequencing.find_run, views.run_properties),
    **property_operations("samples", _sample, views.dataset_properties),
}
