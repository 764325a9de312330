"""Appsessions: the analyses."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Unpack

from basespace_openapi.api.analyses import (
    get_app_session,
    list_app_session_log_files,
    list_app_session_properties,
    list_app_sessions,
)

from .._arguments import HasId, NumericId, given, identifier, joined, numbers, several
from ..paging import Pager
from ._resource import Paging, Resource

if TYPE_CHECKING:
    from ..models import (
        AppSession,
        AppSessionCompact,
        AppSessionInclude,
        AppSessionSortField,
        File,
        FileSortField,
        PropertyCompact,
        SortDirection,
    )


class AppSessions(Resource):
    """Operations on appsessions."""

    def list(
        self,
        *,
        name: str | None = None,
        app: int | None = None,
        application_families: str | Iterable[str] | None = None,
        execution_status: str | Iterable[str] | None = None,
        qc_status: str | Iterable[str] | None = None,
        delivery_status: str | Iterable[str] | None = None,
        date_modified: str | None = None,
        output_projects: NumericId | Iterable[NumericId] | None = None,
        input_runs: NumericId | Iterable[NumericId] | None = None,
        input_biosamples: NumericId | Iterable[NumericId] | None = None,
        user_created_by: int | None = None,
        include: AppSessionInclude | None = None,
        property_filters: str | Iterable[str] | None = None,
        sort_by: AppSessionSortField | None = None,
        sort_dir: SortDirection | None = None,
        **paging: Unpack[Paging],
    ) -> Pager[AppSessionCompact]:
        """Appsessions, in short (`listAppSessions`).

        Args:
            name: only appsessions of this name.
            app: id of the application that was used.
            application_families: slugs of application families.
            execution_status: only those of these statuses, such as Running or Complete.
            qc_status: only those of these QC statuses: Undefined, QcPassed, QcFailed, Discarded.
            delivery_status: only those of these delivery statuses.
            date_modified: filter on the date of modification, passed on as it is.
            output_projects: ids of projects that hold the results.
            input_runs: ids of runs that went in.
            input_biosamples: ids of biosamples that went in.
            user_created_by: id of the user who started it.
            include: Children or Logs.
            property_filters: only appsessions that have these properties.
            sort_by: field to sort by.
            sort_dir: Asc or Desc.
            **paging: offset, page_size, concurrency; see `Pager`.

        Returns:
            A pager; nothing is sent before it is iterated.

        Raises:
            ConfigurationError: an id is not a number.

        Example:
            async for appsession in basespace.appsessions.list(execution_status="Running"):
                print(appsession.id, appsession.name)
        """
        request = list_app_sessions.request(
            name=given(name),
            appid=given(app),
            applicationfamilyslugs=several(application_families),
            executionstatus=joined(execution_status),
            qcstatus=joined(qc_status),
            deliverystatus=joined(delivery_status),
            datemodified=given(date_modified),
            output_projects=numbers(output_projects),
            input_runs=numbers(input_runs),
            input_biosamples=numbers(input_biosamples),
            usercreatedby=given(user_created_by),
            include=given(include),
            propertyfilters=several(property_filters),
            sortby=given(sort_by),
            sortdir=given(sort_dir),
        )
        return self._client.pager(request, **paging)

    async def get(self, appsession: str | HasId, *, include: AppSessionInclude | None = None) -> AppSession:
        """One appsession, in full (`getAppSession`).

        Args:
            appsession: its id, or the appsession from a list.
            include: Children or Logs.

        Raises:
            PermissionDeniedError: it is not yours, or there is none of that id (observed).
        """
        return await get_app_session.send(self._client, identifier(appsession), include=given(include))

    def properties(
        self, appsession: str | HasId, *, property_filters: str | Iterable[str] | None = None, **paging: Unpack[Paging]
    ) -> Pager[PropertyCompact]:
        """The properties of an appsession (`listAppSessionProperties`).

        Args:
            appsession: its id, or the appsession from a list.
            property_filters: only properties of these names.
            **paging: offset, page_size, concurrency; see `Pager`.
        """
        request = list_app_session_properties.request(identifier(appsession), propertyfilters=several(property_filters))
        return self._client.pager(request, **paging)

    def log_files(
        self,
        appsession: str | HasId,
        *,
        extensions: str | Iterable[str] | None = None,
        sort_by: FileSortField | None = None,
        sort_dir: SortDirection | None = None,
        **paging: Unpack[Paging],
    ) -> Pager[File]:
        """The log files of an appsession (`listAppSessionLogFiles`).

        Args:
            appsession: its id, or the appsession from a list.
            extensions: only files with these extensions.
            sort_by: field to sort by.
            sort_dir: Asc or Desc.
            **paging: offset, page_size, concurrency; see `Pager`.
        """
        request = list_app_session_log_files.request(
            identifier(appsession), extensions=joined(extensions), sortby=given(sort_by), sortdir=given(sort_dir)
        )
        return self._client.pager(request, **paging)
