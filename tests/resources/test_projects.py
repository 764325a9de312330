"""Projects: what is sent."""

from __future__ import annotations

import httpx
import respx

from basespace_async import BaseSpace


async def test_a_project_is_got_by_its_id(service: respx.Router, basespace: BaseSpace) -> None:
    service.get("/projects/86000001").respond(json={"Id": "86000001", "Name": "Cohort A"})
    project = await basespace.projects.get(86000001)
    assert (project.id, project.name) == ("86000001", "Cohort A")


async def test_its_datasets_are_read_page_by_page(service: respx.Router, basespace: BaseSpace) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        offset = int(request.url.params["offset"])
        items = [{"Id": f"ds.{number}"} for number in range(offset, min(offset + 2, 5))]
        return httpx.Response(200, json={"Items": items, "Paging": {"TotalCount": 5, "Offset": offset}})

    service.get("/projects/7/datasets").mock(side_effect=answer)
    datasets = [dataset.id async for dataset in basespace.projects.datasets("7", page_size=2)]
    assert datasets == [f"ds.{number}" for number in range(5)]
