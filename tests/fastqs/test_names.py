"""Which sample, lane and read the names of datasets and files stand for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from basespace_async._util.sample_names import FastqName, parse_fastq_name, split_lane
from basespace_async.fastqs.names import (
    SampleNames,
    group_by_sample,
    nearest,
)


@pytest.mark.parametrize(
    ("name", "parsed"),
    [
        ("NA12878_S1_L001_R1_001.fastq.gz", FastqName("NA12878", 1, 1, "R1", 1)),
        ("133-121308-G-086_S95_L004_R2_002.fastq.gz", FastqName("133-121308-G-086", 95, 4, "R2", 2)),
        ("A_S1_R1_001.fastq.gz", FastqName("A", 1, None, "R1", 1)),
        ("A_R2.fastq.gz", FastqName("A", None, None, "R2", 1)),
        ("A-r1.FQ.GZ", FastqName("A", None, None, "R1", 1)),
        ("A_S1_L002_I1_001.fastq.gz", FastqName("A", 1, 2, "I1", 1)),
        ("A_R1_L001_R2_001.fastq.gz", FastqName("A_R1", None, 1, "R2", 1)),
        ("A_S1_L001_R1_001.fastq", None),
        ("A_S1_L001_R1_001.fastq.gz.md5", None),
        ("_R1.fastq.gz", None),
        ("R1.fastq.gz", None),
        ("report.pdf", None),
    ],
)
def test_a_file_name_says_its_sample_lane_read_and_part(name: str, parsed: FastqName | None) -> None:
    assert parse_fastq_name(name) == parsed


@pytest.mark.parametrize(
    ("name", "sample", "lane"),
    [
        ("NA1200-3_4_L001", "NA1200-3_4", 1),
        ("A_L01", "A", 1),
        ("A_l1", "A", 1),
        ("A-L012", "A", 12),
        ("CA-001_L1_extra", "CA-001_L1_extra", None),
        ("SampleL001", "SampleL001", None),
        ("Sample_LANE001", "Sample_LANE001", None),
        ("A_L0001", "A_L0001", None),
        ("_L001", "_L001", None),
        ("A_L001_L002", "A_L001", 2),
    ],
)
def test_a_lane_stands_at_the_end_of_a_name(name: str, sample: str, lane: int | None) -> None:
    assert split_lane(name) == (sample, lane)


def test_lanes_belong_to_the_sample_of_their_common_name() -> None:
    assert group_by_sample(["A_L001", "B", "A_L002", "A_L001"]) == {"A": ["A_L001", "A_L002"], "B": ["B"]}


def test_where_a_dataset_has_the_bare_name_each_lane_is_a_sample_of_its_own() -> None:
    assert group_by_sample(["A_L001", "A", "A_L002"]) == {"A_L001": ["A_L001"], "A": ["A"], "A_L002": ["A_L002"]}


@given(st.lists(st.from_regex(r"\A[Ab][_-]?[1L]?(_L00[12])?\Z")))
def test_every_dataset_belongs_to_one_sample(names: list[str]) -> None:
    grouped = [name for group in group_by_sample(names).values() for name in group]
    assert sorted(grouped) == sorted(set(names))


SAMPLES = group_by_sample(["S_1", "S-2_L001", "S-2_L002", "s_3", "S_3", "T_1", "T-1", "LONG_1", "U_L001", "U_l001"])


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        ("S_1", ["S_1"]),
        ("S-1", ["S_1"]),
        ("s-1", ["S_1"]),
        ("S_2", ["S-2"]),
        ("S-2_L002", ["S-2_L002"]),
        ("S_2-L002", ["S-2_L002"]),
        ("s_3", ["s_3"]),
        ("S_3", ["S_3"]),
        ("s-3", ["s_3"]),
        ("T_1", ["T_1"]),
        ("t-1", ["T-1"]),
        ("t_1", ["T_1"]),
        ("LONG", []),
        ("LONG_", []),
        ("S", []),
        ("", []),
        ("U", ["U"]),
        ("u_L001", ["U_L001", "U_l001"]),
    ],
)
def test_a_name_stands_for_the_sample_that_it_fits_best(wanted: str, names: list[str]) -> None:
    assert [name for name, _ in SampleNames(SAMPLES).find(wanted)] == names


def test_what_is_not_found_comes_with_names_that_are_like_it() -> None:
    assert nearest("NA12787", ["NA12878", "HG002", "na12891"])[0] == "NA12878"
    assert nearest("completely different", ["NA12878"]) == ()
