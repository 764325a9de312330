"""How an endpoint module meets the program that sends its requests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Generic, Protocol, TypeVar, cast

from attrs import Factory, frozen

from . import models
from .types import UNSET, CommaSeparated, Model, Unset

ResultT = TypeVar("ResultT")
ResultT_co = TypeVar("ResultT_co", covariant=True)


@frozen(slots=False)  # made for each call, and quicker to make without slots
class Request(Generic[ResultT_co]):
    """One call of an operation: everything that is sent, and the name of what comes back.

    Attributes:
        operation: operationId in the document.
        method: HTTP method, upper case.
        path: percent-encoded path below the API's root, with a leading slash; one of another version begins with it.
        result: name of the result's model, or "" for an operation that returns nothing.
        result_optional: whether the service may answer without a result, which is then None.
        query: query values by their names on the wire; an absent value is `UNSET` and is not sent.
        body: a model, which is sent as JSON, or the bytes of a file.
        wrapped: whether the service wraps the result in `Response`.
    """

    operation: str
    method: str
    path: str
    result: str
    query: Mapping[str, str | int | bool | CommaSeparated | list[Any] | Unset] = Factory(dict)
    body: Model | bytes | Unset = UNSET
    result_optional: bool = False
    wrapped: bool = False

    @property
    def result_type(self) -> type[ResultT_co]:
        """The result's model; its module is imported when it is first asked for."""
        return cast("type[ResultT_co]", getattr(models, self.result) if self.result else type(None))


class Client(Protocol):
    """Sends a request, decodes the answer and raises for an error status."""

    async def call(self, request: Request[ResultT], /) -> ResultT: ...
