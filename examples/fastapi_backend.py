"""A web back end on BaseSpace: search biosamples, stream files through, stop analyses.

    uvicorn --app-dir examples --factory fastapi_backend:create_app --port 8080

Each process has one `BaseSpace` client, made when the application starts and shared by all requests: its rate limit and
retries then hold for all of them. A call to BaseSpace is given up after ten seconds, since callers wait for it.
Server and token come from `BASESPACE_ACCESS_TOKEN` and `BASESPACE_API_SERVER`. Callers act with that token, so put the
application behind your own login.

`basespace_async.fastapi` makes the client, answers BaseSpace's errors, and streams files with ranges.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import aclosing
from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, FastAPI, Query
from pydantic import BaseModel

from basespace_async import BaseSpace
from basespace_async.fastapi import (
    Client,
    FileContentResponse,
    add_exception_handlers,
    connect_by_configuration,
    lifespan,
)
from basespace_async.models import Biosample, BiosampleCompact

router = APIRouter()


class Health(BaseModel):
    """The process serves; what its client has done so far. BaseSpace is not asked."""

    status: Literal["ok"] = "ok"
    requests: int
    throttled: int


class BiosampleView(BaseModel):
    """A biosample, as callers see it."""

    id: str
    name: str
    status: str | None
    lab_status: str | None
    project: str | None
    created: datetime | None

    @classmethod
    def of(cls, biosample: Biosample | BiosampleCompact) -> BiosampleView:
        project = biosample.default_project
        return cls(
            id=biosample.id,
            name=biosample.biosample_name,
            status=biosample.status,
            lab_status=biosample.lab_status,
            project=project.name if project else None,
            created=biosample.date_created,
        )


class Found(BaseModel):
    """The first biosamples that were found, and how many there are."""

    items: list[BiosampleView]
    total: int | None


class AppSessionView(BaseModel):
    """An analysis, as callers see it."""

    id: str
    name: str
    execution_status: str


@router.get("/health")
async def health(basespace: Client) -> Health:
    return Health(requests=basespace.stats.requests, throttled=basespace.stats.throttled)


@router.get("/biosamples/search")
async def search_biosamples(
    basespace: Client,
    name: str | None = None,
    status: Literal["New", "Active", "Done", "QcFailed", "Canceled"] | None = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
) -> Found:
    pager = basespace.biosamples.list(name=name, status=status, page_size=limit)
    async with aclosing(pager.pages()) as pages:
        page = await anext(pages)
    return Found(items=[BiosampleView.of(biosample) for biosample in page], total=page.total_count)


@router.get("/biosamples/{biosample_id}")
async def get_biosample(basespace: Client, biosample_id: str) -> BiosampleView:
    return BiosampleView.of(await basespace.biosamples.get(biosample_id))


@router.post("/appsessions/{appsession_id}/stop")
async def stop_appsession(basespace: Client, appsession_id: str) -> AppSessionView:
    stopped = await basespace.appsessions.stop(appsession_id)
    status = stopped.execution_status or "Unknown"
    return AppSessionView(id=stopped.id, name=stopped.name, execution_status=status)


@router.get("/files/{file_id}/content")
async def file_content(basespace: Client, file_id: str) -> FileContentResponse:
    return FileContentResponse(basespace, file_id)


def create_app(connect: Callable[[], BaseSpace] = connect_by_configuration) -> FastAPI:
    """Make the application; `connect` makes its client when it starts."""
    app = FastAPI(title="BaseSpace back end", lifespan=lifespan(connect))
    app.include_router(router)
    add_exception_handlers(app)
    return app
