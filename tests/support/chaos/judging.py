"""What came of a run, compared with the simulator's world: read with json, pyarrow and open, not by the package."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from attrs import define, field

from basespace_async.simulator import World
from basespace_async.simulator.world.records import DatasetRecord

KEYS = {
    "files": ("dataset_id", "id"),
    "properties": ("appsession_id", "name"),
    "usage": ("start", "name"),
    "run_stats": ("run_id",),
    "biosample_yields": ("biosample_id", "library_prep_id"),
    "run_files": ("run_id", "id"),
    "appsession_files": ("appsession_id", "id"),
}
SHOWN = 5
Key = tuple[str, ...]
Row = dict[str, Any]
Tables = dict[str, dict[Key, Row]]


class WrongError(AssertionError):
    """A run came to what must never be."""


@define
class Problems:
    """What is wrong, all of it, so that one fault does not hide another."""

    found: list[str] = field(factory=list)

    def note(self, text: str) -> None:
        """One more."""
        self.found.append(text)

    def compare(self, what: str, found: Iterable[Any], expected: Iterable[Any]) -> None:
        """See that two sets are the same."""
        has, wants = set(found), set(expected)
        for words, some in (("lacks", wants - has), ("has too much:", has - wants)):
            if some:
                self.note(f"{what} {words} {len(some)}, such as {sorted(map(str, some))[:SHOWN]}")

    def raise_if_any(self) -> None:
        """Raise what is wrong.

        Raises:
            WrongError: of everything that was noted.
        """
        if self.found:
            raise WrongError("; ".join(self.found))


# --- harvests ---------------------------------------------------------------------------------------------------------


def rows_of(folder: Path, table: str) -> list[Row]:
    """The rows of a table, of all its part files."""
    found: list[Row] = []
    for path in sorted((folder / table).glob("part-*")):
        if path.suffix == ".jsonl":
            lines = path.read_bytes().split(b"\n")
            if lines[-1]:
                raise WrongError(f"{table}/{path.name} ends within a row")
            found += [json.loads(line) for line in lines[:-1]]
        else:
            found += pq.ParquetFile(path).read().to_pylist()
    return found


def tables_of(folder: Path, names: Iterable[str]) -> Tables:
    """The rows of tables by what tells them apart.

    Raises:
        WrongError: a row is there twice, or a part file cannot be read.
    """
    problems, tables = Problems(), Tables()
    for name in names:
        rows = rows_of(folder, name)
        counts = Counter(tuple(str(row[column]) for column in KEYS.get(name, ("id",))) for row in rows)
        twice = [key for key, count in counts.items() if count > 1]
        if twice:
            problems.note(f"{name} has {len(twice)} rows more than once, such as {twice[:SHOWN]}")
        tables[name] = dict(zip(counts, rows, strict=False)) if not twice else {}
    problems.raise_if_any()
    return tables


def _by_id(records: Iterable[Any], **columns: str) -> dict[Key, Row]:
    return {(each.id,): {column: getattr(each, name) for column, name in columns.items()} for each in records}


def expected_tables(world: World) -> Tables:
    """What a harvest must have: the rows, with the columns that the world says without any conversion."""
    datasets = list(world.datasets.values())
    return {
        "biosamples": _by_id(
            world.biosamples.values(), id="id", biosample_name="name", default_project_id="project_id", status="status"
        ),
        "libraries": _by_id(
            world.libraries.values(), id="id", name="name", biosample_id="biosample_id", status="status"
        ),
        "datasets": _by_id(
            datasets,
            id="id",
            name="name",
            project_id="project_id",
            appsession_id="appsession_id",
            biosample_id="biosample_id",
            qc_status="qc_status",
        ),
        "files": {
            (dataset.id, file.id): {
                "dataset_id": dataset.id,
                "id": file.id,
                "name": file.name,
                "path": file.path,
                "size": file.content.size,
                "etag": file.content.etag,
            }
            for dataset in datasets
            for file in world.files.of_dataset(dataset)
        },
        "appsessions": _by_id(
            world.appsessions.values(), id="id", name="name", execution_status="execution_status", qc_status="qc_status"
        ),
        "runs": _by_id(world.runs.values(), id="id", name="name"),
        "projects": _by_id(world.projects.values(), id="id", name="name"),
    }


def check_harvest(folder: Path, names: Iterable[str], world: World) -> Tables:
    """See that a harvest's folder has what the world has, each row once, and nothing else lies there.

    Raises:
        WrongError: it has something else.
    """
    problems, chosen = Problems(), list(names)
    tables = tables_of(folder, chosen)
    expected = expected_tables(world)
    for name in chosen:
        if name not in expected:
            continue
        problems.compare(name, tables[name], expected[name])
        for key in tables[name].keys() & expected[name].keys():
            row = {column: tables[name][key][column] for column in expected[name][key]}
            if row != expected[name][key]:
                problems.note(f"{name} has {row} where the world has {expected[name][key]}")
    check_only(folder, {*chosen, "manifest.sqlite"}, problems)
    problems.raise_if_any()
    return tables


def check_only(folder: Path, names: set[str], problems: Problems) -> None:
    """See that nothing is in a harvest's folder but part files of these tables and the manifest."""
    problems.compare("the folder", {path.name for path in folder.iterdir()}, names)
    for name in names - {"manifest.sqlite"}:
        strays = [path.name for path in (folder / name).glob("*") if not path.name.startswith("part-")]
        if strays:
            problems.note(f"{name} has {strays}")


def check_same(found: Tables, expected: Tables) -> None:
    """See that all columns of all rows are the same.

    Raises:
        WrongError: they are not.
    """
    problems = Problems()
    for name, rows in expected.items():
        problems.compare(name, found.get(name, {}), rows)
        differing = [key for key, row in rows.items() if key in found.get(name, {}) and found[name][key] != row]
        if differing:
            problems.note(f"{name}: other values than in a harvest without faults, such as of {differing[:SHOWN]}")
    problems.raise_if_any()


def check_changing(tables: Tables, before: Tables, after: Tables, inserted: Mapping[str, set[Key]]) -> None:
    """See that a harvest has what was there all the time; what came or went meanwhile may be there or not.

    Args:
        tables: of the harvest.
        before, after: what the world had.
        inserted: keys of what came, also where it went again.

    Raises:
        WrongError: it lacks something, or has what never was.
    """
    problems = Problems()
    for name in tables.keys() & before.keys():
        steady = before[name].keys() & after[name].keys()
        possible = before[name].keys() | after[name].keys() | inserted.get(name, set())
        problems.compare(name, tables[name].keys() & steady, steady)
        problems.compare(name, tables[name].keys() - possible, ())
    problems.raise_if_any()


# --- downloads --------------------------------------------------------------------------------------------------------


def content_of(world: World, datasets: Iterable[DatasetRecord]) -> dict[Key, bytes]:
    """The files of datasets, by dataset and path."""
    return {
        (dataset.id, file.path): file.content.read(0, file.content.size)
        for dataset in datasets
        for file in world.files.of_dataset(dataset)
    }


def found_files(folder: Path) -> dict[str, Path]:
    """Files below a folder, by relative path; a folder that is not there has none."""
    return {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if not path.is_dir()}


def is_begun(name: str) -> bool:
    """Whether a path is of a download that is not whole: a part file or its journal, or what looks at the disk."""
    last = name.rpartition("/")[2]
    return last.startswith(".") and (
        last.endswith((".part", ".part.journal")) or last.startswith(".basespace-async.case-probe")
    )


def key_of(name: str) -> Key:
    """Dataset and path of a file: the folder's name ends with the dataset's id."""
    folder, _, path = name.partition("/")
    return folder.rpartition("_")[2], path


def check_files(folder: Path, expected: Mapping[Key, bytes], *, steady: Iterable[Key] | None = None) -> None:
    """See that every file of a folder is whole and right, and, where the download ended well, that none is missing.

    Args:
        folder: of the download.
        expected: content by dataset and path.
        steady: the files that must be there: all of them in a list that did not change; None where the download
            failed, which may leave what it had begun.

    Raises:
        WrongError: a file has other bytes, is missing, or is not one that was to be downloaded.
    """
    problems, files = Problems(), found_files(folder)
    whole = {key_of(name): path for name, path in files.items() if not is_begun(name)}
    problems.compare("the folder", whole.keys() - expected.keys(), ())
    for key in whole.keys() & expected.keys():
        found = whole[key].read_bytes()
        if found != expected[key]:
            problems.note(f"{'/'.join(key)} has {len(found)} other bytes than the {len(expected[key])} of the world")
    if steady is not None:
        problems.compare("the folder", whole.keys() & set(steady), steady)
        problems.compare("the folder", [name for name in files if is_begun(name)], ())
    problems.raise_if_any()


def check_begun(folder: Path) -> None:
    """See that a download that failed left only what another one can go on with: a part file with its journal.

    Raises:
        WrongError: something else lies there.
    """
    problems, begun = Problems(), {name for name in found_files(folder) if is_begun(name)}
    for name in begun:
        other = name.removesuffix(".journal") if name.endswith(".journal") else f"{name}.journal"
        if other not in begun:
            problems.note(f"{name} lies there without {other}")
    problems.raise_if_any()


# --- writes -----------------------------------------------------------------------------------------------------------


@define
class Write:
    """A call that was to change something.

    Attributes:
        request: what it sends, such as `POST /librarypools/7`; no other call of the run sends the same.
        error: what it ended with.
    """

    request: str
    error: BaseException | None = None

    @property
    def may_have_acted(self) -> bool:
        """Whether the error leaves open that the service acted: not where it was refused, or nothing was sent."""
        sent = getattr(self.error, "request_sent", True)
        return bool(sent) and getattr(self.error, "status", 0) != 429


def check_writes(writes: Iterable[Write], changes: Mapping[str, int]) -> None:
    """See that the service acted on each call once at most, and exactly once where it succeeded.

    Raises:
        WrongError: it acted twice, not at all, or though the error says that it cannot have.
    """
    problems = Problems()
    for write in writes:
        acted = changes.get(write.request, 0)
        if acted > 1:
            problems.note(f"{write.request} was acted on {acted} times")
        if write.error is None and acted != 1:
            problems.note(f"{write.request} succeeded, and was acted on {acted} times")
        if write.error is not None and acted and not write.may_have_acted:
            problems.note(f"{write.request} was acted on, and the error says that it cannot have been: {write.error!r}")
    problems.raise_if_any()


def check_secrets(error: BaseException, token: str) -> None:
    """See that an error, with all that it came from, tells no token and no signature.

    Raises:
        WrongError: it does.
    """
    seen: list[BaseException] = []
    waiting: list[BaseException | None] = [error]
    while waiting:
        each = waiting.pop()
        if each is not None and each not in seen:
            seen.append(each)
            waiting += [each.__cause__, each.__context__, *getattr(each, "failed", {}).values()]
    told = " ".join(f"{each!s} {each!r}" for each in seen)
    for secret in (token, "Signature="):
        if secret in told:
            raise WrongError(f"{type(error).__name__} tells a secret")
