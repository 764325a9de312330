"""The client against the simulated service, over real sockets: what its helpers do to the world, and read back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from attrs import frozen

from basespace_async import BaseSpace, PermissionDeniedError, PreconditionError, RetryPolicy
from basespace_async.resources.thresholds import qc_threshold, workflow_dependency
from basespace_async.simulator import Clock, Simulator

pytestmark = pytest.mark.usefixtures("no_task_left")


@frozen
class Service:
    basespace: BaseSpace
    simulator: Simulator

    def session_that_is(self, status: str) -> str:
        sessions = self.simulator.world.appsessions.values()
        return next(each.id for each in sessions if each.execution_status == status)


@pytest.fixture
async def service() -> AsyncIterator[Service]:
    clock = Clock(datetime(2026, 5, 4, 12, tzinfo=UTC), still=True)
    async with (
        Simulator(biosamples=480, seed=2, clock=clock) as simulator,
        BaseSpace(simulator.token, server=simulator.url) as basespace,
    ):
        yield Service(basespace, simulator)


async def test_analyses_are_stopped_and_judged_and_waited_for(service: Service) -> None:
    appsessions = service.basespace.appsessions
    running, pending = service.session_that_is("Running"), service.session_that_is("Pending")
    assert (await appsessions.stop(running)).execution_status == "Aborted"
    with pytest.raises(PreconditionError, match="Complete"):
        await appsessions.stop(service.session_that_is("Complete"))
    judged = await appsessions.set_qc(running, "QcFailed", comment="stopped by hand")
    assert judged.qc_status == "QcFailed"
    assert [each.body for each in await appsessions.comments(running).collect()] == ["stopped by hand"]
    with pytest.raises(PreconditionError):
        await appsessions.set_qc(pending, "QcPassed")
    assert (await appsessions.set_delivery(pending, "OnHold")).delivery_status == "OnHold"

    async def time_passes() -> None:
        for _ in range(100):
            service.simulator.clock.advance(minutes=10)
            await asyncio.sleep(0.01)

    async with asyncio.TaskGroup() as group:
        group.create_task(time_passes())
        done = group.create_task(appsessions.wait(pending, poll_interval=0.02, deadline=30))
    assert done.result().execution_status == "Complete"
    logs = await appsessions.log_files(pending).collect()
    assert [log.path for log in logs] == ["Logs/stdout.log", "Logs/stderr.log"]


async def test_properties_of_every_shape_are_written_and_read_back(service: Service) -> None:
    properties = service.basespace.appsessions.properties(service.session_that_is("Complete"))
    biosamples = await service.basespace.biosamples.list(page_size=70).collect()
    project = await service.basespace.projects.get("86000001")
    values = {
        "Lab.Tube": "T-1",
        "Lab.Tubes": ["T-1", "T-2"],
        "Lab.Map": {"lane": ["1", "2"]},
        "Lab.Maps": [{"a": ["b"]}, {"c": ["d"]}],
        "Lab.Project": project,
        "Lab.Biosamples": biosamples[:70],
    }
    await properties.set_many(values)
    assert await properties.value("Lab.Tube") == "T-1"
    assert await properties.value("Lab.Tubes") == ["T-1", "T-2"]
    assert await properties.value("Lab.Map") == {"lane": ["1", "2"]}
    assert await properties.value("Lab.Maps") == [{"a": ["b"]}, {"c": ["d"]}]
    assert (await properties.value("Lab.Project")).id == project.id
    found = await properties.value("Lab.Biosamples")
    assert [each.id for each in found] == [each.id for each in biosamples[:70]], "more items than come with a property"
    await properties.set("Lab.Tube", "T-9")
    assert await properties.value("Lab.Tube") == "T-9"
    await properties.delete("Lab.Tube")
    with pytest.raises(PermissionDeniedError):
        await properties.get("Lab.Tube")
    assert "Lab.Tube" not in [name async for name in properties]


async def test_biosamples_are_updated_one_by_one_and_many_at_once(service: Service) -> None:
    biosamples = service.basespace.biosamples
    changed = await biosamples.update("104000002", name="Renamed", container_name="P-1", default_project="86000003")
    assert (changed.biosample_name, changed.container_name) == ("Renamed", "P-1")
    wanted = [each async for each in biosamples.list()][:250]
    outcome = await biosamples.bulk_update(wanted, default_project="86000004", batch_size=50)
    assert len(outcome.succeeded) == 250
    moved = await biosamples.list(project="86000004", page_size=500).collect()
    assert {each.id for each in wanted} <= {each.id for each in moved}
    partly = await biosamples.bulk_update([wanted[0], "999"], default_project="86000005", batch_size=1)
    assert (list(partly.succeeded), list(partly.failed)) == ([wanted[0].id], ["999"])
    running = service.simulator.world.appsessions[service.session_that_is("Running")]
    assert (await biosamples.set_status(running.biosample_ids[0], "Canceled")).status == "Canceled"
    assert (await service.basespace.appsessions.get(running.id)).execution_status == "Canceled"


async def test_more_yield_is_asked_for_in_the_three_ways(service: Service) -> None:
    basespace = service.basespace
    await basespace.biosamples.request_more_yield("104000001", 10_000)
    await basespace.libraries.request_more_yield("58000001", 20_000, lims_id="L-1")
    await basespace.library_pools.request_more_yield("71000000", 30_000)
    requeues = await basespace.biosamples.lab_requeues("104000001", sort_by="RequestedAdditionalYield").collect()
    assert [each.requested_additional_yield for each in requeues] == [10_000, 20_000, 30_000]
    assert (await basespace.lab_requeues.get(str(requeues[1].id))).lims_id == "L-1"
    everywhere = await basespace.lab_requeues.list(type="AdditionalYieldOfLibraryPool").collect()
    assert [each.id for each in everywhere] == [requeues[2].id]


async def test_datasets_lanes_and_pools_are_judged(service: Service) -> None:
    basespace = service.basespace
    dataset = await basespace.datasets.list(include="Properties").first()
    assert dataset is not None
    assert (await basespace.datasets.set_qc(dataset, "QcFailed", comment="no")).qc_status == "QcFailed"
    assert len(await basespace.datasets.comments(dataset).collect()) == 1
    assert (await basespace.datasets.get_type("illumina.fastq.v1.8")).name == "Illumina Fastq"
    assert (await basespace.lanes.set_status("90000000", "QcFailed", comment="bubbles")).status == "QcFailed"
    assert [each.new_value for each in await basespace.lanes.comments("90000000").collect()] == ["QcFailed"]
    assert (await basespace.library_pools.set_status("71000000", "QCFailed", notes="x")).status == "QCFailed"
    libraries = await basespace.library_pools.libraries(
        "71000000", include=["LibraryIndex", "YieldInformation"]
    ).collect()
    assert len(libraries) == 12
    assert {each.pool_component_actual_yield_in_bps for each in libraries} == {0}
    assert len({str(each.index_1_sequence) for each in libraries}) == 12


async def test_thresholds_and_workflows_are_kept(service: Service) -> None:
    basespace = service.basespace
    kept = await basespace.lanes.set_qc_thresholds([qc_threshold("PercentGtQ30", "Between", 80, 100, group="Lane")])
    assert await basespace.lanes.qc_thresholds() == kept
    session = await basespace.appsessions.get(service.session_that_is("Complete"))
    application = session.application
    assert application
    made = await basespace.applications.create_workflow(application, name="Nightly", appsession=session)
    limit = qc_threshold("Yield", "LessThan", 5, dataset_type="common.files")
    assert await basespace.applications.set_qc_thresholds(made, [limit]) == await basespace.applications.qc_thresholds(
        made
    )
    waiting = workflow_dependency("BioSampleYield", attributes={"RequiredYield": 5})
    await basespace.applications.set_workflow_dependencies(made, [waiting], version="3")
    assert (await basespace.applications.workflow_dependencies(made)).version == "3"
    assert made.id in [each.id for each in await basespace.applications.list(category="Workflow").collect()]
    assert (await basespace.applications.settings(made)).id == made.id
    assert (await basespace.applications.get(made)).name == "Nightly"


async def test_what_was_deleted_is_found_in_the_trash_and_restored(service: Service) -> None:
    basespace, session = service.basespace, service.session_that_is("Complete")
    item = await basespace.appsessions.delete(session)
    assert item is not None
    with pytest.raises(PermissionDeniedError):
        await basespace.appsessions.get(session)
    await basespace.trash.restore(resource=session)
    assert (await basespace.appsessions.get(session)).id == session
    with pytest.raises(PreconditionError):
        await basespace.trash.restore(resource=session)
    assert await basespace.appsessions.delete(session, keep_metadata=True) is None
    await basespace.appsessions.delete(session)
    await basespace.trash.empty()
    assert await basespace.trash.list().collect() == []


async def test_runs_instruments_and_people_are_looked_at(service: Service) -> None:
    basespace = service.basespace
    files = await basespace.runs.files("105000000", directory="/", recursive=True).collect()
    assert "InterOp/QMetricsOut.bin" in [each.path for each in files]
    pages = [page async for page in basespace.runs.files("105000000", directory="/", include="Subdirectories").pages()]
    assert [each.name for each in pages[0].sub_directories] == ["Data", "InterOp"]
    summaries = await basespace.biosamples.lane_summaries("104000004").collect()
    assert [each.lane_number for each in summaries] == [1, 2, 3]
    statistics = await basespace.instruments.statistics(
        "A00123", from_date="2024-01-01", to_date="2024-03-01", bin_by="week", time_zone="Europe/Berlin"
    ).collect()
    bins = statistics[0].bins or []
    assert len(bins) == 9
    assert sum(each.total_run_time or 0 for each in bins) == pytest.approx(statistics[0].total_run_time or 0)
    assert statistics[0].total_run_time
    assert (await basespace.users.subscription()).is_active
    assert len(await basespace.users.usage(periods=3).collect()) == 3
    assert [each.id for each in await basespace.workgroups.list(active_only=True).collect()] == ["20000001"]
    assert (await basespace.workgroups.get("20000001")).is_collaborative
    await basespace.users.set_settings("current", {"requeue-days": "7", "mail": True})
    settings = {each.name: each.value async for each in basespace.users.settings("current")}
    assert settings["mail"] is True
    assert (await basespace.users.get("10000002")).name == "Second User"
    with pytest.raises(PermissionDeniedError):
        await basespace.users.get("10000003")
    with pytest.raises(PermissionDeniedError):
        await basespace.projects.get("85999999")


async def test_a_harvest_is_exact_though_a_fifth_of_the_requests_fail() -> None:
    async with (
        Simulator(biosamples=240, seed=3, page_cap=40) as simulator,
        BaseSpace(
            simulator.token,
            server=simulator.url,
            retry=RetryPolicy(initial_backoff=0.001, max_backoff=0.01, max_retries=20),
        ) as basespace,
    ):
        for kind in ("reset_before", "reset_after", "truncate"):
            simulator.faults.add(kind, probability=0.05)
        simulator.faults.add("status", probability=0.05, status=502)
        datasets = await basespace.datasets.list(concurrency=8).collect()
        assert [each.id for each in datasets] == list(simulator.world.datasets)
        files = [file.id for dataset in datasets[:40] async for file in basespace.datasets.files(dataset)]
        expected = [
            file.id
            for each in list(simulator.world.datasets.values())[:40]
            for file in simulator.world.files.of_dataset(each)
        ]
        assert files == expected
        assert sum(simulator.statistics.faults.values()) > 5


async def test_a_list_that_changes_while_it_is_read_gives_nothing_twice_and_loses_nothing() -> None:
    async with (
        Simulator(biosamples=300, seed=3) as simulator,
        BaseSpace(simulator.token, server=simulator.url) as basespace,
    ):
        simulator.faults.add("insert", path="/biosamples", probability=0.3)
        simulator.faults.add("delete", path="/biosamples", probability=0.2)
        before = set(simulator.world.biosamples)
        found = [each.id async for each in basespace.biosamples.list(page_size=20)]
        assert len(found) == len(set(found))
        assert before & set(simulator.world.biosamples) <= set(found)


async def test_an_analysis_of_ones_own_and_one_of_an_application_end_with_their_outputs(service: Service) -> None:
    basespace, world = service.basespace, service.simulator.world
    project = await basespace.projects.create("Results of two")
    biosamples = await basespace.biosamples.list(limit=3).collect()
    async with basespace.appsessions.running("quality", properties={"Input.BioSamples": biosamples}) as own:
        launched = await basespace.applications.launch("Germline", inputs={"sample-id": biosamples}, project=project)
        service.simulator.clock.advance(hours=2)
        ended = await basespace.appsessions.wait(launched)
    outputs = await basespace.appsessions.outputs(ended)
    assert [each.id for each in outputs] == [each.id async for each in basespace.projects.datasets(project)]
    assert [each.name.partition("_")[0] for each in outputs] == [each.biosample_name for each in biosamples]
    assert world.appsessions[own.id].execution_status == "Complete"
