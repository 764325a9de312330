"""Things on the disk, in bodies and in answers that nobody honest puts there, one by one."""

from __future__ import annotations

import copy
import os
import pickle
import stat
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import pytest

from basespace_async import BaseSpace, Configuration, ConfigurationError, DecodeError, DownloadError, Page, RetryPolicy
from basespace_async._codec import converter
from basespace_async._codec.shape_cache import MAX_CHARACTERS, OFTEN, Readers
from basespace_async._core.responses import error
from basespace_async._util.redact import redacted_text
from basespace_async.config import save_profile
from basespace_async.config.configuration import profile_path, profile_values
from basespace_async.config.profiles import read_token
from basespace_async.downloads import journal
from basespace_async.downloads.identity import FileIdentity
from basespace_async.downloads.part_file import PartFile
from basespace_async.downloads.paths import PathReservations, folder_name, target_path
from basespace_async.errors import BaseSpaceError, IncompleteDownloadError
from basespace_async.models import Biosample
from basespace_async.pagination.tracking import FetchPlan, StallDetector
from basespace_async.transport import BufferedResponse, HTTPRequest
from basespace_async.transport.rate_limit.retry_after import MAX_PAUSE, retry_after
from tests.support.random_service import RandomService

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
TOKEN = "0123456789abcdef-secret"
needs_posix = pytest.mark.skipif(sys.platform == "win32", reason="there are no such files")


class TestAProfile:
    def refused(self, folder: Path, problem: str, name: str = "lab") -> None:
        with pytest.raises(ConfigurationError, match=problem):
            Configuration.from_profile(name, directory=folder)
        assert read_token(name, server="https://api.example.org/v2", directory=folder) is None

    @needs_posix
    def test_that_is_a_pipe_is_not_waited_for(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "lab.cfg")
        self.refused(tmp_path, "is not the file of a profile")
        with pytest.raises(ConfigurationError, match="is not the file of a profile"):
            save_profile(Configuration.create(token="t"), "lab", directory=tmp_path)
        assert stat.S_ISFIFO((tmp_path / "lab.cfg").stat().st_mode)

    @needs_posix
    def test_that_never_ends_is_not_read(self, tmp_path: Path) -> None:
        (tmp_path / "lab.cfg").symlink_to("/dev/zero")
        self.refused(tmp_path, "is not the file of a profile")

    def test_that_is_a_folder_is_none(self, tmp_path: Path) -> None:
        (tmp_path / "lab.cfg").mkdir()
        self.refused(tmp_path, "is not the file of a profile|cannot read")

    @needs_posix
    def test_that_is_a_link_to_itself_is_none(self, tmp_path: Path) -> None:
        (tmp_path / "lab.cfg").symlink_to(tmp_path / "lab.cfg")
        self.refused(tmp_path, "there is no profile")

    def test_of_a_mebibyte_is_read_and_one_byte_more_is_too_large(self, tmp_path: Path) -> None:
        path = tmp_path / "lab.cfg"
        text = b"accessToken = abc\n#"
        path.write_bytes(text.ljust(1 << 20, b"x"))
        assert profile_values(path) == {"accesstoken": "abc"}
        path.write_bytes(text.ljust((1 << 20) + 1, b"x"))
        self.refused(tmp_path, "is not the file of a profile")

    @needs_posix
    def test_in_a_folder_that_cannot_be_entered_is_a_clear_error(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(self: Path) -> bool:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(Path, "exists", refuse)
        self.refused(tmp_path, "Permission denied")

    def test_without_a_home_folder_is_a_clear_error(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def homeless() -> Path:
            raise RuntimeError("no home")

        monkeypatch.setattr(Path, "home", homeless)
        with pytest.raises(ConfigurationError, match="there is no home folder") as caught:
            profile_path("lab")
        assert caught.value.__context__ is None

    @pytest.mark.parametrize("name", ["x" * 201, "a\ud800", "a/b", "..", "", "\0"], ids=range(6))
    def test_has_a_name_that_can_be_a_file_s(self, name: str, tmp_path: Path) -> None:
        with pytest.raises(ConfigurationError, match="is not the name of a profile") as caught:
            profile_path(name, tmp_path)
        str(caught.value).encode()

    def test_with_windows_or_old_line_ends_is_read(self, tmp_path: Path) -> None:
        for end in ("\r\n", "\r", "\n"):
            (tmp_path / "lab.cfg").write_text(f"[x]{end}accessToken = a%b{end}other = 1", newline="")
            assert profile_values(tmp_path / "lab.cfg") == {"accesstoken": "a%b", "other": "1"}

    def test_that_is_no_text_is_not_quoted_by_the_error_or_its_context(self, tmp_path: Path) -> None:
        (tmp_path / "lab.cfg").write_bytes(b"accessToken = secret\xff")
        with pytest.raises(ConfigurationError, match="is not UTF-8 text") as caught:
            Configuration.from_profile("lab", directory=tmp_path)
        assert caught.value.__context__ is None
        assert caught.value.__cause__ is None

    @pytest.mark.parametrize(
        ("there", "kept"),
        [
            ("  going on\nother = 1\n", ["other = 1"]),
            ("accessToken = old\n  going on\nother = 1\n  more\n", ["other = 1", "  more"]),
            ("[default]\n  apiServer = x\n\n  more\n; note\n", ["[default]", "", "; note"]),
            ("no equals sign\n", []),
            ("a = 1\nno equals sign\n", []),
        ],
    )
    def test_that_is_saved_over_another_one_is_read_again_and_keeps_what_it_can(
        self, tmp_path: Path, there: str, kept: list[str]
    ) -> None:
        path = tmp_path / "lab.cfg"
        path.write_text(there)
        path.chmod(0o600)
        wanted = Configuration.create(token="abc", region="euc1")
        for _ in range(2):
            save_profile(wanted, "lab", directory=tmp_path)
            assert Configuration.from_profile("lab", directory=tmp_path) == wanted
            lines = path.read_text().removesuffix("\n").split("\n")
            assert [line for line in lines if not line.startswith(("apiServer", "accessToken"))] == kept


class TestTheServersAddress:
    def test_has_its_scheme_in_lower_case(self) -> None:
        assert Configuration.create(token="t", server="HttpS://api.Example.org").server == "https://api.Example.org/v2"

    def test_may_have_2000_characters(self) -> None:
        longest = "https://api.example.org/".ljust(2000, "x")
        assert Configuration.create(token="t", server=longest).server == f"{longest}/v2"
        with pytest.raises(ConfigurationError, match="longer than 2000 characters"):
            Configuration.create(token="t", server=f"{longest}x")

    @pytest.mark.parametrize("server", ["x" * 5000, "http://" + "x" * 5000])
    def test_is_cut_in_messages(self, server: str) -> None:
        with pytest.raises(ConfigurationError) as caught:
            Configuration.create(token="t", server=server)
        assert len(str(caught.value)) < 2200
        with pytest.raises(ConfigurationError) as caught:
            Configuration.create(token="t", region=server)
        assert len(str(caught.value)) < 500


class TestAPause:
    def test_is_an_hour_at_most(self) -> None:
        assert MAX_PAUSE == 3600
        assert retry_after({"Retry-After": "3600"}, now=NOW) == 3600
        assert retry_after({"Retry-After": "3601"}, now=NOW) == 3600
        assert retry_after({"Retry-After": "1" * 64}, now=NOW) == 3600
        assert retry_after({"Retry-After": "Wed, 25 Nov 2026 12:59:59 GMT"}, now=NOW) == 3599
        assert retry_after({"Retry-After": "Wed, 25 Nov 2026 12:59:59 -0000"}, now=NOW) == 3599
        assert retry_after({"Retry-After": "Fri, 31 Dec 9999 23:59:59 GMT"}, now=NOW) == 3600

    @pytest.mark.parametrize(
        "text", ["1" * 65, "\u0661", "\xb2", "Wed, 25 Nov 2026 \u0661:00:00 GMT", "1e3", "+1", "1_0"]
    )
    def test_that_is_not_written_as_one_is_none(self, text: str) -> None:
        assert retry_after({"Retry-After": text}, now=NOW) is None

    def test_of_a_call_without_a_deadline_ends(self) -> None:
        refusal = BufferedResponse(429, {"Retry-After": "1000000000"}, b"")
        assert RetryPolicy(deadline=None).wait(0, refusal, lambda: 1.0) == 3600


class TestARefusal:
    REQUEST = HTTPRequest("GET", "https://api.example.org/v2/x", operation="getX")

    def refusal(self, body: bytes, **headers: str) -> str:
        made = error(self.REQUEST, BufferedResponse(500, headers, body), body, secret=TOKEN)
        return f"{made}|{made.code}|{made.message}|{made.request_id}"

    def test_repeats_the_token_nowhere(self) -> None:
        half = "x" * 490 + TOKEN
        for said in (TOKEN, half, f"a {TOKEN} b"):
            for body in (
                {"ResponseStatus": {"ErrorCode": said, "Message": said}},
                {"ErrorCode": said, "ErrorMessage": said, "RequestId": said},
            ):
                assert TOKEN[:8] not in self.refusal(orjson.dumps(body), **{"Content-Type": said, "X-Request-ID": said})
        assert TOKEN[:8] not in self.refusal(b"", **{"X-Request-ID": TOKEN})
        assert TOKEN[:8] not in self.refusal(b"<html>", **{"Content-Type": TOKEN})

    def test_shows_no_query_of_a_link_and_no_signature(self) -> None:
        shown = redacted_text(
            'see HTTPS://store.example/a/b?X-Amz-Signature=s3cret&b=c, "http://h/#s3cret" or X-Amz-Credential=s3cret '
            "signature=s3cret&sig=s3cret access_token=s3cret"
        )
        assert "s3cret" not in shown
        assert "HTTPS://store.example/a/b?***" in shown
        assert redacted_text("a design=good policy is what?") == "a design=good policy is what?"

    def test_is_told_on_one_line_without_what_moves_a_cursor(self) -> None:
        assert redacted_text("a\r\nb\x1b[2J\u202ec\u2028d\ud800e") == "a b [2J c d e"

    def test_repeats_no_encoded_token(self) -> None:
        secret = "a+b/c&d"
        assert redacted_text("x a%2Bb%2Fc%26d y a+b/c&amp;d z a+b/c&d", secret) == "x *** y *** z ***"

    def test_is_short(self) -> None:
        assert len(redacted_text("x" * 10_000)) == 500
        assert len(self.refusal(b"<html>", **{"Content-Type": "x" * 8000, "X-Request-ID": "y" * 8000})) < 1200

    def test_of_more_than_a_mebibyte_is_not_parsed(self) -> None:
        body = orjson.dumps({"ResponseStatus": {"ErrorCode": "X", "Message": "m"}, "a": "x" * (1 << 20)})
        assert f"the response is {len(body)} bytes" in self.refusal(body)
        whole = orjson.dumps({"ErrorCode": "X", "ErrorMessage": "m"}).ljust(1 << 20)
        assert "|X|m|" in self.refusal(whole)
        assert "|X|m|" not in self.refusal(whole + b" ")


class TestADate:
    @pytest.mark.parametrize(
        "text",
        ["2018-07-19T23:50:10.0000000Z\0", "2018-07-19T23:50:10." + "1" * 60 + "Z", "2018-07-19\u0661", "2018-07-19\n"],
        ids=range(4),
    )
    def test_with_something_else_in_it_is_none(self, text: str) -> None:
        with pytest.raises(DecodeError, match="expected an ISO 8601 date"):
            converter.decode(orjson.dumps({"DateCreated": text}), Biosample)

    def test_with_many_digits_is_one(self) -> None:
        text = "2018-07-19T23:50:10." + "1" * 43 + "Z"
        made = converter.decode(orjson.dumps({"DateCreated": text}), Biosample)
        assert isinstance(made.date_created, datetime)


def test_the_service_cannot_fill_memory_with_the_names_of_its_fields() -> None:
    readers = Readers(Biosample, dict)
    long = ("x" * MAX_CHARACTERS, "y")
    short = ("x" * (MAX_CHARACTERS - 1), "y")
    for shape in (long, short):
        for _ in range(OFTEN):
            made = readers[shape](dict.fromkeys(shape, 1))
            assert made.additional_properties == dict.fromkeys(shape, 1)
    assert list(readers) == [short]
    assert list(readers._met) == [short]


class TestAFolderOfADataset:
    def test_of_a_usual_id_has_its_name_and_id(self) -> None:
        assert folder_name("Liver", "ds.0123abc") == "Liver_ds.0123abc"
        assert folder_name("", "7") == "7"
        assert folder_name("a/b:c", "7") == "a_b_c_7"

    @pytest.mark.parametrize(
        "identity", ["..", ".", "", "CON", "a/b", "a.", "a ", "\ud800", "x" * 65, "a\0"], ids=range(10)
    )
    def test_of_an_id_that_is_no_name_has_a_digest_of_it(self, identity: str) -> None:
        made = folder_name("", identity)
        assert len(made) == 32
        assert made.isalnum()
        assert made != folder_name("", f"{identity}x")

    def test_with_a_name_in_any_script_is_short_enough(self) -> None:
        for name in ("x" * 1000, "\u00e9" * 1000, "\U0001f9ec" * 1000, "\ud800" * 1000):
            made = folder_name(name, "7")
            assert made.endswith("_7")
            assert 150 < len(made.encode()) <= 182


class TestAPath:
    def test_of_4096_characters_may_do_and_one_more_may_not(self) -> None:
        longest = ("a" * 200 + "/") * 20 + "b" * 76
        assert (len(longest), len(target_path(Path("t"), longest).parts)) == (4096, 22)
        with pytest.raises(DownloadError, match="is too long") as caught:
            target_path(Path("t"), f"{longest}c")
        assert len(str(caught.value)) < 400

    def test_is_cut_in_every_message(self) -> None:
        long = "x" * 3000
        for path in (f"/{long}", f".{long}.part", f"../{long}"):
            with pytest.raises(DownloadError) as caught:
                target_path(Path("t"), path)
            assert len(str(caught.value)) < 400
        with pytest.raises(DownloadError) as caught:
            target_path(Path("t"), f"{long}.", windows=True)
        assert len(str(caught.value)) < 700
        claims = PathReservations(ignore_case=True)
        claims.take(long)
        for other in (long.upper(), f"{long}/a"):
            with pytest.raises(DownloadError) as caught:
                claims.take(other)
            assert len(str(caught.value)) < 700

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("caf\u00e9", "cafe\u0301"),
            ("\u212a", "k"),
            ("\u1e9e", "ss"),
            ("\u0390", "\u1fd3"),
            ("\u03d3", "\u03d2\u0301"),
        ],
        ids=range(5),
    )
    def test_that_looks_like_another_one_is_the_same_where_case_is_ignored(self, one: str, other: str) -> None:
        claims = PathReservations(ignore_case=True)
        claims.take(one)
        with pytest.raises(DownloadError, match="are one name"):
            claims.take(other)

    def test_of_one_of_many_files_is_cut_in_the_error_of_all(self) -> None:
        from basespace_async.downloads import DownloadReport

        failed = IncompleteDownloadError(DownloadReport(), {"x" * 5000: BaseSpaceError("no")})
        assert len(str(failed)) < 400
        assert str(failed).endswith("no")


class TestAJournal:
    IDENTITY = FileIdentity("7", 32, "e")

    def head(self, **changes: object) -> bytes:
        return orjson.dumps({"version": 1, "part_size": 8, "file_id": "7", "size": 32, "etag": "e", **changes}) + b"\n"

    def opened(self, folder: Path, *, part_size: int = 8, identity: FileIdentity = IDENTITY) -> PartFile:
        (folder / ".reads.part").write_bytes(bytes(32))
        part = PartFile(folder / "reads", [identity], part_size)
        part.open()
        part.close(keep=True)
        return part

    def test_of_this_download_is_gone_on_with(self, tmp_path: Path) -> None:
        (tmp_path / ".reads.part.journal").write_bytes(self.head() + b"1\n")
        assert self.opened(tmp_path).segments[0].done == {1}

    def test_with_parts_of_a_byte_is_gone_on_with(self, tmp_path: Path) -> None:
        (tmp_path / ".reads.part.journal").write_bytes(self.head(part_size=1) + b"31\n32\n")
        assert self.opened(tmp_path).segments[0].done == {31}

    @needs_posix
    @pytest.mark.parametrize("kind", ["pipe", "link", "endless"])
    def test_that_is_no_file_is_as_none_and_not_waited_for(self, tmp_path: Path, kind: str) -> None:
        journal, elsewhere = tmp_path / ".reads.part.journal", tmp_path / "elsewhere"
        elsewhere.write_bytes(self.head() + b"1\n")
        if kind == "pipe":
            os.mkfifo(journal)
        else:
            journal.symlink_to("/dev/zero" if kind == "endless" else elsewhere)
        assert self.opened(tmp_path).segments[0].done == set()
        assert elsewhere.read_bytes() == self.head() + b"1\n"

    def test_that_is_far_too_large_is_as_none(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        lines = self.head() + b"1\n"
        for largest, done in ((len(lines), {1}), (len(lines) - 1, set())):
            monkeypatch.setattr(journal, "_MAX_JOURNAL", largest)
            (tmp_path / ".reads.part.journal").write_bytes(lines)
            assert self.opened(tmp_path).segments[0].done == done

    def test_with_parts_that_are_very_small_is_as_none_unless_they_are_asked_for(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(journal, "_MAX_PARTS", 4)
        for written, asked, resumed in ((16, 8, True), (8, 16, False), (8, 8, True), (True, 8, False), (0, 8, False)):
            (tmp_path / ".reads.part.journal").write_bytes(self.head(part_size=written) + b"1\n")
            part = self.opened(tmp_path, part_size=asked)
            assert (part.segments[0].done == {1}) is resumed
            assert part.segments[0].part_size == (written if resumed else asked)


class TestWhatIsNestedDeeply:
    """What is taken as it came can be shown, compared, copied and sent again, however deep the service made it."""

    @staticmethod
    def nested(levels: int, *, lists: bool = False) -> bytes:
        return b"[" * levels + b"]" * levels if lists else b'{"a":' * levels + b"1" + b"}" * levels

    @pytest.mark.parametrize("lists", [False, True], ids=["objects", "lists"])
    @pytest.mark.parametrize("compiled", [False, True], ids=["seldom", "often"])
    def test_a_hundred_levels_are_a_value_and_one_more_is_an_error(self, lists: bool, compiled: bool) -> None:
        key = f"New{lists}{compiled}"
        for _ in range(OFTEN + 1 if compiled else 1):
            body = b'{"%s": %s}' % (key.encode(), self.nested(100, lists=lists))
            made = converter.decode(body, Biosample)
        assert made == copy.deepcopy(made)
        assert orjson.loads(converter.encode(made)) == orjson.loads(body)
        assert key in repr(made)
        pickle.dumps(made)
        with pytest.raises(DecodeError, match=rf"it is nested too deeply at \$\.{key}$"):
            converter.decode(b'{"%s": %s}' % (key.encode(), self.nested(101, lists=lists)), Biosample)

    def test_so_it_is_for_fields_that_hold_any_object_and_for_whole_answers(self) -> None:
        for kind in (Any, dict[str, Any]):
            assert converter.decode(self.nested(100), kind) == orjson.loads(self.nested(100))
            with pytest.raises(DecodeError, match="it is nested too deeply"):
                converter.decode(self.nested(101), kind)

    def test_what_is_wide_is_not_deep(self) -> None:
        wide = {"New": [{"a": [[]] * 10} for _ in range(1000)]}
        assert converter.decode(orjson.dumps(wide), Biosample).additional_properties == wide


async def test_a_request_of_ones_own_takes_no_deeper_answer() -> None:
    async with RandomService() as service, BaseSpace("t", server=service.url) as basespace:
        for levels in (100, 101):
            said = b"[" * levels + b"]" * levels
            service.expect(lambda method, target, said=said: (200, said))
            if levels == 100:
                assert (await basespace.request("GET", "x")).result == orjson.loads(said)
            else:
                with pytest.raises(DecodeError, match="it is nested too deeply"):
                    await basespace.request("GET", "x")


class TestWhatBringsNothing:
    EMPTY: Page[Biosample] = Page(b'{"Items": []}', Biosample, offset=0, operation="list")
    ITEM: Page[Biosample] = Page(b'{"Items": [{"Id": "7"}]}', Biosample, offset=0, operation="list")

    def after(self, *stretches: list[Page[Biosample]]) -> tuple[bool, bool]:
        barren = StallDetector(max_empty=2, max_known=4)
        for stretch in stretches:
            barren.count(stretch)
        return barren.has_ended, barren.goes_round

    def test_ends_a_list_where_it_is_empty_for_long(self) -> None:
        empty, known = [self.EMPTY, self.EMPTY], [self.EMPTY, self.ITEM]
        assert self.after() == (False, False)
        assert self.after(empty, empty) == (False, False)
        assert self.after(empty, empty, empty) == (True, False)
        assert self.after(empty, empty, known, empty) == (False, False)
        assert self.after(known, known, known, known, known) == (False, True)

    def test_is_forgotten_after_something_new(self) -> None:
        barren = StallDetector(max_empty=1, max_known=1)
        for _ in range(3):
            barren.count([self.EMPTY])
            assert not barren.has_ended
            assert not barren.goes_round
            barren.delivered()
        barren.count([self.EMPTY])
        barren.count([self.EMPTY])
        assert barren.has_ended
        assert barren.goes_round

    def test_a_plan_that_has_ended_asks_for_no_more_whatever_it_learns(self) -> None:
        plan = FetchPlan(10, 10, 1, 100)
        assert plan.next() == (9, 19)
        plan.end()
        plan.learn([Page(b'{"Items": [], "Paging": {"TotalCount": 1000}}', Biosample, offset=19, operation="list")])
        assert plan.next() is None
