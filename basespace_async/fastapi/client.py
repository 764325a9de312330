"""The client of a process, made when the application starts and given to each request."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Annotated, Any, Final, TypeAlias

from fastapi import Depends
from fastapi.requests import HTTPConnection

from ..client import BaseSpace
from ..transport import RetryPolicy

_NAME: Final = "basespace"
_MAX_CONNECTIONS: Final = 200
_MAX_RETRIES: Final = 2
_DEADLINE: Final = 10.0  # seconds; callers wait


def connect_by_configuration() -> BaseSpace:
    """Make a client as `BaseSpace()` does, which gives a call up after ten seconds."""
    retry = RetryPolicy(max_retries=_MAX_RETRIES, deadline=_DEADLINE)
    return BaseSpace(retry=retry, max_connections=_MAX_CONNECTIONS)


def lifespan(
    connect: Callable[[], BaseSpace] = connect_by_configuration,
) -> Callable[[Any], AbstractAsyncContextManager[dict[str, BaseSpace]]]:
    """Return a lifespan that makes the client when the application starts, and closes it when it ends.

    All requests share its connections, its rate limit and the rate that it has learnt.

    Args:
        connect: Makes the client. By default it is configured as `BaseSpace()`, and gives a call up after ten seconds.

    Returns:
        A lifespan for `FastAPI`. A lifespan of your own can enter it, and yield its state with more in it.

    Example:
        ```python
        app = FastAPI(lifespan=lifespan())
        ```
    """

    @asynccontextmanager
    async def opened(app: Any) -> AsyncIterator[dict[str, BaseSpace]]:
        async with connect() as basespace:
            yield {_NAME: basespace}

    return opened


def get_client(connection: HTTPConnection) -> BaseSpace:
    """Return the client of the process, as a dependency of requests and web sockets.

    Raises:
        RuntimeError: If the application has no `lifespan` of this module.

    Example:
        ```python
        @app.get("/user")
        async def user(basespace: Annotated[BaseSpace, Depends(get_client)]) -> str: ...
        ```
    """
    client: BaseSpace | None = getattr(connection.state, _NAME, None)
    if client is None:
        raise RuntimeError("the application has no client: FastAPI(lifespan=basespace_async.fastapi.lifespan())")
    return client


Client: TypeAlias = Annotated[BaseSpace, Depends(get_client)]
"""The client of the process, as an argument of an endpoint."""
