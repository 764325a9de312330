"""A web back end on BaseSpace: search biosamples, stream files through, stop analyses.

    uvicorn --app-dir examples --factory fastapi_backend:create_app --port 8080

Each process has one `BaseSpace` client, made when the application starts and shared by all requests: its rate limit and
retries then hold for all of them. A call to BaseSpace is given up after ten seconds, since callers wait for it.
Server and token come from `BASESPACE_ACCESS_TOKEN` and `BASESPACE_API_SERVER`. Callers act with that token, so put the
application behind your own login.

What BaseSpace's errors become:

    400  an argument is invalid (ConfigurationError)
    404  there is no such thing (NotFoundError), or it is not ours (PermissionDeniedError): BaseSpace does not tell
         these apart, and callers need not know which ids exist
    409  a rule of BaseSpace forbids it (PreconditionError, ConflictError)
    502  BaseSpace failed (ServerError, ConnectionLostError), sent what cannot be read (DecodeError), or refused our
         token (AuthenticationError), which no caller can help
    503  BaseSpace serves no more requests for now (RateLimitError, ServerError 503), with Retry-After where it says for
         how long; or it was not reached. Nothing was done, and the request can be repeated
    504  BaseSpace took too long (TransportTimeoutError)
"""

from __future__ import annotations

import logging
import math
import re
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal
from urllib.parse import quote

from fastapi import APIRouter, Depends, FastAPI, Header, HTTPException, Query, Request
from fastapi.responses import JSONResponse, StreamingResponse
from pydantic import BaseModel

from basespace_async import (
    BaseSpace,
    BaseSpaceError,
    ConfigurationError,
    ConflictError,
    NotFoundError,
    PermissionDeniedError,
    PreconditionError,
    RateLimitError,
    RetryPolicy,
    ServerError,
    TransportError,
    TransportTimeoutError,
)
from basespace_async.downloads import ContentStream
from basespace_async.models import Biosample, BiosampleCompact, File

logger = logging.getLogger("basespace_backend")
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


def client_of(request: Request) -> BaseSpace:
    """Return the process's client."""
    client: BaseSpace = request.state.basespace
    return client


Client = Annotated[BaseSpace, Depends(client_of)]


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


def wanted_bytes(header: str, size: int) -> range | None:
    """Return the bytes that a Range header asks for; None for all, also where it cannot be read (RFC 9110, 14.2)."""
    found = re.fullmatch(r"bytes=([0-9]{0,18})-([0-9]{0,18})", header, re.IGNORECASE)
    if found is None or not (found[1] or found[2]):
        return None
    if not found[1]:
        wanted = range(max(0, size - int(found[2])), size)
    elif found[2] and int(found[2]) < int(found[1]):
        return None
    else:
        wanted = range(int(found[1]), min(int(found[2]) + 1, size) if found[2] else size)
    if not wanted:
        raise HTTPException(416, "the file has no such bytes", headers={"Content-Range": f"bytes */{size}"})
    return wanted


@dataclass
class Content:
    """Content that is ready to be sent; `wanted` is None for all of it."""

    file: File
    stream: ContentStream
    wanted: range | None


async def opened_content(
    basespace: Client,
    file_id: str,
    range_header: Annotated[str | None, Header(alias="Range")] = None,
    if_range: Annotated[str | None, Header()] = None,
    if_none_match: Annotated[str | None, Header()] = None,
) -> AsyncIterator[Content]:
    """Open what is asked for; it is closed after the response, and at once where the client goes away before."""
    file = await basespace.files.get(file_id)
    etag = f'"{file.etag}"' if file.etag else None
    if etag and if_none_match == etag:
        raise HTTPException(304, headers={"ETag": etag})
    wanted = None
    if range_header and file.size and if_range in (None, etag):
        wanted = wanted_bytes(range_header, file.size)
    start, stop = (wanted.start, wanted.stop) if wanted else (0, None)
    async with basespace.files.open(file, start=start, stop=stop) as stream:
        yield Content(file, stream, wanted)


@router.get("/files/{file_id}/content", response_class=StreamingResponse)
async def file_content(content: Annotated[Content, Depends(opened_content)]) -> StreamingResponse:
    file, stream, wanted = content.file, content.stream, content.wanted
    headers = {
        "Accept-Ranges": "bytes",
        "Content-Type": file.content_type or "application/octet-stream",
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.name or '', safe='')}",
    }
    if file.etag:
        headers["ETag"] = f'"{file.etag}"'
    if stream.size is not None:
        headers["Content-Length"] = str(stream.size)
    if wanted:
        headers["Content-Range"] = f"bytes {wanted.start}-{wanted.stop - 1}/{file.size}"
    # A piece is read when the one before has been sent: a slow client slows the object store down, and fills no memory.
    return StreamingResponse(stream.iter_bytes(), 206 if wanted else 200, headers)


def explained(error: BaseSpaceError) -> tuple[int, str]:
    """Return status and text of the answer where BaseSpace failed; see the table at the top."""
    match error:
        case ConfigurationError():
            return 400, str(error)
        case NotFoundError() | PermissionDeniedError():
            return 404, "there is no such thing"
        case PreconditionError(rule=rule):
            return 409, rule
        case ConflictError():
            return 409, "BaseSpace does not allow this"
        case RateLimitError() | ServerError(status=503) | TransportError(request_sent=False):
            return 503, "BaseSpace is busy or not reached; try again later"
        case TransportTimeoutError():
            return 504, "BaseSpace took too long"
    return 502, "BaseSpace failed"


async def answer_error(request: Request, error: BaseSpaceError) -> JSONResponse:
    """Answer where BaseSpace failed; what concerns us and not the caller stays in the log."""
    logger.warning("%s %s: %s", request.method, request.url.path, error)
    status, detail = explained(error)
    wait = getattr(error, "retry_after", None)
    headers = {} if wait is None else {"Retry-After": str(math.ceil(wait))}
    return JSONResponse({"detail": detail, "request_id": getattr(error, "request_id", "")}, status, headers)


def connect_by_environment() -> BaseSpace:
    return BaseSpace.from_env(retry=RetryPolicy(max_retries=2, deadline=10), max_connections=200)


def create_app(connect: Callable[[], BaseSpace] = connect_by_environment) -> FastAPI:
    """Make the application; `connect` makes its client when it starts."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[dict[str, BaseSpace]]:
        async with connect() as basespace:
            yield {"basespace": basespace}

    app = FastAPI(title="BaseSpace back end", lifespan=lifespan)
    app.include_router(router)
    app.exception_handler(BaseSpaceError)(answer_error)
    return app
