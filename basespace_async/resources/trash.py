"""The trash: deleted resources that can be restored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

from basespace_openapi import models as generated
from basespace_openapi.api.trash import empty_trash, get_trash_item, list_trash, restore_trash_item

from .._core.parameters import ResourceId, identifier, or_unset
from ..errors import ConfigurationError, PreconditionError
from ..pagination.pager import Pager
from ._base import PagingArguments, Resource

if TYPE_CHECKING:
    from ..models import SortDirection, TrashItem, TrashItemCompact, TrashItemSortField


class Trash(Resource):
    """Deleted resources. A trash item's id differs from the id of the deleted resource."""

    def list(
        self,
        *,
        sort_by: TrashItemSortField | None = "DateDeleted",
        sort_dir: SortDirection | None = "Asc",
        **paging: Unpack[PagingArguments],
    ) -> Pager[TrashItemCompact]:
        """List the trash (`listTrash`).

        Calls `GET /v2/trash`.

        Args:
            sort_by: Field to sort by; None leaves the order to the service.
            sort_dir: Asc or Desc; None leaves the direction to the service.
            **paging: How the list is fetched; see `PagingArguments`.

        Returns:
            A pager of `TrashItemCompact`; nothing is sent before it is iterated.

        Example:
            ```python
            items = await basespace.trash.list().collect()
            ```
        """
        return self._client.pager(list_trash.request(sortby=or_unset(sort_by), sortdir=or_unset(sort_dir)), **paging)

    async def get(self, item: ResourceId) -> TrashItem:
        """Get a trash item, with what was deleted along with it (`getTrashItem`).

        Calls `GET /v2/trash/{id}`.

        Args:
            item: Its trash id, or the item from the list.

        Returns:
            The `TrashItem`.

        Example:
            ```python
            item = await basespace.trash.get("12")
            ```
        """
        return await get_trash_item.send(self._client, identifier(item))

    async def find(self, resource: ResourceId) -> TrashItemCompact | None:
        """Find the trash item of a deleted resource (`listTrash`, page by page).

        Calls `GET /v2/trash`. Reads the list page by page to its end.

        Args:
            resource: What was deleted, or its id before that. Ids of different kinds of resources can be equal; of
                several, the one that was deleted last is returned.

        Returns:
            The `TrashItemCompact`, or None.

        Example:
            ```python
            item = await basespace.trash.find("86591915")
            ```
        """
        wanted = identifier(resource)
        latest = None
        async for item in self.list():
            if wanted in _deleted_ids(item):
                latest = item
        return latest

    async def restore(self, item: ResourceId | None = None, *, resource: ResourceId | None = None) -> TrashItem:
        """Restore a deleted resource from the trash (`restoreTrashItem`).

        Calls `POST /v2/trash/{id}/restorefromtrash`.

        Args:
            item: Trash id, or the item from the list.
            resource: Instead of the item, what was deleted, or its id before that (`find`).

        Returns:
            The trash item.

        Raises:
            ConfigurationError: If both a trash item and a resource are given, or neither.
            PreconditionError: If nothing of that id is in the trash.

        Example:
            ```python
            await basespace.trash.restore(resource=project)
            ```
        """
        if (item is None) == (resource is None):
            raise ConfigurationError("give a trash item or the resource that was deleted: one of them")
        if resource is not None:
            item = await self.find(resource)
        if item is None:
            raise PreconditionError(
                "nothing of that id is in the trash; it was not deleted, or the trash was emptied since"
            )
        body = generated.RestoreTrashItemRequest()
        return await restore_trash_item.send(self._client, identifier(item), body=body)

    async def empty(self) -> None:
        """Remove everything in the trash for good, files included (`emptyTrash`).

        Calls `DELETE /v2/trash`. This cannot be undone.

        Example:
            ```python
            await basespace.trash.empty()
            ```
        """
        await empty_trash.send(self._client)


def _deleted_ids(item: TrashItemCompact) -> set[object]:
    deleted = (
        item.deleted_run,
        item.deleted_appsession,
        item.deleted_project,
        item.deleted_sample,
        item.deleted_app_result,
        item.deleted_dataset,
    )
    return {getattr(resource, "id", None) for resource in deleted if resource}
