"""Uploads that were begun and not ended."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from attrs import frozen

from .._util.tasks import in_thread, opened_in_thread
from ..errors import UploadError
from ..uploads.job import UploadJob
from ..uploads.journal import UploadJournal, default_folder, read_what
from ..uploads.options import UploadSettings
from ._base import Resource


@frozen
class PendingUpload:
    """An upload that was begun and not ended, as its journal has it.

    Attributes:
        id: Name of the journal, for `abort`.
        kind: What it goes to: `datasets`, `runs` or `appsessions`.
        files: Paths of the files on disk.
        complete: Number of files that the service has.
        created: Ids of what was created for it, by what it is.
        changed: When it last went on.
    """

    id: str
    kind: str
    files: tuple[Path, ...]
    complete: int
    created: dict[str, str]
    changed: datetime


class Uploads(Resource):
    """Uploads that were begun and not ended. The same call, or the same command, goes on with one of them."""

    async def pending(self, *, state: str | Path | None = None) -> list[PendingUpload]:
        """List the uploads to this service that were begun and not ended, by their journals; sends nothing.

        An upload that goes on at the moment is left out.

        Args:
            state: Folder of the journals. [default: as in `UploadOptions`]

        Returns:
            The uploads, the last that went on first.

        Raises:
            UploadError: If a journal cannot be read.

        Example:
            ```python
            for upload in await basespace.uploads.pending():
                print(upload.id, upload.complete, "of", len(upload.files))
            ```
        """
        return await in_thread(_pending, _folder(state), self._client.server)

    async def abort(self, upload: str | PendingUpload, *, state: str | Path | None = None) -> None:
        """Give an upload up: what was received in part is dropped by the service, and the journal removed.

        Calls `POST /v1pre3/files/{id}?uploadstatus=aborted` for each file in progress (client), or what does the same
        for another method, and ends appsessions that were created for it. Datasets and files that are complete stay.

        Args:
            upload: The upload, or its id.
            state: Folder of the journals. [default: as in `UploadOptions`]

        Raises:
            UploadError: If there is no such upload, or it goes on at the moment.

        Example:
            ```python
            await basespace.uploads.abort("4f0c…")
            ```
        """
        from .appsessions import AppSessions

        name = upload if isinstance(upload, str) else upload.id
        path = _folder(state) / f"{Path(name).name}.jsonl"
        async with opened_in_thread(partial(_reopened, path), UploadJournal.close) as journal:
            await UploadJob(self._client, journal, UploadSettings()).abort()
            for kind, session in journal.created.items():
                if kind.startswith("appsession") and not journal.is_done:
                    await AppSessions(self._client).abort(session, summary="the upload was given up")
            await in_thread(journal.path.unlink)


def _folder(state: str | Path | None) -> Path:
    return default_folder() if state is None else Path(state)


def _reopened(path: Path) -> UploadJournal:
    what = read_what(path)
    if what is None:
        raise UploadError(f"there is no upload {path.stem}; `uploads.pending` lists them")
    return UploadJournal(path.parent, what)


def _pending(folder: Path, server: str) -> list[PendingUpload]:
    uploads = []
    for path in folder.glob("*.jsonl"):
        what = read_what(path)
        if what is None or what.get("server") != server:
            continue
        try:
            journal = UploadJournal(folder, what)
        except UploadError:  # it goes on at the moment
            continue
        try:
            if not journal.is_done:
                uploads.append(_shown(journal, what))
        finally:
            journal.close()
    return sorted(uploads, key=lambda upload: upload.changed, reverse=True)


def _shown(journal: UploadJournal, what: dict[str, object]) -> PendingUpload:
    named = what.get("files")
    files = tuple(Path(str(file).rpartition(":")[0]) for file in named) if isinstance(named, list) else ()
    complete = sum(state.etag is not None for state in journal.files.values())
    changed = datetime.fromtimestamp(journal.path.stat().st_mtime, UTC)
    return PendingUpload(journal.path.stem, str(what.get("kind")), files, complete, dict(journal.created), changed)
