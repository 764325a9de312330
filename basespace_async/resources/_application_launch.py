"""Versions of applications, their forms and agreements, and launches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias, Unpack

from basespace_openapi import models as generated
from basespace_openapi.api.agreements import list_user_agreements, sign_user_agreement
from basespace_openapi.api.applications import launch_application, list_application_forms, list_application_versions

from .._core.parameters import ResourceId, as_list, identifier, optional_id, or_unset
from ..pagination.pager import Pager
from ._application_inputs import ApplicationInput, known_inputs
from ._base import AgreementInclude, PagingArguments, Resource
from ._launch_plan import LaunchOptions, LaunchPlan, plan_launch, version_id
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

InputValue: TypeAlias = Any
"""Text, a number, a truth value, a resource, a list of those, or rows of a table."""


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

    async def inputs(self, application: ResourceId, *, version: str | None = None) -> list[ApplicationInput]:
        """Get the inputs of an application.

        Calls `GET /v1pre3/applications/{id}/assets/forms` (client) and reads the controls of the forms, whose shape is
        inferred; not seen on the real service. Where no form can be read, the inputs are those of the newest analysis
        of the version, which does not tell which are required.

        Args:
            application: Id of the version, name of the application, or the application from a list.
            version: Number of the version, such as 2.4.0, or its id; None for the newest of a name.

        Returns:
            The inputs; none where neither a form nor an earlier analysis tells them.

        Raises:
            NameLookupError: If no application is called so, or several are.
            ConfigurationError: If it has no such version.

        Example:
            ```python
            for each in await basespace.applications.inputs("Germline"):
                print(each.name, each.type, each.required, each.choices)
            ```
        """
        return await known_inputs(self._client, await version_id(self._client, application, version))

    async def plan_launch(
        self,
        application: ResourceId,
        name: str | None = None,
        *,
        inputs: Mapping[str, InputValue],
        **options: Unpack[LaunchOptions],
    ) -> LaunchPlan:
        """Prepare a launch, and send nothing that changes anything; see `launch` for the arguments.

        Returns:
            The `LaunchPlan`, with the `body` that `launch` sends.

        Raises:
            PreconditionError: If an input is unknown or missing, or an agreement is not signed.
            NameLookupError: If no application is called so, or several are.
            ConfigurationError: If it has no such version, or a value has no form as an input.

        Example:
            ```python
            plan = await basespace.applications.plan_launch("Germline", inputs={"sample-id": "7"}, project=project)
            print(plan.body, plan.checked_against)
            ```
        """
        return await plan_launch(self._client, application, name, inputs, options)

    async def launch(
        self,
        application: ResourceId,
        name: str | None = None,
        *,
        inputs: Mapping[str, InputValue],
        **options: Unpack[LaunchOptions],
    ) -> AppSession:
        """Launch a version of an application (`launchApplication`).

        Calls `POST /v2/applications/{id}/launch` (client), after it has checked the inputs and the agreements. The
        request is sent once: a POST without an answer is not repeated.

        Args:
            application: Id of the version, name of the application, or the application from a list.
            name: Name of the analysis; the application's name and the time by default.
            inputs: Inputs by name. A value is text, a number, a truth value, a resource, or a list of those; a table
                is a list of rows, each a mapping by column, or a list for each `table.column`. A resource, and an id
                for an input that takes one, becomes a reference such as `projects/ID`; a biosample becomes
                `biosamples/ID/librarypreps/ID` with the preparation of its first library, or 1014015 (client).
            **options: Version, project of the results, and so on; see `LaunchOptions`.

        Returns:
            The new `AppSession`; go on with `appsessions.wait`, `outputs` and `download`.

        Raises:
            PreconditionError: If an input is unknown or missing, an agreement is not signed, or the service refuses.
            NameLookupError: If no application is called so, or several are.
            ConfigurationError: If it has no such version, or a value has no form as an input.

        Example:
            ```python
            appsession = await basespace.applications.launch(
                "Germline", "batch 7", version="4.2.1", inputs={"sample-id": biosample}, project=project
            )
            ended = await basespace.appsessions.wait(appsession)
            ```
        """
        return await self.launch_plan(await self.plan_launch(application, name, inputs=inputs, **options))

    async def launch_plan(self, plan: LaunchPlan) -> AppSession:
        """Send a launch that `plan_launch` prepared.

        Calls `POST /v2/applications/{id}/launch` (client).

        Args:
            plan: The launch.

        Returns:
            The new `AppSession`.

        Raises:
            PreconditionError: If the service refuses the launch.

        Example:
            ```python
            appsession = await basespace.applications.launch_plan(plan)
            ```
        """
        with refused_as("an application is launched with all its inputs, and after its agreement was signed"):
            return await launch_application.send(self._client, plan.application_id, body=plan.request())

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
