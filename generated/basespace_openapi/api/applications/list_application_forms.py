from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import UNSET, Unset, path_segment

if TYPE_CHECKING:
    from ...models.form_resource_list import FormResourceList


def request(
    id: str, *, status: str | Unset = UNSET, offset: int | Unset = UNSET, limit: int | Unset = UNSET
) -> Request[FormResourceList]:
    """The request that `send` sends."""
    return Request(
        operation="listApplicationForms",
        method="GET",
        path=f"/v1pre3/applications/{path_segment(id)}/assets/forms",
        result="FormResourceList",
        wrapped=True,
        query={"status": status, "Offset": offset, "Limit": limit},
    )


async def send(
    client: Client, id: str, *, status: str | Unset = UNSET, offset: int | Unset = UNSET, limit: int | Unset = UNSET
) -> FormResourceList:
    """List forms of an application (v1pre3): `GET /v1pre3/applications/{id}/assets/forms`.

    Lists the input forms of one version of an app. The names of the controls are the names of the inputs of a
    launch.

    Args:
        id: Id of the application.
        status: Only forms with this status, such as active.
        offset: Number of items to skip before the page begins, counting from 0.
        limit: Size of the page at most; 1,024 is the largest that is documented.
    """
    return await client.call(request(id, status=status, offset=offset, limit=limit))
