"""Search, and the escape of names in it."""

from __future__ import annotations

import pytest
import respx
from hypothesis import given
from hypothesis import strategies as st

from basespace_async import BaseSpace, ConfigurationError, ServerError
from basespace_async.resources.search import escape
from basespace_async.simulator import Simulator

pytestmark = pytest.mark.usefixtures("no_task_left")


async def test_a_search_sends_its_query_and_its_scopes(basespace: BaseSpace, service: respx.Router) -> None:
    route = service.get("/search").respond(
        json={"Items": [{"Type": "run", "Run": {"Id": "r.1"}}], "Paging": {"TotalCount": 1}}
    )
    (result,) = await basespace.search.query(
        "(experimentname:*)", scope="runs", sort_by="Name", sort_dir="Desc"
    ).collect()
    assert result.run is not None
    assert (result.type_, result.run.id) == ("run", "r.1")
    sent = route.calls[0].request.url.params
    assert (sent["query"], sent["scope"], sent["SortBy"], sent["SortDir"]) == (
        *("(experimentname:*)", "runs"),
        *("Name", "Desc"),
    )


async def test_an_empty_query_is_refused_before_anything_is_sent(basespace: BaseSpace, service: respx.Router) -> None:
    with pytest.raises(ConfigurationError, match="the query is empty"):
        basespace.search.query(" ")
    assert not service.calls


@given(name=st.text('ab (){}[]^"~*?:\\/+-&|!', min_size=1, max_size=12))
def test_an_escaped_name_has_its_special_characters_behind_backslashes(name: str) -> None:
    assert escape(name).replace("\\\\", "").count("\\") + escape(name).count("\\\\") == sum(
        character not in "ab " for character in name
    )


async def test_any_name_is_found_when_it_is_escaped_and_half_a_query_is_an_error_of_the_service() -> None:
    async with Simulator(biosamples=4) as simulator, BaseSpace(simulator.token, server=simulator.url) as basespace:
        for name in ("Batch (7)", 'a "b" c', "x*y?", "plain"):
            await basespace.projects.create(name)
            found = await basespace.search.query(f'name:"{escape(name)}"', scope="projects").collect()
            assert [each.project.name for each in found if each.project] == [name]
        hurried = basespace.with_options(max_retries=0)
        with pytest.raises(ServerError):
            await hurried.search.query("name:(", scope="projects").collect()
