"""Whose data: a profile that is named, the environment, or the default profile."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from basespace_async.cli.settings import CommandSettings
from basespace_async.config import Configuration, save_profile
from basespace_async.simulator import Simulator
from tests.support.command_line import TOKEN, Invoke, environment

EUC1 = "https://api.euc1.sh.basespace.illumina.com/v2"


def profile(home: Path, name: str, server: str, token: str = TOKEN) -> Path:
    return save_profile(Configuration(server=server, token=token), name, directory=home / ".basespace")


def source(result_stdout: str) -> str:
    return dict(line.split("\t") for line in result_stdout.splitlines())["Source"]


def test_a_named_profile_goes_before_the_environment(invoke: Invoke, home: Path, shared: Simulator) -> None:
    profile(home, "lab", shared.url)
    profile(home, "default", shared.url)
    assert source(invoke("auth", "status", on=shared).stdout) == "the environment (BASESPACE_ACCESS_TOKEN)"
    assert source(invoke("auth", "status", "-c", "lab", on=shared).stdout) == "profile lab"
    assert source(invoke("-c", "lab", "auth", "status").stdout) == "profile lab"
    assert source(invoke("--profile", "lab", "auth", "status").stdout) == "profile lab"
    assert source(invoke("auth", "status").stdout) == "profile default"


def test_the_environment_s_server_is_not_looked_at_for_a_named_profile(home: Path, shared: Simulator) -> None:
    profile(home, "lab", EUC1)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment(shared).items():
            patch.setenv(name, value)
        found = CommandSettings(profile="lab").configuration()
    assert found.server == EUC1


def test_without_a_token_it_says_where_to_get_one(invoke: Invoke) -> None:
    result = invoke("whoami")
    assert result.exit_code == 3
    assert result.stderr == (
        "error: there is no access token: log in (basespace-async auth login), set BASESPACE_ACCESS_TOKEN, "
        "or name a profile (-c on the command line, BaseSpace.from_profile in a program)\n"
    )


def test_a_profile_that_is_not_there_is_told_with_those_that_are(invoke: Invoke, home: Path) -> None:
    profile(home, "lab", EUC1)
    result = invoke("whoami", "-c", "lba")
    assert result.exit_code == 3
    assert "the profiles there are lab" in result.stderr
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize("options", [["--region", "aps2"], ["--server", "http://127.0.0.1:1"]])
def test_a_profile_s_token_is_not_sent_elsewhere(options: list[str], invoke: Invoke, home: Path) -> None:
    for name, choice in (("default", []), ("lab", ["-c", "lab"])):
        profile(home, name, EUC1)
        result = invoke("whoami", *choice, *options)
        assert result.exit_code == 3
        assert result.stderr.startswith(f"error: profile {name} is for {EUC1}, and its token is not sent to ")


def test_the_default_profile_s_token_is_not_sent_where_the_environment_says(
    invoke: Invoke, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    profile(home, "default", EUC1)
    monkeypatch.setenv("BASESPACE_REGION", "cac1")
    assert "its token is not sent to https://api.cac1.sh" in invoke("whoami").stderr
    monkeypatch.setenv("BASESPACE_REGION", "euc1")
    found = CommandSettings().configuration()
    assert (found.server, found.source) == (EUC1, "profile default")


def test_the_same_server_may_be_named_beside_the_profile(home: Path) -> None:
    profile(home, "lab", EUC1)
    assert CommandSettings(profile="lab", region="euc1").configuration().server == EUC1
    assert CommandSettings(profile="lab", server=EUC1.removesuffix("/v2")).configuration().server == EUC1


def test_options_go_before_the_environment_s_server(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    monkeypatch.setenv("BASESPACE_ACCESS_TOKEN", TOKEN)
    monkeypatch.setenv("BASESPACE_REGION", "cac1")
    assert "cac1" in CommandSettings().configuration().server
    assert CommandSettings(region="euc1").configuration().server == EUC1
    assert CommandSettings(server="http://127.0.0.1:5").configuration().server == "http://127.0.0.1:5/v2"


def test_an_empty_token_in_the_environment_is_none(invoke: Invoke, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BASESPACE_ACCESS_TOKEN", " ")
    assert "there is no access token" in invoke("whoami").stderr


def test_others_who_can_read_the_profile_are_warned_of(invoke: Invoke, home: Path, shared: Simulator) -> None:
    path = profile(home, "lab", shared.url)
    path.chmod(0o644)
    result = invoke("whoami", "-c", "lab")
    assert result.exit_code == 0
    assert result.stderr == f"warning: others can read the access token in {path}; run chmod 600 {path}\n"
    assert invoke("whoami", "-c", "lab", "--quiet").stderr == ""


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--json", "--csv"], "--json and --csv exclude each other"),
        (["--server", "http://x", "--region", "use1"], "--server and --region exclude each other"),
        (["--fields", " , "], "give names such as Id,Name,DefaultProject.Name"),
    ],
)
def test_options_that_contradict_are_refused_wherever_they_stand(
    arguments: list[str], message: str, invoke: Invoke
) -> None:
    places = [["whoami", *arguments], [*arguments, "whoami"]]
    if len(arguments) == 2 and arguments[0] == "--json":
        places.append([arguments[0], "whoami", arguments[1]])
    for line in places:
        result = invoke(*line)
        assert result.exit_code == 2
        assert message in result.stderr


def test_there_is_no_option_for_a_token(invoke: Invoke) -> None:
    for line in (["--token", "x", "whoami"], ["whoami", "--token", "x"]):
        result = invoke(*line)
        assert result.exit_code == 2
        assert "No such option" in result.stderr


def test_profiles_and_regions_are_completed(home: Path) -> None:
    from basespace_async.cli import cli

    profile(home, "lab", EUC1)
    profile(home, "large", EUC1)
    options = {parameter.name: parameter for parameter in cli.params}
    context = click.Context(cli)
    assert [item.value for item in options["profile"].shell_complete(context, "l")] == ["lab", "large"]
    assert [item.value for item in options["profile"].shell_complete(context, "lar")] == ["large"]
    assert [item.value for item in options["region"].shell_complete(context, "eu")] == ["euc1", "euw2"]


WRONG = "wrong-token-0123456789"


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["-c", "lab"], "log in again: basespace-async auth login -c lab --server {server}"),
        (["-c", "my lab"], "log in again: basespace-async auth login -c 'my lab' --server {server}"),
        ([], "log in again: basespace-async auth login --server {server}"),
    ],
)
def test_a_refused_token_of_a_profile_is_logged_in_again_for_that_profile(
    arguments: list[str], hint: str, invoke: Invoke, home: Path, shared: Simulator
) -> None:
    for name in ("lab", "my lab", "default"):
        profile(home, name, shared.url, WRONG)
    result = invoke("whoami", *arguments)
    assert result.exit_code == 3
    assert result.stderr.endswith(f"; {hint.format(server=shared.url)}\n")


def test_a_refused_token_of_the_environment_is_put_there(
    invoke: Invoke, monkeypatch: pytest.MonkeyPatch, shared: Simulator
) -> None:
    monkeypatch.setenv("BASESPACE_ACCESS_TOKEN", WRONG)
    result = invoke("list", "biosamples", "--server", shared.url)
    assert result.stderr.endswith(
        "; put another token into BASESPACE_ACCESS_TOKEN, or unset it and log in: basespace-async auth login\n"
    )


def test_the_usual_server_is_not_named(home: Path) -> None:
    profile(home, "lab", "https://api.basespace.illumina.com/v2")
    settings = CommandSettings(profile="lab")
    settings.configuration()
    assert settings.login_hint() == "log in again: basespace-async auth login -c lab"
