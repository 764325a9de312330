"""Appsessions that a program carries out itself, and how they end."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, TypeVar

from basespace_openapi import models as generated
from basespace_openapi.api.analyses import (
    create_appsession,
    get_appsession,
    set_appsession_status_v1_pre_3,
    stop_appsession,
    update_appsession,
)

from .._core.parameters import ResourceId, identifier, or_unset
from .._core.refusals import is_refused
from .._util.cancellation import uninterrupted
from .._util.exception_groups import first_of
from ..errors import APIError, BaseSpaceError, PreconditionError
from ._base import Resource
from ._names import checked_name
from ._preconditions import refused_as
from ._waiting import TERMINAL

if TYPE_CHECKING:
    from .._core.requester import Requester
    from ..models import AppSession

T = TypeVar("T")

ENDING_TIMEOUT = 20.0
"""Seconds that a cancelled program waits for the service to take the end of its appsession."""
_ENDING_RULE: Final = "an appsession can only be ended by the program that carries it out, and while it runs"
_COMPLETE, _ABORTED = "Complete", "Aborted"


class AppSessionEnding(Resource):
    """The operations that end an appsession of one's own, as a base of `AppSessions`."""

    async def complete(self, appsession: ResourceId, *, summary: str | None = None) -> AppSession:
        """Complete an appsession that your own program carries out (`setAppSessionStatusV1pre3`).

        Calls `POST /v1pre3/appsessions/{id}` (client), because `ExecutionStatus` cannot be changed in version 2
        (reference); where version 1 refuses, it tries `POST /v2/appsessions/{id}` nevertheless (inferred). Neither was
        seen on the real service. Completing one that is complete does nothing.

        Args:
            appsession: Its id, or the appsession.
            summary: Text that explains the status; the web interface shows it.

        Returns:
            The appsession as it ended.

        Raises:
            PreconditionError: If it ended in another way, or the service refuses.

        Example:
            ```python
            await basespace.appsessions.complete(appsession, summary="120 samples aligned")
            ```
        """
        return await _end(self._client, identifier(appsession), _COMPLETE, summary)

    async def fail(self, appsession: ResourceId, *, summary: str) -> AppSession:
        """End an appsession that your own program carries out, and could not finish (`setAppSessionStatusV1pre3`).

        Calls `POST /v1pre3/appsessions/{id}` (client). The API has no status for a failure: the appsession becomes
        Aborted, and its summary tells why. Where version 1 refuses, it is stopped by `POST /v2/appsessions/{id}/stop`.
        Neither was seen on the real service for an appsession of one's own.

        Args:
            appsession: Its id, or the appsession.
            summary: Why it failed; the web interface shows it.

        Returns:
            The appsession as it ended.

        Raises:
            PreconditionError: If it is Complete, or the service refuses.

        Example:
            ```python
            await basespace.appsessions.fail(appsession, summary="no reads in lane 2")
            ```
        """
        return await _end(self._client, identifier(appsession), _ABORTED, summary)

    async def abort(self, appsession: ResourceId, *, summary: str | None = None) -> AppSession:
        """Abort an appsession that your own program carries out (`setAppSessionStatusV1pre3`).

        Calls `POST /v1pre3/appsessions/{id}` (client), as `fail` does. To stop an analysis of an application use
        `stop`.

        Args:
            appsession: Its id, or the appsession.
            summary: Text that explains the status; the web interface shows it.

        Returns:
            The appsession as it ended.

        Raises:
            PreconditionError: If it is Complete, or the service refuses.

        Example:
            ```python
            await basespace.appsessions.abort(appsession, summary="not needed any more")
            ```
        """
        return await _end(self._client, identifier(appsession), _ABORTED, summary)

    def running(
        self, name: str, *, properties: Mapping[str, object] | None = None, status_summary: str | None = None
    ) -> RunningAppSession:
        """Create an appsession of your own for a block of code, and end it with the block.

        Completes it at the end of the block. An exception fails it, with the exception as the summary; a cancellation
        aborts it, and waits for that for at most 20 seconds. Both go on to whoever started the block. An appsession
        that the block ended itself stays as it is. Not seen on the real service; see `complete`.

        Args:
            name: Name of the analysis.
            properties: Properties by name, such as `Input.Runs`; see `Properties.set`.
            status_summary: Text that explains the status while it runs.

        Returns:
            An asynchronous context manager that gives the `AppSession`.

        Raises:
            ConfigurationError: If the name is empty, or a property's value has no form.
            PreconditionError: If the service does not let it be completed.

        Example:
            ```python
            async with basespace.appsessions.running("alignment", properties={"Input.Projects": [project]}) as session:
                await align(session)
            ```
        """
        return RunningAppSession(self._client, checked_name("appsession", name), properties or {}, status_summary)


class RunningAppSession:
    """An appsession that runs as long as a block of code; `AppSessions.running` creates it."""

    def __init__(
        self, client: Requester, name: str, properties: Mapping[str, object], status_summary: str | None
    ) -> None:
        from ._property_values import to_write

        self._client = client
        self._body = generated.CreateAppSessionRequest(name=name, status_summary=or_unset(status_summary))
        self._properties = [to_write(name, value) for name, value in properties.items()]
        self._id = ""

    async def __aenter__(self) -> AppSession:
        creation = asyncio.create_task(create_appsession.send(self._client, body=self._body))
        try:
            session = await _shielded(creation)
            self._id = identifier(session)
            await self._describe()
        except BaseException as error:
            if not self._id and isinstance(error, asyncio.CancelledError) and _succeeded(creation):
                self._id = identifier(creation.result())
            if self._id:
                await self._end_failed(error)
            raise
        return session

    async def __aexit__(
        self, exc_type: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if error is None:
            await _shielded(asyncio.create_task(self._end_unless_ended(_COMPLETE, None)))
        else:
            await self._end_failed(error)

    async def _describe(self) -> None:
        from .properties import Properties

        if self._properties:
            await Properties(self._client, "appsession", self._id).write(self._properties)

    async def _end_failed(self, error: BaseException) -> None:
        """End the appsession for an error, to which a note is added where that is impossible."""
        cause = first_of(error)
        summary = "Cancelled"
        if isinstance(cause, Exception):
            text = str(cause)
            summary = self._client._redacted(f"Failed: {type(cause).__name__}{': ' if text else ''}{text}")
        ending = asyncio.create_task(self._end_unless_ended(_ABORTED, summary))
        try:
            if isinstance(cause, Exception):
                await _shielded(ending)
            else:
                await uninterrupted(_in_time(ending))
        except (BaseSpaceError, TimeoutError) as problem:
            reason = str(problem) or f"the service did not answer within {ENDING_TIMEOUT:g} s"
            error.add_note(f"appsession {self._id} could not be ended, and may still be Running: {reason}")

    async def _end_unless_ended(self, status: str, summary: str | None) -> None:
        """End the appsession; one that has ended, in whatever way, stays as it is."""
        try:
            await _end(self._client, self._id, status, summary)
        except PreconditionError:
            session = await get_appsession.send(self._client, self._id)
            if session.execution_status not in TERMINAL:
                raise


async def _shielded(task: asyncio.Task[T]) -> T:
    """Wait for a task; when cancelled, give it some seconds to end, and only then be cancelled."""
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        with suppress(BaseSpaceError, TimeoutError):
            await uninterrupted(_in_time(task))
        raise


async def _in_time(task: asyncio.Task[T]) -> T:
    """Wait for a task for some seconds, and then cancel it.

    Raises:
        TimeoutError: If it has not ended by then.
    """
    async with asyncio.timeout(ENDING_TIMEOUT):
        return await task


def _succeeded(task: asyncio.Task[Any]) -> bool:
    return task.done() and not task.cancelled() and task.exception() is None


async def _end(client: Requester, appsession: str, status: str, summary: str | None) -> AppSession:
    """Set the last status of an appsession, and return the appsession.

    An ending may be sent again, because the second one is refused, and the look at the appsession shows the first.
    """
    patient = client._changed(priority="background", idempotent=True)
    try:
        with refused_as(_ENDING_RULE):
            await _set_status(patient, appsession, status, summary)
    except PreconditionError:
        session = await get_appsession.send(patient, appsession)
        if session.execution_status != status:
            raise
        return session
    return await get_appsession.send(patient, appsession)


async def _set_status(client: Requester, appsession: str, status: str, summary: str | None) -> None:
    body = generated.LegacyUpdateAppSessionRequest(status=status.lower(), statussummary=or_unset(summary))
    try:
        await set_appsession_status_v1_pre_3.send(client, appsession, body=body)
    except APIError as error:
        if not is_refused(error):
            raise
        await _set_status_v2(client, appsession, status, summary)


async def _set_status_v2(client: Requester, appsession: str, status: str, summary: str | None) -> None:
    """Complete an appsession by an update, or stop it, in version 2."""
    update = generated.UpdateAppSessionRequest(status_summary=or_unset(summary))
    if status == _COMPLETE:
        update = generated.UpdateAppSessionRequest(execution_status=status, status_summary=or_unset(summary))
    else:
        await stop_appsession.send(client, appsession, body=generated.StopAppSessionRequest())
    if status == _COMPLETE or summary is not None:
        await update_appsession.send(client, appsession, body=update)
