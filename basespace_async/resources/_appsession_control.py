"""Looking at appsessions, stopping them, and waiting for their end."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from basespace_openapi import models as generated
from basespace_openapi.api.analyses import get_appsession, stop_appsession

from .._core.parameters import ResourceId, bool_text, identifier, or_unset
from ._base import Resource
from ._batch import Outcomes, distinct_ids, each
from ._preconditions import check_state, known, refused_as
from ._waiting import ABORTABLE, POLL_INTERVAL, OnPoll, wait_until_terminal

if TYPE_CHECKING:
    from ..models import AppSession, AppSessionInclude

STOP_RULE = "an appsession can only be stopped while it is Running or Pending"


class AppSessionControl(Resource):
    """The part of `AppSessions` that follows an analysis to its end."""

    async def get(
        self,
        appsession: ResourceId,
        *,
        include: AppSessionInclude | None = None,
        show_hidden_items: bool | None = None,
    ) -> AppSession:
        """One appsession, in full (`getAppSession`).

        Args:
            appsession: its id, or the appsession from a list.
            include: Children or Logs.
            show_hidden_items: whether hidden items are shown.

        Raises:
            PermissionDeniedError: it is not yours, or there is none of that id (observed).

        Example:
            appsession = await basespace.appsessions.get("110000001")
        """
        return await get_appsession.send(
            self._client,
            identifier(appsession),
            include=or_unset(include),
            show_hidden_items=bool_text(show_hidden_items),
        )

    async def stop(self, appsession: ResourceId) -> AppSession:
        """End an analysis early (`stopAppSession`): Running becomes Aborted, Pending becomes Canceled (reference).

        Sent once: a POST that got no answer is not repeated. After a TransportError, `get` tells what became of it.

        Args:
            appsession: its id, or the appsession from a list.

        Returns:
            The appsession as it is then; it may take a while to stop.

        Raises:
            PreconditionError: it is neither Running nor Pending, as far as is known, or by the service's refusal.

        Example:
            await basespace.appsessions.stop(appsession)
        """
        check_state(execution_status_of(appsession), ABORTABLE, STOP_RULE)
        with refused_as(STOP_RULE):
            return await stop_appsession.send(
                self._client, identifier(appsession), body=generated.StopAppSessionRequest()
            )

    async def stop_many(self, appsessions: Iterable[ResourceId], *, concurrency: int = 8) -> Outcomes[AppSession]:
        """End many analyses early (`stopAppSession` for each); what cannot be stopped keeps no other from it.

        Args:
            appsessions: ids, or appsessions from a list; each is stopped once.
            concurrency: requests under way at one time.

        Returns:
            The appsessions, or errors, by id.

        Raises:
            ConfigurationError: an id is empty, or the concurrency is less than 1.

        Example:
            running = await basespace.appsessions.list(execution_status="Running").collect()
            stopped = await basespace.appsessions.stop_many(running)
        """
        given_ones = [appsessions] if isinstance(appsessions, str) else [*appsessions]
        ids = distinct_ids(given_ones)
        resources = {identifier(one): one for one in given_ones}
        return await each(ids, lambda one: self.stop(resources[one]), concurrency=concurrency)

    async def wait(
        self,
        appsession: ResourceId,
        *,
        poll_interval: float = POLL_INTERVAL,
        deadline: float | None = None,
        on_poll: OnPoll | None = None,
    ) -> AppSession:
        """Wait until an analysis has ended (`getAppSession`, again and again).

        Complete, Aborted, Canceled and TimedOut are ends; every other status, also one that is not known, counts as
        running (inferred).

        Args:
            appsession: its id, or the appsession from a list.
            poll_interval: seconds between two looks.
            deadline: seconds to wait at most, or None.
            on_poll: called with the appsession after each look; a function or a coroutine function.

        Returns:
            The appsession as it ended, whatever its end: look at `execution_status`.

        Raises:
            WaitTimeoutError: it had not ended by the deadline; `last` is the appsession as it was last seen.
            ConfigurationError: an interval or a deadline is out of range.

        Example:
            ended = await basespace.appsessions.wait(appsession, deadline=6 * 3600, on_poll=show)
            assert ended.execution_status == "Complete"
        """
        return await wait_until_terminal(
            lambda: self.get(appsession), poll_interval=poll_interval, deadline=deadline, on_poll=on_poll
        )

    async def stop_and_wait(
        self,
        appsession: ResourceId,
        *,
        poll_interval: float = POLL_INTERVAL,
        deadline: float | None = None,
        on_poll: OnPoll | None = None,
    ) -> AppSession:
        """End an analysis early, and wait until it has ended; see `stop` and `wait`.

        Raises:
            PreconditionError, WaitTimeoutError, ConfigurationError: as there.

        Example:
            ended = await basespace.appsessions.stop_and_wait(appsession, deadline=600)
        """
        await self.stop(appsession)
        return await self.wait(appsession, poll_interval=poll_interval, deadline=deadline, on_poll=on_poll)


def execution_status_of(appsession: ResourceId) -> str | None:
    """The execution status, where the caller passed the appsession and not just its id."""
    return known(getattr(appsession, "execution_status", None))
