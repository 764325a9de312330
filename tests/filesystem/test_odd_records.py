"""Records of the service that lack something, or are out of the ordinary: each is its own problem alone."""

from __future__ import annotations

import asyncio
import errno
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from basespace_async import BaseSpace
from basespace_async.filesystem import BaseSpaceFileSystem
from basespace_async.simulator import Simulator
from basespace_async.transport import BufferedResponse, HTTPRequest, HTTPResponse, Transport
from tests.filesystem.conftest import QUICK
from tests.support.refusing_transport import Answer, Refusing
from tests.support.simulated_files import Placed, asked, place

Edit = Callable[[list[dict[str, Any]]], object]


class Edited:
    """A transport that edits the items of lists, and notes the requests."""

    def __init__(self, inner: Transport, edits: list[Edit], urls: list[str]) -> None:
        self._inner = inner
        self._edits = edits
        self._urls = urls

    async def send(self, request: HTTPRequest) -> HTTPResponse:
        self._urls.append(request.url)
        response = await self._inner.send(request)
        if request.stream or not self._edits:
            return response
        body = json.loads(await response.read())
        for edit in self._edits:
            edit((body.get("Response") or body).get("Items", [body]))  # version 1 has an envelope around it
        return BufferedResponse(response.status, {"Content-Type": "application/json"}, json.dumps(body).encode())

    async def aclose(self) -> None:
        await self._inner.aclose()


@pytest.fixture
def edits() -> list[Edit]:
    return []


@pytest.fixture
def urls() -> list[str]:
    return []


@pytest.fixture
def edited(simulator: Simulator, edits: list[Edit], urls: list[str]) -> Iterator[BaseSpaceFileSystem]:
    options = {**QUICK, "middleware": [lambda inner: Edited(inner, edits, urls)]}
    fs = BaseSpaceFileSystem(
        token=simulator.token, server=simulator.url, client_options=options, skip_instance_cache=True
    )
    yield fs
    fs.close()


def change(name: str, **values: Any) -> Edit:
    """Set fields of the items of a name; None drops one."""

    def edit(items: list[dict[str, Any]]) -> None:
        for item in items:
            if item.get("Name") == name or item.get("Path") == name:
                item.update({key: value for key, value in values.items() if value is not None})
                for key in [key for key, value in values.items() if value is None]:
                    item.pop(key, None)

    return edit


def test_a_file_without_an_id_is_read_by_its_link_and_is_no_matter_to_the_others(
    edited: BaseSpaceFileSystem, edits: list[Edit], placed: Placed
) -> None:
    edits.append(change("table.csv", Id=None))
    edits.append(change("out.txt", Id=None))
    assert len(edited.find(placed.path)) == 5
    assert edited.cat_file(placed.at("numbers.bin"), 1, 2) == b"\1"
    assert edited.cat_file(placed.at("table.csv")).startswith(b"sample")
    assert edited.cat_file(placed.at("logs/out.txt")) == b"done\n"


@pytest.mark.parametrize("root", ["projects", "biosamples", "datasets", "appsessions"])
def test_a_resource_without_an_id_is_not_shown_and_is_no_matter_to_the_others(
    edited: BaseSpaceFileSystem, edits: list[Edit], root: str
) -> None:
    shown = edited.ls(root, detail=False)
    first = edited.info(shown[0])["id"]

    def drop(items: list[dict[str, Any]]) -> None:
        for item in items:
            for record in (item, item.get("Project") or {}):
                if record.get("Id") == first:
                    del record["Id"]

    edits.append(drop)
    assert edited.ls(root, detail=False, refresh=True) == shown[1:]


def test_a_file_without_a_path_stands_under_its_name_and_one_without_both_under_its_id(
    edited: BaseSpaceFileSystem, edits: list[Edit], placed: Placed
) -> None:
    edits.append(change("logs/out.txt", Path=None))
    edits.append(change("table.csv", Path=None, Name=None))
    names = {path.removeprefix(f"{placed.path}/") for path in edited.find(placed.path)}
    assert names == {
        "out.txt", "logs/deep/trace.txt", "empty.bin", "numbers.bin", f"@{placed.files['table.csv'].id}"
    }  # fmt: skip
    assert edited.cat_file(placed.at("out.txt")) == b"done\n"
    assert edited.cat_file(placed.at(f"@{placed.files['table.csv'].id}")).startswith(b"sample")


@pytest.mark.parametrize("size", [None, -1])
def test_a_size_that_the_list_does_not_tell_is_asked_for_once(
    edited: BaseSpaceFileSystem, edits: list[Edit], simulator: Simulator, placed: Placed, size: int | None
) -> None:
    edits.append(change("numbers.bin", Size=size))
    path = placed.at("numbers.bin")
    assert edited.ls(placed.path)[-1]["size"] is None
    assert edited.du(placed.path) == sum(file.content.size for file in placed.files.values()) - 10240
    for _ in range(2):
        assert edited.info(path)["size"] == 10240
        assert edited.cat_file(path, -2) == b"\xfe\xff"
    assert asked(simulator)["store"] == 3


def test_fields_that_a_record_lacks_are_not_told(
    edited: BaseSpaceFileSystem, edits: list[Edit], placed: Placed, tmp_path: Path
) -> None:
    edits.append(
        change("table.csv", ETag=None, DateCreated=None, DateModified=None, ContentType=None, HrefContent=None)
    )
    edits.append(change("numbers.bin", DateCreated="0001-01-01T00:00:00.0000000Z"))
    edits.append(change("Liver-1_L001", TotalSize=None, Name=None))
    info = edited.info(placed.at("table.csv").replace("Liver-1_L001", placed.dataset.id))
    assert set(info) == {"name", "size", "type", "id"}
    assert edited.cat_file(info["name"]).startswith(b"sample")
    edited.get_file(info["name"], str(tmp_path / "table.csv"))
    assert (tmp_path / "table.csv").read_bytes() == edited.cat_file(info["name"])
    assert "created" not in edited.info(placed.at("numbers.bin").replace("Liver-1_L001", placed.dataset.id))
    (dataset,) = edited.ls(f"projects/{placed.project.id}")
    assert dataset["name"] == f"projects/{placed.project.id}/@{placed.dataset.id}"
    assert "total_size" not in dataset


def test_a_date_of_the_year_one_is_unknown_and_one_of_year_two_is_not(
    edited: BaseSpaceFileSystem, edits: list[Edit], placed: Placed
) -> None:
    edits.append(change("table.csv", DateCreated="0002-01-01T00:00:00.0000000Z", DateModified=None))
    assert edited.created(placed.at("table.csv")) == datetime(2, 1, 1, tzinfo=UTC)
    assert edited.modified(placed.at("table.csv")) == datetime(2, 1, 1, tzinfo=UTC)


@pytest.mark.slow
def test_a_path_of_any_depth_is_found(fs: BaseSpaceFileSystem, simulator: Simulator) -> None:
    deep = "d/" * 1100 + "file.txt"
    placed = place(simulator, {deep: b"deep", "flat.txt": b"flat"})
    assert fs.find(placed.path) == [placed.at(deep), placed.at("flat.txt")]
    assert fs.du(placed.path) == 8
    assert fs.cat_file(placed.at(deep)) == b"deep"
    assert len(list(fs.walk(placed.path))) == 1101
    assert fs.glob(placed.at("**/file.txt")) == [placed.at(deep)]


def test_projects_and_runs_without_a_dataset_are_listed(
    fs: BaseSpaceFileSystem, simulator: Simulator, tmp_path: Path
) -> None:
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "RunInfo.xml").write_text('<RunInfo><Run Id="R8" Number="8"/></RunInfo>')

    async def create() -> str:
        async with BaseSpace(simulator.token, server=simulator.url) as basespace:
            report = await basespace.runs.upload(tmp_path / "run", instrument_type="MiSeq", state=tmp_path / "state")
            return report.ids["run"]

    project, run = simulator.world.add_project("Nothing yet"), asyncio.run(create())
    assert fs.ls("projects/Nothing yet") == []
    assert fs.info(f"projects/{project.id}")["type"] == "directory"
    assert project.id in {info["id"] for info in fs.ls("projects")}
    (folder,) = [info for info in fs.ls("runs") if info["id"] == run]
    info_file = next(path for path in fs.find(f"runs/@{run}") if path.endswith(".xml"))
    assert fs.cat_file(info_file) == fs.cat_file(f"{folder['name']}/{info_file.rpartition('/')[2]}")


REFUSALS = {"projects": "/users/current/projects", "runs": "/runs"}


@pytest.fixture
def refusing(simulator: Simulator) -> Iterator[Callable[[dict[str, Answer]], BaseSpaceFileSystem]]:
    """A filesystem of a service that answers some requests otherwise."""
    opened: list[BaseSpaceFileSystem] = []

    def make(answers: dict[str, Answer]) -> BaseSpaceFileSystem:
        options = {**QUICK, "middleware": [Refusing(answers)]}
        opened.append(
            BaseSpaceFileSystem(
                token=simulator.token, server=simulator.url, client_options=options, skip_instance_cache=True
            )
        )
        return opened[-1]

    yield make
    for fs in opened:
        fs.close()


@pytest.mark.parametrize("status", [403, 404, 405, 410, 501])
@pytest.mark.parametrize("root", REFUSALS)
def test_projects_and_runs_that_cannot_be_listed_are_those_of_the_datasets_and_it_is_said_once(
    fs: BaseSpaceFileSystem,
    simulator: Simulator,
    refusing: Callable[[dict[str, Answer]], BaseSpaceFileSystem],
    root: str,
    status: int,
    caplog: pytest.LogCaptureFixture,
) -> None:
    datasets = simulator.world.datasets.values()
    named = {dataset.project_id if root == "projects" else dataset.run_id for dataset in datasets}
    refused = refusing({REFUSALS[root]: status})
    listed = refused.ls(root)
    assert {info["id"] for info in listed} == named
    assert {info["name"] for info in listed} <= set(fs.ls(root, detail=False))
    assert refused.isdir(listed[0]["name"])
    assert refused.ls(root, refresh=True)
    said = [record.message for record in caplog.records if "cannot be listed" in record.message]
    assert len(said) == 1
    assert said[0].startswith(f"{root} cannot be listed, only those of the datasets are found")


@pytest.mark.parametrize("root", REFUSALS)
def test_a_list_that_is_refused_is_replaced_by_the_datasets_a_thousand_a_page(
    simulator: Simulator, edits: list[Edit], urls: list[str], root: str
) -> None:
    layers = [lambda inner: Edited(inner, edits, urls), Refusing({REFUSALS[root]: 403})]
    options = {**QUICK, "middleware": layers}
    fs = BaseSpaceFileSystem(
        token=simulator.token, server=simulator.url, client_options=options, skip_instance_cache=True
    )

    def without(items: list[dict[str, Any]]) -> None:
        for item in items:
            item.pop("Project", None)
            item.pop("Properties", None)

    assert fs.ls(root)
    query = dict(parse_qsl(urlsplit(urls[-1]).query))
    assert query["limit"] == "1000"
    assert query.get("propertyfilters") == ("Input.Runs" if root == "runs" else None)
    edits.append(without)
    assert fs.ls(root, refresh=True) == []
    fs.close()


@pytest.mark.parametrize(("root", "status"), [("projects", 500), ("runs", 400), ("biosamples", 403)])
def test_a_list_that_fails_otherwise_is_an_error_and_nothing_stands_in_for_it(
    refusing: Callable[[dict[str, Answer]], BaseSpaceFileSystem], simulator: Simulator, root: str, status: int
) -> None:
    with pytest.raises(OSError, match="no"):
        refusing({REFUSALS.get(root, f"/{root}"): status}).ls(root)
    assert "GET /datasets" not in asked(simulator)


def test_a_run_without_a_name_has_that_of_its_experiment(edited: BaseSpaceFileSystem, edits: list[Edit]) -> None:
    first = edited.ls("runs")[0]
    edits.append(lambda items: [item.pop("Name", None) for item in items])
    experiments = {info["id"]: info["name"] for info in edited.ls("runs", refresh=True)}
    assert experiments[first["id"]] != first["name"]
    assert edited.info(experiments[first["id"]])["id"] == first["id"]


PATHS = {
    "projects": ["projects", "projects/{project}", "projects/{project}/{dataset}"],
    "biosamples": ["biosamples", "biosamples/104000000", "biosamples/104000000/{dataset}"],
    "datasets": ["datasets", "datasets/{dataset}"],
    "runs": ["runs", "runs/105000000"],
    "appsessions": ["appsessions", "appsessions/110000000"],
}


@pytest.mark.parametrize("root", PATHS)
def test_lists_come_a_thousand_a_page_with_the_links_of_files(
    edited: BaseSpaceFileSystem, simulator: Simulator, placed: Placed, urls: list[str], root: str
) -> None:
    for path in PATHS[root]:
        urls.clear()
        found = edited.ls(path.format(project=placed.project.id, dataset=placed.dataset.id))
        queries = [dict(parse_qsl(urlsplit(url).query)) for url in urls]
        limits = {query[name] for query in queries for name in ("limit", "Limit") if name in query}
        assert limits == {"1000"}
    file = next(info for info in found if info["type"] == "file") if root != "appsessions" else found[0]
    path = file["name"] if root != "appsessions" else "appsessions/110000000/Logs/stdout.log"
    assert edited.cat_file(path, 0, 1)
    assert "content" not in asked(simulator)


def test_a_list_that_was_forgotten_while_it_came_is_not_kept(
    edited: BaseSpaceFileSystem, edits: list[Edit], urls: list[str], placed: Placed
) -> None:
    edits.append(lambda items: edited.invalidate_cache("projects/Another"))
    assert len(edited.ls("projects")) == len(edited.ls("projects"))
    assert len(urls) == 2
    edits.clear()
    assert len(edited.ls("projects")) == len(edited.ls("projects"))
    assert len(urls) == 3


def test_a_file_twice_in_a_list_is_one_file(edited: BaseSpaceFileSystem, edits: list[Edit], placed: Placed) -> None:
    def repeat(items: list[dict[str, Any]]) -> None:
        (table,) = [item for item in items if item.get("Path") == "table.csv"] or [None]
        if table is not None:
            items[:] = [table if item.get("Path") == "empty.bin" else item for item in items]

    edits.append(repeat)
    assert [path for path in edited.find(placed.path) if "table" in path] == [placed.at("table.csv")]
    assert edited.cat_file(placed.at("table.csv")).startswith(b"sample")


@pytest.mark.parametrize("how", ["cat", "open"])
def test_a_file_whose_list_has_no_etag_is_of_the_state_that_was_read_first(
    edited: BaseSpaceFileSystem, edits: list[Edit], simulator: Simulator, placed: Placed, how: str
) -> None:
    edits.append(change("numbers.bin", ETag=None))
    path = placed.at("numbers.bin")
    with edited.open(path, cache_type="none") as file:
        assert file.read(3) == b"\0\1\2"
        simulator.faults.add("wrong_etag", origin="store")
        with pytest.raises(OSError, match="the file changed") as caught:
            edited.cat_file(path, 3, 6) if how == "cat" else file.read(3)
    assert caught.value.errno == errno.ESTALE
    edited.invalidate_cache()
    assert edited.cat_file(path, 0, 3) == b"\0\1\2"
