"""Uploads of the resources: what is created for the files, where they go, and what ends it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import aclosing, asynccontextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from attrs import Factory, frozen

from .._core.parameters import ResourceId, identifier
from .._util.tasks import in_thread, opened_in_thread
from ..errors import ConfigurationError, IncompleteUploadError
from ..pagination.pager import Pager
from ..uploads.creation import create_once
from ..uploads.job import UploadItem, UploadJob, planned
from ..uploads.journal import UploadJournal, default_folder, journal_path
from ..uploads.options import FilteredUpload, UploadSettings
from ..uploads.report import UploadReport
from ..uploads.source import SourceFile, find_sources
from ..uploads.target import UploadTarget

if TYPE_CHECKING:
    from .._core.parameters import HasId
    from .._core.requester import Requester

Paths = str | Path | Iterable[str | Path]
_MAX_LOOKED_AT = 1000
"""Newest records among which one is looked for that may have been created."""


@frozen
class DatasetToUpload:
    """A dataset that is made, and the files that it gets.

    Attributes:
        name: Its name.
        type: Id of its type.
        files: Its files.
        biosample: Name, or id, of the biosample that it is of, or "".
        attributes: Its attributes; see `Datasets.create`.
    """

    name: str
    type: str
    files: Sequence[SourceFile]
    biosample: str = ""
    attributes: Mapping[str, Any] = Factory(dict)


async def sources_of(paths: Paths, options: FilteredUpload) -> tuple[list[SourceFile], UploadSettings]:
    """Return the files of paths that the options choose, and how to upload them."""
    chosen, settings = UploadSettings.split(options)
    given = paths if isinstance(paths, str | Path) else [*paths]
    return await in_thread(find_sources, given, chosen), settings


@asynccontextmanager
async def open_journal(
    client: Requester, what: dict[str, Any], settings: UploadSettings
) -> AsyncIterator[UploadJournal]:
    """Open the journal of an upload; without `resume`, what an earlier call began is aborted."""
    client._check_loop()
    opening = partial(UploadJournal, settings.state or default_folder(), what)
    async with opened_in_thread(opening, UploadJournal.close) as journal:
        if not settings.resume:
            await UploadJob(client, journal, settings).abort()
            await in_thread(journal.restart)
        yield journal


def what_of(client: Requester, files: Iterable[SourceFile], **to: str) -> dict[str, Any]:
    """Return what tells one upload from others: the service, what it goes to, and the paths of the files."""
    paths = sorted(f"{file.local.absolute()}:{file.path}" for file in files)
    return {"server": client.server, "files": paths, **to}


async def rehearse(what: dict[str, Any], files: Iterable[SourceFile], settings: UploadSettings) -> UploadReport:
    """Return what would be sent."""
    folder = settings.state or default_folder()
    if not settings.resume or not journal_path(folder, what).exists():
        return planned([("", file) for file in files], {}, settings)
    async with opened_in_thread(partial(UploadJournal, folder, what), UploadJournal.close) as journal:
        states = {key.split("/", 2)[2]: state for key, state in journal.files.items()}
        return planned([(file.path, file) for file in files], states, settings)


async def upload_datasets(
    client: Requester,
    datasets: Sequence[DatasetToUpload],
    settings: UploadSettings,
    *,
    project: ResourceId | None,
    project_name: str | None,
    biosample_names: bool,
) -> UploadReport:
    """Make datasets of files in a project, each the output of an appsession of its biosample.

    Args:
        client: Sends the requests.
        datasets: The datasets.
        settings: How to upload.
        project: The project, or its id.
        project_name: Name of the project in place of it; it is created if there is none.
        biosample_names: Whether the biosamples are given by name, and created if the project has none of it.
    """
    if (project is None) == (project_name is None):
        raise ConfigurationError("give the project by its id (project=) or by its name (project_name=): one of them")
    files = [file for dataset in datasets for file in dataset.files]
    to = identifier(project) if project is not None else str(project_name)
    names = "\n".join(f"{dataset.biosample} {dataset.type} {dataset.name}" for dataset in datasets)
    what = what_of(client, files, kind="datasets", project=to, datasets=names)
    if settings.dry_run:
        return await rehearse(what, files, settings)
    async with open_journal(client, what, settings) as journal:
        upload = _DatasetUploads(client, journal, biosample_names=biosample_names)
        await upload.prepare_project(project, project_name)
        targets = [await upload.target_of(dataset) for dataset in datasets]
        items = [UploadItem(to, file) for to, dataset in zip(targets, datasets, strict=True) for file in dataset.files]
        report, error = await run_job(client, journal, settings, items)
        await upload.complete(datasets, targets, error)
        return await finish(journal, report, error)


async def run_job(
    client: Requester, journal: UploadJournal, settings: UploadSettings, items: Sequence[UploadItem]
) -> tuple[UploadReport, IncompleteUploadError | None]:
    """Upload the items; the error is for the caller to raise, once what is whole has been completed."""
    try:
        return await UploadJob(client, journal, settings).run(items), None
    except IncompleteUploadError as error:
        return cast("UploadReport", error.report), error


async def finish(journal: UploadJournal, report: UploadReport, error: IncompleteUploadError | None) -> UploadReport:
    report.ids = dict(journal.created)
    if error is not None:
        raise error
    await in_thread(journal.add, {"done": True})
    return report


class _DatasetUploads:
    """What is created for datasets that are uploaded: their project, biosamples, appsessions and themselves."""

    def __init__(self, client: Requester, journal: UploadJournal, *, biosample_names: bool) -> None:
        from .appsessions import AppSessions  # they import this module
        from .biosamples import Biosamples
        from .datasets import Datasets
        from .projects import Projects

        self._client = client
        self._journal = journal
        self._biosample_names = biosample_names
        self._appsessions, self._biosamples = AppSessions(client), Biosamples(client)
        self._datasets, self._projects = Datasets(client), Projects(client)
        self._project = ""

    async def prepare_project(self, project: ResourceId | None, name: str | None) -> None:
        """Find or create the project."""
        if project is not None:
            if not self._journal.created:
                await self._projects.get(project)  # before anything is created
            self._project = identifier(project)
            return
        assert name is not None
        self._project = await create_once(
            self._journal,
            "project",
            lambda: self._projects.create(name, exist_ok=True),
            lambda: first_of(self._projects.list(name=name), lambda project: project.name == name),
        )

    async def target_of(self, dataset: DatasetToUpload) -> UploadTarget:
        """Find or create a dataset, and what it belongs to."""
        session = await self._session_of(dataset)
        dataset_id = await create_once(
            self._journal,
            f"dataset {dataset.name}" if self._biosample_names else "dataset",
            lambda: self._datasets.create_in_project(
                self._project,
                dataset.name,
                appsession=session,
                dataset_type=dataset.type,
                attributes=dataset.attributes,
            ),
            lambda: first_of(
                self._datasets.list(appsessions=session), lambda candidate: candidate.name == dataset.name
            ),
        )
        return UploadTarget.of_dataset(await self._datasets.get(dataset_id))

    def _session_key(self, dataset: DatasetToUpload) -> str:
        return f"appsession {dataset.biosample}" if self._biosample_names else "appsession"

    async def _session_of(self, dataset: DatasetToUpload) -> str:
        """Find or create the appsession of a dataset's biosample; its summary has the journal's token in it."""
        name = dataset.biosample or dataset.name
        key = self._session_key(dataset)
        summary = f"upload by basespace-async {self._journal.token} {name}"
        session = await create_once(
            self._journal,
            key,
            lambda: self._appsessions.create(f"Upload {name}", status_summary=summary),
            lambda: first_of(
                self._appsessions.list(sort_by="DateCreated", sort_dir="Desc", limit=_MAX_LOOKED_AT),
                lambda session: session.status_summary == summary,
            ),
        )
        if dataset.biosample and not self._journal.is_done:
            reference = f"biosamples/{await self._biosample_of(dataset.biosample)}"
            await self._appsessions.properties(session).set("Input.BioSamples", [reference], type="biosample[]")
        return session

    async def _biosample_of(self, biosample: str) -> str:
        if not self._biosample_names:
            return biosample
        return await create_once(
            self._journal,
            f"biosample {biosample}",
            lambda: self._biosamples.create(biosample, default_project=self._project, exist_ok=True),
            lambda: first_of(
                self._biosamples.list(name=biosample, project=self._project),
                lambda candidate: candidate.biosample_name.lower() == biosample.lower(),
            ),
        )

    async def complete(
        self, datasets: Sequence[DatasetToUpload], targets: Sequence[UploadTarget], error: IncompleteUploadError | None
    ) -> None:
        """Complete the datasets whose files are all there, and the appsessions whose datasets are."""
        if self._journal.is_done:
            return
        failed = set() if error is None else set(error.failed)
        incomplete: dict[str, bool] = defaultdict(bool)
        sessions: dict[str, str] = {}
        for dataset, target in zip(datasets, targets, strict=True):
            name = dataset.biosample or dataset.name
            sessions[name] = self._journal.created[self._session_key(dataset)]
            if any(file.path in failed for file in dataset.files):
                incomplete[name] = True
                continue
            await self._datasets.update(target.id, upload_status="Complete")
        for name, session in sessions.items():
            if not incomplete[name]:
                await self._appsessions.complete(session, summary="uploaded")


async def first_of(pager: Pager[Any], is_it: Any) -> HasId | None:
    """Return the first record of a list that is the one that is looked for."""
    async with aclosing(pager.pages()) as pages:
        async for page in pages:
            if (record := next(filter(is_it, page), None)) is not None:
                return cast("HasId", record)
    return None


async def upload_to(
    client: Requester, target: UploadTarget, files: Sequence[SourceFile], settings: UploadSettings
) -> UploadReport:
    """Upload files to something that exists."""
    what = what_of(client, files, kind=target.kind, id=target.id)
    if settings.dry_run:
        return await rehearse(what, files, settings)
    async with open_journal(client, what, settings) as journal:
        report, error = await run_job(client, journal, settings, [UploadItem(target, file) for file in files])
        return await finish(journal, report, error)
