"""The journal of an upload: what was created, begun and received, so that the same call goes on. All of it blocks.

A file of lines, each written in one piece after what it says is done; an intent, before. A kill loses the lines that
were not written: a part is sent again, and what may have been created is looked for on the service. One upload at a
time has the journal.
"""

from __future__ import annotations

import hashlib
import os
import uuid
from collections import deque
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import orjson
from attrs import Factory, define

from .._util.platform.descriptors import O_BINARY, O_NOFOLLOW
from .._util.platform.locks import try_lock
from ..downloads.journal import read_journal
from ..errors import UploadError
from .source import SourceFile

FORMAT = 1
_FLAGS = os.O_RDWR | os.O_CREAT | os.O_APPEND | O_NOFOLLOW | O_BINARY


def default_folder() -> Path:
    """Return the folder of journals: below `XDG_STATE_HOME`, or `~/.local/state`."""
    state = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(state, "basespace-async", "uploads")


def journal_path(folder: Path, what: dict[str, Any]) -> Path:
    """Return the path of the journal of an upload."""
    digest = hashlib.sha256(orjson.dumps(what, option=orjson.OPT_SORT_KEYS)).hexdigest()[:32]
    return folder / f"{digest}.jsonl"


def read_what(path: Path) -> dict[str, Any] | None:
    """Return what a journal says is uploaded; None if there is no journal."""
    try:
        text = read_journal(str(path))
    except FileNotFoundError:
        return None
    what = _parsed(text.partition(b"\n")[0]).get("what")
    return what if isinstance(what, dict) else None


@define
class FileState:
    """How far the upload of a file is.

    Attributes:
        size: Size in bytes, and `mark`, when it began; see `SourceFile`.
        method: How it is uploaded.
        upload_id: What the service calls the upload in parts.
        part_size: Bytes of each part.
        parts: MD5 of each part that the service received, by number from 1.
        etag: ETag of the whole, once it is complete.
    """

    size: int
    mark: str
    method: str
    upload_id: str
    part_size: int
    parts: dict[int, str] = Factory(dict)
    etag: str | None = None

    def is_of(self, file: SourceFile) -> bool:
        """Whether the file on disk is still what it was."""
        return (self.size, self.mark) == (file.size, file.mark)


class UploadJournal:
    """The journal of one upload, locked.

    Args:
        folder: Folder of journals; it is created.
        what: What is uploaded, to where. The same upload has the same journal.

    Attributes:
        path: Path of the journal.
        what: What is uploaded, to where.
        token: Text by which what this upload creates is found again.
        created: Ids of what was created, by what it is.
        creating: What may have been created: the answer is not known.
        files: How far each file is, by its target and path.
        is_done: Whether the upload came to its end.

    Raises:
        UploadError: If the journal cannot be written, or another upload has it.
    """

    def __init__(self, folder: Path, what: dict[str, Any]) -> None:
        self.path = journal_path(folder, what)
        self.what = what
        self.token = uuid.uuid4().hex
        self.created: dict[str, str] = {}
        self.creating: set[str] = set()
        self.files: dict[str, FileState] = {}
        self.is_done = False
        self._later: deque[bytes] = deque()
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._descriptor = os.open(self.path, _FLAGS, 0o600)
        except OSError as error:
            raise UploadError(f"cannot write the journal {self.path}: {error.strerror or error}") from error
        try:
            if not try_lock(self._descriptor):
                raise UploadError(f"this is being uploaded already, here or by another process ({self.path})")
            self._load(what)
        except BaseException:
            os.close(self._descriptor)
            raise

    def _load(self, what: dict[str, Any]) -> None:
        text = read_journal(str(self.path))
        lines = text.split(b"\n")
        for line in lines[:-1]:
            self._take(_parsed(line))
        # What follows the last line break is a line that was cut.
        os.ftruncate(self._descriptor, len(text) - len(lines[-1]))
        if len(lines) < 2:
            self.add({"basespace-upload": FORMAT, "token": self.token, "what": what})

    def _take(self, line: dict[str, Any]) -> None:
        match line:
            case {"basespace-upload": int(version), "token": str(token)}:
                if version != FORMAT:
                    raise UploadError(f"{self.path} is of another version; remove it to begin anew")
                self.token = token
            case {"creating": str(name)}:
                self.creating.add(name)
            case {"created": str(name), "id": str(created)}:
                self.created[name] = created
                self.creating.discard(name)
            case {"not_created": str(name)}:
                self.creating.discard(name)
            case {"file": str(key), "size": int(size), "mark": str(mark), "method": str(method)}:
                upload_id, part_size = str(line.get("id", "")), int(line.get("part_size", 0))
                self.files[key] = FileState(size, mark, method, upload_id, part_size)
            case {"part": [str(key), int(number), str(etag)]} if key in self.files:
                self.files[key].parts[number] = etag
            case {"lost": [str(key), [*numbers]]} if key in self.files:
                for number in numbers:
                    self.files[key].parts.pop(number, None)
            case {"complete": str(key), "etag": str(etag)} if key in self.files:
                self.files[key].etag = etag
            case {"forgotten": str(key)}:
                self.files.pop(key, None)
            case {"done": bool(done)}:
                self.is_done = done

    def add(self, line: dict[str, Any]) -> None:
        """Write a line, and take what it says.

        Raises:
            UploadError: If the disk refuses.
        """
        lines = [self._later.popleft() for _ in range(len(self._later))]
        try:
            os.write(self._descriptor, b"".join((*lines, orjson.dumps(line), b"\n")))
        except OSError as error:
            raise UploadError(f"cannot write the journal {self.path}: {error.strerror or error}") from error
        self._take(line)

    def add_later(self, line: dict[str, Any]) -> None:
        """Take what a line says, and write it with the next one, or at the end; a kill loses it. Does not block."""
        self._take(line)
        self._later.append(orjson.dumps(line) + b"\n")

    def begin(self, key: str, file: SourceFile, method: str, upload_id: str, part_size: int) -> FileState:
        """Note that a file's upload has begun, and return its state."""
        line = {"file": key, "size": file.size, "mark": file.mark, "method": method}
        self.add({**line, "id": upload_id, "part_size": part_size})
        return self.files[key]

    def lose(self, key: str, numbers: Iterable[int]) -> None:
        """Note that the service does not have some parts."""
        self.add({"lost": [key, sorted(numbers)]})

    def restart(self) -> None:
        """Forget everything."""
        os.ftruncate(self._descriptor, 0)
        self.created.clear()
        self.creating.clear()
        self.files.clear()
        self.is_done, self.token = False, uuid.uuid4().hex
        self.add({"basespace-upload": FORMAT, "token": self.token, "what": self.what})

    def close(self) -> None:
        """Write what is to be written, and close it, which lets others have it."""
        try:
            if self._later:
                os.write(self._descriptor, b"".join(self._later))
        finally:
            os.close(self._descriptor)


def _parsed(line: bytes) -> dict[str, Any]:
    try:
        parsed = orjson.loads(line)
    except orjson.JSONDecodeError:
        return {}
    return parsed if isinstance(parsed, dict) else {}
