"""Reading profiles of the `bs` command line, `~/.basespace/<name>.cfg`."""

from __future__ import annotations

import configparser
import os
import re
import shlex
import stat
import warnings
from pathlib import Path
from typing import Final

from .._util.platform.descriptors import O_NONBLOCK, others_can_read
from ..errors import ConfigurationError, shown
from .token import TOKEN_HINT

_MAX_PROFILE: Final = 1 << 20


class ConfigurationWarning(UserWarning):
    """A configuration that works, but is not safe."""


def profile_path(name: str, directory: Path | None = None) -> Path:
    """Return the path of a profile, whether or not it exists.

    Args:
        name: Name of the profile.
        directory: Folder instead of `~/.basespace`.

    Raises:
        ConfigurationError: If the name is not a file name, or there is no home folder.
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


def profile_names(directory: Path | None = None) -> list[str]:
    """Return the names of the profiles that there are.

    Args:
        directory: Folder instead of `~/.basespace`.

    Raises:
        ConfigurationError: If there is no home folder, or the folder cannot be read.
    """
    folder = directory if directory is not None else _home() / ".basespace"
    try:
        return sorted(path.stem for path in folder.glob("*.cfg")) if folder.is_dir() else []
    except OSError as error:
        raise ConfigurationError(f"cannot read {folder}: {error.strerror}") from error


def existing_profile(path: Path) -> Path:
    """Return the path of a profile that exists.

    Raises:
        ConfigurationError: If there is no such profile; the message names those that exist.
    """
    try:
        if path.exists():
            return path
    except OSError as error:
        raise ConfigurationError(f"cannot read {path}: {error.strerror}") from error
    others = profile_names(path.parent)
    there = f"; the profiles there are {', '.join(others)}" if others else ""
    named = f"-c {shlex.quote(path.stem)}"
    raise ConfigurationError(
        f"there is no profile {path}{there}. `basespace-async auth login {named}` or `bs auth {named}` writes it; "
        "or set BASESPACE_ACCESS_TOKEN, and name no profile"
    )


def profile_values(path: Path) -> dict[str, str]:
    """Return keys, in lower case, and values of a profile.

    Raises:
        ConfigurationError: If the profile cannot be read or parsed.
    """
    return parsed_profile(profile_text(path), path)


def profile_text(path: Path) -> str:
    """Return the text of a profile, with Unix line ends.

    Raises:
        ConfigurationError: If it cannot be read, is not a regular file, not UTF-8, or larger than 1 MiB.
    """
    # A pipe without a writer would be waited for, for ever.
    flags = os.O_RDONLY | O_NONBLOCK
    try:
        with open(os.open(path, flags), "rb") as stream:
            content = stream.read(_MAX_PROFILE + 1) if stat.S_ISREG(os.fstat(stream.fileno()).st_mode) else None
    except OSError as error:
        raise ConfigurationError(f"cannot read {path}: {error.strerror}") from error
    if content is None or len(content) > _MAX_PROFILE:
        raise ConfigurationError(f"{path} is not the file of a profile, a few lines of text; {TOKEN_HINT}")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        problem = f"{path} is not UTF-8 text; {TOKEN_HINT}"
    else:
        return text.replace("\r\n", "\n").replace("\r", "\n")
    # Outside the handler, because the exception holds the content, and it would be kept as the context.
    raise ConfigurationError(problem)


def warn_if_others_can_read(path: Path) -> None:
    """Warn if others than the owner can read a profile."""
    try:
        status = path.stat()
    except OSError:
        return  # it was read, and has gone since
    if others_can_read(status):
        warnings.warn(
            f"others can read the access token in {path}; run chmod 600 {path}", ConfigurationWarning, stacklevel=4
        )


def parsed_profile(text: str, path: Path) -> dict[str, str]:
    """Return keys, in lower case, and values in the text of a profile.

    Args:
        text: Text of the profile.
        path: Path of the profile, for the error.

    Raises:
        ConfigurationError: If a line is not `key = value`.
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
