"""Where server and token come from, and what is said when they are invalid."""

from __future__ import annotations

import contextlib
import os
import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from basespace_async import (
    AiohttpTransport,
    BaseSpace,
    Configuration,
    ConfigurationError,
    ConfigurationWarning,
    RetryPolicy,
)
from basespace_async.config import REGIONS
from basespace_async.downloads.options import DownloadSettings

TOKEN = "a%b=c;d#0123-secret"
PRINTABLE = st.text(alphabet=st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=8, max_size=60).filter(
    lambda text: text[0] not in "\"'"
)


def profile(folder: Path, content: str | bytes, name: str = "default") -> Path:
    path = folder / f"{name}.cfg"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    path.chmod(0o600)
    return path


@pytest.mark.parametrize("text", [f'"{TOKEN}"', f"'{TOKEN}'", f"\ufeff{TOKEN}\r\n", f' "{TOKEN}" '])
def test_what_an_env_file_puts_around_a_token_is_no_part_of_it(text: str) -> None:
    assert Configuration.create(token=text).token == TOKEN
    assert Configuration.from_environment({"BASESPACE_ACCESS_TOKEN": text}).token == TOKEN


@pytest.mark.parametrize("region", REGIONS)
def test_a_region_is_known_by_its_name_in_any_case(region: str) -> None:
    assert Configuration.create(token=TOKEN, region=region.upper()).server == REGIONS[region]


def test_the_region_is_use1_where_none_is_named() -> None:
    assert Configuration.create(token=TOKEN).server == "https://api.basespace.illumina.com/v2"


def test_an_unknown_region_is_answered_with_the_known_ones() -> None:
    with pytest.raises(ConfigurationError, match=r"unknown region 'mars'.*use1, euc1, aps2, aps4, cac1, euw2, cnn1"):
        Configuration.create(token=TOKEN, region="mars")


@pytest.mark.parametrize(
    ("server", "root"),
    [
        ("https://api.example.org", "https://api.example.org/v2"),
        ("https://api.example.org/", "https://api.example.org/v2"),
        ("https://api.example.org/v2/", "https://api.example.org/v2"),
        ("https://api.example.org/v1pre3", "https://api.example.org/v2"),
        ('"https://api.example.org/v1pre3/"', "https://api.example.org/v2"),
        ("\ufeffhttps://api.example.org", "https://api.example.org/v2"),
        (" https://api.example.org/base ", "https://api.example.org/base/v2"),
        ("http://127.0.0.1:8080/v2", "http://127.0.0.1:8080/v2"),
        ("http://localhost:8080", "http://localhost:8080/v2"),
        ("http://[::1]:8080", "http://[::1]:8080/v2"),
    ],
)
def test_a_server_may_be_given_with_or_without_the_version(server: str, root: str) -> None:
    assert Configuration.create(token=TOKEN, server=server).server == root


@pytest.mark.parametrize(
    "server",
    [
        "",
        "api.example.org",
        "ftp://api.example.org",
        "http://api.localhost:8080",
        "http://api.example.org",
        "http://127.0.0.1.example.org",
        "https://user:pass@api.example.org",
        "https://@api.example.org",
        "https://api.example.org?x=1",
        "https://api.example.org#x",
        "https://api.example.org:port",
        "https://[::1",
        "https://api.example.org/a b",
        "https://",
    ],
)
def test_a_server_that_cannot_be_used_safely_is_refused(server: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        Configuration.create(token=TOKEN, server=server)
    assert "pass" not in str(caught.value).replace("password", "")


def test_a_token_in_the_servers_place_is_not_shown() -> None:
    with pytest.raises(ConfigurationError, match=r"no http\(s\) URL") as caught:
        Configuration.create(token="https://api.example.org", server="0123-secret")
    assert "secret" not in str(caught.value)


def test_a_region_and_a_server_together_are_refused() -> None:
    with pytest.raises(ConfigurationError, match="not both"):
        Configuration.create(token=TOKEN, region="use1", server="https://api.example.org")


@pytest.mark.parametrize("token", ["", "  ", "\n"])
def test_an_empty_token_says_how_to_get_one(token: str) -> None:
    with pytest.raises(ConfigurationError, match=r"token is empty.*bs auth"):
        Configuration.create(token=token)


@pytest.mark.parametrize("token", ["secret\r\nX-Other: 1", "sec ret", "sécret", "secret\x00"])
def test_a_token_that_is_no_header_value_is_refused_and_not_shown(token: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        Configuration.create(token=token)
    assert token not in str(caught.value)


def test_white_space_around_a_token_is_dropped() -> None:
    assert Configuration.create(token=f" {TOKEN}\n").token == TOKEN


def test_a_configuration_does_not_show_its_token() -> None:
    assert repr(Configuration.create(token=TOKEN)) == "Configuration(server='https://api.basespace.illumina.com/v2')"


def test_the_environment_gives_token_and_server_or_region() -> None:
    assert Configuration.from_environment({"BASESPACE_ACCESS_TOKEN": TOKEN}).server == REGIONS["use1"]
    by_server = {"BASESPACE_ACCESS_TOKEN": TOKEN, "BASESPACE_API_SERVER": "https://api.example.org"}
    assert Configuration.from_environment(by_server).server == "https://api.example.org/v2"
    by_region = {"BASESPACE_ACCESS_TOKEN": TOKEN, "BASESPACE_REGION": "euw2", "BASESPACE_API_SERVER": ""}
    assert Configuration.from_environment(by_region).server == REGIONS["euw2"]


@pytest.mark.parametrize("environ", [{}, {"BASESPACE_ACCESS_TOKEN": " "}])
def test_an_environment_without_a_token_says_which_variable_to_set(environ: dict[str, str]) -> None:
    with pytest.raises(ConfigurationError, match=r"BASESPACE_ACCESS_TOKEN is not set.*from_profile.*bs auth"):
        Configuration.from_environment(environ)


@pytest.mark.parametrize(
    "content",
    [
        f"apiServer = https://api.euc1.sh.basespace.illumina.com\naccessToken = {TOKEN}\n",
        f"apiServer=https://api.euc1.sh.basespace.illumina.com\r\naccessToken={TOKEN}\r\n",
        f"\ufeffAPISERVER   = https://api.euc1.sh.basespace.illumina.com/\naccesstoken={TOKEN}",
        f"# a comment\n; another\n[DEFAULT]\napiVersion = v1pre3\nclientKey = k\naccessToken = {TOKEN}\n"
        "apiServer = https://api.euc1.sh.basespace.illumina.com\n",
    ],
)
def test_a_profile_is_read_as_the_command_line_and_older_sdks_write_it(tmp_path: Path, content: str) -> None:
    profile(tmp_path, content)
    found = Configuration.from_profile(directory=tmp_path)
    assert (found.server, found.token) == ("https://api.euc1.sh.basespace.illumina.com/v2", TOKEN)


def test_a_profile_without_a_server_means_the_default_region(tmp_path: Path) -> None:
    profile(tmp_path, f"accessToken = {TOKEN}", name="lab")
    assert Configuration.from_profile("lab", directory=tmp_path).server == REGIONS["use1"]


def test_a_missing_profile_names_the_file_the_others_and_what_to_do(tmp_path: Path) -> None:
    profile(tmp_path, "", name="lab")
    profile(tmp_path, "", name="clinic")
    with pytest.raises(ConfigurationError) as caught:
        Configuration.from_profile(directory=tmp_path)
    message = str(caught.value)
    assert str(tmp_path / "default.cfg") in message
    assert "clinic, lab" in message
    assert "bs auth" in message
    assert "BASESPACE_ACCESS_TOKEN" in message
    with pytest.raises(ConfigurationError, match="there is no profile"):
        Configuration.from_profile(directory=tmp_path / "nowhere")


@pytest.mark.parametrize("name", ["", "..", ".", "../default", "a/b", "a\\b", "C:x", "a\0b"])
def test_a_profile_name_that_is_a_path_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ConfigurationError, match="not the name of a profile"):
        Configuration.from_profile(name, directory=tmp_path)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "has no accessToken.*bs auth"),
        ("apiServer = https://api.example.org", "has no accessToken"),
        (f"accessToken = {TOKEN}\nsecret-without-key\n", "line 2 is not `key = value`"),
        (f"accessToken = {TOKEN}\napiServer = http://api.example.org", "unencrypted"),
        ("accessToken = sécret", "non-ASCII"),
        (b"accessToken = \xff\xfe", "not UTF-8"),
    ],
)
def test_a_profile_that_cannot_work_says_where_and_why_without_showing_it(
    tmp_path: Path, content: str | bytes, message: str
) -> None:
    path = profile(tmp_path, content)
    with pytest.raises(ConfigurationError, match=message) as caught:
        Configuration.from_profile(directory=tmp_path)
    assert str(path) in str(caught.value)
    assert "secret" not in str(caught.value)


def test_a_profile_that_is_a_folder_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "default.cfg").mkdir()
    with pytest.raises(ConfigurationError, match="cannot read"):
        Configuration.from_profile(directory=tmp_path)


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX's")
def test_a_profile_that_others_can_read_gets_a_warning(tmp_path: Path) -> None:
    path = profile(tmp_path, f"accessToken = {TOKEN}")
    path.chmod(0o644)
    with pytest.warns(ConfigurationWarning, match=f"chmod 600 {path}") as caught:
        Configuration.from_profile(directory=tmp_path)
    assert TOKEN not in str(caught[0].message)


@given(PRINTABLE)
def test_any_printable_token_comes_back_from_file_and_environment(token: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        profile(Path(folder), f"accessToken = {token}\n")
        found = Configuration.from_profile(directory=Path(folder))
    assert found.token == Configuration.from_environment({"BASESPACE_ACCESS_TOKEN": token}).token == token
    assert repr(found) == f"Configuration(server={found.server!r})"


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_file_at_all_is_a_configuration_or_a_clear_error(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("error")
        profile(Path(folder), content)
        with contextlib.suppress(ConfigurationError):
            assert Configuration.from_profile(directory=Path(folder)).token


# --- found without arguments ------------------------------------------------------------------------------------------


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / ".basespace").mkdir(mode=0o700)
    return tmp_path / ".basespace"


def test_a_client_finds_the_environment_before_the_default_profile(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    profile(home, "apiServer = http://127.0.0.1:7\naccessToken = of-the-profile\n")
    assert BaseSpace().server == "http://127.0.0.1:7/v2"
    monkeypatch.setenv("BASESPACE_ACCESS_TOKEN", TOKEN)
    assert BaseSpace().server == REGIONS["use1"]
    assert BaseSpace(region="aps4").server == REGIONS["aps4"]
    assert BaseSpace("given", server="http://127.0.0.1:8").server == "http://127.0.0.1:8/v2"


def test_a_client_without_any_token_says_what_to_do(home: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"no access token: log in.*BASESPACE_ACCESS_TOKEN.*profile"):
        BaseSpace()


def test_a_discovered_profile_is_not_used_for_another_server(home: Path) -> None:
    profile(home, "apiServer = http://127.0.0.1:7\naccessToken = of-the-profile\n")
    assert BaseSpace(server="http://127.0.0.1:7").server == "http://127.0.0.1:7/v2"
    with pytest.raises(ConfigurationError, match=r"its token is not sent to http://127\.0\.0\.1:8/v2"):
        BaseSpace(server="http://127.0.0.1:8")


def test_a_token_goes_before_everything_and_excludes_a_profile(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BASESPACE_ACCESS_TOKEN", "of-the-environment")
    assert Configuration.discover(token=TOKEN).token == TOKEN
    with pytest.raises(ConfigurationError, match="not both"):
        Configuration.discover(token=TOKEN, profile="lab")
    assert Configuration.discover().source == "the environment (BASESPACE_ACCESS_TOKEN)"


@pytest.mark.parametrize(
    ("make", "old", "new"),
    [
        (BaseSpace, "layers", "middleware"),
        (BaseSpace, "largest_response", "max_response_size"),
        (AiohttpTransport, "trust_environment", "trust_env"),
        (RetryPolicy, "first_backoff", "initial_backoff"),
        (RetryPolicy, "longest_backoff", "max_backoff"),
    ],
)
def test_an_old_name_of_an_argument_gives_the_new_one(make: Callable[..., object], old: str, new: str) -> None:
    with pytest.raises(TypeError, match=f"{old}= is called {new}= now"):
        make(**{old: 1})


def test_an_old_name_of_a_download_s_option_gives_the_new_one() -> None:
    with pytest.raises(ConfigurationError, match="`existing` is now `if_exists`"):
        DownloadSettings.of({"existing": "verify"})
