"""Search over resources."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Unpack

from basespace_openapi.api.search import search as search_operation

from .._core.parameters import comma_joined, or_unset
from ..errors import ConfigurationError
from ..pagination.pager import Pager
from ._base import PagingArguments, Resource

if TYPE_CHECKING:
    from ..models import SearchResult, SortDirection


class Search(Resource):
    """Search over projects, runs and other resources."""

    def query(
        self,
        text: str,
        *,
        scope: str | Iterable[str] = ("projects", "runs"),
        sort_by: str | None = None,
        sort_dir: SortDirection | None = None,
        **paging: Unpack[PagingArguments],
    ) -> Pager[SearchResult]:
        """Search with a query in the syntax of Lucene (`search`).

        Calls `GET /v2/search` (client).

        Args:
            text: The query, such as `(experimentname:*)` or `ExperimentName:"My Run"`. Escape special characters of
                names with `escape`; the service may answer 500 otherwise (client).
            scope: What is searched: projects, runs.
            sort_by: Field to sort by; None leaves the order to the service.
            sort_dir: Asc or Desc; None leaves the direction to the service.
            **paging: How the list is fetched; see `PagingArguments`.

        Returns:
            A pager of `SearchResult`: `type_` says what it is, and `run` or `project` has it.

        Raises:
            ConfigurationError: If the query is empty.

        Example:
            ```python
            async for result in basespace.search.query(f'Name:"{escape(name)}"', scope="projects"):
                print(result.project.id, result.project.name)
            ```
        """
        if not text.strip():
            raise ConfigurationError("the query is empty; search for `*` to find everything")
        request = search_operation.request(
            query=text, scope=comma_joined(scope), sort_by=or_unset(sort_by), sort_dir=or_unset(sort_dir)
        )
        return self._client.pager(request, **paging)


_SPECIAL = frozenset('+-&|!(){}[]^"~*?:\\/')


def escape(text: str) -> str:
    r"""Escape the characters of a name that have a meaning in a query.

    Args:
        text: a name, or another literal.

    Example:
        >>> escape("Batch (7)")
        'Batch \\(7\\)'
    """
    return "".join(f"\\{character}" if character in _SPECIAL else character for character in text)
