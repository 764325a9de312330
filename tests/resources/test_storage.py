"""Archival storage: what happened to each, and where the files of many resources are."""

from __future__ import annotations

import json

import httpx
import pytest
import respx

from basespace_async import BaseSpace, ConfigurationError, PermissionDeniedError
from basespace_async.simulator import Simulator

pytestmark = pytest.mark.usefixtures("no_task_left")


@pytest.mark.parametrize("verb", ["archive", "restore"])
async def test_a_batch_that_is_refused_is_halved_until_the_bad_ids_stand_alone(
    verb: str, basespace: BaseSpace, service: respx.Router
) -> None:
    batches: list[list[str]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        body = json.loads(request.content)
        batches.append([*body["DatasetIds"], *body["RunIds"]])
        bad = {"ds.3", "r.1"} & set(batches[-1])
        return httpx.Response(403 if bad else 200, json="accepted")

    service.post(f"/{verb}").mock(side_effect=answer)
    change = getattr(basespace.storage, verb)
    done = await change(datasets=["ds.1", "ds.2", "ds.3", "ds.1"], runs=["r.1", "r.2"], batch_size=3)
    assert [*done.succeeded] == ["datasets/ds.1", "datasets/ds.2", "runs/r.2"]
    assert [*done.failed] == ["datasets/ds.3", "runs/r.1"]
    assert all(isinstance(error, PermissionDeniedError) for error in done.failed.values())
    assert max(map(len, batches)) == 3


async def test_a_failure_of_the_service_is_that_of_the_whole_batch(basespace: BaseSpace, service: respx.Router) -> None:
    route = service.post("/archive").respond(503)
    done = await basespace.storage.archive(datasets=["ds.1", "ds.2"])
    assert (route.call_count, [*done.failed]) == (1, ["datasets/ds.1", "datasets/ds.2"])


async def test_nothing_to_do_and_batches_of_nothing_are_refused(basespace: BaseSpace, service: respx.Router) -> None:
    with pytest.raises(ConfigurationError, match="nothing would change"):
        await basespace.storage.archive()
    with pytest.raises(ConfigurationError, match="batch_size"):
        await basespace.storage.restore(runs=["r.1"], batch_size=0)
    assert not service.calls


async def test_what_is_archived_is_listed_as_such_and_the_manifest_has_sizes() -> None:
    async with Simulator(biosamples=6) as simulator, BaseSpace(simulator.token, server=simulator.url) as basespace:
        first, second = await basespace.datasets.list().take(2).collect()
        assert (await basespace.storage.archive(datasets=[first])).complete
        listed = await basespace.datasets.list(is_archived=True).collect()
        assert [each.id for each in listed] == [first.id]
        assert (await basespace.datasets.get(first)).is_archived
        manifest = await basespace.storage.resource_manifest(datasets=[first, second]).collect()
        assert {each.dataset.id: each.size_in_bytes for each in manifest if each.dataset} == {
            first.id: first.total_size,
            second.id: second.total_size,
        }
        assert (await basespace.storage.restore(datasets=[first])).complete
        assert not await basespace.datasets.list(is_archived=True).collect()
