"""Resources that are asked for by name, and names that are taken."""

from __future__ import annotations

import pytest
import respx

from basespace_async import BaseSpace, ConfigurationError, NameLookupError, PreconditionError
from basespace_async.simulator import Simulator

pytestmark = pytest.mark.usefixtures("no_task_left")


def projects(service: respx.Router, *ids_and_names: tuple[str, str]) -> None:
    items = [{"Id": id, "Name": name} for id, name in ids_and_names]
    service.get("https://api.basespace.illumina.com/v1pre3/users/current/projects").respond(
        json={"Response": {"Items": items, "TotalCount": len(items)}}
    )


async def test_a_project_is_got_by_its_exact_name(basespace: BaseSpace, service: respx.Router) -> None:
    projects(service, ("1", "Liver"), ("2", "liver"), ("3", "Liver study"))
    service.get("/projects/2").respond(json={"Id": "2", "Name": "liver"})
    assert (await basespace.projects.get(name="liver")).id == "2"
    assert service.calls[0].request.url.params["Name"] == "liver"


async def test_a_name_of_none_or_of_several_is_an_error_that_says_so(
    basespace: BaseSpace, service: respx.Router
) -> None:
    projects(service, ("1", "Liver"), ("2", "Liver"))
    with pytest.raises(NameLookupError, match="2 are called so; say which by its id: 1, 2") as caught:
        await basespace.projects.get(name="Liver")
    assert (caught.value.kind, caught.value.name, caught.value.ids) == ("project", "Liver", ("1", "2"))
    assert isinstance(caught.value, LookupError)
    with pytest.raises(NameLookupError, match="no project is called 'Lung'"):
        await basespace.projects.get(name="Lung")
    with pytest.raises(NameLookupError):
        await basespace.projects.create("Liver", exist_ok=True)


@pytest.mark.parametrize("resource", ["projects", "runs", "biosamples"])
async def test_an_id_or_a_name_is_given_not_both_and_no_empty_name(
    resource: str, basespace: BaseSpace, service: respx.Router
) -> None:
    get = getattr(basespace, resource).get
    for arguments in ({}, {"name": " "}):
        with pytest.raises(ConfigurationError):
            await get(**arguments)
    with pytest.raises(ConfigurationError, match="one of them"):
        await get("1", name="a")
    assert not service.calls


async def test_what_is_created_is_got_by_name_and_not_created_twice() -> None:
    async with Simulator(biosamples=6) as simulator, BaseSpace(simulator.token, server=simulator.url) as basespace:
        project = await basespace.projects.create("Lung study", description="d")
        assert (await basespace.projects.create("Lung study", exist_ok=True)).id == project.id
        with pytest.raises(PreconditionError, match=f"a project called 'Lung study' exists: {project.id}"):
            await basespace.projects.create("Lung study")
        biosample = await basespace.biosamples.create("Lung-1", default_project=project)
        same = await basespace.biosamples.create("Lung-1", default_project=project, exist_ok=True)
        assert same.id == biosample.id
        assert (await basespace.biosamples.get(name="Lung-1")).id == biosample.id
        with pytest.raises(PreconditionError, match="exists"):
            await basespace.biosamples.create("Lung-1", default_project=project)
        created = await basespace.biosamples.create_many({"Lung-2": "Lung study", "Lung-3": "Another"})
        assert [each.biosample.biosample_name for each in created if each.biosample] == ["Lung-2", "Lung-3"]
        assert await basespace.projects.find_by_name("Another")
        await basespace.biosamples.lock(biosample)
        await basespace.biosamples.unlock(biosample)
        run = await basespace.runs.list().first()
        assert run is not None
        named = [each.id async for each in basespace.runs.list(experiment_name=run.experiment_name)]
        if len(named) == 1:
            assert (await basespace.runs.get(name=run.experiment_name)).id == run.id


async def test_an_application_is_launched_and_its_analysis_is_there() -> None:
    async with Simulator(biosamples=6) as simulator, BaseSpace(simulator.token, server=simulator.url) as basespace:
        application = await basespace.applications.list().first()
        biosample = await basespace.biosamples.list().first()
        assert application is not None
        assert biosample is not None
        project = biosample.default_project
        assert project is not None
        (version, *_) = await basespace.applications.versions(application).collect()
        launched = await basespace.applications.launch(
            version,
            "batch 7",
            inputs={"project-id": f"projects/{project.id}", "sample-id": [f"biosamples/{biosample.id}/librarypreps/1"]},
        )
        assert (await basespace.appsessions.get(launched)).name == "batch 7"
        own = await basespace.appsessions.create("mine")
        assert own.execution_status == "Running"
        assert (await basespace.appsessions.reports(own)).to_dict()["Items"] == []
        await basespace.appsessions.reschedule(launched, output_project=project)
        (agreement,) = await basespace.applications.agreements().collect()
        assert agreement.status == "Unsigned"
        assert agreement.agreement is not None
        assert (await basespace.applications.sign_agreement(agreement.agreement)).status == "Signed"


async def test_runs_instruments_and_pools_are_listed() -> None:
    async with Simulator(biosamples=40) as simulator, BaseSpace(simulator.token, server=simulator.url) as basespace:
        run = await basespace.runs.list().first()
        assert run is not None
        sheet = await basespace.runs.sample_sheet(run)
        assert sheet.applications is not None
        assert sheet.applications[0].data
        assert (await basespace.runs.sequencing_stats(run)).yield_total
        mappings = await basespace.runs.lane_library_mappings(run).collect()
        assert {mapping.lane_number for mapping in mappings} == set(range(1, 9))
        made = await basespace.runs.create("Batch 8", instrument_type="MiSeq")
        assert (await basespace.runs.update(made, upload_status="Completed")).upload_status == "Completed"
        instruments = await basespace.instruments.list().collect()
        status = await basespace.instruments.status(include_active_runs=True).collect()
        assert [each.id for each in instruments] == [each.id for each in status]
        assert await basespace.library_pools.list(status="Active").collect() is not None
        await basespace.auth.revoke()
