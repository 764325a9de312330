from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import UNSET, Unset, path_segment

if TYPE_CHECKING:
    from ...models.appsession import AppSession
    from ...models.appsession_include import AppSessionInclude


def request(
    id: str, *, include: AppSessionInclude | Unset = UNSET, show_hidden_items: str | Unset = UNSET
) -> Request[AppSession]:
    """The request that `send` sends."""
    return Request(
        operation="getAppSession",
        method="GET",
        path=f"/appsessions/{path_segment(id)}",
        result="AppSession",
        query={"include": include, "ShowHiddenItems": show_hidden_items},
    )


async def send(
    client: Client, id: str, *, include: AppSessionInclude | Unset = UNSET, show_hidden_items: str | Unset = UNSET
) -> AppSession:
    """Get an analysis: `GET /appsessions/{id}`.

    Returns one appsession with its app, statuses, properties and compute statistics. Child analyses and logs come
    with it when asked for.

    Args:
        id: Id of the analysis (appsession).
        include: Parts that can be returned with an analysis.
        show_hidden_items: Whether hidden items are shown.
    """
    return await client.call(request(id, include=include, show_hidden_items=show_hidden_items))
