"""The lists that can be watched."""

from __future__ import annotations

from typing import Any, Final

from attrs import frozen

from ..pagination.list_orders import ORDERS, ListOrder


@frozen
class WatchedList:
    """How a list is sorted, and where its items have their status.

    Attributes:
        order: Fields that it can be sorted by.
        status: Attribute of the model with the status.
        page_size: Items to ask for at a time where all of the list is read.
    """

    order: ListOrder
    status: str
    page_size: int = 500

    def status_of(self, item: Any) -> str:
        """Return an item's status as `normalized` has it, or ""."""
        return self.normalized(getattr(item, self.status, None) or "")

    def normalized(self, status: str) -> str:
        """Return a status in lower case, and in one word where the service has two."""
        lower = status.casefold()
        # The reference says Complete of datasets, and the service says Completed (observed).
        return "complete" if self.status == "upload_status" and lower == "completed" else lower


WATCHED: Final = {
    "runs": WatchedList(ORDERS["runs"], "status"),
    "appsessions": WatchedList(ORDERS["appsessions"], "execution_status"),
    "biosamples": WatchedList(ORDERS["biosamples"], "status"),
    "datasets": WatchedList(ORDERS["datasets"], "upload_status", page_size=200),
}
"""The lists by resource."""
