"""Creation of what an upload goes to, once: what an earlier call created, or may have created, is found again."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from .._core.parameters import HasId, identifier
from .._util.tasks import in_thread
from ..errors import APIError, PreconditionError, ServerError, TransportError

if TYPE_CHECKING:
    from .journal import UploadJournal

_ATTEMPTS = 3
_POLLS = (0.0, 0.5, 1.5, 3.0, 5.0)
"""Seconds before each look for what may have been created; lists show it some seconds later (client)."""


async def create_once(
    journal: UploadJournal,
    name: str,
    create: Callable[[], Awaitable[HasId]],
    find: Callable[[], Awaitable[HasId | None]],
) -> str:
    """Create something, unless the journal has its id, or it is found where the last answer was lost.

    Args:
        journal: Journal of the upload.
        name: Name of it in the journal.
        create: Creates it.
        find: Returns what a call of `create` made, or None.

    Returns:
        Its id.

    Raises:
        BaseSpaceError: If it cannot be created.
    """
    if name in journal.created:
        return journal.created[name]
    for is_last in (*[False] * (_ATTEMPTS - 1), True):
        if name in journal.creating and (resource := await _look(find)) is not None:
            return await _created(journal, name, resource)
        await in_thread(journal.add, {"creating": name})
        try:
            created = await create()
        except (TransportError, ServerError):
            if is_last:
                raise
        except (APIError, PreconditionError):
            await in_thread(journal.add, {"not_created": name})
            raise
        else:
            return await _created(journal, name, created)
    raise AssertionError  # the last attempt returned or raised


async def _created(journal: UploadJournal, name: str, created: HasId) -> str:
    await in_thread(journal.add, {"created": name, "id": identifier(created)})
    return identifier(created)


async def _look(find: Callable[[], Awaitable[HasId | None]]) -> HasId | None:
    for seconds in _POLLS:
        await asyncio.sleep(seconds)
        if (resource := await find()) is not None:
            return resource
    return None
