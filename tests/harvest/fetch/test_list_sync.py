"""Which part of a list is read again, and what becomes of records that cannot be told apart."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest

from basespace_async import BaseSpace, OrderWarning
from basespace_async.errors import IncompleteHarvestError
from basespace_async.harvest import harvest
from basespace_async.simulator import Simulator
from basespace_async.simulator.handlers.biosamples import biosample_order
from basespace_async.transport import HttpxTransport
from tests.support.harvest_folder import everything, ids

pytestmark = pytest.mark.usefixtures("no_task_left")


async def test_a_list_that_is_not_sorted_by_date_is_read_as_a_whole(
    basespace: BaseSpace, simulator: Simulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import basespace_async.simulator.handlers.biosamples as operations

    def without_dates(world: Any) -> Any:
        order = biosample_order(world)
        return type(order)({"id": order.keys["id"]}, order.default, order.natural)

    monkeypatch.setattr(operations, "biosample_order", without_dates)
    await harvest(basespace, tmp_path, tables=["biosamples"], page_size=4)
    added = simulator.world.add_biosample("late")
    simulator.world.remove_biosample("104000003")
    with pytest.warns(OrderWarning, match="asked for the order DateModified, the service sorts by Id"):
        report = await harvest(basespace, tmp_path, tables=["biosamples"], page_size=1)
    assert ids(tmp_path, "biosamples") == sorted(simulator.world.biosamples)
    told = report.tables["biosamples"]
    assert (told.new, told.changed, told.removed) == (1, 0, 1)
    assert added.id in ids(tmp_path, "biosamples")


async def test_an_order_that_ends_is_noticed_by_its_name_or_its_dates(
    basespace: BaseSpace, simulator: Simulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import basespace_async.simulator.handlers.biosamples as operations

    await harvest(basespace, tmp_path, tables=["biosamples"], page_size=10)
    world = simulator.world
    added = world.add_biosample("late", front=True)
    world.remove_biosample("104000003")

    def unsorted(world: Any) -> Any:
        # It says that it sorts by date, and does not.
        order = biosample_order(world)
        name, _ = order.keys["datemodified"]
        return type(order)({**order.keys, "datemodified": (name, lambda one: -one.position)}, order.default)

    monkeypatch.setattr(operations, "biosample_order", unsorted)
    report = await harvest(basespace, tmp_path, tables=["biosamples"], page_size=10)
    assert ids(tmp_path, "biosamples") == sorted(world.biosamples)
    assert report.tables["biosamples"].removed == 1
    assert added.id in ids(tmp_path, "biosamples")


async def test_a_record_without_an_id_is_left_out_and_told(tmp_path: Path) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/users/current"):
            return httpx.Response(200, json={"Id": "1"})
        items = [{"BioSampleName": "nameless"}]
        return httpx.Response(200, json={"Items": items, "Paging": {"TotalCount": 1, "SortBy": "Id"}})

    async with (
        httpx.AsyncClient(transport=httpx.MockTransport(answer)) as client,
        BaseSpace("token", transport=HttpxTransport(client)) as basespace,
    ):
        with pytest.raises(IncompleteHarvestError, match="a record of biosamples has no id") as caught:
            await harvest(basespace, tmp_path, tables=["biosamples"])
    assert everything(tmp_path) == {"biosamples": {}}
    assert list(caught.value.failed) == ["biosamples/(no id)"]
