"""Saving tokens in profiles of the `bs` command line."""

from __future__ import annotations

import os
import re
import secrets
from contextlib import suppress
from pathlib import Path

from .._util.platform import descriptors
from .._util.platform.locks import try_lock
from .._util.redact import Secret
from ..errors import ConfigurationError
from .configuration import Configuration
from .profile_file import parsed_profile, profile_path, profile_text, profile_values
from .server import API_VERSION

_KEYS = re.compile(r"^\s*(apiServer|accessToken)\s*=", re.IGNORECASE)
_TOKEN_KEY = re.compile(r"^\s*accessToken\s*=", re.IGNORECASE)


def save_profile(configuration: Configuration, name: str = "default", *, directory: Path | None = None) -> Path:
    """Write a profile, `~/.basespace/<name>.cfg`, that `BaseSpace.from_profile` and the `bs` command line read.

    The write is atomic, and only the owner can read the file (mode 0600). Other lines of an existing profile are kept,
    unless the profile could not be read with them. Blocking: call it off the event loop.

    Args:
        configuration: Server and token.
        name: Name of the profile.
        directory: Folder instead of `~/.basespace`; created with mode 0700 if it is missing.

    Returns:
        The profile's path.

    Raises:
        ConfigurationError: If the name is not a file name, or the file cannot be written. The message does not show
            the token.

    Example:
        ```python
        save_profile(Configuration.create(token="...", region="euc1"), "lab")
        ```
    """
    path = profile_path(name, directory)
    lines = [
        f"apiServer = {configuration.server.removesuffix(f'/{API_VERSION}')}",
        Secret(f"accessToken = {configuration.token}"),
    ]
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        kept = _kept(profile_text(path), _KEYS) if path.exists() else []
        # Under a section's head of an older profile, or else at the top.
        head = next((index + 1 for index, line in enumerate(kept) if line.startswith("[")), 0)
        text = Secret("\n".join([*kept[:head], *lines, *kept[head:], ""]))
        if not _reads_back(text, path, configuration):
            text = Secret("\n".join([*lines, ""]))
        _write_whole(path, text)
    except OSError as error:
        raise ConfigurationError(f"cannot write {path}: {error.strerror}") from None
    return path


def remove_token(name: str, token: str, *, directory: Path | None = None) -> Path:
    """Remove the token from a profile, atomically, and keep its other lines. Blocking.

    Args:
        name: Name of the profile.
        token: The token; a comment that has it goes too.
        directory: Folder instead of `~/.basespace`.

    Returns:
        The profile's path.

    Raises:
        ConfigurationError: If the name is not a file name, or the file cannot be read or written.
    """
    # A link stays one, and what it leads to loses the token.
    path = profile_path(name, directory)
    try:
        kept = [line for line in _kept(profile_text(path), _TOKEN_KEY) if token not in line]
        _write_whole(path.resolve(), "\n".join([*kept, ""]))
    except OSError as error:
        raise ConfigurationError(f"cannot write {path}: {error.strerror}") from None
    return path


def read_token(name: str, *, server: str, directory: Path | None = None) -> str | None:
    """Return the token of a profile if the profile is for this server, else None. Blocking.

    Args:
        name: Name of the profile.
        server: Root of the API.
        directory: Folder instead of `~/.basespace`.

    Raises:
        ConfigurationError: If the name is not a file name.
    """
    path = profile_path(name, directory)
    try:
        if not path.exists():
            return None
        values = profile_values(path)
        configuration = Configuration.create(
            token=values.get("accesstoken", ""), server=values.get("apiserver") or None
        )
    except (ConfigurationError, OSError):
        return None  # nothing that could be used; the profile will be written anew
    return configuration.token if configuration.server == server else None


def _kept(text: str, keys: re.Pattern[str]) -> list[str]:
    """Return the lines to keep: all but those of some keys and their continuation lines."""
    kept: list[str] = []
    dropping = True  # indented lines before the first key go on from nothing
    for line in text.removesuffix("\n").split("\n") if text else []:
        if keys.match(line):
            dropping = True
        elif not line.strip() or not line[0].isspace():
            dropping = dropping and not line.strip()
            kept.append(line)
        elif not dropping:
            kept.append(line)
    return kept


def _reads_back(text: str, path: Path, configuration: Configuration) -> bool:
    """Return whether a profile with this text is read as the configuration, whatever else is in it."""
    try:
        values = parsed_profile(text, path)
        return configuration == Configuration.create(
            token=values.get("accesstoken", ""), server=values.get("apiserver")
        )
    except ConfigurationError:
        return False


def _write_whole(path: Path, text: str) -> None:
    _remove_leftovers(path)
    part = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        # Locked until it has its name, so that no other process takes it for a leftover.
        if not _locked(descriptor) or not part.exists():
            return _write_whole(path, text)
        try:
            stream.write(text)
            stream.flush()
            os.fsync(descriptor)
            if not descriptors.OPEN_FILES_MOVE:
                stream.close()
            os.replace(part, path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise


def _remove_leftovers(path: Path) -> None:
    """Remove what processes that were killed while they wrote this profile left, with a token in it."""
    leftover = re.compile(rf"\.{re.escape(path.name)}\.[0-9a-f]{{16}}")
    for part in path.parent.iterdir():
        if not leftover.fullmatch(part.name):
            continue
        with suppress(OSError):
            if not descriptors.OPEN_FILES_MOVE:  # the system keeps what is being written
                part.unlink()
                continue
            with part.open("rb") as stream:
                if _locked(stream.fileno()):
                    part.unlink()


def _locked(descriptor: int) -> bool:
    """Lock a file until it is closed; False where another process has the lock.

    True where there are no locks.
    """
    try:
        return try_lock(descriptor)
    except OSError:
        return True
