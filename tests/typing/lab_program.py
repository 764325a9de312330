"""Download the FASTQ files of the newest biosample, and write a table of them."""

from __future__ import annotations

import asyncio
import csv
import sys
from pathlib import Path

from basespace_async import BaseSpace
from basespace_async.models import BiosampleCompact, DatasetCompact

HEADER = ["biosample", "project", "dataset", "files", "bytes", "dataset_bytes"]


async def newest(basespace: BaseSpace) -> BiosampleCompact:
    """Return the newest biosample that is sequenced."""
    biosample = await basespace.biosamples.list(status="Done", sort_by="DateCreated", sort_dir="Desc").first()
    assert biosample is not None
    return biosample


async def size_of(basespace: BaseSpace, dataset: DatasetCompact) -> int:
    """Return the bytes of a dataset's FASTQ files."""
    size = 0
    async for file in basespace.datasets.files(dataset, extensions=".fastq.gz"):
        size += file.size
    return size


async def download(basespace: BaseSpace, dataset: DatasetCompact, folder: Path) -> list[Path]:
    """Download a dataset into a folder of its name, and return the paths."""
    report = await basespace.datasets.download(dataset, folder / f"fastq/{dataset.name}", extensions=".fastq.gz")
    return [file.path for file in report.files]


async def rows_of(basespace: BaseSpace, biosample: BiosampleCompact, folder: Path) -> list[list[str | int]]:
    """Return a row for each FASTQ dataset of a biosample."""
    full = await basespace.biosamples.get(biosample.id)
    project = full.default_project.name if full.default_project else ""
    rows: list[list[str | int]] = []
    async for dataset in basespace.datasets.list(input_biosamples=biosample.id, dataset_types="common.fastq"):
        paths = await download(basespace, dataset, folder)
        size = await size_of(basespace, dataset)
        rows.append([full.biosample_name, project, dataset.name, len(paths), size, dataset.total_size])
    return rows


async def main(folder: Path) -> None:
    """Write the table, and print what the account has."""
    async with BaseSpace() as basespace:
        rows = await rows_of(basespace, await newest(basespace), folder)
        statuses = [appsession.execution_status async for appsession in basespace.appsessions.list()]
        datasets = await basespace.datasets.list().collect()
    with (folder / "fastq.csv").open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows([HEADER, *rows])
    print(sum(dataset.total_size for dataset in datasets), "bytes in all;", statuses.count("Running"), "running")


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
