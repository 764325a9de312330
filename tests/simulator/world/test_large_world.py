"""A world of a million biosamples begins at once and stays small."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = """
import asyncio, json, time
from pathlib import Path
import aiohttp
from basespace_async.simulator import Simulator

async def main():
    started = time.process_time()
    async with Simulator(biosamples=1_000_000, seed=1) as simulator, aiohttp.ClientSession() as session:
        seconds = time.process_time() - started
        async def get(path):
            async with session.get(simulator.url + path, headers={"x-access-token": simulator.token}) as response:
                return await response.json()
        last = await get("/biosamples?limit=2&offset=999999")
        middle = await get("/biosamples/104500000")
        datasets = await get("/datasets?limit=100&offset=1400000&include=Properties")
        named = await get("/biosamples?biosamplename=" + middle["BioSampleName"])
        project = await get("/projects/86000500/datasets?limit=100")
        of_run = await get("/datasets?inputruns=105020000")
        changed = simulator.world.launch(["104500000"])
        newest = await get("/appsessions?sortdir=Desc&limit=1")
        # ru_maxrss would be that of the process that started this one, where it was larger.
        status = Path("/proc/self/status")
        (peak,) = [line for line in status.read_text().splitlines() if line.startswith("VmHWM")]
        memory = int(peak.split()[1]) / 1024
        print(json.dumps({
            "seconds": seconds, "memory": memory,
            "last": [each["Id"] for each in last["Items"]], "total": last["Paging"]["TotalCount"],
            "named": [each["Id"] for each in named["Items"]], "datasets": len(datasets["Items"]),
            "project": {each["Project"]["Id"] for each in project["Items"]} == {"86000500"},
            "run": of_run["Paging"]["TotalCount"], "newest": newest["Items"][0]["Id"] == changed.id,
        }))

asyncio.run(main())
"""


pytestmark = [
    pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="no /proc to read the memory from"),
    pytest.mark.slow,
]


@pytest.fixture(scope="module")
def found() -> dict[str, object]:
    import json

    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def test_it_begins_within_a_second_of_work_and_stays_under_300_megabytes(found: dict[str, object]) -> None:
    assert float(str(found["seconds"])) < 1
    assert float(str(found["memory"])) < 300


def test_everything_in_it_is_found(found: dict[str, object]) -> None:
    assert found["total"] == 1_000_000
    assert found["last"] == ["104999999"]
    assert found["named"] == ["104500000"]
    assert found["datasets"] == 100
    assert found["project"] is True
    assert found["run"] == 36
    assert found["newest"] is True
