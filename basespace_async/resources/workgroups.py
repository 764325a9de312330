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
    """Operations on workgroups."""

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
        """The workgroups that the user is a member of (`listCurrentUserWorkgroups`).

        Args:
            include_logged_in_user: whether the user's own account is included.
            active_only: leave out those that are not active.
            refresh_cache: whether their subscriptions are fetched anew.
            sort_by, sort_dir: the order; None leaves it to the service.
            **paging: offset, page_size, concurrency, ordered, expected; see `Pager`.

        Example:
            workgroups = await basespace.workgroups.list(active_only=True).collect()
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
        """One workgroup with its subscription (`getWorkgroup`).

        Args:
            workgroup: its id, or the workgroup from a list.

        Raises:
            PermissionDeniedError: it is not yours, or there is none of that id (observed for other resources).

        Example:
            workgroup = await basespace.workgroups.get("5")
        """
        return await get_workgroup.send(self._client, identifier(workgroup))
