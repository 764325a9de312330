"""The arguments and results of handlers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Literal, Protocol, TypeVar, get_args

from attrs import frozen

from ..errors import UnknownIdError
from ..queries import Body, Query
from ..serializers.context import SerializerContext
from ..world.blobs import Blob
from ..world.records import FileRecord
from ..world.world import World
from .pages import Selections

T = TypeVar("T")
UploadWay = Literal["v2", "v1pre3", "presigned", "credentials"]
"""Ways of uploading: parts through the API in either version, presigned links, credentials of the object store."""
UPLOAD_WAYS: tuple[UploadWay, ...] = get_args(UploadWay)


class ObjectLinks(Protocol):
    """Where programs put objects themselves.

    Attributes:
        root: Address of the object store.
        seconds: Seconds until links and credentials expire.
    """

    root: str
    seconds: int
    bucket: str
    region: str
    encryption: str

    def single(self, key: str) -> str:
        """Make a link for a whole object."""
        ...

    def part(self, key: str, upload_id: str, number: int) -> tuple[str, str, str]:
        """Make the template of links for parts, and the time and the signature of one."""
        ...


@frozen
class HandlerContext:
    """What all handlers share.

    Attributes:
        serializer: World, and the address that links begin with.
        selections: Recent lists of the world.
        link: Function that makes a link to a file's content in the object store.
        cap: Maximum number of items of a page; `file_cap` for a page of files.
        revoke: Function that ends the access token.
        object_links: Links for uploads to the object store.
        upload_ways: Ways of uploading that are served.
    """

    serializer: SerializerContext
    selections: Selections
    link: Callable[[FileRecord], str]
    object_links: ObjectLinks
    cap: int
    file_cap: int
    revoke: Callable[[], object] = lambda: None
    upload_ways: frozenset[UploadWay] = frozenset(UPLOAD_WAYS)

    @property
    def world(self) -> World:
        """Return the world that is served."""
        return self.serializer.world


class Received(Protocol):
    """The bytes of a request, which a handler may receive.

    Attributes:
        fields: Fields of a form beside its file, by name; after `receive`.
    """

    fields: dict[str, str]

    @property
    def media_type(self) -> str:
        """Return the media type."""
        ...

    async def json(self) -> Body:
        """Receive a small body of JSON."""
        ...

    async def receive(self, most: int) -> Blob:
        """Receive at most so many bytes."""
        ...


@frozen
class HandlerRequest:
    """A request, taken apart, with the kinds of faults that strike it."""

    path: Mapping[str, str]
    query: Query
    body: Body
    received: Received
    faults: frozenset[str] = frozenset()


@frozen
class HandlerResult:
    """An answer of another status than 200; without a body where that is None."""

    status: int
    body: Any = None


Operation = Callable[[HandlerContext, HandlerRequest], Any | Awaitable[Any]]


def get_record(records: Mapping[str, T], record_id: str, resource: str) -> T:
    """Return the record of an id.

    Raises:
        UnknownIdError: If there is none.
    """
    record = records.get(record_id)
    if record is None:
        raise UnknownIdError(resource)
    return record
