"""Every link in every answer of the simulator leads somewhere, from the lists on."""

from __future__ import annotations

import json
import re
from collections import Counter, deque
from collections.abc import Iterator
from typing import Any

import pytest
from attrs import evolve

from basespace_async.simulator.handlers import BESIDE_THE_REFERENCE, OPERATIONS
from tests.support.plain_client import Reader

pytestmark = pytest.mark.usefixtures("no_task_left")

ROOTS = [f"/v2{path}" for method, path in {**OPERATIONS, **BESIDE_THE_REFERENCE} if method == "GET" and "{" not in path]
ROOTS.remove("/v2/search")  # it needs a query
ROOTS += ["/v2/applications/2313311", "/v2/datasettypes/common.fastq"]
OLDER_ROOTS = [
    *("/v1pre3/applications", "/v1pre3/users/current", "/v1pre3/users/current/appsessions"),
    *("/v1pre3/users/current/projects", "/v1pre3/users/current/runs"),
]
OF_ONE_KIND = 3
"""Links that are followed of those that differ in ids only."""
ID = re.compile(r"(?<=/)(ds\.[0-9a-f]+|r\.[\w-]{22}|[\d-]+)(?=[/?]|$)")
ELSEWHERE = ("HrefPost", "HrefBaseSpaceUI")
"""Links that are no reads of the API."""


def links(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """The links in an answer, with their names; what was deleted is not there any more."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in ("DeletedAppSession", "IncludedAppSessions"):
                yield from links(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from links(inner, name)
    elif name.startswith("Href") and not name.startswith(ELSEWHERE):
        yield name, value


async def filled(reader: Reader) -> None:
    """Leave something of everything: comments, a subject, a requeue, a run that was uploaded, a deleted analysis."""
    world = reader.simulator.world
    run, dataset = next(iter(world.runs.values())), next(iter(world.datasets))
    for path in (f"/lanes/{world.lane_of(run, 1).id}", f"/datasets/{dataset}"):
        assert (await reader.send("POST", path, {"QcStatus": "QcFailed", "Status": "QcFailed", "Comment": "no"}))[
            0
        ] == 200
    first, last = next(iter(world.appsessions)), list(world.appsessions)[2]
    assert (await reader.send("POST", f"/appsessions/{first}", {"DeliveryStatus": "OnHold", "Comment": "later"}))[
        0
    ] == 200
    assert (await reader.send("DELETE", f"/appsessions/{last}"))[0] == 200
    assert (await reader.send("POST", "/biosamples/104000000", {"SubjectId": "S-1"}))[0] == 200
    for path in ("/libraries/58000000", "/librarypools/71000000", "/preprequests/61000000"):
        assert (await reader.send("POST", f"{path}/labrequeues", {"RequestedAdditionalYield": 10}))[0] == 200
    world.upload_run("uploaded")
    world.add_dataset(evolve(next(iter(world.biosamples.values()))), files={"logs/a.txt": b"a"}, type_id="common.files")


async def test_every_link_leads_to_what_it_is_called(reader: Reader) -> None:
    await filled(reader)
    page, headers = reader.simulator.page, {"x-access-token": reader.simulator.token}
    waiting = deque(
        (f"{page}{root[1:]}?limit=4&include=Properties,AppSessionRoot,Logs,PrepRequests", "") for root in ROOTS
    )
    waiting += [(f"{page}{root[1:]}?limit=4", "") for root in OLDER_ROOTS]
    seen, followed = set[str](), Counter[tuple[str, str]]()
    while waiting:
        link, name = waiting.popleft()
        async with reader.session.get(link, headers=headers, allow_redirects=False) as response:
            text = await response.text()
        assert response.status == (302 if name == "HrefContent" else 200), (name, link, text)
        if response.status == 302:
            continue
        body = json.loads(text)
        if "/v1pre3/" in link:
            body = body["Response"]
        if name == "Href" and "Items" not in body:
            own = body["Href"]
            assert own in (link, link.removeprefix(page)), link
        elif name:
            assert "Items" in body or name not in ("HrefFiles", "HrefComments", "HrefItems", "HrefProperties"), (
                name,
                link,
            )
        for name, target in links(body):
            target = target if target.startswith("http") else page + target
            kind = (name, ID.sub("{id}", target))
            followed[kind] += 1
            if target not in seen and followed[kind] <= OF_ONE_KIND:
                seen.add(target)
                waiting.append((target, name))
    names = {name for name, _ in followed}
    assert names >= {
        *("Href", "HrefFiles", "HrefContent", "HrefComments", "HrefItems", "HrefLogs", "HrefProperties", "HrefRuns"),
        *("HrefProjects", "HrefSamples", "HrefAppResults", "HrefDatasets", "HrefSettings", "HrefAgreements"),
        *("HrefLaneSequencingStats", "HrefPrepRequest", "HrefSampleLibrary", "HrefLibraryPool"),
    }
    kinds = {kind for _, kind in followed}
    for path in (
        "v1pre3/subjects/S-1",
        "v1pre3/libraryprepkits/{id}",
        "v2/preprequests/{id}",
        "v2/lanes/{id}/comments/{id}",
    ):
        assert page + path in kinds
