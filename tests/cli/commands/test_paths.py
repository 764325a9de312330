"""`ls`, `cat`, `du`, `tree`, and one file to standard output."""

from __future__ import annotations

import json
from typing import Any

import pytest

from basespace_async import APIError, AuthenticationError, PermissionDeniedError
from basespace_async.filesystem import BaseSpaceFileSystem
from basespace_async.filesystem.errors import to_os_error
from basespace_async.simulator import Simulator
from basespace_async.simulator.world.records import FileRecord
from tests.support.command_line import Invoke

PROJECT = "projects/86000000"


@pytest.fixture(scope="module")
def file(shared: Simulator) -> FileRecord:
    dataset = shared.world.datasets_of("104000000")[0]
    return shared.world.add_file(dataset, "reports/summary 1.txt", b"one\ntwo\n" * 200_000)


@pytest.fixture
def dataset(shared: Simulator, file: FileRecord) -> str:
    return shared.world.datasets_of("104000000")[0].id


def test_the_root_and_folders_are_listed_by_name(ask: Invoke) -> None:
    assert ask("ls").stdout.split() == ["projects/", "biosamples/", "datasets/", "runs/", "appsessions/"]
    names = ask("ls", "basespace://biosamples/").stdout.splitlines()
    listed = [json.loads(line) for line in ask("ls", "biosamples", "--json").stdout.splitlines()]
    assert names == [entry["Name"] for entry in listed]
    assert {entry["Type"] for entry in listed} == {"directory"}


def test_a_long_list_has_sizes_dates_and_ids(ask: Invoke, dataset: str, file: FileRecord) -> None:
    line = ask("ls", "-l", f"datasets/{dataset}/reports", "--no-header").stdout
    size, date, identity, name = line.rstrip("\n").split("\t")
    assert (size, identity, name) == ("1600000", file.id, "summary 1.txt")
    assert date.startswith("20")
    assert ask("ls", "-lH", f"datasets/{dataset}/reports", "--no-header").stdout.startswith("1.6 MB\t")
    record = json.loads(ask("ls", "-H", "--json", f"datasets/{dataset}/reports").stdout)
    assert (record["Size"], record["Path"]) == (1600000, f"datasets/{dataset}/reports/summary 1.txt")
    assert ask("ls", "-l", "--csv", f"datasets/{dataset}").stdout.startswith("Size,DateModified,Id,Name\n")


def test_patterns_and_several_paths_are_shown_in_full(ask: Invoke, dataset: str) -> None:
    found = ask("ls", f"datasets/{dataset}/rep*/*.txt", f"datasets/{dataset}/reports").stdout.splitlines()
    assert found == [f"datasets/{dataset}/reports/summary 1.txt", f"datasets/{dataset}/reports/"]


def test_content_is_written_as_it_is(ask: Invoke, dataset: str, file: FileRecord) -> None:
    content = b"one\ntwo\n" * 200_000
    assert ask("cat", f"datasets/{dataset}/reports/*").stdout_bytes == content
    assert ask("cat", f"files/{file.id}", f"basespace://files/{file.id}").stdout_bytes == content * 2


def test_what_is_not_there_has_its_own_exit_code(invoke: Invoke, shared: Simulator) -> None:
    for line in (
        ["ls", "projects/nope"],
        ["cat", "projects/nope/x"],
        ["du", "runs/*nope*"],
        ["du", "x"],
        ["tree", "x"],
    ):
        result = invoke(*line, on=shared)
        assert (result.exit_code, result.stdout) == (4, ""), line
        assert result.stderr.startswith("error: basespace://")
    assert invoke("cat", "projects", on=shared).exit_code == 4
    assert invoke("ls", "files", on=shared).exit_code == 4


@pytest.mark.parametrize("line", [["ls"], ["cat"], ["du", "--no-header"], ["tree"]])
def test_what_is_not_there_holds_up_no_other_path(
    invoke: Invoke, ask: Invoke, shared: Simulator, file: FileRecord, dataset: str, line: list[str]
) -> None:
    there = [f"datasets/{dataset}/reports/summary 1.txt", f"files/{file.id}"]
    missing = ["projects/nope", "runs/*nope*"]
    result = invoke(*line, missing[0], there[0], missing[1], there[1], on=shared)
    assert result.stdout_bytes == ask(*line, *there).stdout_bytes
    assert result.exit_code == 4
    messages = result.stderr.splitlines()
    assert sorted(each.split(": ")[1] for each in messages) == [f"basespace://{path}" for path in missing]
    assert {each.split(": ")[0] for each in messages} == {"error"}


@pytest.mark.parametrize("command", ["ls", "cat", "du", "tree"])
def test_paths_that_are_all_missing_are_all_named(invoke: Invoke, shared: Simulator, command: str) -> None:
    result = invoke(command, "projects/nope", "runs/nope", "--no-header", on=shared)
    assert (result.exit_code, result.stdout, result.stderr.count("error: basespace://")) == (4, "", 2)


def test_one_path_that_is_there_is_shown_in_full_beside_a_missing_one(invoke: Invoke, shared: Simulator) -> None:
    assert invoke("ls", "projects", "runs/*nope*", on=shared).stdout == "projects/\n"


def test_a_refused_path_is_named_and_a_refused_token_ends_all(
    invoke: Invoke, own: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refused(fs: BaseSpaceFileSystem, path: str) -> dict[str, Any]:
        if path == "runs":
            raise to_os_error(error, path) from error
        return await info(fs, path)

    info = BaseSpaceFileSystem._info
    monkeypatch.setattr(BaseSpaceFileSystem, "_info", refused)
    error: APIError = PermissionDeniedError(status=403, message="no")
    result = invoke("ls", "runs", "projects", on=own)
    assert (result.exit_code, result.stdout) == (4, "projects/\n")
    assert result.stderr == "error: basespace://runs: : 403: no\n"

    error = AuthenticationError(status=401, message="who is that?")
    result = invoke("ls", "runs", "projects", on=own)
    assert (result.exit_code, result.stdout, result.stderr.count("error: ")) == (3, "", 1)


def test_sizes_are_summed_by_folder(ask: Invoke, dataset: str) -> None:
    rows = [line.split("\t") for line in ask("du", f"datasets/{dataset}", "--no-header").stdout.splitlines()]
    assert ["1600000", f"datasets/{dataset}/reports"] in rows
    top = sum(json.loads(line)["Size"] or 0 for line in ask("ls", "--json", f"datasets/{dataset}").stdout.splitlines())
    assert rows[-1] == [str(top + sum(int(size) for size, _ in rows[:-1])), f"datasets/{dataset}"]
    (total,) = ask("du", f"datasets/{dataset}", "--depth", "0", "--json").stdout.splitlines()
    assert json.loads(total)["Size"] == int(rows[-1][0])


@pytest.mark.parametrize("paths", [(), ("",), ("basespace://",), ("projects", "/")])
def test_du_needs_a_path(invoke: Invoke, shared: Simulator, paths: tuple[str, ...]) -> None:
    result = invoke("du", *paths, on=shared)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "give a path, such as projects/NAME" in result.stderr


def test_du_of_a_path_in_a_dataset_that_is_not_there_is_an_error(
    invoke: Invoke, shared: Simulator, dataset: str
) -> None:
    result = invoke("du", f"datasets/{dataset}/nope", on=shared)
    assert (result.exit_code, result.stdout) == (4, "")
    assert f"datasets/{dataset}/nope: there is no such file" in result.stderr


def test_a_tree_of_a_file_is_one_line(ask: Invoke, dataset: str) -> None:
    path = f"datasets/{dataset}/reports/summary 1.txt"
    assert ask("tree", path).stdout == f"basespace://{path}  (1.6 MB)\n"


def test_a_tree_shows_what_is_below(ask: Invoke, dataset: str) -> None:
    lines = ask("tree", f"datasets/{dataset}").stdout.splitlines()
    assert lines[0] == f"basespace://datasets/{dataset}"
    assert lines[-2:] == ["└── reports/", "    └── summary 1.txt  (1.6 MB)"]
    shallow = ask("tree", "--depth", "1", f"datasets/{dataset}").stdout.splitlines()
    assert shallow == [line for line in lines if not line.startswith((" ", "│"))]
    paths = [json.loads(line)["Path"] for line in ask("tree", f"datasets/{dataset}", "--json").stdout.splitlines()]
    assert f"datasets/{dataset}/reports" in paths


@pytest.mark.parametrize("checksum", ["check", "require", "skip"])
def test_one_file_goes_to_standard_output(ask: Invoke, dataset: str, file: FileRecord, checksum: str) -> None:
    content = b"one\ntwo\n" * 200_000
    how = ["--to", "-", "--checksum", checksum]
    assert ask("download", "file", file.id, *how).stdout_bytes == content
    assert ask("download", "dataset", dataset, "--include", "*.txt", *how).stdout_bytes == content


@pytest.mark.parametrize(
    ("options", "code", "message"),
    [
        ([], 2, "takes one file, and these are several"),
        (["--include", "nothing"], 10, "no file passed the filters"),
        (["--part-size", "1M"], 2, "--part-size is of no use"),
    ],
)
def test_other_than_one_file_is_refused(
    invoke: Invoke, shared: Simulator, dataset: str, options: list[str], code: int, message: str
) -> None:
    result = invoke("download", "dataset", dataset, "--to", "-", *options, on=shared)
    assert (result.exit_code, result.stdout) == (code, "")
    assert message in result.stderr


def test_content_that_is_not_what_the_service_has_fails_at_the_end(invoke: Invoke, own: Simulator) -> None:
    dataset = own.world.datasets_of("104000000")[0]
    file = own.world.add_file(dataset, "x.txt", b"content")
    own.faults.add("wrong_etag")
    result = invoke("download", "file", file.id, "--to", "-", on=own)
    assert result.exit_code == 1
    assert "another checksum" in result.stderr
