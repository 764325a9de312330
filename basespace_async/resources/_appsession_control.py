"""Get, stop and wait for appsessions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from basespace_openapi import models as generated
from basespace_openapi.api.analyses import get_appsession, stop_appsession
from basespace_openapi.api.datasets import list_datasets

from .._core.parameters import ResourceId, bool_text, identifier, numbers, or_unset
from .._core.refusals import is_refused
from ..errors import APIError
from ._base import Resource
from ._batch import Outcomes, distinct_ids, for_each_id
from ._preconditions import check_state, known, refused_as
from ._waiting import ABORTABLE, POLL_INTERVAL, OnPoll, wait_until_terminal

if TYPE_CHECKING:
    from ..models import AppSession, AppSessionInclude, DatasetCompact

STOP_RULE = "an appsession can only be stopped while it is Running or Pending"


class AppSessionControl(Resource):
    """The operations that follow an analysis to its end, as a base of `AppSessions`."""

    async def get(
        self,
        appsession: ResourceId,
        *,
        include: AppSessionInclude | None = None,
        show_hidden_items: bool | None = None,
    ) -> AppSession:
        """Get an appsession in full (`getAppSession`).

        Calls `GET /v2/appsessions/{id}`.

        Args:
            appsession: Its id, or the appsession from a list.
            include: Children, Logs or RelatedUserWithAccess (the last: client); lists also take Properties and
                HrefIcaAnalysis (client).
            show_hidden_items: Whether to include hidden items.

        Returns:
            The `AppSession`.

        Raises:
            PermissionDeniedError: If it is not yours or the id does not exist (observed).

        Example:
            ```python
            appsession = await basespace.appsessions.get("110000001")
            ```
        """
        return await get_appsession.send(
            self._client,
            identifier(appsession),
            include=or_unset(include),
            show_hidden_items=bool_text(show_hidden_items),
        )

    async def stop(self, appsession: ResourceId) -> AppSession:
        """Stop an analysis early (`stopAppSession`).

        Calls `POST /v2/appsessions/{id}/stop`. Running becomes Aborted, Pending becomes Canceled (reference). The
        request is sent once: a POST without an answer is not repeated. After a TransportError, call `get` to see what
        happened.

        Args:
            appsession: Its id, or the appsession from a list.

        Returns:
            The updated appsession; it may take a while to stop.

        Raises:
            PreconditionError: If it is known to be neither Running nor Pending, or the service refuses.

        Example:
            ```python
            await basespace.appsessions.stop(appsession)
            ```
        """
        check_state(execution_status_of(appsession), ABORTABLE, STOP_RULE)
        with refused_as(STOP_RULE):
            return await stop_appsession.send(
                self._client, identifier(appsession), body=generated.StopAppSessionRequest()
            )

    async def stop_many(self, appsessions: Iterable[ResourceId], *, concurrency: int = 8) -> Outcomes[AppSession]:
        """Stop many analyses early (`stopAppSession` for each).

        Calls `POST /v2/appsessions/{id}/stop`. Sends one request per appsession. An appsession that cannot be stopped
        does not keep the others from being stopped.

        Args:
            appsessions: Ids, or appsessions from a list; each is stopped once.
            concurrency: Parallel requests.

        Returns:
            The appsessions, or errors, by id.

        Raises:
            ConfigurationError: If an id is empty, or the concurrency is less than 1.

        Example:
            ```python
            running = await basespace.appsessions.list(execution_status="Running").collect()
            stopped = await basespace.appsessions.stop_many(running)
            ```
        """
        given_ones = [appsessions] if isinstance(appsessions, str) else [*appsessions]
        ids = distinct_ids(given_ones)
        resources = {identifier(appsession): appsession for appsession in given_ones}
        return await for_each_id(ids, lambda id_: self.stop(resources[id_]), concurrency=concurrency)

    async def wait(
        self,
        appsession: ResourceId,
        *,
        poll_interval: float = POLL_INTERVAL,
        deadline: float | None = None,
        on_poll: OnPoll | None = None,
    ) -> AppSession:
        """Wait until an analysis has ended (`getAppSession`, repeatedly).

        Calls `GET /v2/appsessions/{id}`. Polls until the status is Complete, Aborted, Canceled or TimedOut. Every other
        status, an unknown one included, counts as running (inferred). A poll outlives an outage of two minutes.

        Args:
            appsession: Its id, or the appsession from a list.
            poll_interval: Seconds between two polls.
            deadline: Seconds to wait at most; None waits without limit.
            on_poll: Function or coroutine function that is called with the appsession after each poll.

        Returns:
            The appsession as it ended, whatever its end: look at `execution_status`.

        Raises:
            WaitTimeoutError: If it had not ended by the deadline; `last` is the appsession as it was last seen.
            ConfigurationError: If an interval or a deadline is out of range.

        Example:
            ```python
            ended = await basespace.appsessions.wait(appsession, deadline=6 * 3600, on_poll=show)
            assert ended.execution_status == "Complete"
            ```
        """
        patient = type(self)(self._client._in_background())  # one outage must not end a wait of hours
        return await wait_until_terminal(
            lambda: patient.get(appsession), poll_interval=poll_interval, deadline=deadline, on_poll=on_poll
        )

    async def stop_and_wait(
        self,
        appsession: ResourceId,
        *,
        poll_interval: float = POLL_INTERVAL,
        deadline: float | None = None,
        on_poll: OnPoll | None = None,
    ) -> AppSession:
        """Stop an analysis early, and wait until it has ended; see `stop` and `wait`.

        Returns:
            The `AppSession`.

        Raises:
            PreconditionError: If the appsession is neither Running nor Pending.
            WaitTimeoutError: If it has not ended by the deadline.
            ConfigurationError: If an interval or a deadline is out of range.

        Example:
            ```python
            ended = await basespace.appsessions.stop_and_wait(appsession, deadline=600)
            ```
        """
        await self.stop(appsession)
        return await self.wait(appsession, poll_interval=poll_interval, deadline=deadline, on_poll=on_poll)

    async def outputs(self, appsession: ResourceId) -> list[DatasetCompact]:
        """Get the datasets that an analysis made.

        Calls `GET /v2/appsessions/{id}/properties/Output.Datasets` and its items; where there is no such property, or
        it is empty, `GET /v2/datasets?appsessionids=` (client).

        Args:
            appsession: Its id, or the appsession from a list.

        Returns:
            The datasets; none as long as the analysis has made none.

        Example:
            ```python
            for dataset in await basespace.appsessions.outputs(appsession):
                print(dataset.name, dataset.total_size)
            ```
        """
        from .properties import Properties

        id = identifier(appsession)
        try:
            datasets = await Properties(self._client, "appsession", id).value("Output.Datasets")
        except APIError as error:
            if not is_refused(error):
                raise
            datasets = None
        request = list_datasets.request(appsessionids=numbers(id), sortby="DateCreated", sortdir="Asc")
        return datasets or await self._client.pager(request).collect()


def execution_status_of(appsession: ResourceId) -> str | None:
    """Return the execution status of an appsession, or None for an id."""
    return known(getattr(appsession, "execution_status", None))
