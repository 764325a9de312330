"""The lists that can be watched."""

from __future__ import annotations

from typing import Any, Final

from attrs import frozen


@frozen
class WatchedList:
    """How a list is sorted, and where its items have their status.

    Attributes:
        steady: Field to sort by under which items do not move while the list is read.
        modified: Field to sort by with the date of the last change; None if the service sorts by none.
        status: Attribute of the model with the status.
        page_size: Items to ask for at a time where all of the list is read.
    """

    steady: str
    modified: str | None
    status: str
    page_size: int = 500

    def status_of(self, item: Any) -> str:
        """Return an item's status in lower case, or ""."""
        status = (getattr(item, self.status, None) or "").casefold()
        # The reference says Complete of datasets, and the service says Completed (observed).
        return "complete" if self.status == "upload_status" and status == "completed" else status


WATCHED: Final = {
    "runs": WatchedList("Id", None, "status"),
    "appsessions": WatchedList("Id", "ModifiedOn", "execution_status"),
    "biosamples": WatchedList("Id", "DateModified", "status"),
    "datasets": WatchedList("DateCreated", "DateModified", "upload_status", page_size=200),
}
"""The lists by resource, as `harvest.fetch.list_sync.ORDERS` has their orders."""
