"""Which files make which datasets of which biosamples, and the names that are refused."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from basespace_async.uploads import FastqUploadPlan, plan_fastqs
from basespace_async.uploads.fastq_names import FastqProblem, FastqRule

ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


def put(folder: Path, *names: str) -> list[Path]:
    paths = [folder / name for name in names]
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"12345")
    return paths


def pair(stem: str) -> tuple[str, str]:
    return f"{stem}_R1_001.fastq.gz", f"{stem}_R2_001.fastq.gz"


def broken(plan: FastqUploadPlan) -> list[tuple[str, str]]:
    return [(problem.file.name if problem.file else "", problem.rule) for problem in plan.problems]


def made(plan: FastqUploadPlan) -> list[tuple[str, str, int, str, int]]:
    return [(each.biosample, each.library, each.lane, each.name, len(each.files)) for each in plan.datasets]


def test_each_library_in_each_lane_is_a_dataset(tmp_path: Path) -> None:
    put(tmp_path, *pair("A_S1_L001"), *pair("sub/A_S1_L002"), *pair("B-2_S2_L001"), "B-2_S2_L001_I1_001.fastq.gz")
    plan = plan_fastqs([tmp_path])
    assert plan.problems == ()
    assert made(plan) == [("A", "A", 1, "A_L001", 2), ("A", "A", 2, "A_L002", 2), ("B-2", "B-2", 1, "B-2_L001", 3)]
    assert plan.biosamples == ("A", "B-2")
    assert plan.size == 35
    assert all(dataset.is_paired for dataset in plan.datasets)


def test_a_biosample_can_be_named_for_all_files(tmp_path: Path) -> None:
    put(tmp_path, *pair("A_S1_L001"), *pair("B_S2_L001"), *pair("C_D_S3_L001"))
    plan = plan_fastqs([tmp_path], sample="Liver_1")
    assert plan.problems == ()
    assert made(plan) == [
        ("Liver_1", "A", 1, "A_L001", 2),
        ("Liver_1", "B", 1, "B_L001", 2),
        ("Liver_1", "C_D", 1, "C_D_L001", 2),
    ]


def test_a_library_can_be_named_for_all_files(tmp_path: Path) -> None:
    put(tmp_path, *pair("A_S1_L001"), *pair("B_S2_L001"))
    assert made(plan_fastqs([tmp_path], library="LP 7")) == [
        ("A", "LP 7", 1, "A_L001", 2),
        ("B", "LP 7", 1, "B_L001", 2),
    ]
    assert made(plan_fastqs([tmp_path], sample="X", library="LP 7")) == [("X", "LP 7", 1, "X_L001", 4)]


def test_a_row_has_the_files_that_go_together(tmp_path: Path) -> None:
    names = (*pair("A_S1_L001"), "A_S1_L001_I1_001.fastq.gz", "A_S1_L001_R1_002.fastq.gz", "A_S1_L001_R2_002.fastq.gz")
    first, second, index, *_ = (str(path) for path in put(tmp_path, *names))
    rows = list(plan_fastqs([tmp_path]).rows())
    assert rows[0] == {
        "biosample": "A",
        "library": "A",
        "lane": 1,
        "dataset": "A_L001",
        "r1": first,
        "r2": second,
        "i1": index,
        "i2": None,
        "size": 15,
    }
    assert [row["size"] for row in rows] == [15, 10]


def test_single_reads_need_no_mate(tmp_path: Path) -> None:
    plan = plan_fastqs(put(tmp_path, "A_S1_L001_R1_001.fastq.gz", "A_S1_L002_R1_001.fastq.gz"))
    assert plan.problems == ()
    assert not plan.datasets[0].is_paired


def test_a_file_that_is_named_twice_counts_once(tmp_path: Path) -> None:
    paths = put(tmp_path, *pair("A_S1_L001"))
    plan = plan_fastqs([tmp_path, *paths, tmp_path / "." / paths[0].name, str(paths[1])])
    assert plan.problems == ()
    assert made(plan) == [("A", "A", 1, "A_L001", 2)]


def test_reads_of_no_sample_are_left_out_of_folders_and_said(tmp_path: Path) -> None:
    undetermined = put(tmp_path, *pair("Undetermined_S0_L001"))
    put(tmp_path, *pair("A_S1_L001"), "._A_S1_L001_R1_001.fastq.gz", "notes.txt")
    plan = plan_fastqs([tmp_path])
    assert plan.problems == ()
    assert plan.biosamples == ("A",)
    assert sorted(plan.skipped) == undetermined
    assert plan_fastqs(undetermined).biosamples == ("Undetermined",)


NAMING = "is not named as SampleName_S1_L001_R1_001.fastq.gz"


@pytest.mark.parametrize(
    ("name", "rule", "message"),
    [
        ("A_S1_L001_R1_001.fastq", "extension", "takes only FASTQ files that gzip has compressed; compress it"),
        ("A_S1_L001_R1_001.fq.gz", "extension", "does not end in .fastq.gz"),
        ("A_S1_L001_R1_001.FASTQ.GZ", "extension", "compressed; rename it"),
        ("A.bam", "extension", "does not end in .fastq.gz"),
        ("A_R1.fastq.gz", "file-name", f"{NAMING}; rename it, for example to A_S1_L001_R1_001.fastq.gz"),
        ("A_S7_R2_001.fastq.gz", "file-name", "for example to A_S7_L001_R2_001.fastq.gz"),
        ("A_S1_L001_R1.fastq.gz", "file-name", "for example to A_S1_L001_R1_001.fastq.gz"),
        ("A_S1_L001_r1_001.fastq.gz", "file-name", "for example to A_S1_L001_R1_001.fastq.gz"),
        ("A_S1_L000_R1_001.fastq.gz", "file-name", NAMING),
        ("A_S1_L001_R3_001.fastq.gz", "file-name", "with the read R1, R2, I1 or I2"),
        ("reads.fastq.gz", "file-name", NAMING),
        ("_S1_L001_R1_001.fastq.gz", "sample-name", "the name of its sample is empty"),
        ("A_B_S1_L001_R1_001.fastq.gz", "sample-name", "rename the file to A-B_S1_L001_R1_001.fastq.gz, or give the"),
        ("A b_S1_L001_R1_001.fastq.gz", "sample-name", "'A b', may have only letters, digits, dashes and underscores"),
        ("Ä_S1_L001_R1_001.fastq.gz", "sample-name", "may have only letters"),
    ],
)
def test_a_name_that_breaks_a_rule_is_refused(tmp_path: Path, name: str, rule: str, message: str) -> None:
    plan = plan_fastqs(put(tmp_path, name))
    (problem,) = plan.problems
    assert (problem.file, problem.line, problem.rule) == (tmp_path / name, None, rule)
    assert message in problem.message
    assert str(problem) == f"{tmp_path / name}: {problem.message} ({rule})"
    assert plan.datasets == ()


@pytest.mark.parametrize(
    ("sample", "library", "message"),
    [
        ("", None, "the name of the sample is empty"),
        ("A b", None, "'A b', may have only letters"),
        ("A", " ", "the name of the library, ' ', is empty"),
        (None, "L\n", "has control characters"),
    ],
)
def test_a_wrong_argument_is_a_problem_without_a_file(
    tmp_path: Path, sample: str | None, library: str | None, message: str
) -> None:
    (problem,) = plan_fastqs(put(tmp_path, *pair("A_S1_L001")), sample=sample, library=library).problems
    assert problem.file is None
    assert message in problem.message
    assert str(problem) == f"{problem.message} ({problem.rule})"


@pytest.mark.parametrize(
    ("names", "broken_by", "message"),
    [
        (["A_S1_L001_R2_001.fastq.gz"], "A_S1_L001_R2_001.fastq.gz", "without A_S1_L001_R1_001.fastq.gz"),
        (["A_S1_L001_I1_001.fastq.gz"], "A_S1_L001_I1_001.fastq.gz", "without A_S1_L001_R1_001.fastq.gz"),
        (
            [*pair("A_S1_L001"), "A_S1_L002_R1_001.fastq.gz"],
            "A_S1_L002_R1_001.fastq.gz",
            "comes without A_S1_L002_R2_001.fastq.gz, which belongs to it (other files of its library are paired)",
        ),
        ([*pair("A_S1_L001"), "A_S2_L001_R1_001.fastq.gz"], "A_S2_L001_R1_001.fastq.gz", "A_S2_L001_R2_001.fastq.gz"),
    ],
)
def test_a_file_without_its_mate_is_refused(tmp_path: Path, names: list[str], broken_by: str, message: str) -> None:
    plan = plan_fastqs(put(tmp_path, *names))
    assert broken(plan) == [(broken_by, "missing-mate")]
    assert message in plan.problems[0].message


def test_two_files_of_one_name_are_refused(tmp_path: Path) -> None:
    put(tmp_path, *pair("run1/A_S1_L001"), *pair("run2/A_S1_L001"))
    plan = plan_fastqs([tmp_path])
    assert [(problem.file, problem.rule) for problem in plan.problems] == [
        (tmp_path / "run2" / name, "duplicate-name") for name in pair("A_S1_L001")
    ]
    assert f"has the name of {tmp_path / 'run1' / pair('A_S1_L001')[0]}" in plan.problems[0].message


def test_samples_that_differ_only_in_case_are_refused(tmp_path: Path) -> None:
    paths = put(tmp_path / "1", *pair("na1_S1_L001"), *pair("na1_S1_L002")) + put(tmp_path / "2", *pair("NA1_S2_L001"))
    (problem,) = plan_fastqs(paths).problems
    assert problem.rule == "sample-name"
    assert "is the same as na1 to BaseSpace" in problem.message
    assert plan_fastqs(paths, sample="NA1").problems == ()


@pytest.mark.parametrize(("path", "message"), [("none", "there is"), ("gone", "No such file"), ("dir", "has no file")])
def test_what_is_not_there_is_refused(tmp_path: Path, path: str, message: str) -> None:
    (tmp_path / "dir").mkdir()
    given_paths = {"none": [], "gone": [tmp_path / "A_S1_L001_R1_001.fastq.gz"], "dir": [tmp_path / "dir"]}[path]
    (problem,) = plan_fastqs(given_paths).problems
    assert problem.rule == "file"
    assert message in problem.message


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "A_S1_L001_R1_001.fastq.gz")
    assert plan_fastqs([tmp_path]).problems == (
        FastqProblem(tmp_path / "A_S1_L001_R1_001.fastq.gz", None, "file", "is no regular file"),
    )


@pytest.mark.skipif(ROOT, reason="root may read every folder")
def test_a_folder_that_cannot_be_searched_is_refused(tmp_path: Path) -> None:
    put(tmp_path, *pair("A_S1_L001"))
    (tmp_path / "closed").mkdir(mode=0)
    try:
        plan = plan_fastqs([tmp_path])
    finally:
        (tmp_path / "closed").chmod(0o700)
    assert broken(plan) == [("closed", "file")]
    assert "cannot be searched: Permission denied" in plan.problems[0].message


SETS = st.sets(
    st.tuples(st.sampled_from(["A", "b-1", "S1", "L001"]), st.integers(1, 3), st.integers(1, 3), st.integers(1, 2)),
    min_size=1,
    max_size=8,
)


@settings(max_examples=25, deadline=None)
@given(sets=SETS, paired=st.booleans(), sample=st.sampled_from([None, "X"]), library=st.sampled_from([None, "L"]))
def test_every_file_is_in_one_dataset_with_its_mates_whatever_the_order(
    tmp_path_factory: pytest.TempPathFactory,
    sets: set[tuple[str, int, int, int]],
    paired: bool,
    sample: str | None,
    library: str | None,
) -> None:
    folder = tmp_path_factory.mktemp("sets")
    reads = ("R1", "R2", "I1") if paired else ("R1",)
    paths = put(folder, *(f"{s}_S{n}_L{lane:03}_{r}_{p:03}.fastq.gz" for s, n, lane, p in sets for r in reads))
    plan = plan_fastqs(paths, sample=sample, library=library)
    assert plan == plan_fastqs(paths[::-1], sample=sample, library=library) == plan_fastqs([folder], sample=sample, library=library)  # fmt: skip
    assert plan.problems == ()
    assert sorted(file.path for dataset in plan.datasets for file in dataset.files) == sorted(paths)
    assert len({(each.biosample, each.library, each.lane) for each in plan.datasets}) == len(plan.datasets)
    assert len({each.name for each in plan.datasets}) == len(plan.datasets)
    for dataset in plan.datasets:
        assert dataset.name.endswith(f"_L{dataset.lane:03}")
        assert {file.parsed.lane for file in dataset.files} == {dataset.lane}
        assert all(tuple(files) == reads for files in dataset.mates())
    assert len(list(plan.rows())) == len(sets)


@settings(max_examples=25, deadline=None)
@given(sets=SETS, data=st.data())
def test_a_pair_that_lost_a_file_is_always_noticed(
    tmp_path_factory: pytest.TempPathFactory, sets: set[tuple[str, int, int, int]], data: st.DataObject
) -> None:
    names = [f"{s}_S{n}_L{lane:03}_{r}_{p:03}.fastq.gz" for s, n, lane, p in sets for r in ("R1", "R2")]
    lost = data.draw(st.sampled_from(names))
    paths = put(tmp_path_factory.mktemp("sets"), *(name for name in names if name != lost))
    plan = plan_fastqs(paths)
    is_single = lost.split("_")[3] == "R2" and sum(name.split("_")[0] == lost.split("_")[0] for name in names) == 2
    assert [problem.rule for problem in plan.problems] == ([] if is_single else ["missing-mate"])


def test_the_page_has_a_row_for_each_rule() -> None:
    page = Path(__file__).parents[2] / "docs" / "how-to" / "upload-fastqs.md"
    rows = re.findall(r"^\| `([a-z-]+)` \|", page.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(rows) == sorted(get_args(FastqRule))
