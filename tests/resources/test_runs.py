"""Runs: rules, and what is sent."""

from __future__ import annotations

import respx

from basespace_async import BaseSpace


async def test_the_envelope_of_a_list_is_read(service: respx.Router, basespace: BaseSpace) -> None:
    service.get("/runs/7/files").respond(
        json={"Items": [{"Id": "1"}], "SubDirectories": [{"Name": "Data"}], "Paging": {"TotalCount": 1}}
    )
    pages = [page async for page in basespace.runs.files("7", include=["Subdirectories", "TotalCount"]).pages()]
    assert [directory.name for directory in pages[0].sub_directories] == ["Data"]
