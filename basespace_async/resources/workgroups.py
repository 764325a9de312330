"""Workgroups: accounts that several users share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

from basespace_openapi.api.users import get_workgroup, list_current_user_workgroups

from .._core.parameters import ResourceId, identifier, or_unset
from ..pagination.pager import Pager
from ._base import PagingArguments, Resource

if TYPE_CHECKING:
    from ..models import SortDirection, Workgroup, WorkgroupSortField


class Workgroups(Resource):
    """Workgroups: accounts that several users share."""

    def list(
        self,
        *,
        include_logged_in_user: bool | None = None,
        active_only: bool | None = None,
        refresh_cache: bool | None = None,
        sort_by: WorkgroupSortField | None = "Id",
        sort_dir: SortDirection | None = "Asc",
        **paging: Unpack[PagingArguments],
    ) -> Pager[Workgroup]:
        """List the workgroups that the user is a member of (`listCurrentUserWorkgroups`).

        Calls `GET /v2/users/current/workgroups`.

        Args:
            include_logged_in_user: Whether to include the user's own account.
            active_only: Leave out those that are not active.
            refresh_cache: Whether to fetch their subscriptions again.
            sort_by: Field to sort by; None leaves the order to the service.
            sort_dir: Asc or Desc; None leaves the direction to the service.
            **paging: How the list is fetched; see `PagingArguments`.

        Returns:
            A pager of `Workgroup`; nothing is sent before it is iterated.

        Example:
            ```python
            workgroups = await basespace.workgroups.list(active_only=True).collect()
            ```
        """
        request = list_current_user_workgroups.request(
            includeloggedinuser=or_unset(include_logged_in_user),
            activeonly=or_unset(active_only),
            refreshcache=or_unset(refresh_cache),
            sortby=or_unset(sort_by),
            sortdir=or_unset(sort_dir),
        )
        return self._client.pager(request, **paging)

    async def get(self, workgroup: ResourceId) -> Workgroup:
        """Get a workgroup with its subscription (`getWorkgroup`).

        Calls `GET /v2/workgroups/{id}`.

        Args:
            workgroup: Its id, or the workgroup from a list.

        Returns:
            The `Workgroup`.

        Raises:
            PermissionDeniedError: If it is not yours or the id does not exist (observed for other resources).

        Example:
            ```python
            workgroup = await basespace.workgroups.get("5")
            ```
        """
        return await get_workgroup.send(self._client, identifier(workgroup))
