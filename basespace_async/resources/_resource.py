"""What every resource is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from ..client import BaseSpace


class Paging(TypedDict, total=False):
    """How a list is fetched; the same arguments for every list.

    offset: items to leave out at the start; 0.
    page_size: items to ask for at a time, 1 to 1,024; 500. The service may return fewer.
    concurrency: pages under way at one time; 8.
    """

    offset: int
    page_size: int
    concurrency: int


class Resource:
    """Operations of one kind of thing; a client makes it."""

    def __init__(self, client: BaseSpace) -> None:
        self._client = client
