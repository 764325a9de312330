"""Logging in, and whose token it is."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs

import pytest

from basespace_async.cli.prompts import on_a_terminal
from basespace_async.config import Configuration, save_profile
from basespace_async.simulator import Simulator
from tests.support.command_line import TOKEN, Invoke, module

SECRET = "client-secret-9876"


class Service(ThreadingHTTPServer):
    """The two endpoints of the device flow, and the user whom the token is for."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.forms: list[dict[str, str]] = []
        self.refusal = ""
        self.ends_tokens = 200
        self.url = f"http://127.0.0.1:{self.server_port}/v2"


class Handler(BaseHTTPRequestHandler):
    server: Service

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.forms.append({name: values[0] for name, values in parse_qs(body).items()})
        if self.path.endswith("deviceauthorization"):
            where = "https://basespace.illumina.com/oauth/device"
            answer = {
                "device_code": "device-1",
                "user_code": "ABC\x1b[2J",
                "verification_uri": where,
                "verification_with_code_uri": f"{where}?code=ABC",
                "expires_in": 600,
                "interval": 0.01,
            }
        elif self.server.refusal:
            self.answer({"error": self.server.refusal}, 400)
            return
        else:
            answer = {"access_token": TOKEN}
        self.answer(answer)

    def do_DELETE(self) -> None:
        self.answer({}, self.server.ends_tokens)

    def do_GET(self) -> None:
        if self.headers["x-access-token"] == TOKEN:
            self.answer({"Id": "7", "Name": "Ada", "Email": "ada@example.org"})
        else:
            self.answer({"ErrorCode": "x", "ErrorMessage": "who is that?"}, 401)

    def answer(self, body: object, status: int = 200) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *arguments: object) -> None:
        """Nothing."""


@pytest.fixture
def service() -> Iterator[Service]:
    with Service() as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def kept(home: Path, name: str) -> Configuration:
    path = home / ".basespace" / f"{name}.cfg"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    return Configuration.from_profile(name)


def test_a_token_from_standard_input_is_tried_and_kept(invoke: Invoke, home: Path, shared: Simulator) -> None:
    result = invoke("auth", "login", "--with-token", "--server", shared.url, "-c", "lab", input=f" {TOKEN}\n")
    path = home / ".basespace" / "lab.cfg"
    assert (result.exit_code, result.stderr) == (0, f"logged in; the token is in {path}\n")
    assert kept(home, "lab") == Configuration(server=shared.url, token=TOKEN)
    assert f"Profile\t{path}\n" in result.stdout
    assert "Name\tSimulated User\n" in result.stdout
    assert invoke("-c", "lab", "whoami").exit_code == 0


def test_on_a_terminal_the_token_is_asked_for_and_not_shown(
    invoke: Invoke, home: Path, shared: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module("commands.auth"), "on_a_terminal", lambda: True)
    result = invoke("auth", "login", "--with-token", "--server", shared.url, input=f"{TOKEN}\n")
    assert result.exit_code == 0
    assert "Access token:" in result.stderr
    assert kept(home, "default").token == TOKEN


def test_the_default_profile_is_written_where_none_is_named(invoke: Invoke, home: Path, shared: Simulator) -> None:
    result = invoke("auth", "login", "--with-token", "-q", "--server", shared.url, input=TOKEN)
    assert (result.exit_code, result.stderr) == (0, "")
    assert kept(home, "default").server == shared.url
    assert invoke("whoami").exit_code == 0


def test_the_environment_says_the_server_also_for_a_named_profile(
    invoke: Invoke, home: Path, shared: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BASESPACE_API_SERVER", shared.url)
    assert invoke("auth", "login", "--with-token", "-c", "lab", input=TOKEN).exit_code == 0
    assert kept(home, "lab").server == shared.url


def test_a_token_that_is_refused_is_not_kept(invoke: Invoke, home: Path, shared: Simulator) -> None:
    result = invoke("auth", "login", "--with-token", "--server", shared.url, input="wrong-token-42")
    assert result.exit_code == 3
    assert result.stderr.startswith("error: getCurrentUser: 401")
    assert result.stderr.endswith(f"; log in again: basespace-async auth login --server {shared.url}\n")
    assert "wrong-token-42" not in result.output
    assert not (home / ".basespace").exists()


@pytest.mark.parametrize("text", ["", "two words", "ü"])
def test_what_cannot_be_a_token_is_refused_before_anything_is_sent(
    text: str, invoke: Invoke, home: Path, own: Simulator
) -> None:
    result = invoke("auth", "login", "--with-token", "--server", own.url, input=text)
    assert result.exit_code == 3
    assert "the access token" in result.stderr
    assert own.statistics.requests == 0


def test_a_person_confirms_the_device(
    invoke: Invoke, home: Path, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BASESPACE_CLIENT_SECRET", SECRET)
    result = invoke("auth", "login", "--client-id", "app", "--server", service.url, "-c", "lab", "--json")
    assert result.exit_code == 0
    prompt, done = result.stderr.splitlines()
    assert prompt == (
        "Open https://basespace.illumina.com/oauth/device?code=ABC and confirm the code ABC\\x1b[2J within 0:10:00."
    )
    assert done.startswith("logged in; ")
    assert json.loads(result.stdout)["Email"] == "ada@example.org"
    assert kept(home, "lab").token == TOKEN
    first, second = service.forms
    assert first == {"client_id": "app", "response_type": "device_code", "scope": "browse global"}
    assert (second["client_secret"], second["code"]) == (SECRET, "device-1")
    assert SECRET not in result.output


def test_the_secret_comes_from_a_file_and_the_id_from_the_environment(
    invoke: Invoke, home: Path, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BASESPACE_CLIENT_ID", "app-2")
    monkeypatch.setenv("BASESPACE_CLIENT_SECRET", "another")
    file = home / "secret.txt"
    file.write_text(f"{SECRET}\n", encoding="utf-8")
    line = ["auth", "login", "--client-secret-file", str(file), "--server", service.url, "--scope", "read run 7", "-q"]
    result = invoke(*line)
    assert result.exit_code == 0
    assert result.stderr.startswith("Open ")
    assert [form.get("client_id") for form in service.forms] == ["app-2", "app-2"]
    assert service.forms[0]["scope"] == "read run 7"
    assert service.forms[1]["client_secret"] == SECRET


def test_the_secret_is_asked_for_on_a_terminal_and_not_shown(
    invoke: Invoke, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module("commands.auth"), "on_a_terminal", lambda: True)
    result = invoke("auth", "login", "--client-id", "app", "--server", service.url, input=f"{SECRET}\n")
    assert result.exit_code == 0
    assert "Client secret:" in result.stderr
    assert SECRET not in result.output
    assert service.forms[1]["client_secret"] == SECRET


def test_without_an_id_or_a_secret_it_says_what_is_needed(invoke: Invoke) -> None:
    result = invoke("auth", "login")
    assert result.exit_code == 2
    assert "--client-id or BASESPACE_CLIENT_ID; or give a token with --with-token" in result.stderr
    result = invoke("auth", "login", "--client-id", "app")
    assert result.exit_code == 2
    assert "--client-secret-file or BASESPACE_CLIENT_SECRET" in result.stderr


def test_a_refusal_is_one_line(invoke: Invoke, home: Path, service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BASESPACE_CLIENT_SECRET", SECRET)
    service.refusal = "access_denied"
    result = invoke("auth", "login", "--client-id", "app", "--server", service.url)
    assert result.exit_code == 3
    assert result.stderr.splitlines()[-1] == "error: no token was given: access_denied"
    assert not (home / ".basespace").exists()


def test_status_says_where_the_token_comes_from_and_whose_it_is(invoke: Invoke, shared: Simulator, home: Path) -> None:
    result = invoke("auth", "status", "--json", on=shared)
    assert json.loads(result.stdout) == {
        "Source": "the environment (BASESPACE_ACCESS_TOKEN)",
        "Server": shared.url,
        "Id": "10000001",
        "Name": "Simulated User",
        "Email": "user@example.org",
    }
    save_profile(Configuration(server=shared.url, token="revoked-1"), "old", directory=home / ".basespace")
    result = invoke("auth", "status", "-c", "old")
    assert result.exit_code == 3
    assert "revoked-1" not in result.output


def test_whoami_shows_the_user(ask: Invoke) -> None:
    assert ask("whoami", "--fields", "Name,Email").stdout == "Name\tSimulated User\nEmail\tuser@example.org\n"


def profile(home: Path, name: str, text: str) -> Path:
    path = home / ".basespace" / f"{name}.cfg"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(0o600)
    return path


def test_logging_out_ends_the_token_and_removes_it_from_the_profile(invoke: Invoke, own: Simulator, home: Path) -> None:
    ended = own.token
    text = f"[DEFAULT]\napiServer = {own.url}\nname = mine\n# was {ended}\naccessToken = {ended}\n"
    path = profile(home, "lab", text)
    result = invoke("auth", "logout", "-c", "lab", "--json")
    assert json.loads(result.stdout) == {"Profile": str(path), "Server": own.url, "Revoked": True}
    assert result.stderr == f"logged out; the token is no longer in {path}\n"
    assert path.read_text(encoding="utf-8") == f"[DEFAULT]\napiServer = {own.url}\nname = mine\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    again = invoke("auth", "logout", "-c", "lab")
    assert again.exit_code == 3
    assert "has no accessToken" in again.stderr
    assert own.token != ended


def test_logging_out_of_the_default_profile_without_ending_the_token(
    invoke: Invoke, own: Simulator, home: Path, tmp_path: Path
) -> None:
    kept_elsewhere = tmp_path / "elsewhere.cfg"
    kept_elsewhere.write_text(f"accessToken={own.token}\napiServer={own.url}\n", encoding="utf-8")
    kept_elsewhere.chmod(0o600)
    (home / ".basespace").mkdir()
    link = home / ".basespace" / "default.cfg"
    link.symlink_to(kept_elsewhere)
    result = invoke("auth", "logout", "--no-revoke", "--fields", "Revoked")
    assert (result.exit_code, result.stdout) == (0, "Revoked\tfalse\n")
    assert own.statistics.requests == 0
    assert link.is_symlink()
    assert own.token not in kept_elsewhere.read_text(encoding="utf-8")


def test_a_token_that_the_service_does_not_know_is_removed(invoke: Invoke, shared: Simulator, home: Path) -> None:
    path = profile(home, "old", f"apiServer={shared.url}\naccessToken=revoked-1\n")
    result = invoke("auth", "logout", "-c", "old")
    assert result.exit_code == 0
    assert result.stderr.startswith("the service no longer took the token\n")
    assert "revoked-1" not in path.read_text(encoding="utf-8") + result.output


def test_a_service_that_does_not_end_tokens_leaves_a_warning(invoke: Invoke, home: Path, service: Service) -> None:
    path = profile(home, "lab", f"apiServer={service.url}\naccessToken={TOKEN}\n")
    service.ends_tokens = 404
    result = invoke("auth", "logout", "-c", "lab")
    assert result.exit_code == 0
    assert "warning: the service did not end the token, which stays valid: " in result.stderr
    assert TOKEN not in path.read_text(encoding="utf-8")


def test_nothing_is_removed_where_the_token_could_still_be_ended_later(
    invoke: Invoke, home: Path, service: Service
) -> None:
    path = profile(home, "lab", f"apiServer={service.url}\naccessToken={TOKEN}\n")
    service.ends_tokens = 501
    result = invoke("auth", "logout", "-c", "lab")
    assert result.exit_code == 5
    assert TOKEN in path.read_text(encoding="utf-8")


def test_the_token_of_the_environment_is_not_logged_out(invoke: Invoke, own: Simulator, home: Path) -> None:
    result = invoke("auth", "logout", on=own)
    assert result.exit_code == 3
    assert "BASESPACE_ACCESS_TOKEN" in result.stderr
    assert own.statistics.requests == 0


def test_profiles_are_listed_without_their_tokens(invoke: Invoke, home: Path) -> None:
    assert invoke("auth", "profiles").stderr.startswith("there are no profiles")
    profile(home, "default", f"accessToken={TOKEN}\n")
    profile(home, "lab 2", "apiServer=https://api.euc1.sh.basespace.illumina.com\n")
    profile(home, "broken", f"accessToken {TOKEN}\n")
    profile(home, "odd", f"apiServer=http://example.org\naccessToken={TOKEN}\n")
    result = invoke("auth", "profiles", "--json")
    assert result.exit_code == 0
    records = {record["Profile"]: record for record in map(json.loads, result.stdout.splitlines())}
    assert records["default"] == {
        "Profile": "default",
        "Default": True,
        "Server": "https://api.basespace.illumina.com/v2",
        "HasToken": True,
    }
    assert records["lab 2"]["HasToken"] is False
    assert records["lab 2"]["Server"] == "https://api.euc1.sh.basespace.illumina.com/v2"
    assert "line 1 is not" in records["broken"]["Error"]
    assert records["odd"]["HasToken"] is True
    assert "Error" in records["odd"]
    assert invoke("auth", "profiles", "--terse").stdout.splitlines() == ["broken", "default", "lab 2", "odd"]


def test_profiles_whose_names_are_no_text_in_the_locale_are_listed(home: Path) -> None:
    profile(home, "l\u00e4b", f"accessToken={TOKEN}\n")
    # A name that this locale cannot decode, as LC_ALL=C is without the UTF-8 mode.
    command = [sys.executable, "-m", "basespace_async.cli", "auth", "profiles", "--csv", "--no-header"]
    env = {**os.environ, "HOME": str(home), "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = subprocess.run(command, env=env, capture_output=True, timeout=60, check=True)
    assert done.stdout.decode("utf-8").startswith('"l\u00e4b",')


def test_a_terminal_is_told_from_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal:
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stdin", Terminal())
    assert on_a_terminal()
