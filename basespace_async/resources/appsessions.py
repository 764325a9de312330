"""Appsessions: analyses that ran, or are running."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Unpack

from basespace_openapi import models as generated
from basespace_openapi.api.analyses import (
    delete_appsession,
    list_appsession_comments,
    list_appsessions,
    update_appsession,
)

from .._core.parameters import ResourceId, as_list, comma_joined, identifier, iso_datetime, numbers, or_unset
from ..pagination.pager import Pager
from ._appsession_control import AppSessionControl, execution_status_of
from ._appsession_creation import AppSessionCreation
from ._appsession_ending import AppSessionEnding
from ._appsession_files import AppSessionFiles
from ._base import PagingArguments
from ._preconditions import check_comment, check_state, check_value, refused_as

if TYPE_CHECKING:
    from datetime import date

    from ..models import (
        AppSession,
        AppSessionCompact,
        AppSessionInclude,
        AppSessionSortField,
        Comment,
        CommentSortField,
        DeliveryStatus,
        ExecutionStatus,
        QcStatus,
        SortDirection,
        TrashItem,
    )
    from ..watch import Watch, WatchOptions
    from .properties import Properties

QC_RULE = "the QC status of an appsession can only be changed when it is Complete or Aborted"
QC_STATUSES = ("QcPassed", "QcFailed", "Discarded")
DELIVERY_STATUSES = (
    "Undefined",
    "DoNotDeliver",
    "OnHold",
    "ReadyForDelivery",
    "DeliveryFailed",
    "DeliveryInProgress",
    "Delivered",
)


class AppSessions(AppSessionControl, AppSessionCreation, AppSessionEnding, AppSessionFiles):
    """Appsessions (analyses): list, change, stop, wait for and delete them."""

    def list(
        self,
        *,
        name: str | None = None,
        app: int | None = None,
        application_families: str | Iterable[str] | None = None,
        execution_status: ExecutionStatus | Iterable[ExecutionStatus] | None = None,
        qc_status: QcStatus | Iterable[QcStatus] | None = None,
        delivery_status: DeliveryStatus | Iterable[DeliveryStatus] | None = None,
        date_modified: str | date | None = None,
        output_projects: ResourceId | Iterable[ResourceId] | None = None,
        input_runs: ResourceId | Iterable[ResourceId] | None = None,
        input_biosamples: ResourceId | Iterable[ResourceId] | None = None,
        user_created_by: int | None = None,
        include: AppSessionInclude | None = None,
        owned_by_current_user: bool | None = None,
        property_filters: str | Iterable[str] | None = None,
        sort_by: AppSessionSortField | None = "Id",
        sort_dir: SortDirection | None = "Asc",
        **paging: Unpack[PagingArguments],
    ) -> Pager[AppSessionCompact]:
        """List appsessions (`listAppSessions`).

        Calls `GET /v2/appsessions`.

        Args:
            name: Only appsessions of this name.
            app: Id of the application that was used.
            application_families: Slugs of application families.
            execution_status: Only those with these statuses, such as Running or Complete.
            qc_status: Only those with these QC statuses: Undefined, QcPassed, QcFailed, Discarded.
            delivery_status: Only those with these delivery statuses.
            date_modified: Only those modified since (inferred); text is passed on as it is.
            output_projects: Ids of projects that hold the results.
            input_runs: Ids of runs that went into the analysis.
            input_biosamples: Ids of biosamples that went into the analysis.
            user_created_by: Id of the user who started it.
            include: Children, Logs, Properties or HrefIcaAnalysis (the last two: client); `get` also takes
                RelatedUserWithAccess (client).
            owned_by_current_user: Only those that the current user owns (client).
            property_filters: Only appsessions that have these properties.
            sort_by: Field to sort by; None leaves the order to the service.
            sort_dir: Asc or Desc; None leaves the direction to the service.
            **paging: How the list is fetched; see `PagingArguments`.

        Returns:
            A pager of `AppSessionCompact`; nothing is sent before it is iterated.

        Raises:
            ConfigurationError: If an id is not a number.

        Example:
            ```python
            async for appsession in basespace.appsessions.list(execution_status="Running"):
                print(appsession.id, appsession.name)
            ```
        """
        request = list_appsessions.request(
            name=or_unset(name),
            appid=or_unset(app),
            applicationfamilyslugs=as_list(application_families),
            executionstatus=comma_joined(execution_status),
            qcstatus=comma_joined(qc_status),
            deliverystatus=comma_joined(delivery_status),
            datemodified=iso_datetime(date_modified),
            output_projects=numbers(output_projects),
            input_runs=numbers(input_runs),
            input_biosamples=numbers(input_biosamples),
            usercreatedby=or_unset(user_created_by),
            include=or_unset(include),
            ownedbycurrentuser=or_unset(owned_by_current_user),
            propertyfilters=as_list(property_filters),
            sortby=or_unset(sort_by),
            sortdir=or_unset(sort_dir),
        )
        return self._client.pager(request, **paging)

    def watch(
        self, *, status: str | Iterable[str] | None = None, **options: Unpack[WatchOptions]
    ) -> Watch[AppSessionCompact]:
        """Watch for appsessions that are new or changed.

        Each is given once, also across restarts. With `status`, those that come into it: found in it, and not in it
        when they were last seen. Without, those whose date of change or status differs from what was given last.
        Changes between two polls are one event, with the item as it is then; a deletion is none. A poll reads
        the latest changes only.

        Args:
            status: Only those that come into this execution status, or one of these, such as Complete.
            **options: What to read, where the state is kept, and how often to ask; see `WatchOptions`.

        Returns:
            A `Watch`, to be iterated; nothing is sent before that.

        Raises:
            ConfigurationError: If an option is unknown or out of range.

        Example:
            ```python
            async for event in basespace.appsessions.watch(status=["Complete", "Aborted"]):
                async with event.handling() as appsession:
                    print(appsession.id)
            ```
        """
        from ..watch.watch import watch_list

        return watch_list(self._client, "appsessions", self.list, status, options)

    async def update(
        self,
        appsession: ResourceId,
        *,
        name: str | None = None,
        status_summary: str | None = None,
        qc_status: QcStatus | None = None,
        delivery_status: DeliveryStatus | None = None,
        comment: str | None = None,
    ) -> AppSession:
        """Change an appsession (`updateAppSession`).

        Calls `POST /v2/appsessions/{id}`. Arguments that are left out stay as they are.

        Args:
            appsession: Its id, or the appsession from a list.
            name: Its new name.
            status_summary: Why the status changed; the web interface shows it.
            qc_status: QcPassed, QcFailed or Discarded, only once it is Complete or Aborted (reference).
            delivery_status: May be changed at any time (reference).
            comment: Comment to record with the change, of at most 1,024 characters (reference).

        Returns:
            The updated appsession.

        Raises:
            PreconditionError: If a rule forbids the change.

        Example:
            ```python
            await basespace.appsessions.update(appsession, name="Trio 7, repeated")
            ```
        """
        check_comment(comment)
        if qc_status is not None:
            check_state(execution_status_of(appsession), ("Complete", "Aborted"), QC_RULE)
        body = generated.UpdateAppSessionRequest(
            name=or_unset(name),
            status_summary=or_unset(status_summary),
            qc_status=or_unset(qc_status),
            delivery_status=or_unset(delivery_status),
            comment=or_unset(comment),
        )
        with refused_as(QC_RULE if qc_status is not None else "the appsession's new values must be possible"):
            return await update_appsession.send(self._client, identifier(appsession), body=body)

    async def set_qc(
        self, appsession: ResourceId, status: QcStatus, *, comment: str | None = None, summary: str | None = None
    ) -> AppSession:
        """Pass, fail or discard an analysis (`updateAppSession`).

        Calls `POST /v2/appsessions/{id}`.

        Args:
            appsession: Its id, or the appsession from a list.
            status: QcPassed, QcFailed or Discarded (reference).
            comment: Comment to record with the change, of at most 1,024 characters (reference).
            summary: Reason; the web interface shows it.

        Returns:
            The updated appsession.

        Raises:
            PreconditionError: If the status is another one, the comment is too long, or the analysis is neither
                Complete nor Aborted.

        Example:
            ```python
            await basespace.appsessions.set_qc(appsession, "QcPassed", comment="reviewed")
            ```
        """
        check_value(status, QC_STATUSES, "an appsession's QC status")
        return await self.update(appsession, qc_status=status, comment=comment, status_summary=summary)

    async def set_delivery(
        self, appsession: ResourceId, status: DeliveryStatus, *, comment: str | None = None
    ) -> AppSession:
        """Change the delivery status of an analysis (`updateAppSession`).

        Calls `POST /v2/appsessions/{id}`. It may be changed at any time (reference).

        Args:
            appsession: Its id, or the appsession from a list.
            status: Undefined, DoNotDeliver, OnHold, ReadyForDelivery, DeliveryFailed, DeliveryInProgress or Delivered
                (reference).
            comment: Comment to record with the change, of at most 1,024 characters (reference).

        Returns:
            The updated appsession.

        Raises:
            PreconditionError: If the reference has no such status, or the comment is too long.

        Example:
            ```python
            await basespace.appsessions.set_delivery(appsession, "ReadyForDelivery")
            ```
        """
        check_value(status, DELIVERY_STATUSES, "an appsession's delivery status")
        return await self.update(appsession, delivery_status=status, comment=comment)

    async def delete(
        self, appsession: ResourceId, *, keep_metadata: bool = False, bypass_trash: bool | None = None
    ) -> TrashItem | None:
        """Move an appsession to the trash (`deleteAppSession`).

        Calls `DELETE /v2/appsessions/{id}`.

        Args:
            appsession: Its id, or the appsession from a list.
            keep_metadata: Delete its files only, and keep its records (reference).
            bypass_trash: Delete it for good, without a stay in the trash (client).

        Returns:
            The trash item, or None where the service gives none (documented status 205).

        Raises:
            PermissionDeniedError: If it is not yours or the id does not exist (observed).

        Example:
            ```python
            await basespace.appsessions.delete(appsession, keep_metadata=True)
            ```
        """
        preserve = or_unset("Metadata" if keep_metadata else None)
        return await delete_appsession.send(
            self._client, identifier(appsession), preserve=preserve, bypasstrash=or_unset(bypass_trash)
        )

    def comments(
        self,
        appsession: ResourceId,
        *,
        sort_by: CommentSortField | None = "Timestamp",
        sort_dir: SortDirection | None = "Asc",
        **paging: Unpack[PagingArguments],
    ) -> Pager[Comment]:
        """List the comments on an appsession (`listAppSessionComments`).

        Calls `GET /v2/appsessions/{id}/comments`.

        Args:
            appsession: Its id, or the appsession from a list.
            sort_by: Field to sort by; None leaves the order to the service.
            sort_dir: Asc or Desc; None leaves the direction to the service.
            **paging: How the list is fetched; see `PagingArguments`.

        Returns:
            A pager of `Comment`; nothing is sent before it is iterated.

        Example:
            ```python
            comments = await basespace.appsessions.comments(appsession).collect()
            ```
        """
        request = list_appsession_comments.request(
            identifier(appsession), sortby=or_unset(sort_by), sortdir=or_unset(sort_dir)
        )
        return self._client.pager(request, **paging)

    def properties(self, appsession: ResourceId) -> Properties:
        """Return a view of the properties of an appsession: list, read, write and delete them by name.

        Args:
            appsession: Its id, or the appsession from a list.

        Returns:
            A view; nothing is sent before it is asked for something.

        Example:
            ```python
            properties = basespace.appsessions.properties(appsession)
            await properties.set("Lab.Tube", "T-17")
            runs = await properties.value("Input.Runs")
            ```
        """
        from .properties import Properties

        return Properties(self._client, "appsession", identifier(appsession))
