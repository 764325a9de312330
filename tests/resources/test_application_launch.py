"""Launches of applications: versions by name, inputs that are checked, references, agreements, outputs."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import respx
from hypothesis import given, settings
from hypothesis import strategies as st

from basespace_async import ApplicationInput, BaseSpace, ConfigurationError, NameLookupError, PreconditionError, models
from basespace_async.resources._application_inputs import inputs_in
from basespace_async.simulator import Clock, Simulator

pytestmark = pytest.mark.usefixtures("no_task_left")

V1PRE3 = "https://api.basespace.illumina.com/v1pre3"
GERMLINE, RNA = "Germline", "RNA Amplicon"
BIOSAMPLES = ["104000000", "104000001"]


@pytest.fixture
async def simulator() -> AsyncIterator[Simulator]:
    clock = Clock(datetime(2026, 5, 4, 12, tzinfo=UTC), still=True)
    async with Simulator(biosamples=8, seed=2, clock=clock) as simulator:
        yield simulator


@pytest.fixture
async def client(simulator: Simulator) -> AsyncIterator[BaseSpace]:
    async with BaseSpace(simulator.token, server=simulator.url) as basespace:
        yield basespace


async def test_an_application_is_launched_and_waited_for_and_its_outputs_downloaded(
    client: BaseSpace, simulator: Simulator, tmp_path: Path
) -> None:
    project = await client.projects.create("Results")
    biosample = await client.biosamples.get(BIOSAMPLES[0])
    launched = await client.applications.launch(
        GERMLINE, "batch 7", version="4.2.1", inputs={"sample-id": [biosample], "cnv_checkbox": True}, project=project
    )
    assert (launched.name, launched.execution_status) == ("batch 7", "Pending")
    assert await client.appsessions.outputs(launched) == []
    inputs = client.appsessions.properties(launched)
    assert [each.id for each in await inputs.value("Input.sample-id")] == [biosample.id]
    assert await inputs.value("Input.cnv_checkbox") == "1"
    simulator.clock.advance(hours=2)
    assert (await client.appsessions.wait(launched)).execution_status == "Complete"
    (dataset,) = await client.appsessions.outputs(launched)
    assert dataset.project is not None
    assert dataset.project.id == project.id
    assert (await client.appsessions.download(launched, tmp_path)).files


async def test_outputs_are_listed_where_no_property_has_them(client: BaseSpace, simulator: Simulator) -> None:
    session = simulator.world.launch([BIOSAMPLES[0]])
    simulator.clock.advance(hours=2)
    await client.appsessions.wait(session.id)
    (known,) = await client.appsessions.outputs(session.id)
    await client.appsessions.properties(session.id).delete("Output.Datasets")
    assert [each.id for each in await client.appsessions.outputs(session.id)] == [known.id]


async def test_inputs_are_read_from_the_form_and_else_from_an_earlier_analysis(
    client: BaseSpace, monkeypatch: pytest.MonkeyPatch
) -> None:
    inputs = {each.name: each for each in await client.applications.inputs(GERMLINE)}
    assert inputs["genome-id"].choices == ("hg19", "hg38")
    assert (inputs["sample-id"].required, inputs["sample-id"].kind) == (True, "biosample")
    assert (inputs["project-id"].label, inputs["gvcfs"].source) == ("Save results to", "form")
    await client.applications.launch(GERMLINE, inputs={"sample-id": BIOSAMPLES, "gvcfs": []}, project="86000000")
    monkeypatch.setattr("basespace_async.simulator.handlers.v1pre3_analyses.controls_of", lambda application: ())
    earlier = {each.name: each for each in await client.applications.inputs(GERMLINE)}
    assert set(earlier) == {"app-session-name", "project-id", "sample-id", "gvcfs"}
    assert (earlier["sample-id"].type, earlier["sample-id"].required) == ("biosample[]", None)
    plan = await client.applications.plan_launch(GERMLINE, inputs={"sample-id": "104000001"}, project="86000000")
    assert plan.checked_against == "appsession"
    assert plan.inputs["sample-id"] == ["biosamples/104000001/librarypreps/1014015"]
    with pytest.raises(PreconditionError, match=r"read from an earlier analysis"):
        await client.applications.launch(GERMLINE, inputs={"cnv_checkbox": True})


async def test_inputs_that_nobody_knows_are_not_checked_which_is_said(
    service: respx.Router, basespace: BaseSpace, caplog: pytest.LogCaptureFixture
) -> None:
    service.get(f"{V1PRE3}/applications/7/assets/forms").respond(404)
    service.get(path__regex="/(appsessions|useragreements)$").respond(json=page())
    service.get("/biosamples/5/libraries").respond(403)
    with caplog.at_level(logging.WARNING):
        plan = await basespace.applications.plan_launch(
            "7", "n", inputs={"sample-id": "5", "files": ["files/1"], "x": 1.5}, project="3", status_summary="s"
        )
    assert "the inputs of application 7 are unknown" in caplog.text
    assert plan.checked_against is None
    assert plan.body == {
        "Name": "n",
        "StatusSummary": "s",
        "AutoStart": True,
        "InputParameters": {
            "sample-id": "biosamples/5/librarypreps/1014015",
            "files": ["files/1"],
            "x": "1.5",
            "app-session-name": "n",
            "project-id": "projects/3",
        },
    }


@pytest.mark.parametrize(
    ("inputs", "problem"),
    [
        ({"sample-ids": "1"}, r"no input sample-ids \(did you mean sample-id\?\).*needs the input sample-id"),
        ({"sample-id": "1", "what": "x"}, r"no input what; its inputs are: app-session-name \(required\), .*genome-id"),
        ({}, "needs the input sample-id"),
        ({"sample-id": "104000000", "genome-id": "mm10"}, "cannot be 'mm10'; its choices are: hg19, hg38"),
    ],
)
async def test_wrong_inputs_are_refused_with_those_that_there_are_before_anything_is_launched(
    client: BaseSpace, simulator: Simulator, inputs: dict[str, Any], problem: str
) -> None:
    before = len(simulator.world.appsessions)
    with pytest.raises(PreconditionError, match=problem) as caught:
        await client.applications.launch(GERMLINE, inputs=inputs, project="86000000")
    assert caught.value.response is None
    assert len(simulator.world.appsessions) == before


async def test_the_service_refuses_what_was_not_checked(client: BaseSpace, simulator: Simulator) -> None:
    before = len(simulator.world.appsessions)
    for inputs in ({}, {"sample-id": "104000000", "what": "x"}, {"sample-id": "104000000", "project-id": "none"}):
        with pytest.raises(PreconditionError) as caught:
            await client.applications.launch(GERMLINE, inputs=inputs, check=False)
        assert caught.value.response is not None
    assert len(simulator.world.appsessions) == before


async def test_agreements_are_signed_first(client: BaseSpace) -> None:
    inputs = {"sample-id": BIOSAMPLES}
    with pytest.raises(
        PreconditionError, match=r"Terms of use 17 \(id 17\), with applications.sign_agreement"
    ) as caught:
        await client.applications.launch(RNA, inputs=inputs, project="86000000")
    assert caught.value.response is None
    await client.applications.sign_agreement("17")
    assert (await client.applications.launch(RNA, inputs=inputs, project="86000000")).name.startswith(f"{RNA} 20")


def page(*items: dict[str, Any]) -> dict[str, Any]:
    count = len(items)
    return {"Items": [*items], "Paging": {"TotalCount": count, "DisplayedCount": count, "Offset": 0, "Limit": 500}}


def application(id: str, name: str, version: str, family: str = "f") -> dict[str, Any]:
    return {"Id": id, "Name": name, "VersionNumber": version, "AppFamilySlug": family}


async def test_versions_are_found_by_number_or_id_and_the_newest_is_the_default(
    service: respx.Router, basespace: BaseSpace
) -> None:
    versions = [application("10", "DRAGEN", "2.10.0"), application("9", "DRAGEN", "2.9.1")]
    service.get("/applications").respond(json=page(versions[1], application("1", "Other", "1", "g")))
    service.get(path__regex="/applications/9/versions").respond(json={"Response": page(*versions)})

    async def launched(application: Any, version: str | None = None) -> str:
        plan = await basespace.applications.plan_launch(application, "n", inputs={}, version=version, check=False)
        return plan.application_id

    service.get("/useragreements").respond(json=page())
    assert await launched("DRAGEN") == "10"
    assert await launched("dragen", "2.9.1") == "9"
    assert await launched("DRAGEN", "9") == "9"
    assert await launched("9") == "9"
    assert await launched(models.ApplicationCompact(id="9"), "2.10.0") == "10"
    with pytest.raises(ConfigurationError, match=r"no version '3'; its versions are: 2.9.1, 2.10.0"):
        await launched("DRAGEN", "3")
    with pytest.raises(NameLookupError, match="DRAGON") as caught:
        await launched("DRAGON")
    assert "DRAGEN" in caught.value.__notes__[0]


async def test_values_become_texts_and_references(client: BaseSpace) -> None:
    dataset = await client.datasets.list().first()
    assert dataset is not None
    file = await client.datasets.files(dataset).first()
    plan = await client.applications.plan_launch(
        GERMLINE,
        "n",
        version=None,
        check=False,
        inputs={
            "input_list": [{"sample-id": "104000000", "sex": "f"}, {"sample-id": "biosamples/104000001", "sex": "m"}],
            "gvcfs": [dataset, dataset.id],
            "target_bed_id": file,
            "appresult-id": models.LegacyAppResultCompact(id="5") if hasattr(models, "LegacyAppResultCompact") else "5",
            "Input.session": models.AppSession(id="6"),
            "cnv": False,
            "vc-type": 1,
            "left-out": None,
            "sample-id": "104000000, 104000001",
            "text": "a, b",
        },
    )
    sample = [f"biosamples/{each}/librarypreps/1014015" for each in BIOSAMPLES]
    assert {key: value for key, value in plan.inputs.items() if key != "app-session-name"} == {
        "input_list.sample-id": sample,
        "input_list.sex": ["f", "m"],
        "gvcfs": [f"datasets/{dataset.id}"] * 2,
        "target_bed_id": f"files/{file.id}" if file else "",
        "appresult-id": "appresults/5",
        "session": "appsessions/6",
        "cnv": "0",
        "vc-type": "1",
        "sample-id": sample,
        "text": "a, b",
    }


@pytest.mark.parametrize(
    ("inputs", "problem"),
    [
        ({"t.a": ["1"], "t.b": ["1", "2"]}, "t.a has 1, t.b has 2"),
        ({"t": [{"a": "1"}, {"b": "1"}]}, "different columns"),
        ({"x": object()}, "x cannot be <object"),
        ({"x": models.User(id="7")}, "x cannot be a User"),
    ],
)
async def test_values_without_a_form_are_refused(client: BaseSpace, inputs: dict[str, Any], problem: str) -> None:
    with pytest.raises(ConfigurationError, match=problem):
        await client.applications.launch(GERMLINE, "n", inputs=inputs, check=False)


@pytest.mark.parametrize(
    ("name", "type", "kind"),
    [
        ("x", "AppResultChooser", "appresult"),
        ("x", "biosample[]", "biosample"),
        ("x", "DataSetChooser", "dataset"),
        ("profile", "ProfileChooser", None),
        ("project-id", "TextBox", "project"),
        ("input_list.sample-id", "", "sample"),
        ("target_file_ids", "", "file"),
        ("sample-name", "", None),
    ],
)
def test_what_an_input_takes_is_told_by_words_of_its_type_or_else_of_its_name(
    name: str, type: str, kind: str | None
) -> None:
    assert ApplicationInput(name, type).kind == kind


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["Id", "Name", "$type", "Fields", "choices", "required", "x"]), inner, max_size=4
        )
    ),
    max_leaves=15,
)


@settings(max_examples=60)
@given(JSON)
def test_a_form_of_any_shape_is_read(content: Any) -> None:
    for one in inputs_in(content):
        assert one.name
        assert all(isinstance(choice, str) for choice in one.choices)


def test_controls_are_found_in_forms_of_other_shapes() -> None:
    form = {
        "$type": "Form",
        "id": "form",
        "fields": [
            {"$type": "TextBox", "id": "app-session-name", "label": "Name", "required": True},
            {"$type": "SectionBreak", "title": "Samples"},
            {
                "$type": "FieldSet",
                "id": "input_list",
                "fields": [{"$type": "SampleChooser", "id": "sample-id", "required": True}],
            },
            {"$type": "Select", "id": "genome-id", "choices": [{"value": "hg38", "label": "Human"}, {"value": "mm10"}]},
        ],
        "rules": [{"id": "not-an-input", "type": "rule"}],
    }
    found = {each.name: each for each in inputs_in({"Response": form, "Notifications": []})}
    assert list(found) == ["app-session-name", "input_list.sample-id", "genome-id"]
    assert (found["input_list.sample-id"].kind, found["input_list.sample-id"].is_list) == ("sample", True)
    assert found["genome-id"].choices == ("hg38", "mm10")
    assert inputs_in("<form/>") == []
