"""Where the server and the token come from: arguments, the environment, or a profile of the `bs` command line."""

from __future__ import annotations

import configparser
import os
import re
import stat
import warnings
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final, Literal, Self
from urllib.parse import urlsplit

from attrs import field, frozen

from .._util.loopback import is_loopback
from ..errors import ConfigurationError, shown

API_VERSION: Final = "v2"
DEFAULT_REGION: Final = "use1"

Region = Literal["use1", "euc1", "aps2", "cac1", "euw2", "cnn1"]

REGIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "use1": "https://api.basespace.illumina.com/v2",
        "euc1": "https://api.euc1.sh.basespace.illumina.com/v2",
        "aps2": "https://api.aps2.sh.basespace.illumina.com/v2",
        "cac1": "https://api.cac1.sh.basespace.illumina.com/v2",
        "euw2": "https://api.euw2.sh.basespace.illumina.com/v2",
        "cnn1": "https://api.cnn1.sh.basespace.illumina.com.cn/v2",
    }
)
"""The API's root in each region (documented by the vendor)."""

TOKEN_VARIABLE: Final = "BASESPACE_ACCESS_TOKEN"
SERVER_VARIABLE: Final = "BASESPACE_API_SERVER"
REGION_VARIABLE: Final = "BASESPACE_REGION"
_GET_A_TOKEN: Final = "`bs auth` of Illumina's command line makes one and keeps it in a profile"


_MAX_PROFILE: Final = 1 << 20
_MAX_URL: Final = 2000


class ConfigurationWarning(UserWarning):
    """A configuration works, but not safely."""


@frozen
class Configuration:
    """Where requests go, and what they are authorised with.

    Attributes:
        server: the API's root, such as `https://api.basespace.illumina.com/v2`, without a trailing slash.
        token: access token; never shown.
    """

    server: str
    token: str = field(repr=False)

    @classmethod
    def create(cls, *, token: str, region: str | None = None, server: str | None = None) -> Self:
        """A configuration from its parts.

        Args:
            token: access token; white space around it is dropped, as it comes from copying.
            region: region by name, in any case; `use1` where neither this nor `server` is given.
            server: address of the API instead of a region, with or without the `/v2` at its end. It must be https,
                unless the host is loopback.

        Raises:
            ConfigurationError: one of them cannot work. The message never shows the token.

        Example:
            >>> Configuration.create(token="secret", region="euc1")
            Configuration(server='https://api.euc1.sh.basespace.illumina.com/v2')
        """
        return cls(server=api_server(region=region, server=server), token=checked_token(token))

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> Self:
        """The configuration in `BASESPACE_ACCESS_TOKEN` and, where set, `BASESPACE_API_SERVER` or `BASESPACE_REGION`.

        The first two are the `bs` command line's (believed); the third is ours.

        Args:
            environ: read instead of the process's environment.

        Raises:
            ConfigurationError: the token is missing, or a value cannot work.
        """
        values = os.environ if environ is None else environ
        token = values.get(TOKEN_VARIABLE, "")
        if not token.strip():
            raise ConfigurationError(
                f"{TOKEN_VARIABLE} is not set: put an access token in it, or use a profile "
                f"(BaseSpace.from_profile); {_GET_A_TOKEN}"
            )
        region, server = values.get(REGION_VARIABLE) or None, values.get(SERVER_VARIABLE) or None
        return cls.create(token=token, region=region, server=server)

    @classmethod
    def from_profile(cls, name: str = "default", *, directory: Path | None = None) -> Self:
        """The configuration in a profile of the `bs` command line, `~/.basespace/<name>.cfg`.

        Lines such as `apiServer = https://api.basespace.illumina.com` and `accessToken = ...`, with or without a
        section's head above them as older SDKs write it; other keys are ignored. The environment is not looked at: a
        profile that is named counts. Reads one small file, blocking, before there is any loop's work to hold up.

        Args:
            name: name of the profile.
            directory: read instead of `~/.basespace`.

        Raises:
            ConfigurationError: there is no such profile, or it cannot be read or used. No message shows its content.

        Warns:
            ConfigurationWarning: others than the owner can read the file.
        """
        path = _existing_profile(profile_path(name, directory))
        values = profile_values(path)
        _warn_if_others_can_read(path)
        token, server = values.get("accesstoken", ""), values.get("apiserver", "")
        if not token:
            raise ConfigurationError(f"{path} has no accessToken; {_GET_A_TOKEN}")
        try:
            return cls.create(token=token, server=server or None)
        except ConfigurationError as error:
            raise ConfigurationError(f"{path}: {error}") from None


def api_server(*, region: str | None = None, server: str | None = None) -> str:
    """The API's root, from a region's name or an address, as for `Configuration.create`.

    Raises:
        ConfigurationError: it cannot work.
    """
    if region is not None and server is not None:
        raise ConfigurationError("give a region or a server, not both")
    return _checked_server(server) if server is not None else _server_of(region or DEFAULT_REGION)


def _server_of(region: str) -> str:
    server = REGIONS.get(region.strip().lower())
    if server is None:
        raise ConfigurationError(f"unknown region {shown(region)}; the regions are {', '.join(REGIONS)}")
    return server


def checked_token(token: str) -> str:
    """`token` without white space around it.

    Raises:
        ConfigurationError: it cannot be sent. The message does not show it.
    """
    stripped = token.strip()
    if not stripped:
        raise ConfigurationError(f"the access token is empty; {_GET_A_TOKEN}")
    if not re.fullmatch(r"[\x21-\x7e]+", stripped):
        raise ConfigurationError(
            "the access token has white space, control or non-ASCII characters in it; copy it again, whole and alone"
        )
    return stripped


def _checked_server(server: str) -> str:
    text = server.strip().rstrip("/")
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise ConfigurationError(
            "the server is not a URL; give one such as https://api.basespace.illumina.com"
        ) from None
    if parts.username or parts.password or parts.query or parts.fragment or "@" in parts.netloc:
        raise ConfigurationError("the server's URL must have no user, password, query or fragment in it")
    if parts.scheme not in ("http", "https") or not host or not re.fullmatch(r"[\x21-\x7e]+", text):
        # A token that was put in the wrong place is not to be shown.
        what = f"is {shown(server)}, which is" if "://" in server else "is"
        raise ConfigurationError(
            f"the server {what} no http(s) URL; give one such as https://api.basespace.illumina.com"
        )
    if parts.scheme == "http" and not is_loopback(host):
        raise ConfigurationError(f"{text[:_MAX_URL]} would send the access token unencrypted; use https://")
    if len(text) > _MAX_URL:
        raise ConfigurationError(f"the server's URL is longer than {_MAX_URL} characters")
    text = parts.scheme + text[len(parts.scheme) :]  # in lower case
    return text if parts.path.endswith(f"/{API_VERSION}") else f"{text}/{API_VERSION}"


def profile_path(name: str, directory: Path | None = None) -> Path:
    """Where a profile lies, or would lie.

    Raises:
        ConfigurationError: it is not the name of a file.
    """
    folder = directory if directory is not None else _home() / ".basespace"
    if not re.fullmatch(r"[^\x00-\x1f/\\:\ud800-\udfff]{1,200}", name) or name.strip(". ") == "":
        raise ConfigurationError(f"{shown(name)} is not the name of a profile; profiles are files {folder}/<name>.cfg")
    return folder / f"{name}.cfg"


def _home() -> Path:
    try:
        return Path.home()
    except RuntimeError:
        problem = "there is no home folder, where profiles are kept; set HOME, or use BaseSpace.from_env()"
    raise ConfigurationError(problem)


def _existing_profile(path: Path) -> Path:
    directory = path.parent
    try:
        if path.exists():
            return path
        others = sorted(other.stem for other in directory.glob("*.cfg")) if directory.is_dir() else []
    except OSError as error:
        raise ConfigurationError(f"cannot read {path}: {error.strerror}") from error
    there = f"; the profiles there are {', '.join(others)}" if others else ""
    raise ConfigurationError(
        f"there is no profile {path}{there}. Run `bs auth`, which writes it, or set {TOKEN_VARIABLE} "
        "and use BaseSpace.from_env()"
    )


def profile_values(path: Path) -> dict[str, str]:
    """Keys, in lower case, and values of a profile.

    Raises:
        ConfigurationError: it cannot be read.
    """
    return parsed_profile(profile_text(path), path)


def profile_text(path: Path) -> str:
    """The text of a profile.

    Raises:
        ConfigurationError: it cannot be read, is no file, or too large to be a profile.
    """
    # A pipe without a writer would be waited for, for ever.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
    try:
        with open(os.open(path, flags), "rb") as stream:
            content = stream.read(_MAX_PROFILE + 1) if stat.S_ISREG(os.fstat(stream.fileno()).st_mode) else None
    except OSError as error:
        raise ConfigurationError(f"cannot read {path}: {error.strerror}") from error
    if content is None or len(content) > _MAX_PROFILE:
        raise ConfigurationError(f"{path} is not the file of a profile, a few lines of text; {_GET_A_TOKEN}")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        problem = f"{path} is not UTF-8 text; {_GET_A_TOKEN}"
    else:
        return text.replace("\r\n", "\n").replace("\r", "\n")
    # Outside the handler, because the exception holds the content, and it would be kept as the context.
    raise ConfigurationError(problem)


def _warn_if_others_can_read(path: Path) -> None:
    try:
        mode = path.stat().st_mode
    except OSError:
        return  # it was read, and has gone since
    if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        warnings.warn(
            f"others can read the access token in {path}; run chmod 600 {path}", ConfigurationWarning, stacklevel=4
        )


def parsed_profile(text: str, path: Path) -> dict[str, str]:
    """Keys, in lower case, and values in the text of a profile.

    Raises:
        ConfigurationError: it has lines of another kind.
    """
    # A token may contain %, and a profile need not have a section.
    parser = configparser.ConfigParser(interpolation=None, strict=False, delimiters=("=",), default_section="")
    try:
        parser.read_string("[profile]\n" + text)
    except configparser.ParsingError as error:
        line = error.errors[0][0] - 1 if error.errors else 0
        raise ConfigurationError(f"{path}: line {line} is not `key = value`") from None
    except configparser.Error:
        raise ConfigurationError(f"{path} is not lines of `key = value`") from None
    values: dict[str, str] = {}
    for section in parser.sections():
        values.update({key: value.strip() for key, value in parser.items(section)})
    return values
