"""Workgroups: what is sent."""

from __future__ import annotations

import respx

from basespace_async import BaseSpace


async def test_a_list_can_leave_out_what_is_not_active(service: respx.Router, basespace: BaseSpace) -> None:
    service.get("/users/current/workgroups").respond(
        json={"Items": [{"Id": "20000001", "Name": "Lab"}], "Paging": {"TotalCount": 1}}
    )
    workgroups = await basespace.workgroups.list(active_only=True).collect()
    assert [workgroup.name for workgroup in workgroups] == ["Lab"]
    assert service.calls.last.request.url.params["activeonly"] == "true"


async def test_a_workgroup_is_got_by_its_id(service: respx.Router, basespace: BaseSpace) -> None:
    service.get("/workgroups/20000001").respond(json={"Id": "20000001", "IsCollaborative": True})
    assert (await basespace.workgroups.get("20000001")).is_collaborative
