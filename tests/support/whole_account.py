"""An account that has something of everything, so that each operation has what to answer with."""

from __future__ import annotations

from typing import Any

import requests
from attrs import evolve

from basespace_async.simulator import Simulator
from basespace_async.simulator.world.records import PropertyRecord

COMMENTS = 3


def fill(simulator: Simulator) -> None:
    """Adds requeues, comments, deleted analyses, a subject, and properties of every kind of resource."""
    world = simulator.world
    biosamples = list(world.biosamples)
    session, lane, dataset = next(iter(world.appsessions)), next(iter(world.lanes)), next(iter(world.datasets))
    finished = next(each.id for each in world.appsessions.values() if each.execution_status == "Complete")
    _post(simulator, f"users/{world.user.id}/settings", {"UserSettings": [_setting(name) for name in "cba"]})
    for library in list(world.libraries)[:COMMENTS]:
        _post(simulator, f"libraries/{library}/labrequeues", {"RequestedAdditionalYield": 1000, "LIMSId": "L-1"})
    for number in range(COMMENTS):
        _post(simulator, f"lanes/{lane}", {"Status": "QcFailed", "Comment": f"bubbles {number}"})
        _post(simulator, f"datasets/{dataset}", {"QcStatus": "QcFailed", "Comment": f"no {number}"})
        _post(simulator, f"appsessions/{finished}", {"QcStatus": "QcFailed", "Comment": f"no {number}"})
    for deleted in [each for each in world.appsessions if each not in (session, finished)][-3:]:
        _request(simulator, "DELETE", f"appsessions/{deleted}")
    for identity in biosamples[:2]:
        sample = world.biosamples.get(identity)
        assert sample is not None
        world.biosamples.put(evolve(sample, subject_id="500"))
    tables: dict[str, Any] = {
        "biosamples": world.biosamples,
        "datasets": world.datasets,
        "libraries": world.libraries,
        "librarypools": world.pools,
        "projects": world.projects,
        "runs": world.runs,
        "subjects": ["500"],
        "users": [world.user.id],
    }
    for kind, table in tables.items():
        for identity in list(table)[:50]:
            for name in ("Lab.Rack", "Lab.Tube"):
                properties = world.properties[f"{kind}/{identity}"]
                properties[name] = PropertyRecord(name, "string[]", values=("a", "b", "c"))


def _setting(name: str) -> dict[str, Any]:
    return {"Name": f"setting-{name}", "Value": True, "Type": "bool"}


def _post(simulator: Simulator, path: str, body: dict[str, Any]) -> None:
    _request(simulator, "POST", path, body)


def _request(simulator: Simulator, method: str, path: str, body: dict[str, Any] | None = None) -> None:
    headers = {"x-access-token": simulator.token}
    response = requests.request(method, f"{simulator.url}/{path}", json=body, headers=headers, timeout=120)
    assert response.status_code < 300, (path, response.text)
