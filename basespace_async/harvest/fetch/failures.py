"""What a harvest could not read: noted, told and left for the next one, while everything else goes on."""

from __future__ import annotations

import logging
from collections import Counter
from typing import TYPE_CHECKING, Final

from ...errors import (
    APIError,
    AuthenticationError,
    BaseSpaceError,
    ConfigurationError,
    DecodeError,
    HarvestError,
    LoginError,
    RateLimitError,
    ServerError,
    TransportError,
)
from ..report import HarvestFailure

if TYPE_CHECKING:
    from ...client import BaseSpace

logger = logging.getLogger("basespace_async.harvest")

MAX_KEPT: Final = 1000
"""Failures of a table that are kept and logged; the others are counted, so that memory is bounded."""


def ends_all(error: BaseSpaceError) -> bool:
    """Return whether the error would stop everything else too."""
    return isinstance(error, AuthenticationError | ConfigurationError | HarvestError | LoginError)


def may_be_the_records(error: BaseSpaceError) -> bool:
    """Return whether a single record can be the cause that a page of many cannot be read."""
    return isinstance(error, DecodeError | ServerError | TransportError)


def may_be_an_outage(error: BaseSpaceError) -> bool:
    """Return whether the service may be gone, so that the next request fails, too."""
    return isinstance(error, RateLimitError | ServerError | TransportError)


async def is_there(basespace: BaseSpace) -> bool:
    """Return whether the service answers at all."""
    try:
        await basespace.users.current()
    except BaseSpaceError as error:
        if ends_all(error):
            raise
        return isinstance(error, APIError) and not may_be_an_outage(error)
    return True


class Failures:
    """The tables and records that could not be harvested."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.kept: list[HarvestFailure] = []
        self._known: set[tuple[str, str | None]] = set()

    def add(self, table: str, record: str | None, error: BaseSpaceError) -> None:
        """Note a failure, and log it.

        Args:
            table: Name of the table.
            record: Id of the record, "" if it has none; None for the table, or the rest of it.
            error: Why it failed.
        """
        if record and self.has(table, record):
            return
        self.counts[table] += 1
        if self.counts[table] <= MAX_KEPT or not record:
            self._known.add((table, record))
        if self.counts[table] > MAX_KEPT and record is not None:
            return
        self.kept.append(HarvestFailure(table, record, error))
        logger.warning("%r was not harvested: %s", self.kept[-1].name, error)

    def has(self, table: str, record: str | None = None) -> bool:
        """Return whether a record failed; without one, whether the table did, or the rest of it."""
        return (table, record) in self._known
