"""Applications and the analysis workflows built from them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Unpack

from basespace_openapi import models as generated
from basespace_openapi.api.applications import (
    create_workflow,
    get_application,
    get_application_qc_thresholds,
    get_application_settings,
    get_workflow_dependencies,
    list_applications,
    set_application_qc_thresholds,
    set_workflow_dependencies,
)

from .._core.parameters import ResourceId, identifier, or_unset
from ..pagination.pager import Pager
from ._application_launch import ApplicationLaunch
from ._base import PagingArguments
from .thresholds import check_dependencies, check_thresholds

if TYPE_CHECKING:
    from ..models import (
        Application,
        ApplicationCompact,
        ApplicationSettings,
        ApplicationSortField,
        QcThreshold,
        QcThresholds,
        SortDirection,
        WorkflowDependencies,
        WorkflowDependency,
    )


class Applications(ApplicationLaunch):
    """Applications and analysis workflows."""

    def list(
        self,
        *,
        category: str | None = None,
        references: str | None = None,
        all_versions: bool | None = None,
        cwl_active: bool | None = None,
        auto_launchable: bool | None = None,
        id: str | None = None,
        sort_by: ApplicationSortField | None = "Id",
        sort_dir: SortDirection | None = "Asc",
        **paging: Unpack[PagingArguments],
    ) -> Pager[ApplicationCompact]:
        """List the applications that the user can reach (`listApplications`).

        Calls `GET /v2/applications`.

        Args:
            category: Only those of this category, such as Native, Workflow or Other (reference).
            references: Slug of an application; only the workflows built from it (reference).
            all_versions: List all versions of each application (client).
            cwl_active: Only those whose CWL is active (client).
            auto_launchable: Only those that can be launched when a run is complete (client).
            id: Documented without a meaning; passed on unchanged.
            sort_by: Field to sort by; None leaves the order to the service.
            sort_dir: Asc or Desc; None leaves the direction to the service.
            **paging: How the list is fetched; see `PagingArguments`.

        Returns:
            A pager of `ApplicationCompact`; nothing is sent before it is iterated.

        Example:
            ```python
            workflows = await basespace.applications.list(category="Workflow").collect()
            ```
        """
        request = list_applications.request(
            category=or_unset(category),
            references=or_unset(references),
            allversions=or_unset(all_versions),
            cwlactive=or_unset(cwl_active),
            autolaunchableonruncompleteappsonly=or_unset(auto_launchable),
            id=or_unset(id),
            sortby=or_unset(sort_by),
            sortdir=or_unset(sort_dir),
        )
        return self._client.pager(request, **paging)

    async def get(
        self,
        application: ResourceId,
        *,
        properties_limit: int | None = None,
        property_items_limit: int | None = None,
    ) -> Application:
        """Get an application or a workflow in full (`getApplication`).

        Calls `GET /v2/applications/{id}`.

        Args:
            application: Its id, or the application from a list.
            properties_limit: Maximum number of properties to return.
            property_items_limit: Maximum number of items of each property to return.

        Returns:
            The `Application`.

        Raises:
            PermissionDeniedError: If it is not yours or the id does not exist (observed for other resources).

        Example:
            ```python
            application = await basespace.applications.get("7")
            ```
        """
        return await get_application.send(
            self._client,
            identifier(application),
            propertieslimit=or_unset(properties_limit),
            propertyitemslimit=or_unset(property_items_limit),
        )

    async def settings(self, application: ResourceId) -> ApplicationSettings:
        """Get an application's settings (`getApplicationSettings`).

        Calls `GET /v2/applications/{id}/settings`. They may hold a client secret: do not show them.

        Args:
            application: Its id, or the application from a list.

        Returns:
            The `ApplicationSettings`.

        Raises:
            PermissionDeniedError: If it is not yours.

        Example:
            ```python
            settings = await basespace.applications.settings("7")
            ```
        """
        return await get_application_settings.send(self._client, identifier(application))

    async def qc_thresholds(self, workflow: ResourceId) -> QcThresholds:
        """Get the QC thresholds that a workflow applies to its datasets (`getApplicationQcThresholds`).

        Calls `GET /v2/applications/{id}/qcthresholds`.

        Args:
            workflow: Its id, or the workflow from a list.

        Returns:
            The `QcThresholds`.

        Raises:
            PermissionDeniedError: If it is not yours.

        Example:
            ```python
            thresholds = await basespace.applications.qc_thresholds("7")
            ```
        """
        return await get_application_qc_thresholds.send(self._client, identifier(workflow))

    async def set_qc_thresholds(self, workflow: ResourceId, thresholds: Iterable[QcThreshold]) -> QcThresholds:
        """Add or change QC thresholds of a workflow (`setApplicationQcThresholds`).

        Calls `PUT /v2/applications/{id}/qcthresholds`. How the thresholds go into the query is inferred: compact JSON,
        separated by commas.

        Args:
            workflow: Its id, or the workflow from a list.
            thresholds: Made by `thresholds.qc_threshold`.

        Returns:
            The thresholds that the workflow has after the change.

        Raises:
            PreconditionError: If a threshold lacks its name, operator, dataset type or values, or has too many or
                too few values.

        Example:
            ```python
            threshold = qc_threshold("TotalReadsPF", "GreaterThan", 1_000_000, dataset_type="illumina.fastq.v1.8")
            await basespace.applications.set_qc_thresholds("7", [threshold])
            ```
        """
        checked = check_thresholds(thresholds, dataset_type_needed=True)
        return await set_application_qc_thresholds.send(self._client, identifier(workflow), qcthresholds=checked)

    async def workflow_dependencies(self, workflow: ResourceId) -> WorkflowDependencies:
        """Get the conditions that a workflow waits for before it is launched (`getWorkflowDependencies`).

        Calls `GET /v2/applications/{id}/workflowdependencies`.

        Args:
            workflow: Its id, or the workflow from a list.

        Returns:
            The `WorkflowDependencies`.

        Raises:
            PermissionDeniedError: If it is not yours.

        Example:
            ```python
            dependencies = await basespace.applications.workflow_dependencies("7")
            ```
        """
        return await get_workflow_dependencies.send(self._client, identifier(workflow))

    async def set_workflow_dependencies(
        self, workflow: ResourceId, dependencies: Iterable[WorkflowDependency], *, version: str | None = None
    ) -> WorkflowDependencies:
        """Add or change the conditions that launch a workflow (`setWorkflowDependencies`).

        Calls `PUT /v2/applications/{id}/workflowdependencies`. How the dependencies go into the query is inferred:
        compact JSON, separated by commas.

        Args:
            workflow: Its id, or the workflow from a list.
            dependencies: Made by `thresholds.workflow_dependency`.
            version: Documented without a meaning; passed on unchanged.

        Returns:
            The dependencies that the workflow has after the change.

        Raises:
            PreconditionError: If a dependency lacks its type.

        Example:
            ```python
            wait_for = workflow_dependency("AppCompletion", attributes={"AppId": "12"})
            await basespace.applications.set_workflow_dependencies("7", [wait_for])
            ```
        """
        return await set_workflow_dependencies.send(
            self._client,
            identifier(workflow),
            version=or_unset(version),
            dependencies=check_dependencies(dependencies),
        )

    async def create_workflow(
        self,
        application: ResourceId,
        *,
        name: str,
        appsession: ResourceId,
        short_description: str | None = None,
    ) -> ApplicationCompact:
        """Create a workflow from an earlier appsession, or change a workflow (`createWorkflow`).

        Calls `POST /v2/applications/{id}/workflows`.

        Args:
            application: The application's id, or the application from a list.
            name: Name of the workflow.
            appsession: Appsession whose settings, application and version the workflow takes over (reference).
            short_description: Short description of the workflow.

        Returns:
            The workflow.

        Example:
            ```python
            workflow = await basespace.applications.create_workflow("7", name="Nightly", appsession=appsession)
            ```
        """
        body = generated.SaveWorkflowRequest(
            name=name, appsession_id=identifier(appsession), short_description=or_unset(short_description)
        )
        return await create_workflow.send(self._client, identifier(application), body=body)
