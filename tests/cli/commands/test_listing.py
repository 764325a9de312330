"""`list` and `get`, each thing, in each form."""

from __future__ import annotations

import asyncio
import csv
import io
import json
from typing import Any

import pytest

from basespace_async import BaseSpace
from basespace_async.cli.commands.catalog import GETS, LISTS
from basespace_async.simulator import Simulator
from tests.support.command_line import Invoke

IDS: dict[str, str] = {}


@pytest.fixture(autouse=True, scope="module")
def _ids(shared: Simulator) -> None:
    """Ids of one thing of each kind."""

    async def find() -> None:
        async with BaseSpace(shared.token, server=shared.url) as basespace:
            for name in ("applications", "appsessions", "biosamples", "datasets", "workgroups"):
                found = await getattr(basespace, name).list().first()
                IDS[name[:-1]] = found.id
            dataset = await basespace.datasets.get(IDS["dataset"])
            lane = await basespace.biosamples.lane_summaries(IDS["biosample"]).first()
            library = await basespace.biosamples.libraries(IDS["biosample"]).first()
            assert lane is not None
            assert library is not None
            file = await basespace.datasets.files(dataset).first()
            assert file is not None
            requeue = await basespace.lab_requeues.for_library(library, 1000)
            deleted = await basespace.appsessions.list(sort_dir="Desc").first()
            assert deleted is not None
            trashed = await basespace.appsessions.delete(deleted)
            assert trashed is not None
            IDS.update(
                {
                    "library-pool": str(shared.world.pools.at(0).id),
                    "lane": str(lane.lane_id),
                    "run": str(lane.run_id),
                    "project": str(dataset.project.id),  # type: ignore[union-attr]
                    "dataset-type": str(dataset.dataset_type.id),  # type: ignore[union-attr]
                    "user": str((await basespace.users.current()).id),
                    "lab-requeue": str(requeue.id),
                    "trash-item": str(trashed.id),
                    "file": str(file.id),
                }
            )

    asyncio.run(find())


def arguments_of(name: str) -> list[str]:
    """What a list or get of that name needs."""
    whole = {
        "applications": [],
        "appsessions": [],
        "biosamples": [],
        "datasets": [],
        "instrument-statistics": ["--from-date", "2026-01-01", "--to-date", "2026-02-01"],
        "lab-requeues": [],
        "libraries": [],
        "agreements": [],
        "instruments": [],
        "instrument-status": [],
        "library-pools": [],
        "prep-requests": [],
        "projects": [],
        "resource-manifest": ["--datasets", IDS["dataset"]],
        "runs": [],
        "search": ["(name:*)"],
        "trash": [],
        "usage": [],
        "workgroups": [],
        "current-user": [],
        "subscription": [],
        "lane-qc-thresholds": [],
        "appsession-property-items": [IDS["appsession"], "Input.BioSamples"],
        "appsession-property": [IDS["appsession"], "Input.BioSamples"],
    }
    if name in whole:
        return whole[name]
    if name in IDS:
        return [IDS[name]]
    kind = max((kind for kind in IDS if name.startswith(f"{kind}-")), key=len)
    return [IDS[kind]]


@pytest.mark.parametrize("name", [entry.name for entry in LISTS])
def test_every_list_comes_as_json_as_csv_and_as_lines(name: str, ask: Invoke) -> None:
    result = ask("list", name, *arguments_of(name), "--json", "--quiet", "--limit", "2")
    items = [json.loads(line) for line in result.stdout.splitlines()]
    assert len(items) <= 2
    quiet = ["--quiet", "--limit", "2"]
    rows = [*csv.reader(io.StringIO(ask("list", name, *arguments_of(name), "--csv", *quiet).stdout))]
    assert len(rows) == len(items) + 1
    lines = ask("list", name, *arguments_of(name), *quiet).stdout.splitlines()
    entry = next(entry for entry in LISTS if entry.name == name)
    assert lines[0].split("\t") == [*entry.columns]
    assert len(lines) == len(items) + 1
    for item, row in zip(items, rows[1:], strict=True):
        for key, value in zip(rows[0], row, strict=True):
            expected = item.get(key)
            if isinstance(expected, str):
                assert value == expected
            elif expected is None:
                assert value == ""
            else:
                assert json.loads(value) == expected


@pytest.mark.parametrize("name", [entry.name for entry in GETS])
def test_every_get_comes_as_json_as_csv_and_as_lines(name: str, ask: Invoke) -> None:
    result = ask("get", name, *arguments_of(name), "--json")
    found: dict[str, Any] = json.loads(result.stdout)
    assert found
    assert result.stdout.startswith("{\n  ")
    header, row = csv.reader(io.StringIO(ask("get", name, *arguments_of(name), "--csv").stdout))
    assert header == [*found]
    assert len(row) == len(header)
    lines = ask("get", name, *arguments_of(name)).stdout.splitlines()
    assert lines[0].split("\t")[0].split(".")[0] in found
    assert all(line.count("\t") == 1 for line in lines)


def test_filters_are_sent(ask: Invoke) -> None:
    statuses = set()
    for line in ask("list", "biosamples", "--status", "active,done", "--status", "New", "--json").stdout.splitlines():
        statuses.add(json.loads(line)["Status"])
    assert statuses
    assert statuses <= {"Active", "Done", "New"}
    only_new = ask("list", "biosamples", "--status", "new", "--json").stdout.splitlines()
    assert {json.loads(line)["Status"] for line in only_new} <= {"New"}


def test_the_order_is_sent(ask: Invoke) -> None:
    def names(*order: str) -> list[str]:
        lines = ask("list", "biosamples", "--fields", "BioSampleName", *order).stdout.splitlines()
        assert lines[0] == "BioSampleName"
        return lines[1:]

    up = names("--sort-by", "biosamplename")
    assert up == sorted(up)
    assert names("--sort-by", "BioSampleName", "--sort-dir", "desc") == up[::-1]


@pytest.mark.parametrize(("limit", "count"), [("0", 0), ("1", 1), ("5", 5), ("12", 12), ("100", 12)])
def test_a_limit_is_how_many_are_shown(limit: str, count: int, ask: Invoke) -> None:
    result = ask("list", "biosamples", "--json", "--limit", limit)
    assert len(result.stdout.splitlines()) == count


def test_a_limit_over_several_pages_is_exact(ask: Invoke) -> None:
    whole = ask("list", "biosamples", "--fields", "Id").stdout.splitlines()
    for limit in range(3, 9):
        line = ["list", "biosamples", "--fields", "Id", "--limit", str(limit), "--page-size", "3"]
        assert ask(*line).stdout.splitlines() == whole[: limit + 1]


def test_a_limit_asks_for_no_more_than_that(invoke: Invoke, own: Simulator) -> None:
    invoke("list", "biosamples", "--limit", "4", "--json", on=own)
    assert own.statistics.by_operation["GET /biosamples"] == 1


@pytest.mark.parametrize("form", ["--json", "--csv"])
def test_items_are_written_as_they_come(form: str, invoke: Invoke, own: Simulator) -> None:
    own.faults.add("malformed", path="/biosamples", nth=[3])
    line = ["list", "biosamples", form, "--page-size", "4", "--concurrency", "1", "--fields", "Id"]
    result = invoke(*line, on=own)
    assert result.exit_code == 1
    assert result.stderr.startswith("error: listBiosamples: ")
    assert 4 <= len([line for line in result.stdout.splitlines() if "104" in line]) < 12


def test_fields_are_chosen_by_loose_names_with_dots(ask: Invoke) -> None:
    lines = ask("list", "biosamples", "--limit", "1", "--fields", "id,biosample_name,defaultproject.name").stdout
    header, row = [line.split("\t") for line in lines.splitlines()]
    assert header == ["id", "biosample_name", "defaultproject.name"]
    assert all(row)
    shown = ask("list", "biosamples", "--limit", "1", "--fields", "Id", "--json").stdout
    assert [*json.loads(shown)] == ["Id"]
    one = ask("get", "biosample", IDS["biosample"], "--fields", "Status,DefaultProject.Id", "--json").stdout
    assert [*json.loads(one)] == ["Status", "DefaultProject.Id"]
    plain = ask("get", "biosample", IDS["biosample"], "--fields", "Status,DefaultProject.Id").stdout
    assert [line.split("\t")[0] for line in plain.splitlines()] == ["Status", "DefaultProject.Id"]
    row_of_one = ask("get", "biosample", IDS["biosample"], "--fields", "Id", "--csv").stdout
    assert row_of_one == f"Id\n{IDS['biosample']}\n"


def test_a_field_that_nothing_has_is_told_of(invoke: Invoke, shared: Simulator) -> None:
    result = invoke("list", "biosamples", "--limit", "1", "--fields", "Id,Nmae", on=shared)
    assert result.stderr == "warning: nothing has a field Nmae\n"
    assert result.exit_code == 0
    result = invoke("get", "biosample", IDS["biosample"], "--fields", "Nmae", on=shared)
    assert result.stderr == "warning: nothing has a field Nmae\n"
    assert invoke("list", "biosamples", "--fields", "Nmae", "--quiet", on=shared).stderr == ""


def test_an_empty_list_says_so_beside_the_output(invoke: Invoke, shared: Simulator) -> None:
    result = invoke("list", "biosamples", "--name", "nobody", "--json", on=shared)
    assert (result.stdout, result.stderr, result.exit_code) == ("", "nothing found\n", 0)
    assert invoke("list", "biosamples", "--name", "nobody", "--csv", "-q", on=shared).stderr == ""


def test_output_options_stand_before_and_after_the_command(ask: Invoke) -> None:
    after = ask("list", "workgroups", "--json", "--fields", "Id").stdout
    assert ask("--json", "--fields", "Id", "list", "workgroups").stdout == after
    assert ask("--json", "list", "workgroups", "--fields", "Id").stdout == after
    assert json.loads(after.splitlines()[0])["Id"]


@pytest.mark.parametrize("name", ["biosample", "library", "workgroup", "lab_requeues", "Lab-Requeue", "trashs"])
def test_singular_and_plural_are_as_good(name: str, invoke: Invoke, shared: Simulator) -> None:
    assert invoke("list", name.lower(), "--limit", "1", on=shared).exit_code == 0


def test_get_takes_the_plural(ask: Invoke) -> None:
    assert ask("get", "biosamples", IDS["biosample"], "--json").stdout
    assert ask("get", "lab-requeues", IDS["lab-requeue"], "--json").stdout


def test_an_order_that_the_service_does_not_know_is_warned_of(invoke: Invoke, shared: Simulator) -> None:
    result = invoke("list", "biosamples", "--sort-by", "Colour", "--limit", "1", on=shared)
    assert result.exit_code == 0
    (line,) = result.stderr.splitlines()
    assert line.startswith("warning: ")
    assert "Colour" in line


def test_the_secret_of_an_application_is_not_shown(invoke: Invoke, own: Simulator) -> None:
    result = invoke("get", "application-settings", "2313311", "--json", on=own)
    assert result.exit_code == 0
    assert "Secret" not in result.stdout or '"ClientSecret": "***"' in result.stdout


def test_the_help_of_a_list_has_the_filters_and_their_texts(invoke: Invoke) -> None:
    text = " ".join(invoke("list", "biosamples", "--help").stdout.split())
    assert "List biosamples (listBiosamples)." in text
    assert "--lab-status TEXT,... Only those with these lab statuses, such as Sequencing." in text
    assert "--limit NUMBER Maximum number of items." in text
    assert "--profile" not in text
    names = invoke("list", "--help").stdout
    assert "List the comments on an appsession" in names
    assert "(list" not in names
