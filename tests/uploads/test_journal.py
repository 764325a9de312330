"""The journal of an upload."""

from __future__ import annotations

from pathlib import Path

import pytest

from basespace_async.errors import UploadError
from basespace_async.uploads.journal import UploadJournal, default_folder, journal_path
from basespace_async.uploads.source import SourceFile

WHAT = {"server": "s", "files": ["/a:a"], "kind": "datasets"}
FILE = SourceFile(Path("/a"), "a", 20, "1:1")


def _written(folder: Path) -> Path:
    journal = UploadJournal(folder, WHAT)
    journal.add({"creating": "appsession"})
    journal.add({"created": "dataset", "id": "ds.1"})
    journal.begin("datasets/ds.1/a", FILE, "v2", "77", 5)
    for number in (1, 2, 3):
        journal.add({"part": ["datasets/ds.1/a", number, f"{number:032x}"]})
    journal.lose("datasets/ds.1/a", [2])
    journal.close()
    return journal.path


def test_a_journal_says_what_was_written_to_it(tmp_path: Path) -> None:
    _written(tmp_path)
    journal = UploadJournal(tmp_path, WHAT)
    assert (journal.created, journal.creating) == ({"dataset": "ds.1"}, {"appsession"})
    state = journal.files["datasets/ds.1/a"]
    assert (state.upload_id, state.part_size, sorted(state.parts), state.etag) == ("77", 5, [1, 3], None)
    assert state.is_of(FILE)
    journal.close()


def test_a_line_for_later_is_written_with_the_next_or_at_the_end_and_holds_at_once(tmp_path: Path) -> None:
    journal = UploadJournal(tmp_path, WHAT)
    for key in ("a", "b"):
        journal.begin(key, FILE, "v2", "", 0)
    written = journal.path.read_bytes()
    journal.add_later({"complete": "a", "etag": "1"})
    assert (journal.files["a"].etag, journal.path.read_bytes()) == ("1", written)
    journal.add({"created": "dataset", "id": "ds.1"})
    assert b'"complete":"a"' in journal.path.read_bytes()
    journal.add_later({"complete": "b", "etag": "2"})
    journal.close()
    again = UploadJournal(tmp_path, WHAT)
    assert [again.files[key].etag for key in ("a", "b")] == ["1", "2"]
    again.close()


def test_the_token_stays_the_same_until_the_upload_begins_anew(tmp_path: Path) -> None:
    _written(tmp_path)
    journal = UploadJournal(tmp_path, WHAT)
    token = journal.token
    journal.restart()
    assert journal.token != token
    assert (journal.files, journal.created, journal.creating) == ({}, {}, set())
    token = journal.token
    journal.close()
    again = UploadJournal(tmp_path, WHAT)
    assert again.token == token
    again.close()


@pytest.mark.parametrize("cut", range(1, 40))
def test_a_line_that_was_cut_is_as_if_it_was_never_written(tmp_path: Path, cut: int) -> None:
    path = _written(tmp_path)
    whole = path.read_bytes()
    last = len(whole.splitlines(keepends=True)[-1])
    path.write_bytes(whole[: -min(cut, last)])
    journal = UploadJournal(tmp_path, WHAT)
    assert sorted(journal.files["datasets/ds.1/a"].parts) == [1, 2, 3]
    journal.add({"created": "run", "id": "7"})
    journal.close()
    again = UploadJournal(tmp_path, WHAT)
    assert again.created == {"dataset": "ds.1", "run": "7"}
    again.close()


@pytest.mark.parametrize("damage", [b"\x00" * 9, b"[1]", b"{", b'{"part": ["unknown", 1, "x"]}', b'{"file": 7}'])
def test_a_damaged_line_is_ignored(tmp_path: Path, damage: bytes) -> None:
    path = _written(tmp_path)
    path.write_bytes(path.read_bytes() + damage + b"\n")
    journal = UploadJournal(tmp_path, WHAT)
    assert journal.created == {"dataset": "ds.1"}
    journal.close()


def test_one_upload_at_a_time_has_the_journal(tmp_path: Path) -> None:
    journal = UploadJournal(tmp_path, WHAT)
    with pytest.raises(UploadError, match="is being uploaded already"):
        UploadJournal(tmp_path, WHAT)
    journal.close()
    UploadJournal(tmp_path, WHAT).close()


def test_other_uploads_have_other_journals(tmp_path: Path) -> None:
    assert journal_path(tmp_path, WHAT) != journal_path(tmp_path, {**WHAT, "kind": "runs"})


def test_a_journal_of_another_version_is_refused(tmp_path: Path) -> None:
    path = _written(tmp_path)
    path.write_bytes(path.read_bytes().replace(b'"basespace-upload":1', b'"basespace-upload":9'))
    with pytest.raises(UploadError, match="another version"):
        UploadJournal(tmp_path, WHAT)


def test_a_folder_that_cannot_be_written_is_an_error_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(UploadError, match="cannot write the journal"):
        UploadJournal(tmp_path / "file", WHAT)


def test_journals_lie_in_the_folder_of_states(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert default_folder() == tmp_path / "basespace-async" / "uploads"
    monkeypatch.delenv("XDG_STATE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert default_folder() == tmp_path / ".local" / "state" / "basespace-async" / "uploads"
