"""Downloads from the command line: chosen, summed up, interrupted and gone on with."""

from __future__ import annotations

import json
import os
import re
import shlex
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from basespace_async import PermissionDeniedError, errors
from basespace_async.cli.commands.patterns import OrderedPatterns
from basespace_async.simulator import Simulator
from tests.support.command_line import TOKEN, Invoke, module, start

KINDS = ("dataset", "run", "biosample", "project", "appsession", "file")


def there(folder: Path) -> dict[str, bytes]:
    """Files below a folder that are whole."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith(".")
    }


def fastq(simulator: Simulator, number: int = 0) -> str:
    """The id of a dataset with files."""
    found = [one.id for one in simulator.world.datasets.values() if one.type_id.startswith("illumina.fastq")]
    return str(found[number])


def mixed(simulator: Simulator) -> str:
    """The id of a biosample that FASTQ and other datasets come from."""
    types: dict[str, set[bool]] = {}
    for one in simulator.world.datasets.values():
        types.setdefault(str(one.biosample_id), set()).add(one.type_id.startswith("illumina.fastq"))
    return next(biosample for biosample, found in types.items() if len(found) == 2)


def contents(simulator: Simulator, dataset: str) -> dict[str, bytes]:
    files = simulator.world.files.of_dataset(simulator.world.datasets[dataset])
    return {file.path: file.content.read(0, file.content.size) for file in files}


def folder_of(simulator: Simulator, dataset: str) -> str:
    return f"{simulator.world.datasets[dataset].name}_{dataset}"


def test_a_dataset_comes_by_its_paths_with_a_summary(invoke: Invoke, shared: Simulator, tmp_path: Path) -> None:
    to = tmp_path / "to"
    wanted = contents(shared, fastq(shared))
    size = sum(map(len, wanted.values()))
    result = invoke("download", "dataset", fastq(shared), "--to", str(to), on=shared)
    assert result.exit_code == 0
    assert there(to) == wanted
    assert dict(line.split("\t") for line in result.stdout.splitlines()) == {
        "Folder": str(to),
        "Files": str(len(wanted)),
        "Bytes": str(size),
        "Fetched": str(size),
        "Kept": "0",
        "ComparedBySizeOnly": "0",
        "Failed": "0",
    }
    *lines, last = result.stderr.splitlines()
    assert re.fullmatch(r"[0-9.]+ kB fetched in 0:00:\d\d", last)
    assert any(line.startswith(f"files: {len(wanted)} files in 0:00:") for line in lines)
    again = invoke("download", "dataset", fastq(shared), "--to", str(to), "--quiet", "--json", on=shared)
    assert (again.exit_code, again.stderr) == (0, "")
    rows = [json.loads(line) for line in again.stdout.splitlines()]
    assert {row["Path"] for row in rows} == {str(to / path) for path in wanted}
    assert all((row["Fetched"], row["Kept"], row["Verification"]) == (0, True, "md5") for row in rows)


def test_several_datasets_have_a_folder_each(invoke: Invoke, shared: Simulator, tmp_path: Path) -> None:
    one, two = fastq(shared), fastq(shared, 1)
    result = invoke("download", "dataset", one, "-", "--to", str(tmp_path), "--csv", on=shared, input=two)
    assert result.exit_code == 0
    expected = {f"{each}/{path}": data for each in (one, two) for path, data in contents(shared, each).items()}
    assert there(tmp_path) == expected
    assert result.stdout.splitlines()[0] == "Path,Size,Fetched,Kept,Verification,Error"
    assert len(result.stdout.splitlines()) == len(expected) + 1


def test_a_run_comes_with_the_files_that_were_chosen(invoke: Invoke, shared: Simulator, tmp_path: Path) -> None:
    run = next(iter(shared.world.runs))
    line = ["download", "run", run, "--to", str(tmp_path), "--include", "InterOp/*", "--include", "*.xml"]
    assert invoke(*line, "--exclude", "RunP*", on=shared).exit_code == 0
    assert sorted(there(tmp_path)) == ["InterOp/QMetricsOut.bin", "InterOp/TileMetricsOut.bin", "RunInfo.xml"]


def test_a_biosample_and_a_project_have_a_folder_for_each_dataset(
    invoke: Invoke, shared: Simulator, tmp_path: Path
) -> None:
    biosample = mixed(shared)
    found = [one for one in shared.world.datasets.values() if str(one.biosample_id) == biosample]
    record = next(one for one in found if one.type_id.startswith("illumina.fastq"))
    dataset = record.id
    path = f"{folder_of(shared, dataset)}/"
    line = ["download", "biosample", biosample, "--dataset-type", "common.fastq"]
    assert invoke(*line, "--to", str(tmp_path / "b"), on=shared).exit_code == 0
    assert {name for name in there(tmp_path / "b") if name.startswith(path)} == {
        path + name for name in contents(shared, dataset)
    }
    names = {name.split("/")[0] for name in there(tmp_path / "b")}
    types = {shared.world.datasets[name.rpartition("_")[2]].type_id for name in names}
    assert all(kind.startswith("illumina.fastq") for kind in types)
    line = ["download", "project", str(record.project_id), "--to", str(tmp_path / "p"), "--extension", "fastq.gz"]
    assert invoke(*line, on=shared).exit_code == 0
    assert path + next(iter(contents(shared, dataset))) in there(tmp_path / "p")
    assert all(name.endswith(".fastq.gz") for name in there(tmp_path / "p"))


def test_single_files_come_by_their_ids(invoke: Invoke, shared: Simulator, tmp_path: Path) -> None:
    files = shared.world.files.of_dataset(shared.world.datasets[fastq(shared)])
    line = ["download", "file", *(file.id for file in files), "--to", str(tmp_path)]
    assert invoke(*line, on=shared).exit_code == 0
    assert there(tmp_path) == contents(shared, fastq(shared))
    assert "--extension" not in invoke("download", "file", "--help").stdout


def test_sizes_choose(invoke: Invoke, own: Simulator, tmp_path: Path) -> None:
    dataset = own.world.datasets[fastq(own)]
    for name, size in (("small", 9), ("fits", 10), ("fits-too", 1000), ("large", 1001)):
        own.world.add_file(dataset, name, b"x" * size)
    line = ["download", "dataset", dataset.id, "--to", str(tmp_path), "--min-size", "10", "--max-size", "1K"]
    assert invoke(*line, on=own).exit_code == 0
    assert sorted(there(tmp_path)) == ["fits", "fits-too"]


@pytest.mark.parametrize(
    ("patterns", "expected"),
    [
        (["--exclude", "*", "--include", "*.gz"], ["R1.gz", "R2.gz"]),
        (["--exclude=*", "--include=*.gz", "--exclude=R2*"], ["R1.gz"]),
        (["--include", "*.gz", "--exclude", "R2*"], ["R1.gz"]),
        (["--exclude", "R2*", "--include", "R*"], ["R1.gz", "R2.gz"]),
        (["--exclude", "R2*"], ["R1.gz", "S.csv"]),
        (["--include", "S*", "--include", "R1*"], ["R1.gz", "S.csv"]),
        (["--include", "*", "--exclude", "*", "--include", "S*"], ["S.csv"]),
    ],
)
@pytest.mark.parametrize("dry_run", [[], ["--dry-run"]])
def test_the_last_pattern_that_matches_decides(
    patterns: list[str], expected: list[str], dry_run: list[str], invoke: Invoke, own: Simulator, tmp_path: Path
) -> None:
    project = own.world.add_project("P")
    own.world.add_dataset(
        own.world.biosamples.at(0), project=project.id, files=dict.fromkeys(("R1.gz", "R2.gz", "S.csv"), b"x")
    )
    line = ["download", "project", project.id, "--to", str(tmp_path), "--json", *patterns, *dry_run]
    result = invoke(*line, on=own)
    assert result.exit_code == 0, result.stderr
    assert sorted(Path(json.loads(text)["Path"]).name for text in result.stdout.splitlines()) == expected


@pytest.mark.parametrize("kind", ["project", "dataset", "biosample"])
def test_a_pattern_matches_the_path_that_is_shown(kind: str, invoke: Invoke, shared: Simulator, tmp_path: Path) -> None:
    dataset = shared.world.datasets[fastq(shared)]
    ids = {
        "dataset": [dataset.id, fastq(shared, 1)],
        "biosample": [mixed(shared)],
        "project": [str(dataset.project_id)],
    }[kind]
    line = ["download", kind, *ids, "--json", "--to"]
    shown = [json.loads(text)["Path"] for text in invoke(*line, "x", "--dry-run", on=shared).stdout.splitlines()]
    folder = shown[0].partition("/")[0]
    assert any(not path.startswith(f"{folder}/") for path in shown)
    for pattern in (f"{folder}/*", f"{folder[:-1]}?/*"):
        wanted = [path for path in shown if not path.startswith(f"{folder}/")]
        planned = invoke(*line, "x", "--exclude", pattern, "--dry-run", on=shared)
        assert [json.loads(text)["Path"] for text in planned.stdout.splitlines()] == wanted
    assert invoke(*line, str(tmp_path), "--include", f"{folder}/*", on=shared).exit_code == 0
    assert sorted(there(tmp_path)) == sorted({*shown} - {*wanted})


@pytest.mark.parametrize(
    "filters",
    [
        ["--include", "*.nothing"],
        ["--exclude", "*"],
        ["--extension", ".nothing"],
        ["--min-size", "1T"],
        ["--include", "*", "--exclude", "*"],
    ],
)
@pytest.mark.parametrize("dry_run", [[], ["--dry-run"]])
def test_filters_that_nothing_passes_have_an_exit_code(
    filters: list[str], dry_run: list[str], invoke: Invoke, shared: Simulator, tmp_path: Path
) -> None:
    line = ["download", "dataset", fastq(shared), "--to", str(tmp_path), *filters, *dry_run]
    result = invoke(*line, on=shared)
    assert result.exit_code == 10
    assert result.stderr.splitlines()[-1] == "error: no file passed the filters; nothing was downloaded"


def test_nothing_to_download_is_no_error_without_filters(invoke: Invoke, own: Simulator, tmp_path: Path) -> None:
    project = own.world.add_project("empty")
    for dry_run in ([], ["--dry-run"]):
        assert invoke("download", "project", project.id, "--to", str(tmp_path), *dry_run, on=own).exit_code == 0


def test_an_empty_pattern_is_refused(invoke: Invoke, shared: Simulator, tmp_path: Path) -> None:
    result = invoke("download", "dataset", "7", "--to", str(tmp_path), "--include", "", on=shared)
    assert (result.exit_code, "a pattern is empty" in result.stderr) == (2, True)


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_a_dry_run_lists_what_the_download_fetches(
    kind: str, invoke: Invoke, shared: Simulator, tmp_path: Path
) -> None:
    dataset = shared.world.datasets[fastq(shared)]
    ids = {
        "dataset": [dataset.id, fastq(shared, 1)],
        "run": [*shared.world.runs][:2],
        "appsession": [dataset.appsession_id],
        "biosample": [mixed(shared)],
        "project": [str(dataset.project_id)],
        "file": [file.id for file in shared.world.files.of_dataset(dataset)],
    }[kind]
    chosen = [] if kind == "file" else ["--exclude", "*R2*"]
    line = ["download", kind, *ids, "--to", str(tmp_path / "to"), *chosen]
    if kind == "biosample":
        line += ["--dataset-type", "common.fastq"]
    planned = invoke(*line, "--dry-run", "--json", on=shared)
    assert planned.exit_code == 0
    assert not (tmp_path / "to").exists()
    rows = [json.loads(text) for text in planned.stdout.splitlines()]
    assert rows
    assert invoke(*line, on=shared).exit_code == 0
    assert {row["Path"]: row["Size"] for row in rows} == {
        path: len(data) for path, data in there(tmp_path / "to").items()
    }
    assert all(row["Id"] for row in rows)
    total = planned.stderr.splitlines()[-1]
    assert total.startswith(f"{len(rows)} file")
    assert total.endswith("; nothing was downloaded")
    assert invoke(*line, "--dry-run", on=shared).stdout.splitlines()[0] == "Path\tSize\tId\tKept"


def test_a_dry_run_looks_at_what_is_on_disk(invoke: Invoke, own: Simulator, tmp_path: Path) -> None:
    dataset = next(iter(own.world.datasets.values()))
    files = [own.world.add_file(dataset, f"{number}.bin", bytes([number]) * 100) for number in range(4)]
    line = ["download", "dataset", dataset.id, "--to", str(tmp_path), "--extension", ".bin"]
    (tmp_path / "0.bin").write_bytes(bytes(100))  # whole
    (tmp_path / "1.bin").write_bytes(bytes(100))  # of another content
    (tmp_path / "2.bin").write_bytes(bytes(99))
    (tmp_path / ".3.bin.part").write_bytes(bytes(50))
    for more, kept in (
        ([], {"0.bin"}),
        (["--if-exists", "size"], {"0.bin", "1.bin"}),
        (["--if-exists", "replace"], set()),
    ):
        result = invoke(*line, *more, "--dry-run", "--json", on=own)
        rows = [json.loads(text) for text in result.stdout.splitlines()]
        assert {row["Path"] for row in rows if row["Kept"]} == kept
        assert len(rows) == len(files)
        summary = f"4 files, 400 B, of which {len(kept)} file" if kept else "4 files, 400 B; nothing was downloaded"
        assert summary in result.stderr
    refused = invoke(*line, "--if-exists", "error", "--dry-run", "--json", on=own)
    errors = [json.loads(text).get("Error", "") for text in refused.stdout.splitlines()]
    assert ["exists already" in error for error in errors] == [True, True, True, False]
    assert len(list(tmp_path.iterdir())) == 4


def test_a_long_dry_run_comes_in_batches(invoke: Invoke, own: Simulator, tmp_path: Path) -> None:
    dataset = own.world.datasets[fastq(own)]
    for number in range(501 - len(own.world.files.of_dataset(dataset))):
        own.world.add_file(dataset, f"more-{number}", b"x")
    line = ["download", "dataset", dataset.id, "--to", str(tmp_path), "--dry-run"]
    result = invoke(*line, on=own)
    assert len(result.stdout.splitlines()) == 502
    assert result.stderr.startswith("501 files, ")


def test_what_fails_keeps_no_other_back_and_is_told(invoke: Invoke, own: Simulator, tmp_path: Path) -> None:
    dataset = own.world.datasets[fastq(own)]
    own.world.add_file(dataset, "..\x1b[2J", b"evil", directory="..")
    line = ["download", "dataset", dataset.id, "--to", str(tmp_path / "to"), "--json"]
    result = invoke(*line, on=own)
    assert result.exit_code == 6
    rows = [json.loads(text) for text in result.stdout.splitlines()]
    assert len(rows) == 3
    assert "does not lie below the target folder" in rows[-1]["Error"]
    last = result.stderr.splitlines()[-1]
    assert last.startswith("error: 1 of 3 files failed; the same command tries again. The first is ")
    assert "\x1b" not in result.stderr
    assert any(text.startswith("warning: ") and "was not downloaded" in text for text in result.stderr.splitlines())
    quiet = invoke(*line, "--quiet", on=own)
    assert quiet.exit_code == 6
    assert len(quiet.stderr.splitlines()) == 1
    summed = invoke(*line[:-1], on=own)
    assert "Failed\t1\n" in summed.stdout


def test_one_id_that_is_refused_keeps_no_other_back(invoke: Invoke, shared: Simulator, tmp_path: Path) -> None:
    result = invoke("download", "dataset", "ds.404", fastq(shared), "--to", str(tmp_path), on=shared)
    assert result.exit_code == 6
    assert "The first is ds.404: listDatasetFiles: 403" in result.stderr.splitlines()[-1]
    assert len(there(tmp_path)) == len(contents(shared, fastq(shared)))
    assert invoke("download", "dataset", "ds.404", "--to", str(tmp_path), on=shared).exit_code == 4
    assert invoke("download", "file", "404", "--to", str(tmp_path), on=shared).exit_code == 4
    result = invoke("download", "dataset", "ds.404", "ds.405", "--to", str(tmp_path), on=shared)
    assert result.exit_code == 4
    assert result.stderr.splitlines()[-1].endswith("(and 1 more error)")
    assert "warning: ds.405 was not downloaded: " in result.stderr
    assert invoke("download", "dataset", "ds.404", "--to", str(tmp_path), "--dry-run", on=shared).exit_code == 4


def test_a_dry_run_goes_on_after_what_it_cannot_list(invoke: Invoke, shared: Simulator, tmp_path: Path) -> None:
    file = shared.world.files.of_dataset(shared.world.datasets[fastq(shared)])[0]
    for resource, good, bad in (("dataset", fastq(shared), "ds.404"), ("file", file.id, "404")):
        line = ["download", resource, bad, good, "--to", str(tmp_path), "--dry-run", "--csv"]
        result = invoke(*line, on=shared)
        assert result.exit_code == 6
        assert file.path in result.stdout
        assert f"warning: {bad} was not listed: " in result.stderr
        assert f"The first is {bad}: " in result.stderr.splitlines()[-1]


def test_one_file_that_is_not_there_keeps_no_other_back(invoke: Invoke, shared: Simulator, tmp_path: Path) -> None:
    file = shared.world.files.of_dataset(shared.world.datasets[fastq(shared)])[0]
    result = invoke("download", "file", "404", file.id, "--to", str(tmp_path), on=shared)
    assert result.exit_code == 6
    assert "error: 1 of 2 files failed; the same command tries again. The first is 404: " in result.stderr
    assert [*there(tmp_path)] == [file.path]


def test_where_nothing_was_downloaded_the_first_error_counts(invoke: Invoke, shared: Simulator, tmp_path: Path) -> None:
    line = ["download", "dataset", fastq(shared), "--to", str(tmp_path)]
    invoke(*line, on=shared)
    result = invoke(*line, "--if-exists", "error", on=shared)
    assert result.exit_code == 1
    assert "exists already" in result.stderr.splitlines()[-1]


def test_how_it_is_downloaded_reaches_the_method(
    invoke: Invoke, shared: Simulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from basespace_async.resources.datasets import Datasets

    taken: dict[str, object] = {}

    async def download(self: object, dataset: str, to: Path, **options: object) -> None:
        taken.update(options, dataset=dataset, to=to)
        raise PermissionDeniedError(status=403, message="no")

    monkeypatch.setattr(Datasets, "download", download)
    how = [
        "--concurrency",
        "3",
        "--part-size",
        "1M",
        "--bandwidth",
        "20M",
        "--if-exists",
        "size",
        "--checksum",
        "require",
    ]
    which = ["--extension", ".gz", "--include", "a*", "--exclude", "b*", "--min-size", "5", "--max-size", "2K"]
    invoke("download", "dataset", "7", "--to", str(tmp_path), *how, *which, on=shared)
    assert callable(taken.pop("progress"))
    select = taken.pop("select")
    assert isinstance(select, OrderedPatterns)
    assert select.rules == (("a*", True), ("b*", False))
    assert taken == {
        "dataset": "7",
        "to": tmp_path,
        "concurrency": 3,
        "part_size": 1_000_000,
        "bandwidth": 20_000_000,
        "if_exists": "size",
        "checksum": "require",
        "extensions": (".gz",),
        "min_size": 5,
        "max_size": 2000,
    }


@pytest.mark.parametrize(
    "error",
    [
        errors.AuthenticationError(status=401, message="m"),
        errors.ConfigurationError("m"),
        errors.DownloadError("the disk is full"),
    ],
)
def test_an_error_that_all_would_have_ends_the_command(
    error: Exception, invoke: Invoke, shared: Simulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from basespace_async.resources.datasets import Datasets

    calls: list[str] = []

    async def download(self: object, dataset: str, to: Path, **options: object) -> None:
        calls.append(dataset)
        raise error

    monkeypatch.setattr(Datasets, "download", download)
    result = invoke("download", "dataset", "7", "8", "--to", str(tmp_path), on=shared)
    assert calls == ["7"]
    assert result.exit_code == module("exit_codes").code_of(error)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["dataset", "7"], "Missing option '--to'"),
        (["dataset", "--to", "x"], "no id was given"),
        (["dataset", "7", "--to", "x", "--if-exists", "burn"], "'burn' is not one of"),
        (["dataset", "7", "--to", "x", "--checksum", "guess"], "'guess' is not one of"),
        (["dataset", "7", "--to", "x", "--bandwidth", "fast"], "no number of bytes"),
        (["run", "7", "--to", "x", "--dataset-type", "y"], "No such option"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_sent(
    arguments: list[str], message: str, invoke: Invoke, own: Simulator
) -> None:
    result = invoke("download", *arguments, on=own)
    assert result.exit_code == 2
    assert message in result.stderr
    assert own.statistics.requests == 0


@pytest.fixture
def large() -> Iterator[Simulator]:
    """A service whose files are large, and come slowly."""
    with Simulator(biosamples=2, seed=1, token=TOKEN, file_size=2_000_000).in_thread() as simulator:
        simulator.faults.add("slow", origin="store", bytes_per_second=300_000)
        yield simulator


def until_a_part_is_there(folder: Path) -> None:
    """Wait until a part of a file is on the disk, and noted in its journal."""
    ends_at = time.monotonic() + 120
    while not any(path.read_bytes().count(b"\n") > 1 for path in folder.rglob(".*.journal")):
        assert time.monotonic() < ends_at, "nothing arrived"
        time.sleep(0.02)


@pytest.mark.slow
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interrupted_download_says_how_to_go_on_and_does(
    number: signal.Signals, code: int, invoke: Invoke, large: Simulator, home: Path, tmp_path: Path
) -> None:
    to = tmp_path / "my folder"
    line = ["download", "dataset", fastq(large), "--to", str(to), "--part-size", "100K"]
    process = start(*line, on=large, home=home)
    try:
        until_a_part_is_there(to)
        os.kill(process.pid, number)
        out, err = process.communicate(timeout=120)
    finally:
        process.kill()
        process.wait()
    assert (process.returncode, out) == (code, "")
    last = err.splitlines()[-1]
    said, _, command = last.partition(". To go on: ")
    assert re.fullmatch(r"interrupted; \S+ .?B are kept, \S+ .?B are to come", said)
    assert command == shlex.join(["basespace-async", *line])
    assert "Traceback" not in err
    assert there(to) == {}
    large.faults.clear()
    again = invoke(*shlex.split(last.partition("basespace-async ")[2]), "--json", on=large)
    assert again.exit_code == 0
    rows = [json.loads(text) for text in again.stdout.splitlines()]
    assert there(to) == contents(large, fastq(large))
    assert sum(row["Fetched"] for row in rows) < sum(row["Size"] for row in rows)


def test_an_old_option_gives_the_new_one(invoke: Invoke, tmp_path: Path) -> None:
    result = invoke("download", "dataset", "ds.1", "--to", str(tmp_path), "--existing", "verify")
    assert result.exit_code == 2
    assert "--existing is called --if-exists now" in result.stderr
    assert "--existing" not in invoke("download", "dataset", "--help").stdout
