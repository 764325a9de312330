"""Names and ids as segments of paths."""

from __future__ import annotations

from glob import has_magic
from pathlib import PurePosixPath, PureWindowsPath

import pytest
from fsspec.core import split_protocol
from hypothesis import example, given
from hypothesis import strategies as st

from basespace_async.filesystem import AmbiguousPathError
from basespace_async.filesystem.path_names import decoded, encoded, id_in, looks_like_id, with_id
from basespace_async.filesystem.tree import Entries, FileEntry, Folder, TreeEntry

HOSTILE = [
    "..",
    ".",
    "/",
    "a/b",
    "../../etc",
    "a\\b",
    "%2e%2e",
    "%",
    "@5",
    "@5,x",
    "*",
    "[a]",
    "a?b",
    "a#b",
    " a ",
    "a::b",
]
NAMES = st.text(min_size=1, max_size=12) | st.sampled_from(HOSTILE) | st.from_regex(r"[0-9]{1,3}", fullmatch=True)


@given(NAMES)
@example("\ud800")
@example("\u2028")
@example("a::b:c")
@example(":::")
@example("\x85")
def test_a_name_comes_back_from_its_segment(name: str) -> None:
    assert decoded(encoded(name)) == name


@given(NAMES)
@example("\\")
@example("a:::b")
@example("C:\\")
def test_a_segment_is_one_plain_part_of_a_path(name: str) -> None:
    segment = encoded(name)
    assert PurePosixPath(segment).parts == (segment,)
    assert ".." not in PureWindowsPath(segment).parts
    assert not has_magic(segment)
    assert not segment.startswith("@")
    assert not {"::", "#", "?", "]", "\n", "\\"} & {
        segment[at : at + size] for at in range(len(segment)) for size in (1, 2)
    }
    assert segment == segment.strip()
    assert split_protocol(f"basespace://projects/{segment}") == ("basespace", f"projects/{segment}")


@given(st.text(min_size=1, max_size=9), st.text(max_size=9))
def test_an_id_comes_back_from_its_segment_whatever_the_name(identity: str, name: str) -> None:
    segment = with_id(identity, name)
    assert id_in(segment) == identity
    assert "/" not in segment
    assert not has_magic(segment)


def test_ordinary_names_are_shown_as_they_are() -> None:
    for name in ("NA12878_L001", "Liver WGS study 1", "run 7: 10:42", "Gewebe Ä", "a,b=c&d", "x@y", "~", "-", "a.b"):
        assert encoded(name) == name


def test_what_stands_for_no_name_is_told_apart() -> None:
    assert [decoded(each) for each in ("", ".", "..", "%", "%zz", "a%2")] == [None] * 6
    assert decoded("%2E%2e") == ".."
    assert decoded("a%20b") == "a b"


def test_the_forms_of_the_services_ids_are_known() -> None:
    assert all(map(looks_like_id, ["7", "86000000", "ds." + "0a" * 16]))
    assert not any(map(looks_like_id, ["", "7a", "ds.7", "ds." + "0A" * 16, "٣", "7\n", "ds." + "0" * 33]))


ENTRIES = st.lists(
    st.builds(
        TreeEntry,
        st.from_regex(r"[0-9]{1,2}", fullmatch=True) | st.text("ab@,", min_size=1, max_size=2),
        NAMES | st.just("a"),
    ),
    unique_by=lambda entry: entry.id,
    max_size=6,
)


@given(ENTRIES)
@example([TreeEntry("x", "7"), TreeEntry("7", "y")])
@example([TreeEntry("x", "y"), TreeEntry("y", "z")])
@example([TreeEntry("x", "x")])
def test_each_thing_is_found_by_its_segment_and_no_other_is(entries: list[TreeEntry]) -> None:
    listed = list(Entries(entries))
    assert [entry for _, entry in listed] == entries
    assert len({segment for segment, _ in listed}) == len(listed)
    for segment, entry in listed:
        assert Entries(entries).find(segment, f"projects/{segment}") is entry


@pytest.mark.slow
@given(ENTRIES)
def test_a_name_never_leads_to_a_thing_of_another_name_and_id(entries: list[TreeEntry]) -> None:
    for entry in entries:
        segment = encoded(entry.name)
        try:
            found = Entries(entries).find(segment, segment)
        except (AmbiguousPathError, FileNotFoundError):
            continue
        assert entry.name in (found.id if looks_like_id(entry.name) else found.name, found.id)


def test_segments_do_not_depend_on_the_order_of_a_list() -> None:
    entries = [TreeEntry("1", "a"), TreeEntry("2", "a"), TreeEntry("3", "b"), TreeEntry("4", "3"), TreeEntry("5", "")]
    expected = {"@1,a", "@2,a", "b", "@4,3", "@5"}
    assert {segment for segment, _ in Entries(entries)} == expected
    assert {segment for segment, _ in Entries(reversed(entries))} == expected


def test_an_ambiguous_name_tells_the_paths_of_all() -> None:
    entries = Entries([TreeEntry("1", "a/b"), TreeEntry("2", "a/b"), TreeEntry("3", "c")])
    with pytest.raises(AmbiguousPathError, match="say which: projects/@1,a%2Fb, projects/@2,a%2Fb") as caught:
        entries.find("a%2Fb", "projects/a%2Fb")
    assert caught.value.paths == ("projects/@1,a%2Fb", "projects/@2,a%2Fb")
    assert isinstance(caught.value, OSError)


def test_a_name_that_is_another_things_id_is_ambiguous() -> None:
    entries = Entries([TreeEntry("x1", "a"), TreeEntry("b", "x1")])
    with pytest.raises(AmbiguousPathError):
        entries.find("x1", "x1")
    assert entries.find("@x1", "@x1").name == "a"


def test_what_looks_like_an_id_is_no_name() -> None:
    entries = Entries([TreeEntry("1", "2"), TreeEntry("3", "b")])
    with pytest.raises(FileNotFoundError, match="what looks like an id is one; by name it is runs/@1,2"):
        entries.find("2", "runs/2")
    assert entries.find("1", "runs/1").name == "2"


PATHS = st.lists(
    st.lists(st.sampled_from(["a", "b", "..", "", "x*", "@1"]), min_size=1, max_size=3).map("/".join), max_size=8
)


def paths_in(folder: Folder, above: str = "") -> dict[str, FileEntry]:
    found: dict[str, FileEntry] = {}
    for segment, child in folder:
        path = f"{above}{segment}"
        new = {path: child} if isinstance(child, FileEntry) else paths_in(child, f"{path}/")
        assert not found.keys() & new.keys()
        found |= new
    return found


@given(PATHS)
@example(["a", "a", "a/b", "a/b/c"])
@example(["", "/", "//", "a//b", "/a", "a/"])
def test_every_file_of_a_list_has_one_path_by_which_it_is_found(paths: list[str]) -> None:
    leaves = [(path, FileEntry(str(number), path.rpartition("/")[2], 1)) for number, path in enumerate(paths)]
    folder = Folder.of(leaves)
    found = paths_in(folder)
    assert sorted(leaf.id for leaf in found.values()) == sorted(leaf.id for _, leaf in leaves)
    for path, leaf in found.items():
        assert folder.find(path.split("/"), path) is leaf
        assert not {"", ".", ".."} & set(path.split("/"))


@given(PATHS)
def test_a_path_leads_to_the_file_that_has_it_or_to_none(paths: list[str]) -> None:
    folder = Folder.of((path, FileEntry(str(number), path, 1)) for number, path in enumerate(paths))
    for path in paths:
        segments = [encoded(part) for part in path.split("/")]
        try:
            found = folder.find(segments, "/".join(segments))
        except (AmbiguousPathError, FileNotFoundError):
            continue
        assert isinstance(found, Folder) or found.name == path


def test_files_of_one_path_are_told_by_their_ids() -> None:
    folder = Folder.of(
        [
            ("d/a.gz", FileEntry("1", "a.gz", 1)),
            ("d/a.gz", FileEntry("2", "a.gz", 1)),
            ("d/a.gz/x", FileEntry("3", "x", 1)),
        ]
    )
    assert set(paths_in(folder)) == {"d/@1,a.gz", "d/@2,a.gz", "d/a.gz/x"}
    folder = Folder.of([("d/a.gz", FileEntry("1", "a.gz", 1)), ("d/a.gz", FileEntry("2", "a.gz", 1))])
    with pytest.raises(AmbiguousPathError, match=r"datasets/7/d/@1,a\.gz, datasets/7/d/@2,a\.gz"):
        folder.find(["d", "a.gz"], "datasets/7/d/a.gz")
    with pytest.raises(AmbiguousPathError, match=r"datasets/7/d/@1,a\.gz, datasets/7/d/@2,a\.gz"):
        folder.find(["d", "a.gz", "below"], "datasets/7/d/a.gz/below")
    with pytest.raises(FileNotFoundError):
        folder.find(["@1"], "@1")


@pytest.mark.parametrize("segment", ["", ".", "..", "%", "@"])
def test_what_is_no_name_is_no_file_of_a_short_one(segment: str) -> None:
    folder = Folder.of([(name, FileEntry(name, name, 1)) for name in ("x", "0", "None")])
    with pytest.raises(FileNotFoundError):
        folder.find([segment], segment)


def test_a_link_is_not_shown() -> None:
    assert "Signature" not in repr(FileEntry("1", "a", 1, link="https://store/a?Signature=secret"))
