"""Outputs of rules: files that are put into a dataset, or removed from it."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from attrs import evolve

from .._util.tasks import in_thread
from ..errors import UploadError
from ..filesystem.errors import not_found
from ..filesystem.path_names import decoded, parse_segment
from ..resources._names import checked_name
from ..resources._uploads import DatasetToUpload, upload_datasets, upload_to
from ..uploads.options import UploadSettings
from ..uploads.source import SourceFile, find_sources
from ..uploads.target import UploadTarget, files_of

if TYPE_CHECKING:
    from ..client import BaseSpace
    from ..filesystem import BaseSpaceFileSystem
    from ..filesystem.session import LoopSession

_DATASET_TYPE = "common.files"
_DATASETS_AT = {"projects": 2, "biosamples": 2, "datasets": 1}
_FORM = "outputs have the form basespace://projects/<project>/<dataset>/<path>, or lie in a dataset that exists"
_NO_REMOVAL = (
    "BaseSpace removes no single files of a dataset: give each output a dataset of its own, or make the dataset one "
    "output, directory(...); or delete the dataset by hand, and run the workflow again"
)
_TIMESTAMP = ".snakemake_timestamp"  # Snakemake's own, in the folders that a rule makes


async def store(filesystem: BaseSpaceFileSystem, path: str, local: Path) -> None:
    """Upload a file, or the files of a folder, to the path of a dataset; the dataset is created if there is none.

    Args:
        filesystem: Paths of the account.
        path: `projects/<project>/<dataset>/<path>`, or a path in a dataset that exists.
        local: The file or folder on disk.

    Raises:
        UploadError: If nothing can be stored at the path.
        BaseSpaceError: If the upload failed.
    """
    folder, segments = _split(path)
    names = [decoded(segment) for segment in segments]
    is_folder: bool = await in_thread(local.is_dir)
    if not folder or not (names or is_folder):
        raise UploadError(f"nothing can be stored at {path}; {_FORM}")
    if None in names or any(segment.startswith("@") for segment in segments):
        raise UploadError(f"cannot upload to {path}: give the new file a name in place of an id")
    sources = await in_thread(_sources, local, "/".join(map(str, names)))
    session = await filesystem._sessions.current()
    # Of two jobs that end at the same time, one creates the dataset.
    async with session.lock(f"store {folder}"):
        # A rule that runs again makes another file: there is nothing to resume.
        with TemporaryDirectory(prefix="basespace-upload-") as state:
            settings = UploadSettings(state=Path(state))
            try:
                dataset = await _dataset_id(filesystem, session, folder)
            except FileNotFoundError:
                await _create(session, folder, sources, settings)
            else:
                await _add(session.client, dataset, sources, settings)


def _split(path: str) -> tuple[str, list[str]]:
    """Return the path of the dataset and the segments in it; "" if the path is not in a dataset."""
    root, *segments = path.split("/")
    length = _DATASETS_AT.get(root, len(segments) + 1)
    if len(segments) < length:
        return "", []
    return "/".join([root, *segments[:length]]), segments[length:]


def _sources(local: Path, path: str) -> list[SourceFile]:
    if not local.is_dir():
        return [SourceFile.of(local, path)]
    prefix = f"{path}/" if path else ""
    sources = [source for source in find_sources(local) if source.local.name != _TIMESTAMP]
    return [evolve(source, path=prefix + source.path) for source in sources]


async def _dataset_id(filesystem: BaseSpaceFileSystem, session: LoopSession, folder: str) -> str:
    if not await filesystem._exists(folder, refresh=True):
        raise not_found(folder)
    info = await filesystem._info(folder)
    identity: str = info.get("id") or (await session.catalog.entry("datasets", folder.split("/")[1], folder)).id
    return identity


async def _create(session: LoopSession, folder: str, sources: list[SourceFile], settings: UploadSettings) -> None:
    """Create a dataset of the files in a project, which is created, too, if there is none of its name."""
    root, owner, name = folder.split("/") if folder.count("/") == 2 else ("", "", "")
    new_name = decoded(name)
    if root != "projects" or new_name is None or parse_segment(name)[0] is not None:
        raise UploadError(f"there is no dataset {folder}; {_FORM}")
    identity, project_name = parse_segment(owner)
    if identity is None:
        try:
            identity = (await session.catalog.entry(root, owner, f"{root}/{owner}")).id
        except FileNotFoundError:
            identity = (await session.client.projects.create(project_name, exist_ok=True)).id
    dataset = DatasetToUpload(checked_name("dataset", new_name), _DATASET_TYPE, sources)
    await upload_datasets(
        session.client, [dataset], settings, project=identity, project_name=None, biosample_names=False
    )


async def _add(client: BaseSpace, dataset: str, sources: list[SourceFile], settings: UploadSettings) -> None:
    target = UploadTarget.of_dataset(await client.datasets.get(dataset))
    there = await files_of(client, target)
    if taken := sorted(source.path for source in sources if source.path in there):
        raise UploadError(f"the dataset {dataset} has {', '.join(taken)} already, and {_NO_REMOVAL}")
    await upload_to(client, target, sources, settings)


async def remove(filesystem: BaseSpaceFileSystem, path: str) -> None:
    """Move a dataset that `store` created to the trash, if the path is that of the dataset or of its only file.

    Args:
        filesystem: Paths of the account.
        path: Path of the dataset or file.

    Raises:
        UploadError: If the dataset has other files, or something else created it.
        OSError: If the files cannot be listed.
    """
    folder, _ = _split(path)
    if not folder:
        raise UploadError(f"{path} cannot be removed: it is not in a dataset")
    removed = await filesystem._find(path, refresh=True)
    if removed != await filesystem._find(folder):
        raise UploadError(f"{path} cannot be removed: {_NO_REMOVAL}")
    session = await filesystem._sessions.current()
    dataset = await session.client.datasets.get(await _dataset_id(filesystem, session, folder))
    appsession = dataset.appsession
    if appsession is None or appsession.name != f"Upload {dataset.name}":
        raise UploadError(f"{path} cannot be removed: its dataset is not an output of a workflow; delete it by hand")
    await session.client.appsessions.delete(appsession.id)
