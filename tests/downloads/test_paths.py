"""Files go below the target folder, and no two to one place."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from basespace_async.downloads import DownloadError
from basespace_async.downloads.paths import PathReservations, check_inside, folder_name, part_path, target_path


@pytest.mark.parametrize("path", ["a.txt", "Data/Intensities/a b.txt", "ünï/ç.gz", "a..b/..c", "con/nul.txt"])
def test_a_relative_path_goes_below_the_folder(path: str) -> None:
    assert target_path(Path("/results"), path, windows=False) == Path("/results") / path


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/etc/passwd",
        "../x",
        "a/../../x",
        "a/..",
        "C:/x",
        "C:x",
        "//host/share/x",
        "a\\..\\..\\x",
        "\\x",
        ".",
    ],
)
def test_a_path_that_leads_out_of_the_folder_or_is_no_name_is_refused(path: str) -> None:
    with pytest.raises(DownloadError, match="does not lie below"):
        target_path(Path("/results"), path)


@pytest.mark.parametrize("name", ["reads.gz", ".", "x", "a" * 233, "é" * 120, ".a.part", "a.part"])
def test_no_file_gets_the_name_of_another_one_that_is_not_whole_yet(name: str) -> None:
    part = part_path(Path(f"/results/{name}x")).name
    for taken in (part, f"{part}.journal", part.upper(), f"{part}.Journal"):
        with pytest.raises(DownloadError, match="files that are not whole yet have such names"):
            target_path(Path("/results"), f"Data/{taken}")


@pytest.mark.parametrize("name", ["a.part", ".part", ".a.part2", ".a.part.journal2", ".a.journal", ".a.part/b"])
def test_a_name_that_only_looks_like_that_of_a_part_file_is_taken(name: str) -> None:
    assert target_path(Path("/results"), name) == Path("/results") / name


@pytest.mark.parametrize("path", ["a\0b", "a\nb", "a\tb", "a\x1b[2Jb", "a\x7f", "\t/a", "a\ud800b"])
def test_a_name_with_a_character_that_is_none_for_names_is_refused_for_that(path: str) -> None:
    with pytest.raises(DownloadError, match=r"may not be in a name on the disk; give another `name`"):
        target_path(Path("/to"), path)


@given(st.text(alphabet=st.sampled_from("ab./\\:\0~ ")))
def test_no_path_at_all_leads_out_of_the_folder(path: str) -> None:
    folder = Path("/results")
    try:
        target = target_path(folder, path)
    except DownloadError:
        return
    assert target != folder
    assert target.resolve().is_relative_to(folder)


@pytest.mark.parametrize(
    "part", ["con", "NUL.txt", "com1.log", "LPT9", "CONIN$", "ends.", "ends ", "a?b", "a<b", 'a"b', "a|b", "a*b"]
)
def test_a_name_that_windows_cannot_have_is_refused_there_and_nowhere_else(part: str) -> None:
    with pytest.raises(DownloadError, match=r"Windows cannot have a file .* give another `name`"):
        target_path(Path("results"), f"folder/{part}", windows=True)
    assert target_path(Path("results"), f"folder/{part}", windows=False) == Path("results/folder") / part


@pytest.mark.parametrize("part", ["console", "null", "com", "com10", "a.con"])
def test_a_name_that_only_looks_like_a_device_is_taken_on_windows_too(part: str) -> None:
    assert target_path(Path("results"), part, windows=True) == Path("results") / part


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Liver-Rep1_L001", "Liver-Rep1_L001_ds.7"),
        ("a/b\\c:d", "a_b_c_d_ds.7"),
        ("..", "ds.7"),
        ("", "ds.7"),
        (" . x . ", "x_ds.7"),
        ("tab\there", "tab_here_ds.7"),
    ],
)
def test_a_folder_is_named_after_what_is_in_it_and_its_id(name: str, expected: str) -> None:
    assert folder_name(name, "ds.7") == expected


def test_a_long_name_is_cut_between_characters() -> None:
    name = folder_name("ü" * 200, "ds.7")
    assert name == "ü" * 90 + "_ds.7"
    assert folder_name("x" * 180, "ds.7") == "x" * 180 + "_ds.7"


@given(st.text(max_size=300))
def test_a_folders_name_is_one_safe_part_of_a_path(name: str) -> None:
    made = folder_name(name.encode(errors="ignore").decode(), "ds.0123456789abcdef0123456789abcdef")
    assert target_path(Path("/results"), made, windows=True).parent == Path("/results")
    assert len(made.encode()) < 255


def test_a_link_that_leads_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    folder, outside = tmp_path / "results", tmp_path / "outside"
    folder.mkdir()
    outside.mkdir()
    (folder / "Data").symlink_to(outside)
    with pytest.raises(DownloadError, match="a link below the folder leads out of it"):
        check_inside(folder, folder / "Data" / "x.gz")
    with pytest.raises(DownloadError, match="a link below the folder"):
        check_inside(folder, folder / "Data" / "deeper" / "x.gz")
    check_inside(folder, folder / "Other" / "x.gz")


def test_a_folder_may_itself_be_reached_by_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    check_inside(tmp_path / "link", tmp_path / "link" / "Data" / "x.gz")


# --- collisions -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second"),
    [("a.gz", "a.gz"), ("a", "a/b"), ("a/b", "a"), ("a/b/c", "a/b"), ("a/b/c", "a"), ("a", "a/b/c")],
)
@pytest.mark.parametrize("ignore_case", [False, True])
def test_two_files_that_cannot_both_be_there_are_refused(first: str, second: str, ignore_case: bool) -> None:
    claims = PathReservations(ignore_case=ignore_case)
    claims.take(first)
    with pytest.raises(DownloadError, match="cannot both lie in one folder: download them to two folders") as caught:
        claims.take(second)
    assert repr(second) in str(caught.value)


@pytest.mark.parametrize(
    ("first", "second"), [("a.gz", "A.gz"), ("Data/x", "data/X"), ("caf\u00e9", "cafe\u0301"), ("ß", "SS")]
)
def test_names_that_differ_in_case_collide_only_where_case_is_ignored(first: str, second: str) -> None:
    claims = PathReservations(ignore_case=False)
    claims.take(first)
    claims.take(second)
    claims = PathReservations(ignore_case=True)
    claims.take(first)
    with pytest.raises(DownloadError, match="are one name on this file system"):
        claims.take(second)


@pytest.mark.parametrize(("first", "second"), [("a//b", "a/b"), ("./a", "a")])
def test_two_spellings_of_one_path_are_refused(first: str, second: str) -> None:
    claims = PathReservations(ignore_case=False)
    claims.take(first)
    with pytest.raises(DownloadError, match="are one name"):
        claims.take(second)


def test_files_of_one_folder_do_not_collide() -> None:
    claims = PathReservations(ignore_case=True)
    for path in ("a/b", "a/c", "A/d", "ab", "a.b/c", "b"):
        claims.take(path)
