from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import UNSET, Unset

if TYPE_CHECKING:
    from ...models.search_result_list import SearchResultList


def request(
    *,
    query: str | Unset = UNSET,
    scope: str | Unset = UNSET,
    offset: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    sort_by: str | Unset = UNSET,
    sort_dir: str | Unset = UNSET,
) -> Request[SearchResultList]:
    """The request that `send` sends."""
    return Request(
        operation="search",
        method="GET",
        path="/search",
        result="SearchResultList",
        query={
            "query": query,
            "scope": scope,
            "offset": offset,
            "limit": limit,
            "SortBy": sort_by,
            "SortDir": sort_dir,
        },
    )


async def send(
    client: Client,
    *,
    query: str | Unset = UNSET,
    scope: str | Unset = UNSET,
    offset: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    sort_by: str | Unset = UNSET,
    sort_dir: str | Unset = UNSET,
) -> SearchResultList:
    """Search: `GET /search`.

    Searches projects, runs and other resources with a Lucene query. A query with special characters that are not
    escaped may answer 500.

    Args:
        query: The query, for example `(experimentname:*)`. Names of fields are not case sensitive.
        scope: What is searched, comma separated: projects, runs; older sources also name samples, genomes and
            appresults.
        offset: Number of items to skip before the page begins, counting from 0.
        limit: Size of the page at most.
        sort_by: Field to sort by; no source lists the values.
        sort_dir: Direction of the sorting: Asc or Desc.
    """
    return await client.call(
        request(query=query, scope=scope, offset=offset, limit=limit, sort_by=sort_by, sort_dir=sort_dir)
    )
