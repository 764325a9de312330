"""What is listed and found, by which paths, and with how few requests."""

from __future__ import annotations

import errno
import itertools
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import fsspec.dircache
import pytest
from attrs import evolve

from basespace_async.filesystem import AmbiguousPathError, BaseSpaceFileSystem
from basespace_async.simulator import Simulator
from tests.support.simulated_files import BIOSAMPLE, Placed, asked, forget, place

PROJECT = "projects/My study"
DATASET = f"{PROJECT}/Liver-1_L001"


def test_the_top_has_the_kinds_of_things(fs: BaseSpaceFileSystem) -> None:
    kinds = ["projects", "biosamples", "datasets", "runs", "appsessions"]
    assert fs.ls("basespace://", detail=False) == kinds
    assert [info["type"] for info in fs.ls("/")] == ["directory"] * 5
    assert all(fs.isdir(kind) for kind in ["", "files", *kinds])
    assert not fs.exists("genomes")
    with pytest.raises(FileNotFoundError, match="there are projects, biosamples"):
        fs.ls("genomes")


def test_a_folder_is_listed_with_what_is_known_of_each_thing(fs: BaseSpaceFileSystem, placed: Placed) -> None:
    folder, *files = fs.ls(f"basespace://{DATASET}/")
    assert folder == {"name": placed.at("logs"), "size": 0, "type": "directory"}
    assert [info["name"] for info in files] == [placed.at(name) for name in ("table.csv", "empty.bin", "numbers.bin")]
    table = placed.files["table.csv"]
    assert files[0] == {
        "name": placed.at("table.csv"),
        "size": 21,
        "type": "file",
        "id": table.id,
        "ETag": table.content.etag,
        "created": table.created,
        "modified": table.created,
        "mimetype": "text/csv",
    }
    (dataset,) = fs.ls(PROJECT)
    total = sum(file.content.size for file in placed.files.values())
    assert (dataset["name"], dataset["id"], dataset["total_size"]) == (DATASET, placed.dataset.id, total)
    assert fs.info(DATASET) == dataset
    assert fs.ls(placed.at("table.csv")) == [files[0]] == [fs.info(placed.at("table.csv"))]
    assert fs.ls(placed.at("table.csv"), detail=False) == [placed.at("table.csv")]


def test_dates_are_told(fs: BaseSpaceFileSystem, simulator: Simulator, placed: Placed) -> None:
    simulator.world.datasets.put(
        evolve(placed.dataset, created=datetime(2026, 1, 2, tzinfo=UTC), modified=datetime(2026, 1, 3, tzinfo=UTC))
    )
    assert fs.created(DATASET) == datetime(2026, 1, 2, tzinfo=UTC)
    assert fs.modified(DATASET) == datetime(2026, 1, 3, tzinfo=UTC)
    with pytest.raises(FileNotFoundError, match="does not say when"):
        fs.modified(placed.at("logs"))


@pytest.mark.parametrize("root", ["projects", "biosamples", "datasets", "runs", "appsessions"])
def test_everything_that_is_listed_is_found_again(fs: BaseSpaceFileSystem, simulator: Simulator, root: str) -> None:
    place(simulator, {"a": b"a"}, project="Twice")
    place(simulator, {"b": b"b"}, project="Twice")
    listed = fs.ls(root)
    assert len(listed) >= len({info["id"] for info in listed}) > 0
    for info in listed[-3:]:
        again = BaseSpaceFileSystem(token=simulator.token, server=simulator.url, skip_instance_cache=True)
        assert again.info(info["name"])["type"] == "directory"
        assert [each["id"] for each in again.ls(info["name"]) if "id" in each] == [
            each["id"] for each in again.ls(f"{root}/@{info['id']}") if "id" in each
        ]
        again.close()


@pytest.mark.parametrize("kind", ["projects", "biosamples", "datasets", "runs", "appsessions"])
def test_an_id_goes_to_what_it_names_without_a_list_of_all(
    fs: BaseSpaceFileSystem, simulator: Simulator, placed: Placed, kind: str
) -> None:
    paths = {
        "projects": f"{placed.project.id}/{placed.dataset.id}/table.csv",
        "biosamples": f"{BIOSAMPLE}/{placed.dataset.id}/table.csv",
        "datasets": f"{placed.dataset.id}/table.csv",
        "runs": "105000000/RunInfo.xml",
        "appsessions": "110000000/Logs/stdout.log",
    }
    assert fs.size(f"{kind}/{paths[kind]}") > 0
    assert set(asked(simulator)) <= {
        "GET /projects/{id}/datasets",
        "GET /biosamples/{id}",
        "GET /datasets/{id}/files",
        "GET /runs/{id}/files",
        "GET /appsessions/{id}/logfiles",
        *(["GET /datasets"] if kind == "biosamples" else []),  # of this biosample
    }
    assert sum(asked(simulator).values()) <= 3


def test_a_file_is_found_by_its_id_alone(fs: BaseSpaceFileSystem, simulator: Simulator, placed: Placed) -> None:
    path = f"files/{placed.files['table.csv'].id}"
    assert fs.cat(path) == b"sample,reads\nA,1\nB,2\n"
    assert fs.info(path)["size"] == 21
    assert fs.cat(f"files/@{placed.files['table.csv'].id},table.csv") == fs.cat(path)
    assert not fs.exists("files/table.csv")
    assert not fs.exists(f"{path}/below")
    with pytest.raises(OSError, match="no list of all files") as caught:
        fs.ls("files")
    assert caught.value.errno == errno.ENOTSUP


@pytest.mark.parametrize(
    ("path", "requests"),
    [
        ("biosamples/{biosample}/{dataset}/table.csv", {"GET /biosamples": 1, "GET /datasets": 1}),
        ("appsessions/{session}/Logs/stdout.log", {"GET /appsessions": 1, "GET /appsessions/{id}/logfiles": 1}),
        ("projects/{project}/{dataset}/table.csv", {"GET /users/{user}/projects": 1, "GET /projects/{id}/datasets": 1}),
        ("datasets/{dataset}/table.csv", {"GET /datasets": 1}),
        ("runs/{run}/RunInfo.xml", {"GET /runs": 1, "GET /runs/{id}/files": 1}),
    ],
    ids=["biosample", "appsession", "project", "dataset", "run"],
)
def test_names_are_asked_for_once(
    fs: BaseSpaceFileSystem, simulator: Simulator, placed: Placed, path: str, requests: dict[str, int]
) -> None:
    world = simulator.world
    full = path.format(
        biosample=world.biosamples[BIOSAMPLE].name,
        dataset=placed.dataset.name,
        project=placed.project.name,
        session=world.appsessions["110000000"].name,
        run=world.runs["105000000"].name,
    )
    for _ in range(3):
        assert fs.info(full)["type"] == "file"
    assert asked(simulator).items() >= requests.items()
    assert sum(asked(simulator).values()) <= 3


def test_a_biosample_that_there_is_not_is_no_empty_folder(fs: BaseSpaceFileSystem) -> None:
    assert not fs.exists("biosamples/999")
    assert not fs.exists("biosamples/nobody")
    assert not fs.exists("biosamples/one, or another")  # a name that a filter cannot have


@pytest.mark.parametrize("root", ["projects", "biosamples"])
def test_a_project_or_biosample_holds_its_own_datasets_alone(
    fs: BaseSpaceFileSystem, simulator: Simulator, placed: Placed, root: str
) -> None:
    own = {"projects": placed.project.id, "biosamples": BIOSAMPLE}[root]
    holders = {info["id"]: [dataset["id"] for dataset in fs.ls(info["name"])] for info in fs.ls(root)}
    assert len(holders) > 1
    assert [holder for holder, datasets in holders.items() if placed.dataset.id in datasets] == [own]
    assert {dataset for datasets in holders.values() for dataset in datasets} == {
        dataset["id"] for dataset in fs.ls("datasets")
    }


def test_an_analysis_holds_its_own_logs_alone(fs: BaseSpaceFileSystem) -> None:
    folders = fs.ls("appsessions")
    files = [{info["id"] for info in fs.find(folder["name"], detail=True).values()} for folder in folders]
    assert len(files) > 1
    assert sum(map(len, files)) == len(set().union(*files)) > 0


def test_two_things_of_one_name_are_shown_and_told_by_their_ids(fs: BaseSpaceFileSystem, simulator: Simulator) -> None:
    first, second = place(simulator, {"a": b"1"}), place(simulator, {"a": b"2"})
    with pytest.raises(AmbiguousPathError) as caught:
        fs.cat(f"{PROJECT}/Liver-1_L001/a")
    assert caught.value.paths == tuple(f"projects/@{each.project.id},My study" for each in (first, second))
    assert {path: fs.cat(f"{path}/Liver-1_L001/a") for path in caught.value.paths} == dict(
        zip(caught.value.paths, (b"1", b"2"), strict=True)
    )
    assert set(caught.value.paths) < set(fs.ls("projects", detail=False))
    with pytest.raises(AmbiguousPathError):
        fs.exists(PROJECT)
    third = place(simulator, {"a": b"3"}, project=first.project)
    path = f"projects/{first.project.id}"
    with pytest.raises(AmbiguousPathError, match=f"{path}/@{third.dataset.id},Liver-1_L001"):
        fs.open(f"{path}/Liver-1_L001/a")
    assert sorted(fs.cat(fs.glob(f"{path}/*/a")).values()) == [b"1", b"3"]


def test_two_files_of_one_path_are_read_by_their_ids(
    fs: BaseSpaceFileSystem, simulator: Simulator, placed: Placed
) -> None:
    twin = simulator.world.add_file(placed.dataset, "table.csv", b"another")
    with pytest.raises(AmbiguousPathError, match=f"@{twin.id},table.csv"):
        fs.cat(placed.at("table.csv"))
    assert fs.cat(placed.at(f"@{twin.id},table.csv")) == b"another"
    assert fs.cat(placed.at(f"@{placed.files['table.csv'].id}")).startswith(b"sample")


def test_a_number_is_an_id_and_never_another_things_name(fs: BaseSpaceFileSystem, simulator: Simulator) -> None:
    target = place(simulator, {"a": b"right"})
    named = place(simulator, {"a": b"wrong"}, project=target.project.id)
    assert fs.cat(f"projects/{target.project.id}/Liver-1_L001/a") == b"right"
    assert fs.cat(f"projects/@{named.project.id},{target.project.id}/Liver-1_L001/a") == b"wrong"
    assert f"projects/@{named.project.id},{target.project.id}" in fs.ls("projects", detail=False)


@pytest.mark.parametrize("name", ["up/and away", "..", "50% off?", "[x]*", "@7", "a::b", "#1", "tab\there", " end "])
def test_names_of_any_kind_can_be_listed_and_read(
    fs: BaseSpaceFileSystem, simulator: Simulator, tmp_path: Path, name: str
) -> None:
    placed = place(
        simulator, {f"{name.replace('/', ' ')}/{name.replace('/', ' ')}": b"here"}, project=name, dataset=name
    )
    assert placed
    decoy = place(simulator, {"x": b"not here"}, project="x", dataset="x")
    assert decoy
    (path,) = (info["name"] for info in fs.ls("projects") if info["id"] == placed.project.id)
    (file,) = fs.find(path)
    assert fs.cat(file) == b"here"
    assert fs.glob(file) == [file]
    assert fs.expand_path(file) == [file]
    fs.get(path, str(tmp_path / "below"), recursive=True)
    (saved,) = (each for each in tmp_path.rglob("*") if each.is_file())
    assert saved.read_bytes() == b"here"
    assert saved.resolve().is_relative_to(tmp_path / "below")


@pytest.mark.parametrize(
    "path",
    [
        f"{DATASET}/../Liver-1_L001/table.csv",
        f"{DATASET}//table.csv",
        f"{DATASET}/./table.csv",
        f"{DATASET}/table.csv/x",
        f"{DATASET}/logs/table.csv",
        f"{DATASET}/Table.csv",
        f"{DATASET}/tab%2",
        f"{DATASET}/@1",
        f"{PROJECT}/@1/table.csv",
        "projects/@/x",
        "projects//x",
    ],
)
def test_a_path_that_is_not_exactly_a_files_own_leads_nowhere(
    fs: BaseSpaceFileSystem, placed: Placed, path: str
) -> None:
    with pytest.raises(FileNotFoundError):
        fs.cat_file(path)
    assert not fs.exists(path)


@pytest.mark.parametrize("root", ["projects", "biosamples", "datasets", "runs", "appsessions", "files"])
@pytest.mark.parametrize(
    "segment",
    ["@..", "@.", "@%2E%2E", "@a%2Fb", "@%00", "@\n", "@ ", "@", "@\ud800", "\ud800", "%ED%A0%80"],
)
def test_what_can_be_no_id_or_no_name_does_not_exist(
    fs: BaseSpaceFileSystem, simulator: Simulator, root: str, segment: str
) -> None:
    for path in (f"{root}/{segment}", f"{root}/{segment}/a", f"{root}/{segment}/a/b"):
        assert not fs.exists(path)
        with pytest.raises(FileNotFoundError):
            fs.info(path)


def test_what_is_refused_is_no_permission_and_does_not_exist(fs: BaseSpaceFileSystem) -> None:
    with pytest.raises(PermissionError, match="403") as caught:
        fs.ls("projects/85999999")
    assert type(caught.value.__cause__).__name__ == "PermissionDeniedError"
    assert not fs.exists("projects/85999999")
    assert not fs.isdir("datasets/ds." + "0" * 32)
    assert not fs.isfile("files/1")


def test_a_refused_token_is_never_taken_for_a_missing_file(simulator: Simulator) -> None:
    stranger = BaseSpaceFileSystem(token="wrong-token", server=simulator.url, skip_instance_cache=True)
    for question in (stranger.exists, stranger.isfile, stranger.isdir, stranger.ls, stranger.find, stranger.glob):
        with pytest.raises(PermissionError, match="401") as caught:
            question("projects/86000000/*" if question == stranger.glob else "projects/86000000")
        assert "wrong-token" not in str(caught.value)
    stranger.close()


def test_a_list_is_kept_until_it_is_forgotten(fs: BaseSpaceFileSystem, simulator: Simulator, placed: Placed) -> None:
    other = place(simulator, {"x": b""}, project="Other")
    assert fs.ls(other.path)
    assert len(fs.ls(DATASET)) == 4
    forget(simulator)
    simulator.world.add_file(placed.dataset, "new.txt", b"new")
    assert len(fs.ls(DATASET)) == 4
    assert asked(simulator) == {}
    fs.invalidate_cache(placed.at("logs/out.txt"))
    assert len(fs.ls(DATASET)) == 5
    assert fs.ls(other.path)
    # The lists above it say what the names of its folders stand for.
    assert asked(simulator) == {
        "GET /users/{user}/projects": 1, "GET /projects/{id}/datasets": 1, "GET /datasets/{id}/files": 1
    }  # fmt: skip
    simulator.world.add_file(placed.dataset, "newer.txt", b"new")
    assert len(fs.ls(DATASET, refresh=True)) == 6
    fs.invalidate_cache(PROJECT)
    forget(simulator)
    assert fs.ls(DATASET)
    assert fs.ls(other.path)
    assert asked(simulator)["GET /datasets/{id}/files"] == 1
    fs.invalidate_cache()
    assert fs.ls(other.path)
    assert asked(simulator)["GET /datasets/{id}/files"] == 2


@pytest.mark.parametrize(
    "forgotten",
    [
        lambda fs, path: fs.invalidate_cache(path),
        lambda fs, path: fs.invalidate_cache(f"{path}/Liver-1_L001/table.csv"),
        lambda fs, path: fs.ls(path, refresh=True),
    ],
    ids=["forget it", "forget a file in it", "list it again"],
)
def test_a_name_leads_to_what_has_it_now_once_a_path_is_forgotten(
    fs: BaseSpaceFileSystem,
    simulator: Simulator,
    placed: Placed,
    forgotten: Callable[[BaseSpaceFileSystem, str], object],
) -> None:
    assert fs.ls("projects")
    assert fs.cat(placed.at("table.csv")).startswith(b"sample")
    simulator.world.projects[placed.project.id] = evolve(placed.project, name="Renamed")
    successor = place(simulator, {"table.csv": b"new"})
    forgotten(fs, PROJECT)
    assert fs.cat(placed.at("table.csv")) == b"new"
    assert {info["name"]: info.get("id") for info in fs.ls("projects")}[PROJECT] == successor.project.id


ANSWERS: dict[str, Callable[..., object]] = {
    "ls": lambda fs, path, **how: fs.ls(path, detail=False, **how),
    "find": lambda fs, path, **how: fs.find(path, **how),
    "find with folders": lambda fs, path, **how: fs.find(path, withdirs=True, **how),
    "walk": lambda fs, path, **how: list(fs.walk(path, **how)),
    "glob": lambda fs, path, **how: fs.glob(f"{path}/*/*", **how),
    "glob of all": lambda fs, path, **how: fs.glob(f"{path}/**", **how),
    "glob of levels": lambda fs, path, **how: fs.glob(f"{path}/**", maxdepth=2, **how),
    "du": lambda fs, path, **how: fs.du(path, **how),
    "info": lambda fs, path, **how: fs.info(f"{path}/Liver-1_L001", **how)["id"],
    "exists": lambda fs, path, **how: fs.exists(f"{path}/Liver-1_L001", **how),
}
ONLY_PATHS: dict[str, Callable[..., object]] = {
    "isdir": lambda fs, path: fs.isdir(f"{path}/Liver-1_L001"),
    "isfile": lambda fs, path: fs.isfile(f"{path}/Liver-1_L001/table.csv"),
    "size": lambda fs, path: fs.exists(f"{path}/Liver-1_L001/table.csv") and fs.size(f"{path}/Liver-1_L001/table.csv"),
    "expand": lambda fs, path: fs.expand_path(path, recursive=True),
    "tree": lambda fs, path: fs.tree(path),
}


@pytest.mark.parametrize("again", ["refresh", "forget the path", "forget all"])
@pytest.mark.parametrize("question", [*ANSWERS, *ONLY_PATHS])
def test_what_was_deleted_or_replaced_is_not_shown_once_a_path_is_forgotten(
    fs: BaseSpaceFileSystem, simulator: Simulator, placed: Placed, question: str, again: str
) -> None:
    ask = {**ANSWERS, **ONLY_PATHS}[question]
    before = ask(fs, PROJECT)
    simulator.world.add_file(placed.dataset, "new.txt", b"new")
    simulator.world.datasets.put(evolve(simulator.world.datasets[placed.dataset.id], name="Renamed"))
    how = {}
    if again == "refresh" and question in ANSWERS:
        how = {"refresh": True}
    else:
        fs.invalidate_cache(None if again == "forget all" else PROJECT)
    after = ask(fs, PROJECT, **how) if question != "info" else None
    if question == "info":
        with pytest.raises(FileNotFoundError):
            ask(fs, PROJECT, **how)
    assert before != after
    assert "Liver-1_L001" not in str(after)


def test_a_dataset_that_has_a_name_now_is_found_once_a_path_in_it_is_forgotten(
    fs: BaseSpaceFileSystem, simulator: Simulator, placed: Placed
) -> None:
    assert fs.info(DATASET)["id"] == placed.dataset.id
    simulator.world.datasets.put(evolve(placed.dataset, name="Renamed"))
    successor = place(simulator, {"table.csv": b"new"}, project=placed.project)
    fs.invalidate_cache(placed.at("table.csv"))
    assert fs.info(DATASET)["id"] == successor.dataset.id


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (lambda fs: fs.info(PROJECT)["type"], "directory"),
        (lambda fs: fs.exists(PROJECT), True),
        (lambda fs: fs.isdir(PROJECT), True),
        (lambda fs: fs.exists(f"{PROJECT}/Liver-1_L001/table.csv"), True),
    ],
    ids=["info", "exists", "isdir", "a file"],
)
@pytest.mark.parametrize("step", [0.1, 0.4, 0.75, 1.5])
def test_a_list_that_expires_while_it_is_looked_at_is_listed_again(
    simulator: Simulator,
    placed: Placed,
    monkeypatch: pytest.MonkeyPatch,
    question: Callable[[BaseSpaceFileSystem], object],
    expected: object,
    step: float,
) -> None:
    times = itertools.count(1000.0, step)
    monkeypatch.setattr(fsspec.dircache, "time", SimpleNamespace(time=lambda: next(times)))
    fs = BaseSpaceFileSystem(
        token=simulator.token, server=simulator.url, listings_expiry_time=1, skip_instance_cache=True
    )
    assert fs.ls("projects")
    for _ in range(5):
        assert question(fs) == expected
    fs.close()


def test_lists_are_not_kept_where_they_should_not_be(simulator: Simulator, placed: Placed) -> None:
    fs = BaseSpaceFileSystem(
        token=simulator.token, server=simulator.url, use_listings_cache=False, skip_instance_cache=True
    )
    for number in range(3):
        simulator.world.add_file(placed.dataset, f"{number}.txt", b"")
        assert len(fs.ls(f"datasets/{placed.dataset.id}")) == 5 + number
    fs.close()


def test_a_new_thing_is_found_beside_those_that_were_listed(fs: BaseSpaceFileSystem, simulator: Simulator) -> None:
    assert not fs.exists(PROJECT)
    assert fs.ls("projects")
    place(simulator, {"a": b""})
    assert fs.isdir(PROJECT)


def test_find_has_all_files_and_takes_one_list_for_each_dataset(fs: BaseSpaceFileSystem, simulator: Simulator) -> None:
    first = place(simulator, {"a.txt": b"1", "d/b.txt": b"22"}, dataset="one")
    second = place(simulator, {"a.txt": b"333", "d/e/c.bin": b""}, dataset="two", project=first.project)
    forget(simulator)
    path = f"projects/{first.project.id}"
    expected = [f"{path}/one/a.txt", f"{path}/one/d/b.txt", f"{path}/two/a.txt", f"{path}/two/d/e/c.bin"]
    assert fs.find(path) == expected
    assert asked(simulator) == {"GET /projects/{id}/datasets": 1, "GET /datasets/{id}/files": 2}
    assert fs.find(path, maxdepth=2) == [expected[0], expected[2]]
    assert fs.find(path, maxdepth=1, withdirs=True) == [path, f"{path}/one", f"{path}/two"]
    assert fs.find(f"{path}/two", withdirs=True) == [
        f"{path}/two", f"{path}/two/a.txt", f"{path}/two/d", f"{path}/two/d/e", f"{path}/two/d/e/c.bin"
    ]  # fmt: skip
    assert fs.find(expected[0]) == [expected[0]]
    assert fs.find(f"{path}/three") == []
    assert fs.find(expected[3], detail=True)[expected[3]]["id"] == second.files["d/e/c.bin"].id
    assert fs.du(path) == 6
    assert fs.du(path, total=False)[expected[2]] == 3
    assert set(fs.du(path, total=False, withdirs=True)) == {*fs.find(path, withdirs=True)}
    assert fs.du(path, maxdepth=2) == 4
    with pytest.raises(ValueError, match="at least 1"):
        fs.find(path, maxdepth=0)
    walked = {folder: (sorted(folders), sorted(files)) for folder, folders, files in fs.walk(f"{path}/two")}
    upwards = [folder for folder, _, _ in fs.walk(f"{path}/two", topdown=False)]
    assert upwards == [f"{path}/two/d/e", f"{path}/two/d", f"{path}/two"]
    assert [folder for folder, _, _ in fs.walk(f"{path}/two", maxdepth=2)] == [f"{path}/two", f"{path}/two/d"]
    assert list(fs.walk(f"{path}/two", 1)) == [(f"{path}/two", ["d"], ["a.txt"])]
    for _, folders, files in fs.walk(path, detail=True):
        assert {**folders, **files} == {
            info["name"].rpartition("/")[2]: info for info in [*folders.values(), *files.values()]
        }
        folders.pop("two", None)
        assert "two" not in folders
    assert walked == {
        f"{path}/two": (["d"], ["a.txt"]), f"{path}/two/d": (["e"], []), f"{path}/two/d/e": ([], ["c.bin"])
    }  # fmt: skip
    assert sum(asked(simulator).values()) == 3


def test_a_glob_lists_only_where_it_has_wildcards(fs: BaseSpaceFileSystem, simulator: Simulator) -> None:
    first = place(simulator, {"a.txt": b"", "d/b.txt": b"", "d/c.bin": b""}, dataset="one")
    place(simulator, {"a.txt": b"", "d/b.txt": b""}, dataset="two", project=first.project)
    path = f"projects/{first.project.id}"
    forget(simulator)
    assert fs.glob(f"{path}/one/*.txt") == [f"{path}/one/a.txt"]
    assert asked(simulator) == {"GET /projects/{id}/datasets": 1, "GET /datasets/{id}/files": 1}
    assert fs.glob(f"{path}/o*/d/b.txt") == [f"{path}/one/d/b.txt"]
    assert asked(simulator)["GET /datasets/{id}/files"] == 1
    assert fs.glob(f"{path}/t*") == [f"{path}/two"]
    assert asked(simulator)["GET /datasets/{id}/files"] == 1
    assert fs.glob(f"{path}/*/d/*.txt") == [f"{path}/one/d/b.txt", f"{path}/two/d/b.txt"]
    assert fs.glob(f"{path}/*/*/") == [f"{path}/one/d", f"{path}/two/d"]
    assert fs.glob(f"{path}/**/*.bin") == [f"{path}/one/d/c.bin"]
    assert fs.glob(f"{path}/one/*", maxdepth=1) == [f"{path}/one/a.txt", f"{path}/one/d"]
    assert fs.glob(f"{path}/one/a.txt/*") == []
    assert fs.glob(f"{path}/one/x/*") == []
    assert fs.glob(f"{path}/one/a.txt", detail=True)[f"{path}/one/a.txt"]["size"] == 0
    assert fs.glob(f"{path}/one/d/") == [f"{path}/one/d"]
    assert fs.glob("proj*") == ["projects"]
    assert asked(simulator) == {"GET /projects/{id}/datasets": 1, "GET /datasets/{id}/files": 2}


@pytest.mark.parametrize(
    "pattern",
    [
        "*",
        "*/*",
        "**",
        "*/**",
        "o?e/*.txt",
        "[no]*/d/*",
        "one/**",
        "**/b*",
        "*/d/",
        "*/d",
        "*/",
        "*/d/b",
        "two/*",
        "x/*",
        "one/d",
    ],
)
def test_globs_find_what_they_find_on_a_disk(
    fs: BaseSpaceFileSystem, simulator: Simulator, tmp_path: Path, pattern: str
) -> None:
    from fsspec.implementations.local import LocalFileSystem

    files = ["one/a.txt", "one/d/b.txt", "one/d/c.bin", "none/d/b", "two"]
    placed = place(simulator, dict.fromkeys(files, b""))
    for file in files:
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).touch()
    local = LocalFileSystem().glob(f"{tmp_path}/{pattern}")
    found = fs.glob(f"datasets/{placed.dataset.id}/{pattern}")
    assert [path.removeprefix(f"datasets/{placed.dataset.id}") for path in found] == [
        path.removeprefix(str(tmp_path)).rstrip("/") for path in local
    ]


def test_nothing_is_left_out_because_it_could_not_be_listed(quick: BaseSpaceFileSystem, simulator: Simulator) -> None:
    fs = quick
    first = place(simulator, {"a": b""}, dataset="one")
    place(simulator, {"a": b""}, dataset="two", project=first.project)
    path = f"projects/{first.project.id}"
    simulator.faults.add("status", path=f"/datasets/{first.dataset.id}/files", status=500)
    questions = (
        lambda: fs.find(path),
        lambda: fs.glob(f"{path}/*/*"),
        lambda: fs.glob(f"{path}/**"),
        lambda: list(fs.walk(path)),
        lambda: fs.du(path),
        lambda: fs.isdir(f"{path}/one/a"),
    )
    for question in questions:
        with pytest.raises(OSError, match="500"):
            question()
    assert list(fs.walk(f"{path}/three", on_error="omit")) == [(f"{path}/three", [], [])]
    with pytest.raises(FileNotFoundError):
        list(fs.walk(f"{path}/three", on_error="raise"))
    told: list[OSError] = []
    steps = {folder: files for folder, _, files in fs.walk(path, on_error=told.append)}
    assert steps == {path: [], f"{path}/one": [], f"{path}/two": ["a"]}
    assert len(told) == 1


def test_a_large_folder_is_listed_whole(simulator: Simulator) -> None:
    placed = place(simulator, {f"d{number % 7}/{number}.txt": b"" for number in range(2500)})
    fs = BaseSpaceFileSystem(token=simulator.token, server=simulator.url, skip_instance_cache=True)
    path = f"datasets/{placed.dataset.id}"
    assert len(fs.find(path)) == 2500
    assert sum(len(fs.ls(folder)) for folder in fs.ls(path, detail=False)) == 2500
    assert asked(simulator)["GET /datasets/{id}/files"] <= 4
    fs.close()


def test_many_questions_at_one_time_share_a_list(fs: BaseSpaceFileSystem, simulator: Simulator, placed: Placed) -> None:
    simulator.latency = 0.02
    paths = [f"datasets/{placed.dataset.id}/{name}" for name in placed.files] * 8
    assert len(fs.cat(sorted(set(paths)))) == 5
    fs.invalidate_cache()
    forget(simulator)
    assert len(fs.cat_ranges(paths, 0, 1)) == len(paths)
    assert asked(simulator)["GET /datasets/{id}/files"] == 1
