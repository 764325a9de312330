"""What a download would fetch: the same files by the same filters, without their content."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from typing import TYPE_CHECKING, Any

from ..progress.text import amount
from .output import Output
from .records import Record
from .settings import Settings

if TYPE_CHECKING:
    from ..client import BaseSpace
    from ..downloads.options import Filter
    from ..models import File
    from ..paging import Pager

_COLUMNS = ("Path", "Size", "Id")
_BATCH = 500


async def list_wanted(settings: Settings, kind: str, ids: list[str], options: dict[str, Any]) -> None:
    """Write path, size and id of each file that would be downloaded.

    Args:
        settings: of the command.
        kind: `datasets`, `runs`, `biosamples`, `projects` or `files`.
        ids: of those.
        options: of the download.
    """
    from ..downloads.options import Filter

    dataset_types = options.pop("dataset_types", None)
    chosen, _ = Filter.split(options)  # type: ignore[arg-type]
    total = 0

    async def batches() -> AsyncGenerator[Sequence[Record], None]:
        nonlocal total
        batch: list[Record] = []
        async with aclosing(_wanted(basespace, kind, ids, chosen, dataset_types)) as found:
            async for prefix, file in found:
                batch.append({"Path": f"{prefix}{file.path or file.name}", "Size": file.size or 0, "Id": file.id})
                total += file.size or 0
                if len(batch) == _BATCH:
                    yield batch
                    batch = []
        yield batch

    async with settings.client() as basespace:
        count = await Output(settings).many(batches(), columns=_COLUMNS)
    settings.say(f"{amount(count, 'file')}, {amount(total, 'B')}; nothing was downloaded")


async def _wanted(
    basespace: BaseSpace, kind: str, ids: list[str], chosen: Filter, dataset_types: Any
) -> AsyncGenerator[tuple[str, File], None]:
    """The files, and the folders that they would go to."""
    for one in ids:
        if kind == "files":
            yield "", await basespace.files.get(one)
            continue
        async with aclosing(_places(basespace, kind, one, chosen, dataset_types)) as places:
            async for folder, files in places:
                apart = f"{one}/" if len(ids) > 1 and kind in ("datasets", "runs") else folder
                async with aclosing(_admitted(files, chosen)) as admitted:
                    async for file in admitted:
                        yield apart, file


async def _places(
    basespace: BaseSpace, kind: str, one: str, chosen: Filter, dataset_types: Any
) -> AsyncGenerator[tuple[str, Pager[File]], None]:
    """Lists of files, and the folders that they would go to."""
    from ..downloads.paths import folder_name
    from ..resources._downloads import files_of

    if kind == "runs":
        yield "", basespace.runs.files(one, extensions=chosen.sent())
    elif kind == "datasets":
        yield "", files_of(basespace, one, chosen)
    else:
        datasets = (
            basespace.projects.datasets(one)
            if kind == "projects"
            else basespace.datasets.list(input_biosamples=one, dataset_types=dataset_types)
        )
        async with aclosing(datasets.pages()) as pages:
            async for page in pages:
                for dataset in page:
                    folder = folder_name(dataset.name or "", str(dataset.id))
                    yield f"{folder}/", files_of(basespace, dataset, chosen)


async def _admitted(files: Pager[File], chosen: Filter) -> AsyncGenerator[File, None]:
    async with aclosing(files.pages()) as pages:
        async for page in pages:
            for file in page:
                if chosen.admits(file):
                    yield file
