"""The rules for the content of FASTQ files, each with a file that breaks it."""

from __future__ import annotations

import gzip
import os
import threading
import tracemalloc
from collections.abc import Callable
from concurrent.futures import CancelledError
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from basespace_async.simulator.world.content import FileBytes
from basespace_async.simulator.world.fastq import ReadNames
from basespace_async.uploads import FastqProblem
from basespace_async.uploads.fastq_plan import FastqUploadDataset, plan_fastqs
from basespace_async.uploads.fastq_validation import QUICK_LOOK, FastqValidation, validate_dataset, validate_fastqs

Found = tuple[str, int | None, str]


def name(number: int, read: int = 1, *, lane: int = 1, umi: str = "", flag: str = "N", end: str = "13") -> str:
    return f"@M00900:62:000000000-A2CYG:{lane}:1101:18016:{number}{umi} {read}:{flag}:0:{end}"


def record(title: str, bases: str = "ACGTN", qualities: str = "FFFF#", plus: str = "+") -> str:
    return f"{title}\n{bases}\n{plus}\n{qualities}\n"


def reads(count: int, read: int = 1, **parts: str | int) -> str:
    return "".join(record(name(number, read, **parts)) for number in range(count))  # type: ignore[arg-type]


def dataset_of(folder: Path, **texts: str | bytes) -> FastqUploadDataset:
    """A dataset of these files, by read; text is compressed."""
    for read, text in texts.items():
        data = text if isinstance(text, bytes) else gzip.compress(text.encode(), mtime=0)
        (folder / f"A_S1_L001_{read}_001.fastq.gz").write_bytes(data)
    plan = plan_fastqs([folder])
    assert plan.problems == ()
    (dataset,) = plan.datasets
    return dataset


def found(checked: FastqValidation) -> list[Found]:
    return [(each.file.name[10:12] if each.file else "", each.line, each.rule) for each in checked.problems]


def validate(folder: Path, *, full: bool = True, allow: bool = False, **texts: str | bytes) -> FastqValidation:
    return validate_dataset(dataset_of(folder, **texts), full=full, allow_invalid_readnames=allow)


@pytest.mark.parametrize("full", [False, True])
def test_files_that_keep_the_rules_pass_and_give_the_attributes(tmp_path: Path, full: bool) -> None:
    longer = record(name(9, 2), "ACGTACG", "FFFFFFF") + reads(3, 2)
    first = record(name(9)) + reads(3)
    checked = validate(tmp_path, full=full, R1=first, R2=longer, I1=first, I2=longer)
    assert checked.problems == ()
    assert checked.attributes == {
        "IsPairedEnd": True,
        "TotalClustersPF": 4,
        "TotalReadsPF": 8,
        "MaxLengthRead1": 5,
        "MaxLengthRead2": 7,
        "MaxLengthIndexRead1": 5,
        "MaxLengthIndexRead2": 7,
    }


def test_the_parts_of_single_reads_are_added_up(tmp_path: Path) -> None:
    (tmp_path / "A_S1_L001_R1_002.fastq.gz").write_bytes(gzip.compress(reads(2).encode()))
    assert validate(tmp_path, R1=reads(3)).attributes == {
        "IsPairedEnd": False,
        "TotalClustersPF": 5,
        "TotalReadsPF": 5,
        "MaxLengthRead1": 5,
    }


@pytest.mark.parametrize(
    "text",
    [
        "",
        reads(3)[:-1],
        reads(3, umi=":GCTAGCCTAG"),
        reads(3, umi=":rACG+NNT"),
        reads(3, end="ACGTACGT+TTGACCAN"),
        reads(2, end="ACGTACGT") + reads(2, end="ACGTACGA", umi=":ACG"),
        record(name(1), "", "") + record(name(2)),
        record(name(1), plus="+" + name(1)[1:]),
        record(name(1), qualities="@FFF+") + record(name(2), qualities="+FFF@"),
    ],
)
def test_what_illuminas_programs_write_passes(tmp_path: Path, text: str) -> None:
    checked = validate(tmp_path, R1=text)
    assert checked.problems == ()
    assert checked.attributes["TotalReadsPF"] == -(-text.count("\n") // 4)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("blocks", "names"), [(0, ReadNames()), (3, ReadNames.of("M01", 7, "HABCDEFGH1", 2, 3, 4)), (129, ReadNames())]
)
def test_simulated_files_pass(tmp_path: Path, blocks: int, names: ReadNames) -> None:
    lane = int(names.origin.split(b":")[3])
    contents = {f"R{mate}": FileBytes(5, blocks, mate, names) for mate in (1, 2)}
    for read, content in contents.items():
        (tmp_path / f"A_S1_L{lane:03}_{read}_001.fastq.gz").write_bytes(content.read(0, content.size))
    plan = plan_fastqs([tmp_path])
    assert validate_fastqs(plan, full=True) == []
    attributes = validate_dataset(plan.datasets[0], full=True).attributes
    assert attributes["TotalClustersPF"] == contents["R1"].reads
    assert attributes["MaxLengthRead2"] == 151


def broken(*records: str, before: int = 2) -> str:
    return reads(before) + "".join(records) + reads(2)


FORM = "is not @Instrument:RunID:FlowCellID:Lane:Tile:X:Y[:UMI] ReadNum:FilterFlag:0:SampleNumber"


@pytest.mark.parametrize(
    ("text", "line", "rule", "message"),
    [
        (broken(record(name(9), qualities="FF")), 12, "quality-count", "5 bases have 2 qualities"),
        (broken(record("M00900:62:F:1:1:1:1 1:N:0:1")), 9, "record", "a record begins with @, and not with 'M00900"),
        (broken(record(name(9), plus="-")), 11, "record", "the third line of a record begins with +, and not with '-'"),
        (broken("\n"), 9, "record", "a record begins with @, and not with ''"),
        (broken(name(9) + "\n"), 11, "record", "the third line of a record begins with +, and not with 'ACGTN'"),
        (reads(2) + name(9) + "\nACG", 10, "record", "the file ends within a record, which has only 2 of its 4 lines"),
        (reads(2) + "\n", 9, "record", "empty lines follow the last record"),
        (reads(2) + "\n\n\n\n\n\n", 9, "record", "a record begins with @"),
        (reads(2).replace("\n", "\r\n"), 1, "record", "lines end in CR and LF"),
        (broken(record("@SRR001666.1 071112 length=36")), 9, "read-name", f"'@SRR001666.1 071112 length=36', {FORM}"),
        (broken(record("@HWUSI-EAS100R:6:73:941:1973#0/1")), 9, "read-name", FORM),
        (broken(record(name(9, end=""))), 9, "read-name", FORM),
        (broken(record(name(9, umi=":XY"))), 9, "read-name", FORM),
        (broken(record(name(9).replace(":18016:", "::"))), 9, "read-name", FORM),
        (broken(record(name(9).replace(":0:13", ":18:13"))), 9, "read-name", FORM),
        (broken(record(name(9) + " ")), 9, "read-name", FORM),
        (broken(record(name(9).split()[0])), 9, "read-name", FORM),
        (broken(record(name(9)[1:].join(["@", name(9)[1:]]))), 9, "read-name", "allow invalid read names to send it"),
        (broken(record("@é")), 9, "read-name", r"'@\\xc3\\xa9'"),
        (broken(record(name(9, lane=2))), 9, "lane", "the read is of lane 2, and the file of lane 1; rename the file"),
        (broken(record(name(9, read=2))), 9, "read-number", "a read 2 is in a file of R1"),
        (broken(record(name(9, flag="Y"))), 9, "filter", "the read has not passed the filter"),
        ("A" * (5 << 20), 1, "record", "a record has more than 4 MiB; this is no FASTQ"),
    ],
)
def test_a_record_that_breaks_a_rule_is_refused_with_its_line(
    tmp_path: Path, text: str, line: int, rule: str, message: str
) -> None:
    checked = validate(tmp_path, full=False, R1=text)
    assert found(checked) == [("R1", line, rule)]
    assert message in checked.problems[0].message
    assert str(checked.problems[0]).startswith(f"{tmp_path / 'A_S1_L001_R1_001.fastq.gz'}:{line}: ")
    assert checked.attributes == {"IsPairedEnd": False}


def test_an_odd_but_right_name_does_not_end_the_check(tmp_path: Path) -> None:
    odd = reads(1000).replace(":000000000-A2CYG:1:", ":000000000-A2CYG:01:")
    assert found(validate(tmp_path, R1=odd)) == []
    assert found(validate(tmp_path, R1=odd + record("@x"))) == [("R1", 4001, "read-name")]


def test_each_rule_is_told_of_once_for_a_file(tmp_path: Path) -> None:
    text = broken(
        record(name(5, 2, lane=3, flag="Y"), qualities=""), record("@x"), record(name(6, 2, lane=3, flag="Y"), "A", "")
    )
    lines = {"quality-count": 12, "lane": 9, "read-number": 9, "filter": 9, "read-name": 13}
    assert {(line, rule) for _, line, rule in found(validate(tmp_path, R1=text))} == {
        (line, rule) for rule, line in lines.items()
    }


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "its gzip data is missing: the file is empty"),
        (reads(2).encode(), "its gzip data does not begin as gzip does"),
        (gzip.compress(reads(2).encode(), mtime=0) + b"more", "is corrupt"),
        (gzip.compress(reads(2).encode(), mtime=0)[:-1], "its gzip data breaks off; compress it again"),
        (gzip.compress(reads(2).encode(), mtime=0)[:-8] + bytes(8), "is corrupt (Error -3 while decompressing data"),
    ],
)
def test_what_is_not_whole_gzip_is_refused(tmp_path: Path, data: bytes, message: str) -> None:
    checked = validate(tmp_path, full=False, R1=data)
    assert found(checked) == [("R1", None, "gzip")]
    assert message in checked.problems[0].message


def test_members_and_padding_of_gzip_pass(tmp_path: Path) -> None:
    half = reads(1).encode()
    data = gzip.compress(half[:20], mtime=0) + gzip.compress(half[20:]) + gzip.compress(b"") + bytes(512)
    assert validate(tmp_path, R1=data).attributes["TotalReadsPF"] == 1


def test_a_file_that_is_gone_is_refused(tmp_path: Path) -> None:
    dataset = dataset_of(tmp_path, R1=reads(1))
    dataset.files[0].path.unlink()
    checked = validate_dataset(dataset)
    assert found(checked) == [("R1", None, "file")]
    assert "cannot be read: No such file" in checked.problems[0].message


def test_a_file_cut_at_any_byte_is_refused(tmp_path: Path) -> None:
    data = gzip.compress(reads(5).encode())
    dataset = dataset_of(tmp_path, R1=data)
    for size in range(len(data)):
        dataset.files[0].path.write_bytes(data[:size])
        assert found(validate_dataset(dataset, full=True)) == [("R1", None, "gzip")]


@settings(max_examples=20, deadline=None)
@given(place=st.floats(0, 1, exclude_max=True))
def test_a_long_file_cut_at_any_byte_is_refused_in_full(tmp_path_factory: pytest.TempPathFactory, place: float) -> None:
    content = FileBytes(3, 6)
    data = content.read(0, int(place * content.size))
    assert found(validate(tmp_path_factory.mktemp("cut"), R1=data)) == [("R1", None, "gzip")]


@settings(max_examples=20, deadline=None)
@given(place=st.integers(0, 10_000), bit=st.integers(0, 7))
def test_a_changed_bit_is_refused_in_full(tmp_path_factory: pytest.TempPathFactory, place: int, bit: int) -> None:
    data = bytearray(gzip.compress(reads(50).encode(), mtime=0))
    place = 10 + place % (len(data) - 10)  # after the header, which has no checksum
    data[place] ^= 1 << bit
    assert validate(tmp_path_factory.mktemp("bit"), R1=bytes(data)).problems


@pytest.mark.parametrize(
    ("second", "expected", "message"),
    [
        (reads(3, 2), ("R2", None, "read-count"), "R1_001.fastq.gz has 4 and A_S1_L001_R2_001.fastq.gz has 3 reads"),
        (reads(5, 2), ("R2", None, "read-count"), "has 4 and A_S1_L001_R2_001.fastq.gz has 5 reads"),
        ("", ("R2", None, "read-count"), "has 0 reads"),
        (
            reads(2, 2) + record(name(3, 2)) + record(name(2, 2)),
            ("R2", 9, "read-order"),
            f"the read '{name(3, 2)}' is the mate of '{name(2)}' in A_S1_L001_R1_001.fastq.gz",
        ),
        (reads(4, 2, umi=":ACG"), ("R2", 1, "read-order"), "write the files in the same order"),
        (reads(4), ("R2", 1, "read-number"), "a read 1 is in a file of R2"),
    ],
)
@pytest.mark.parametrize("full", [False, True])
def test_a_pair_has_the_same_reads_in_the_same_order(
    tmp_path: Path, second: str, expected: Found, message: str, full: bool
) -> None:
    checked = validate(tmp_path, full=full, R1=reads(4), R2=second)
    assert found(checked) == [expected]
    assert message in checked.problems[0].message
    assert checked.attributes == {"IsPairedEnd": True}


def test_index_reads_go_with_their_reads(tmp_path: Path) -> None:
    checked = validate(tmp_path, R1=reads(4), R2=reads(4, 2), I1=reads(3))
    assert found(checked) == [("I1", None, "read-count")]


def test_a_damaged_file_is_not_also_said_to_be_too_short(tmp_path: Path) -> None:
    data = gzip.compress(reads(900, 2).encode())[:-20]
    assert found(validate(tmp_path, R1=reads(900), R2=data)) == [("R2", None, "gzip")]


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2500), st.integers(0, 2500), st.integers(1, 3))
def test_counts_are_compared_wherever_blocks_end(
    tmp_path_factory: pytest.TempPathFactory, first: int, second: int, width: int
) -> None:
    wider = "".join(record(name(number, 2), "ACGT" * width, "FFFF" * width) for number in range(second))
    checked = validate(tmp_path_factory.mktemp("pair"), R1=reads(first), R2=wider)
    assert found(checked) == ([] if first == second else [("R2", None, "read-count")])


@pytest.mark.parametrize("place", [QUICK_LOOK - 1, QUICK_LOOK])
def test_a_quick_look_ends_after_some_thousand_records(tmp_path: Path, place: int) -> None:
    text = "".join(record(name(number, flag="Y" if number == place else "N")) for number in range(QUICK_LOOK + 10))
    refused = [("R1", place * 4 + 1, "filter")]
    assert found(validate(tmp_path, R1=text, full=True)) == refused
    quick = validate(tmp_path, R1=text, full=False)
    assert found(quick) == (refused if place < QUICK_LOOK else [])
    assert quick.attributes == {"IsPairedEnd": False}


def test_a_quick_look_notices_a_file_that_ends_before_its_mate(tmp_path: Path) -> None:
    checked = validate(tmp_path, full=False, R1=reads(QUICK_LOOK + 1), R2=reads(QUICK_LOOK - 1, 2))
    assert found(checked) == [("R2", None, "read-count")]
    assert "has more than 9999 and A_S1_L001_R2_001.fastq.gz has 9999 reads" in checked.problems[0].message


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("@SRR1.{} 071112 length=5", "@SRR1.{} 071112 length=5"),
        ("@HWUSI:6:73:{}:1973#0/1", "@HWUSI:6:73:{}:1973#0/2"),
        ("@SRR1.{}.1 x", "@SRR1.{}.2 x"),
        (name(7, lane=5, flag="Y") + "{}", name(7, 2, lane=5, flag="Y") + "{}"),
    ],
)
def test_reads_with_other_names_pass_if_that_is_allowed(tmp_path: Path, first: str, second: str) -> None:
    texts = {
        read: "".join(record(form.format(number)) for number in range(5))
        for read, form in (("R1", first), ("R2", second))
    }
    assert validate(tmp_path, **texts).problems
    checked = validate(tmp_path, allow=True, **texts)
    assert checked.problems == ()
    assert checked.attributes["TotalClustersPF"] == 5


def test_other_rules_hold_where_other_names_are_allowed(tmp_path: Path) -> None:
    texts = {"R1": record("@a") + record("@b"), "R2": record("@a") + record("@c", "A")}
    assert found(validate(tmp_path, allow=True, **texts)) == [("R2", 8, "quality-count"), ("R2", 5, "read-order")]


FIELDS = st.text(st.sampled_from("@:0123 N!A"), max_size=4)


@settings(max_examples=150, deadline=None)
@given(
    parts=st.tuples(*[FIELDS] * 4), form=st.sampled_from(["{}@I:1:F:1:{}:1:{}{}1:N:0:2", "@I:1:F:1:{}:{}{} 1:N:0:2{}"])
)
def test_a_wrong_name_among_right_ones_is_noticed_as_it_is_alone(
    tmp_path_factory: pytest.TempPathFactory, parts: tuple[str, ...], form: str
) -> None:
    folder = tmp_path_factory.mktemp("names")
    odd, right = record("@" + form.format(*parts).lstrip("@")), record("@I:1:F:1:7:8:9 1:N:0:2")
    alone = validate(folder, R1=odd)
    assert len(validate(folder, R1=right + odd + right).problems) == len(alone.problems)


def test_the_plans_problems_come_first(tmp_path: Path) -> None:
    (tmp_path / "B.fastq.gz").write_bytes(b"")
    (tmp_path / "A_S1_L001_R1_001.fastq.gz").write_bytes(b"")
    problems = validate_fastqs(plan_fastqs([tmp_path]))
    assert [problem.rule for problem in problems] == ["file-name", "gzip"]
    assert all(isinstance(problem, FastqProblem) for problem in problems)


def test_it_stops_when_it_is_told_to(tmp_path: Path) -> None:
    content = FileBytes(1, 40)
    dataset = dataset_of(tmp_path, R1=content.read(0, content.size))
    stop = threading.Event()
    pieces: list[int] = []

    def note(size: int) -> None:
        pieces.append(size)
        stop.set()

    with pytest.raises(CancelledError):
        validate_dataset(dataset, full=True, stop=stop, on_read=note)
    assert len(pieces) == 1
    if os.path.isdir("/proc/self/fd"):
        opened = [os.path.realpath(f"/proc/self/fd/{number}") for number in os.listdir("/proc/self/fd")]
        assert str(dataset.files[0].path) not in opened


def test_each_byte_that_was_read_is_counted(tmp_path: Path) -> None:
    dataset = dataset_of(tmp_path, R1=reads(900), R2=reads(900, 2))
    pieces: list[int] = []
    validate_dataset(dataset, full=True, on_read=pieces.append)
    assert sum(pieces) == dataset.size


@pytest.mark.parametrize(
    "text",
    [lambda: reads(100_000).encode(), lambda: b"\n" * (30 << 20), lambda: bytes(30 << 20), lambda: b"@" * (30 << 20)],
    ids=["reads", "lines", "zeros", "letters"],
)
def test_memory_is_bounded(tmp_path: Path, text: Callable[[], bytes]) -> None:
    dataset = dataset_of(tmp_path, R1=gzip.compress(text(), 1))
    tracemalloc.start()
    try:
        validate_dataset(dataset, full=True)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 24 << 20
