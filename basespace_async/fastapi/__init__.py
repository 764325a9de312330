"""BaseSpace in a FastAPI application: one client for each process, its errors as answers, files streamed through.

    from fastapi import FastAPI

    from basespace_async.fastapi import Client, FileContentResponse, add_exception_handlers, lifespan

    app = FastAPI(lifespan=lifespan())
    add_exception_handlers(app)

    @app.get("/files/{file_id}")
    async def content(client: Client, file_id: str) -> FileContentResponse:
        return FileContentResponse(client, file_id)

It needs the extra `basespace-async[fastapi]`, which is imported when a name is first used.

    client        the client of a process, and the dependency that gives it to a request
    errors        what errors of this package become
    files         the content of a file as a response, with ranges
"""

from __future__ import annotations

from typing import Any

from .._lazy import attach
from ..errors import ConfigurationError

_import, __dir__, __all__ = attach(__name__, __file__)


def __getattr__(name: str) -> Any:
    try:
        return _import(name)
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("fastapi", "starlette"):
            raise
        raise ConfigurationError("this needs FastAPI: pip install 'basespace-async[fastapi]'") from error
