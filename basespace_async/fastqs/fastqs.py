"""FASTQ files by the names of their samples."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from .._core.parameters import ResourceId
from ..downloads.options import DownloadOptions, DownloadSettings
from ..errors import ConfigurationError
from .collection import Collection, find_collection
from .fetch import FastqReport, fetch_plan
from .find import SampleFinder, TopUps
from .plan import FastqPlan

if TYPE_CHECKING:
    from .._core.requester import Requester

Samples = ResourceId | Iterable[ResourceId] | None


class Fastqs:
    """FASTQ files by the names of their samples."""

    def __init__(self, client: Requester) -> None:
        self._client = client

    async def find(
        self,
        samples: Samples = None,
        *,
        collection: Collection | None = None,
        project: Collection | None = None,
        run: Collection | None = None,
        index_reads: bool = False,
        top_ups: TopUps = "join",
        concurrency: int = 8,
    ) -> FastqPlan:
        """Find the FASTQ files of samples, and plan what to fetch.

        Calls `GET /v2/search` for the collection (the lists of projects and runs where it gives nothing),
        `GET /v2/datasets` and `GET /v2/datasets/{id}/files`.

        A sample is a dataset of type `common.fastq`, or several that differ in the lane at the end of their names.
        Names match exactly, or with `_` for `-`, or in another case where only one sample fits; never by prefix.

        Args:
            samples: Names of samples, ids of biosamples or datasets, or objects that have one. [default: all samples]
            collection: Project or run: its name, its id, or the object.
            project: Project, in place of `collection`, where a name or an id is of both.
            run: Run, in place of `collection`.
            index_reads: Also take index reads (I1, I2).
            top_ups: What becomes of several datasets of a sample with the same lane: join = all, the oldest first;
                newest = only the newest; refuse = the sample is missing. A file that is in two datasets counts once.
            concurrency: Lists of files read in parallel.

        Returns:
            A `FastqPlan`. What cannot be fetched is in `missing`, with the reason and similar names.

        Raises:
            NameLookupError: If no project or run has the name or id, or several have it.
            ConfigurationError: If not exactly one of `collection`, `project` and `run` is given.

        Example:
            ```python
            plan = await basespace.fastqs.find(["NA12878", "NA12891"], collection="Batch 7")
            print(len(plan.samples), "samples,", plan.size, "bytes; missing:", *plan.missing)
            ```
        """
        place = await find_collection(self._client, collection, project, run)
        finder = SampleFinder(self._client, place, top_ups=top_ups, index_reads=index_reads, concurrency=concurrency)
        if samples is not None and (isinstance(samples, str) or not isinstance(samples, Iterable)):
            samples = [samples]
        return await finder.plan(samples)

    async def fetch(
        self,
        samples: Samples | FastqPlan = None,
        *,
        to: str | Path,
        collection: Collection | None = None,
        project: Collection | None = None,
        run: Collection | None = None,
        index_reads: bool = False,
        top_ups: TopUps = "join",
        keep_lanes: bool = False,
        count: bool = False,
        **options: Unpack[DownloadOptions],
    ) -> FastqReport:
        """Download the FASTQ files of samples: `{sample}_R1.fastq.gz` and `{sample}_R2.fastq.gz`, lanes merged.

        All lanes of all samples come side by side, each to its offset in the one file, and each is compared with its
        own checksum; there is no second copy on disk. The same call resumes an interrupted one.

        Args:
            samples: As in `find`, or a plan that `find` returned or that was loaded.
            to: Target folder.
            collection: As in `find`; not with a plan.
            project: As in `find`.
            run: As in `find`.
            index_reads: As in `find`.
            top_ups: As in `find`.
            keep_lanes: Write a file for each lane instead of one for all.
            count: Count the reads of R1 and R2, which must be equal; that reads the files once.
            **options: How to download; see `DownloadOptions`.

        Returns:
            A `FastqReport`: the files on disk, and those of each sample.

        Raises:
            IncompleteDownloadError: If some samples are missing or incomplete; `failed` says why, the `report` has the
                others, and the same call goes on with them.
            NameLookupError: If no project or run has the name or id, or several have it.
            ConfigurationError: If a plan comes with other arguments of `find`.
            DownloadError: If the disk is full.

        Example:
            ```python
            report = await basespace.fastqs.fetch(["NA12878"], collection="Batch 7", to="fastq")
            ```
        """
        settings = DownloadSettings.of(options)
        if not isinstance(samples, FastqPlan):
            samples = await self.find(
                samples, collection=collection, project=project, run=run, index_reads=index_reads, top_ups=top_ups
            )
        elif index_reads or top_ups != "join" or (collection, project, run) != (None, None, None):
            raise ConfigurationError("a plan says already what is fetched, and from where; give it alone")
        return await fetch_plan(self._client, samples, Path(to), settings, keep_lanes=keep_lanes, count=count)
