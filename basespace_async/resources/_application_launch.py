"""Versions of applications, their forms and agreements, and launches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Unpack

from basespace_openapi import models as generated
from basespace_openapi.api.agreements import list_user_agreements, sign_user_agreement
from basespace_openapi.api.applications import launch_application, list_application_forms, list_application_versions

from .._core.parameters import ResourceId, as_list, identifier, optional_id, or_unset
from ..pagination.pager import Pager
from ._base import AgreementInclude, PagingArguments, Resource
from ._names import checked_name
from ._preconditions import refused_as

if TYPE_CHECKING:
    from ..models import (
        ApplicationCompact,
        ApplicationVersionSortField,
        AppSession,
        SortDirection,
        UserAgreementCompact,
        UserAgreementSortField,
    )


class ApplicationLaunch(Resource):
    """The operations that lead to a launch, as a base of `Applications`."""

    def versions(
        self,
        application: ResourceId,
        *,
        sort_by: ApplicationVersionSortField | None = "Id",
        sort_dir: SortDirection | None = "Asc",
        **paging: Unpack[PagingArguments],
    ) -> Pager[ApplicationCompact]:
        """List the versions of an application (`listApplicationVersions`).

        Calls `GET /v2/applications/{id}/versions` (client).

        Args:
            application: Its id, or the application from a list.
            sort_by: Field to sort by; None leaves the order to the service.
            sort_dir: Asc or Desc; None leaves the direction to the service.
            **paging: How the list is fetched; see `PagingArguments`.

        Returns:
            A pager of `ApplicationCompact`: each version is an application with an id of its own, to launch it by.

        Example:
            ```python
            versions = await basespace.applications.versions(application).collect()
            ```
        """
        request = list_application_versions.request(
            identifier(application), sortby=or_unset(sort_by), sortdir=or_unset(sort_dir)
        )
        return self._client.pager(request, **paging)

    def forms(
        self, application: ResourceId, *, status: str | None = None, **paging: Unpack[PagingArguments]
    ) -> Pager[dict[str, Any]]:
        """List the input forms of a version of an application (`listApplicationForms`).

        Calls `GET /v1pre3/applications/{id}/assets/forms` (client). Names of controls are names of inputs.

        Args:
            application: Id of the version, or the version from a list.
            status: Only forms with this status, such as active.
            **paging: How the list is fetched; see `PagingArguments`.

        Returns:
            A pager of JSON objects, as they come.

        Example:
            ```python
            forms = await basespace.applications.forms(version, status="active").collect()
            ```
        """
        return self._client.pager(
            list_application_forms.request(identifier(application), status=or_unset(status)), **paging
        )

    async def launch(
        self,
        application: ResourceId,
        name: str,
        *,
        inputs: Mapping[str, str | list[str]],
        status_summary: str | None = None,
        auto_start: bool = True,
    ) -> AppSession:
        """Launch a version of an application (`launchApplication`).

        Calls `POST /v2/applications/{id}/launch` (client).

        Args:
            application: Id of the version, or the version from a list.
            name: Name of the analysis.
            inputs: Inputs by the name of the control; resources as `projects/ID`, `datasets/ID`, `files/ID` or
                `biosamples/ID/librarypreps/ID`.
            status_summary: Text that explains the status.
            auto_start: Whether the analysis starts at once.

        Returns:
            The new `AppSession`.

        Raises:
            ConfigurationError: If the name is empty.
            PreconditionError: If the service refuses the launch, such as for an agreement that is not signed.

        Example:
            ```python
            appsession = await basespace.applications.launch(version, "batch 7", inputs={"project-id": "projects/1"})
            ```
        """
        body = generated.LaunchApplicationRequest(
            name=checked_name("appsession", name),
            status_summary=or_unset(status_summary),
            auto_start=auto_start,
            input_parameters=dict(inputs),
        )
        with refused_as("an application is launched with all its inputs, and after its agreement was signed"):
            return await launch_application.send(self._client, identifier(application), body=body)

    def agreements(
        self,
        application: ResourceId | None = None,
        *,
        title: str | None = None,
        category: str | None = None,
        include: AgreementInclude | Iterable[AgreementInclude] | None = None,
        id: str | None = None,
        sort_by: UserAgreementSortField | None = "Id",
        sort_dir: SortDirection | None = "Asc",
        **paging: Unpack[PagingArguments],
    ) -> Pager[UserAgreementCompact]:
        """List the agreements that the current user has signed, or has still to sign (`listUserAgreements`).

        Calls `GET /v2/useragreements` (client).

        Args:
            application: Only agreements of this application; agreements of none where it is not given.
            title: Only agreements with exactly this title.
            category: Only agreements of this category.
            include: Expired adds agreements that are not in force any more; Pending lists those that are not signed
                yet (client).
            id: Listed by clients without a meaning; passed on unchanged.
            sort_by: Field to sort by; None leaves the order to the service.
            sort_dir: Asc or Desc; None leaves the direction to the service.
            **paging: How the list is fetched; see `PagingArguments`.

        Returns:
            A pager of `UserAgreementCompact`; nothing is sent before it is iterated.

        Example:
            ```python
            agreements = await basespace.applications.agreements(application).collect()
            ```
        """
        request = list_user_agreements.request(
            applicationid=optional_id(application),
            title=or_unset(title),
            category=or_unset(category),
            include=as_list(include),
            id=or_unset(id),
            sortby=or_unset(sort_by),
            sortdir=or_unset(sort_dir),
        )
        return self._client.pager(request, **paging)

    async def sign_agreement(self, agreement: ResourceId) -> UserAgreementCompact:
        """Sign an agreement (`signUserAgreement`).

        Calls `POST /v2/useragreements` (client).

        Args:
            agreement: Its id, or the agreement of a list.

        Returns:
            The agreement.

        Example:
            ```python
            await basespace.applications.sign_agreement("17")
            ```
        """
        body = generated.SignAgreementRequest(agreement_id=identifier(agreement))
        return await sign_user_agreement.send(self._client, body=body)
