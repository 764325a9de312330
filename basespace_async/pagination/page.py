"""A page of a list, decoded item by item."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import suppress
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final, Generic, Protocol, TypeVar, cast

import msgspec
import orjson

from .._codec import converter, structs
from ..errors import DecodeError

if TYPE_CHECKING:
    from ..models import Directory

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

_MISFIT: Final = object()
Key = str | bytes
"""Identity of an item in a list: its id, or a digest of its content if it has no id."""


class ItemList(Protocol[T_co]):
    """The response model of a list operation."""

    @property
    def items(self) -> Sequence[T_co] | None:
        """Items of the page."""
        ...


class _Envelope(msgspec.Struct, rename="pascal"):
    """The undecoded parts of a list's body: finding their ends takes a tenth of the time of parsing them."""

    items: list[msgspec.Raw]
    paging: msgspec.Raw = msgspec.Raw()
    total_count: msgspec.Raw = msgspec.Raw()
    sort_by: msgspec.Raw = msgspec.Raw()
    sub_directories: msgspec.Raw = msgspec.Raw()


class _Identified(msgspec.Struct):
    """The id of an item, if it has one."""

    Id: object = None


_ENVELOPES: Final = msgspec.json.Decoder(_Envelope)
_IDENTITIES: Final = msgspec.json.Decoder(_Identified)
_UNREADABLE: Final = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
# The service writes the id first; then the rest of the object need not be read.
_ID_FIRST: Final = re.compile(rb'\s*\{\s*"Id"\s*:\s*"([\x20\x21\x23-\x5b\x5d-\x7f]+)"')


class Page(Generic[T]):
    """A page of a list. Its items are decoded as they are taken, so a large page does not block the event loop.

    Iterating raises a `DecodeError` for an item that does not match the model, or is not JSON.

    Args:
        body: Body of the response.
        item_type: Type of each item.
        offset: Offset of the page in the whole list.
        operation: Name of the operation, for errors.

    Attributes:
        item_type: Type of each item.
        offset: Offset of the page in the whole list.
        total_count: Items in the whole list; None if the service did not say.
        sort_by: Field that the service sorted by, which may differ from the requested one.
        shift: Positions by which the list moved before this page since the page before was read: positive if items
            were inserted, negative if items were deleted, 0 if nothing was noticed.

    Raises:
        DecodeError: If the body is not a list of items.

    Example:
        ```python
        async for page in basespace.biosamples.list().pages():
            print(page.offset, [biosample.id for biosample in page])
        ```
    """

    def __init__(self, body: bytes | memoryview, item_type: type[T], *, offset: int, operation: str) -> None:
        self.offset = offset
        self.total_count: int | None = None
        self._indices: Sequence[int] = ()
        envelope = _envelope(body, operation)
        # A resource list carries the paging fields itself; every other list has them in `Paging`.
        if envelope.paging:
            paging = _parsed(envelope.paging, operation, "Paging")
            if not isinstance(paging, dict):
                raise DecodeError("expected an object", operation=operation, path="$.Paging")
            total_count, sort_by = paging.get("TotalCount"), paging.get("SortBy")
        else:
            total_count = _parsed(envelope.total_count, operation, "TotalCount")
            sort_by = _parsed(envelope.sort_by, operation, "SortBy")
        self.total_count = _count(total_count, operation)
        self.sort_by: str | None = sort_by if isinstance(sort_by, str) else None
        self.shift = 0
        self._items = envelope.items
        self._sub_directories = envelope.sub_directories
        self._indices = range(len(self._items))
        self._keys: list[Key] | None = None
        self.item_type = item_type
        self._structure: Callable[[Any], T] | None = None
        self._operation = operation

    def __len__(self) -> int:
        return len(self._indices)

    def __iter__(self) -> Iterator[T]:
        for index in range(len(self._indices)):
            yield self.item(index)

    def item(self, index: int) -> T:
        """Return an item, decoded anew each time.

        Args:
            index: Index in this page.

        Raises:
            DecodeError: If it does not match the model, or is not JSON.

        Example:
            ```python
            last = page.item(len(page) - 1)
            ```
        """
        index = self._indices[index]
        structure = self._structure = self._structure or converter.hook(self.item_type)
        try:
            item: Any = structure(orjson.loads(memoryview(self._items[index])))
        except converter.MISFITS:
            item = _MISFIT
        # Outside the handler: the parser's exception holds the text, and would be kept as the context.
        return self._item(index) if item is _MISFIT else item

    def _item(self, index: int) -> T:
        """Decode an item that does not fit; the error says what is wrong, and where."""
        try:
            item = _parsed(self._items[index], self._operation, "Items", index)
            return converter.structure(item, self.item_type, operation=self._operation, path=["Items", index])
        except DecodeError as error:
            failure = error.with_traceback(None)  # its frames hold the item, with presigned links
        item = None
        raise failure

    def struct(self, index: int) -> Any:
        """Return an item as a struct, which has the attributes of the model.

        Args:
            index: Index in this page.

        Raises:
            MsgspecError, StructureError, UnicodeDecodeError, RecursionError: If `item` has to decode it; see `structs`.
        """
        return structs.decoder(cast("Hashable", self.item_type))(self._items[self._indices[index]])

    def __repr__(self) -> str:
        return f"<Page of {len(self)} items from {self.offset} of {self.total_count}>"

    @property
    def sub_directories(self) -> list[Directory]:
        """Directories next to the files of a list of files, if they were requested and the service sent any.

        Raises:
            DecodeError: If the service sent something else.
        """
        from ..models import Directory

        directories: Any = _parsed(self._sub_directories, self._operation, "SubDirectories") or []
        return converter.structure(directories, list[Directory], operation=self._operation, path=["SubDirectories"])

    @property
    def end(self) -> int:
        """Offset after the last item. A page that begins there does not overlap, and cannot show a shift."""
        return self.offset + len(self)

    def keys(self) -> list[Key]:
        """Return the identity of each item, in order."""
        if self._keys is None:
            self._keys = [_key(self._items[index]) for index in self._indices]
        return self._keys

    def only(self, indices: Sequence[int], *, shift: int = 0) -> Page[T]:
        """Return a page of some of these items.

        Args:
            indices: Indices in this page, ascending.
            shift: The new page's `shift`.
        """
        page: Page[T] = object.__new__(type(self))
        page.__dict__.update(self.__dict__)
        page._indices = [self._indices[index] for index in indices]
        page._keys = None if self._keys is None else [self._keys[index] for index in indices]
        page.offset = self.offset + (indices[0] if indices else 0)
        page.shift = shift
        return page


def _envelope(body: bytes | memoryview, operation: str) -> _Envelope:
    with suppress(*_UNREADABLE):
        return _ENVELOPES.decode(body)
    raise _misfit(converter.parse(body, operation=operation), operation)


def _misfit(parsed: Any, operation: str) -> DecodeError:
    if not isinstance(parsed, dict):
        return DecodeError("expected an object, found something else", operation=operation)
    if not isinstance(parsed.get("Items"), list):
        return DecodeError("expected a list of items", operation=operation, path="$.Items")
    return DecodeError("the body is nested too deeply", operation=operation)


def _parsed(part: msgspec.Raw, operation: str, name: str, index: int | None = None) -> Any:
    """Parse a part of the body, or an item of it; None if it is absent."""
    if not part:
        return None
    try:
        return orjson.loads(memoryview(part))
    except orjson.JSONDecodeError as error:
        problem = f"it is not JSON: {error.msg}"
    path = f"$.{name}" if index is None else f"$.{name}[{index}]"
    raise DecodeError(problem, operation=operation, path=path)


def _key(item: msgspec.Raw) -> Key:
    head = _ID_FIRST.match(item)
    if head is not None:
        return head[1].decode()
    try:
        identity = _IDENTITIES.decode(item).Id
    except _UNREADABLE:
        identity = None
    if type(identity) is int:
        return str(identity)
    return identity if identity and isinstance(identity, str) else blake2b(item, digest_size=16).digest()


def _count(value: object, operation: str) -> int | None:
    if value is None:
        return None
    if type(value) is float and value.is_integer():
        value = int(value)
    if type(value) is not int or value < 0:
        raise DecodeError("expected a count", operation=operation, path="$.Paging.TotalCount")
    return value
