"""Map the service's paths to the disk: below the target folder, and nowhere else."""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from .._util.platform.descriptors import LINKS_SHOW, RESERVES_NAMES
from ..errors import DownloadError, shown

_NOT_IN_A_PATH = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
_PART = re.compile(r"\..+\.part(\.journal)?", re.IGNORECASE)  # what `part_file` makes beside a file
_LEADS_ELSEWHERE = re.compile(r"/|[A-Za-z]:")  # from the root, or from a drive of Windows
_NOT_IN_A_NAME = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|\ud800-\udfff]')
_PLAIN_ID = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9_-])?")
_RESERVED = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)
_MAX_NAME = 180  # bytes of a folder's name: file systems take 255
_MAX_PART_NAME = 240  # bytes: the journal's name is longer by 8
_MAX_PATH = 4096  # characters: no system takes more, and time is spent on each folder of it
_MAX_DEPTH = 512  # folders: a key of the object store has 1,024 bytes, and few programs can walk deeper
_APART = "download them to two folders, or give one of them another `name`"


def target_path(folder: Path, relative: str, *, windows: bool = RESERVES_NAMES) -> Path:
    """Return the path on disk of a file of the service.

    Args:
        folder: Target folder.
        relative: The file's `Path`: relative, with forward slashes (observed).
        windows: Also refuse names that Windows cannot have.

    Raises:
        DownloadError: If the path leads out of the folder, is invalid on this or another system, or belongs to a part
            file.
    """
    if len(relative) > _MAX_PATH:
        raise DownloadError(f"the service named a file {shown(relative)}, which is too long; give another `name`")
    parts = _parts_of(relative)
    if not parts or _LEADS_ELSEWHERE.match(relative) or "\\" in relative or ".." in parts:
        raise DownloadError(f"the service named a file {shown(relative)}, which does not lie below the target folder")
    _check_characters(relative)
    if _PART.fullmatch(parts[-1]):
        # Else it could be in the place of another file's bytes when that one gets its final name.
        raise DownloadError(f"{shown(relative)}: files that are not whole yet have such names; give another `name`")
    if windows and (part := next((part for part in parts if _unusable_on_windows(part)), None)) is not None:
        raise DownloadError(
            f"Windows cannot have a file {shown(relative)}: {shown(part)} is no name there; give another `name`"
        )
    return folder.joinpath(*parts)


def part_path(target: Path, scope: str = "") -> Path:
    """Return the path of the part file of a download to `target`.

    Args:
        target: Final path of the download.
        scope: Scope of the locks in its folder, see `lock_scope`; "" also for what an ended download leaves there.
    """
    return target.with_name(part_name(target.name, scope))


def part_name(name: str, scope: str = "") -> str:
    """Return the name of the part file of a download to a file of this name; see `part_path`."""
    ending = f".{scope}.part" if scope else ".part"
    if len(os.fsencode(name)) + len(ending) < _MAX_PART_NAME:
        return f".{name}{ending}"
    digest = hashlib.sha256(os.fsencode(name)).hexdigest()[:16]
    return f".{digest}{ending}"


def _parts_of(relative: str) -> list[str]:
    """Split a path as `PurePosixPath` does, which takes ten times as long."""
    return [part for part in relative.split("/") if part not in ("", ".")]


def _check_characters(relative: str) -> None:
    """Refuse control characters, and characters that the file system's encoding lacks."""
    problem = _NOT_IN_A_PATH.search(relative)
    if problem is not None:
        raise DownloadError(
            f"the service named a file {shown(relative)}, and {shown(problem[0])} may not be in a name on the disk; "
            "give another `name`"
        )
    try:
        os.fsencode(relative)
    except UnicodeEncodeError as error:
        letters, encoding = relative[error.start : error.end], error.encoding
    else:
        return
    raise DownloadError(
        f"cannot write a file {shown(relative)}: {shown(letters)} is not in the encoding of names on this system "
        f"({encoding}); set a UTF-8 locale (LC_ALL=C.UTF-8 or PYTHONUTF8=1), or give another `name`"
    )


def make_folders(folder: Path) -> None:
    """Create a folder and those above it, however deep. Blocking.

    Raises:
        OSError: If the disk refuses.
    """
    missing = []
    while not folder.is_dir():
        missing.append(folder)
        folder = folder.parent
    for folder in reversed(missing):
        folder.mkdir(exist_ok=True)


def _unusable_on_windows(part: str) -> bool:
    return bool(_RESERVED.fullmatch(part)) or part[-1] in ". " or bool(_NOT_IN_A_NAME.search(part))


def folder_name(name: str, identity: str) -> str:
    """Return a folder name for a resource: its name and id, so that equal names get different folders.

    Characters that are not portable become `_`, and a long name is cut. An id that cannot be part of a folder name is
    replaced by a digest; the service has no such ids.

    Args:
        name: Name of the resource.
        identity: Id of the resource.
    """
    safe = safe_name(name)
    if not _PLAIN_ID.fullmatch(identity) or (not safe and _RESERVED.fullmatch(identity)):
        identity = hashlib.sha256(identity.encode(errors="surrogatepass")).hexdigest()[:32]
    return f"{safe}_{identity}" if safe else identity


def safe_name(name: str) -> str:
    """Return a name as part of a portable name on disk: without special characters, and cut if it is long."""
    safe = _NOT_IN_A_NAME.sub("_", name[:_MAX_NAME]).strip(". ")
    return safe.encode()[:_MAX_NAME].decode(errors="ignore")


def check_inside(folder: Path, target: Path) -> None:
    """Refuse a target that leaves the folder through a link, or lies too deep below it. Blocking.

    Raises:
        DownloadError: If a link below the folder leads out of it, or the target lies below too many folders.
    """
    if target.parent == folder:
        return
    relative = target.relative_to(folder)
    if len(relative.parts) > _MAX_DEPTH:
        raise DownloadError(f"cannot write {shown(str(relative))}: it lies too deep; give another `name`")
    if LINKS_SHOW and not any(map(os.path.islink, _folders_between(folder, target))):
        return
    if not Path(os.path.realpath(target.parent)).is_relative_to(os.path.realpath(folder)):
        raise DownloadError(f"{target} lies outside {folder}: a link below the folder leads out of it")


def _folders_between(folder: Path, target: Path) -> Iterator[str]:
    path = os.fspath(folder)
    for part in target.relative_to(folder).parts[:-1]:
        path = os.path.join(path, part)
        yield path


class PathReservations:
    """The paths that a job writes: each belongs to one file, and no file takes the place of a folder.

    Args:
        ignore_case: Treat names that differ only in case, or in the form of an accent, as equal.
    """

    def __init__(self, *, ignore_case: bool) -> None:
        self._ignore_case = ignore_case
        self._files: dict[str, str] = {}
        self._folders: dict[str, str] = {}

    def take(self, relative: str) -> None:
        """Reserve a path.

        Args:
            relative: Path below the target folder, with forward slashes.

        Raises:
            DownloadError: If another file has the path, or one of the two would have to be both a file and a folder.
        """
        key = self._key(relative)
        parents = key.split("/")[:-1]
        above = ["/".join(parents[: count + 1]) for count in range(len(parents))]
        same = self._files.get(key)
        if same is not None and same != relative:
            raise DownloadError(f"{shown(relative)} and {shown(same)} are one name on this file system: {_APART}")
        other = same or self._folders.get(key)
        other = other or next((self._files[parent] for parent in above if parent in self._files), None)
        if other is not None:
            raise DownloadError(f"{shown(relative)} and {shown(other)} cannot both lie in one folder: {_APART}")
        self._files[key] = relative
        for parent in above:
            self._folders.setdefault(parent, relative)

    def holds(self, relative: str) -> bool:
        """Return whether a file has reserved this path, or one that is the same name here."""
        return self._key(relative) in self._files

    def has_room_for(self, relative: str) -> bool:
        """Return whether a file can be at this path beside those that have reserved theirs."""
        key = self._key(relative)
        above = PurePosixPath(key).parents
        return key not in self._folders and not any(str(parent) in self._files for parent in above)

    def _key(self, relative: str) -> str:
        plain = "/".join(_parts_of(relative))
        plain = f"/{plain}" if relative.startswith("/") else plain
        if self._ignore_case:
            return unicodedata.normalize("NFC", unicodedata.normalize("NFC", plain).casefold())
        return relative if plain == relative else plain  # one text for both: a job may have millions
