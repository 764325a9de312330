"""Models as FastAPI's answers and request bodies, as they are, over real HTTP."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from typing import Annotated, Any

import httpx
import pytest
import uvicorn
from fastapi import Body, FastAPI

from basespace_async.models import Biosample, DatasetCompact, File, UpdateBiosampleRequest, WorkflowDependency

DATASET: dict[str, Any] = {
    "Id": "ds.1",
    "Name": "a",
    "DateCreated": "2018-07-19T23:50:10.1234567Z",
    "QcStatus": None,
    "Project": {"Id": "7", "Tomorrow": {"x": 1}},
}

app = FastAPI(separate_input_output_schemas=False)


@app.get("/dataset")
async def dataset() -> DatasetCompact:
    return DatasetCompact.from_dict(DATASET)


@app.get("/datasets")
async def datasets() -> list[DatasetCompact]:
    return [DatasetCompact.from_dict(DATASET)]


@app.get("/maybe")
async def maybe() -> Biosample | None:
    return None


@app.post("/file")
async def file(file: Annotated[File, Body()]) -> dict[str, Any]:
    return {"type": type(file).__name__, "id": file.id, "has_size": hasattr(file, "size"), "file": file.to_dict()}


@app.post("/files")
async def files(files: list[File]) -> list[str]:
    return [file.id for file in files]


@app.post("/update")
async def update(request: Annotated[UpdateBiosampleRequest, Body()]) -> list[str]:
    return sorted(request.fields_set)


@app.post("/dependency")
async def dependency(dependency: Annotated[WorkflowDependency, Body()]) -> WorkflowDependency:
    return dependency


@pytest.fixture(scope="module")
def caller() -> Iterator[httpx.Client]:
    """A client of the application, which a server serves in a thread."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False, ws="none"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, name="models")
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive(), "the application did not start"
            time.sleep(0.005)
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        with httpx.Client(base_url=url, trust_env=False, timeout=120) as client:
            yield client
    finally:
        server.should_exit = True
        thread.join()
        listening.close()


def test_a_model_is_answered_as_it_came(caller: httpx.Client) -> None:
    assert caller.get("/dataset").json() == DATASET
    assert caller.get("/datasets").json() == [DATASET]
    assert caller.get("/maybe").json() is None


def test_a_model_is_taken_as_a_body(caller: httpx.Client) -> None:
    answer = caller.post("/file", json={"Id": "5", "New": 1}).json()
    assert answer == {"type": "File", "id": "5", "has_size": False, "file": {"Id": "5", "New": 1}}
    assert caller.post("/files", json=[{"Id": "5"}, {"Id": "6"}]).json() == ["5", "6"]


def test_a_body_that_does_not_fit_is_refused_with_its_place(caller: httpx.Client) -> None:
    refused = caller.post("/file", json={"ParentDataset": {"Id": 5}})
    assert refused.status_code == 422
    assert "expected text, found a number at $.ParentDataset.Id" in refused.text


def test_a_request_model_tells_null_from_absence(caller: httpx.Client) -> None:
    body = {"BioSampleName": "b", "ContainerName": None}
    assert caller.post("/update", json=body).json() == ["biosample_name", "container_name"]


def test_a_model_that_leads_back_to_itself_goes_both_ways(caller: httpx.Client) -> None:
    body = {"Type": "AppCompletion", "Dependencies": [{"Type": "BioSampleYield", "Dependencies": []}]}
    assert caller.post("/dependency", json=body).json() == body


def test_the_applications_document_describes_the_models(caller: httpx.Client) -> None:
    document = caller.get("/openapi.json").json()
    schemas = document["components"]["schemas"]
    assert schemas["DatasetCompact"]["properties"]["Project"]["anyOf"][0] == {
        "$ref": "#/components/schemas/ProjectCompact"
    }
    assert {"Id", "Name"} <= set(schemas["File"]["required"])
    answer = document["paths"]["/datasets"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    assert answer["items"] == {"$ref": "#/components/schemas/DatasetCompact"}
