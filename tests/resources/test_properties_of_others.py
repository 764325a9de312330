"""Properties of resources other than appsessions: read and written, and not removed."""

from __future__ import annotations

import pytest

from basespace_async import BaseSpace, ConfigurationError
from basespace_async.simulator import Simulator

pytestmark = pytest.mark.usefixtures("no_task_left")


async def test_every_resource_has_the_same_view() -> None:
    async with Simulator(biosamples=6) as simulator, BaseSpace(simulator.token, server=simulator.url) as basespace:
        (project,) = await basespace.projects.list(limit=1).collect()
        (biosample,) = await basespace.biosamples.list(limit=1).collect()
        (dataset,) = await basespace.datasets.list(limit=1).collect()
        (run,) = await basespace.runs.list(limit=1).collect()
        (library,) = await basespace.libraries.list(limit=1).collect()
        (pool,) = await basespace.library_pools.list(limit=1).collect()
        views = [
            basespace.projects.properties(project),
            basespace.biosamples.properties(biosample),
            basespace.datasets.properties(dataset),
            basespace.runs.properties(run),
            basespace.libraries.properties(library),
            basespace.library_pools.properties(pool),
        ]
        for view in views:
            await view.set("Lab.Tubes", ["T-17", "T-18"])
            assert await view.value("Lab.Tubes") == ["T-17", "T-18"]
            assert "Lab.Tubes" in [name async for name in view]
            with pytest.raises(ConfigurationError, match="no operation that removes a property"):
                await view.delete("Lab.Tubes")
        inputs = await basespace.datasets.properties(dataset).as_dict()
        assert [each.id for each in inputs["Input.BioSamples"]]


async def test_those_of_the_current_user_can_only_be_read() -> None:
    async with Simulator(biosamples=2) as simulator, BaseSpace(simulator.token, server=simulator.url) as basespace:
        view = basespace.users.properties()
        assert await view.as_dict() == {}
        with pytest.raises(ConfigurationError, match="properties of the current user can only be read"):
            await view.set("Lab.Tube", "T-17")
        assert not simulator.statistics.changes
