"""The orders in which the lists of resources can be read."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from attrs import frozen


@frozen
class ListOrder:
    """The fields that a list can be sorted by.

    Attributes:
        steady: Field by which records do not move while the list is read.
        modified: Field with the date of their last change; None if there is none to sort by.
    """

    steady: str
    modified: str | None


ORDERS: Final = {
    "biosamples": ListOrder("Id", "DateModified"),
    "libraries": ListOrder("Id", "DateModified"),
    "runs": ListOrder("Id", None),
    "datasets": ListOrder("DateCreated", "DateModified"),
    "appsessions": ListOrder("Id", "ModifiedOn"),
}
"""The fields that each list can be sorted by."""

OVERLAP: Final = timedelta(minutes=15)
"""Margin before a date down to which changes were read, since changes become visible some time after their date."""
