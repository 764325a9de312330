"""Find the FASTQ files of samples by name, and plan what to fetch."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any, Literal, get_args

from attrs import define, evolve, field

from .._core.parameters import ResourceId, identifier
from .._util.sample_names import parse_fastq_name, split_lane
from ..content.reader import plain_etag
from ..errors import AuthenticationError, BaseSpaceError, ConfigurationError, MissingFieldError
from ..resources._batch import Outcomes, for_each_id
from ..resources.datasets import UPLOADED, Datasets
from .names import SampleNames, group_by_sample, nearest
from .pairing import mates_key, pairing_problem, place_of, read_order, without_copies
from .plan import FastqCollection, FastqFile, FastqPlan, FastqSample, MissingSample

if TYPE_CHECKING:
    from .._core.requester import Requester
    from ..models import DatasetCompact, File

FASTQ_TYPE = "common.fastq"
TopUps = Literal["join", "newest", "refuse"]
"""What becomes of several datasets of a sample that have the same lane; see `Fastqs.find`."""

_TAKEN = {"join": "all are joined, the oldest first", "newest": "the newest is taken"}
_MAX_SUGGESTED = 100
"""Missing samples that come with similar names: where more are missing, the table is of another project."""


@define
class _Request:
    """A sample that is asked for: its name, and its datasets."""

    name: str
    datasets: list[DatasetCompact] = field(factory=list)


class SampleFinder:
    """A search for the FASTQ files of samples in a project or a run.

    Args:
        client: Sends the requests.
        collection: The project or run.
        top_ups: What becomes of several datasets of a sample.
        index_reads: Also take index reads.
        concurrency: Lists of files read in parallel.
    """

    def __init__(
        self,
        client: Requester,
        collection: FastqCollection,
        *,
        top_ups: TopUps = "join",
        index_reads: bool = False,
        concurrency: int = 8,
    ) -> None:
        if top_ups not in get_args(TopUps):
            raise ConfigurationError(f"top_ups is {top_ups!r}; it is one of {', '.join(get_args(TopUps))}")
        self._client = client
        self._collection = collection
        self._top_ups = top_ups
        self._index_reads = index_reads
        self._concurrency = concurrency
        self._missing: list[MissingSample] = []

    async def plan(self, samples: Iterable[ResourceId] | None) -> FastqPlan:
        """Plan the fetch of samples by name or id, or of all."""
        datasets = [dataset async for dataset in self._datasets() if self._is_fastq(dataset)]
        by_name: dict[str, list[DatasetCompact]] = {}
        for dataset in datasets:
            by_name.setdefault(_name_of(dataset), []).append(dataset)
        groups = group_by_sample(by_name)
        if samples is None:
            requests = [_Request(name, _flat(by_name, names)) for name, names in groups.items()]
        else:
            requests = await self._requests(samples, by_name, groups)
        requests = [request for request in requests if self._is_usable(request)]
        ids = [identifier(dataset) for request in requests for dataset in request.datasets]
        listed = await for_each_id(list(dict.fromkeys(ids)), self._files, concurrency=self._concurrency)
        for error in listed.failed.values():
            if isinstance(error, AuthenticationError):
                raise error
        planned = [sample for request in requests if (sample := self._sample(request, listed))]
        return FastqPlan(self._collection, tuple(_with_shared(planned)), tuple(self._missing))

    def _datasets(self) -> Any:
        place = self._collection
        name = "project"
        if place.kind == "run":  # newer ids of runs are tokens (client)
            name = "input_runs" if place.id.isdigit() else "input_run_tokens"
        of: dict[str, Any] = {name: place.id}
        return Datasets(self._client).list(dataset_types=FASTQ_TYPE, **of)

    def _is_fastq(self, dataset: DatasetCompact) -> bool:
        """Return whether a dataset is what was asked for, in case the service took a filter for nothing."""
        dataset_type = getattr(dataset, "dataset_type", None)
        types = [getattr(dataset_type, "id", None), *(getattr(dataset_type, "conforms_to_ids", None) or ())]
        project = getattr(getattr(dataset, "project", None), "id", None)
        is_here = self._collection.kind != "project" or project in (None, self._collection.id)
        return is_here and (dataset_type is None or FASTQ_TYPE in types)

    async def _files(self, dataset: str) -> list[File]:
        return await Datasets(self._client).files(dataset, resolve_links=True).collect()

    async def _requests(
        self,
        samples: Iterable[ResourceId],
        by_name: dict[str, list[DatasetCompact]],
        groups: dict[str, list[str]],
    ) -> list[_Request]:
        """Find what each name or id stands for; two names of one sample give it once."""
        requests: dict[str, _Request] = {}
        names = SampleNames(groups)
        by_id = {identifier(dataset): dataset for datasets in by_name.values() for dataset in datasets}
        for sample in samples:
            wanted = sample.strip() if isinstance(sample, str) else identifier(sample)
            # Names may begin or end with a space, and so may the lines of a table.
            matches = (names.find(sample) or names.find(wanted)) if isinstance(sample, str) else []
            if len(matches) > 1:
                alike = ", ".join(repr(name) for name, _ in matches)
                self._miss(wanted, f"the name may stand for any of {alike}: write it as it is there")
            elif matches:
                name, datasets = matches[0]
                requests.setdefault(name, _Request(name, _flat(by_name, datasets)))
            else:
                biosample = await self._by_id(wanted, by_id)
                for dataset in biosample or ():
                    name = names.sample_of[_name_of(dataset)]
                    request = requests.setdefault(name, _Request(name))
                    request.datasets += [dataset] if dataset not in request.datasets else []
                if biosample == []:
                    where = f"the {self._collection.kind} {self._collection.name}"
                    similar = nearest(wanted, groups) if len(self._missing) < _MAX_SUGGESTED else ()
                    self._missing.append(MissingSample(wanted, f"{where} has no FASTQ of it", similar))
                    await asyncio.sleep(0)
        return list(requests.values())

    async def _by_id(self, wanted: str, by_id: dict[str, DatasetCompact]) -> list[DatasetCompact] | None:
        """Find the datasets of an id: that of a dataset, or of a biosample; None if that is said to be missing."""
        ids = {wanted: None}
        if wanted.isascii() and wanted.isdigit():
            try:
                of_biosample = Datasets(self._client).list(input_biosamples=wanted, dataset_types=FASTQ_TYPE)
                ids |= dict.fromkeys([identifier(dataset) async for dataset in of_biosample])
            except AuthenticationError:
                raise
            except BaseSpaceError as error:
                self._miss(wanted, f"no sample has this name, and a biosample of this id cannot be asked for: {error}")
                return None
        return [by_id[id_] for id_ in ids if id_ in by_id]

    def _miss(self, name: str, reason: str) -> None:
        self._missing.append(MissingSample(name, reason))

    def _is_usable(self, request: _Request) -> bool:
        """Return whether all datasets of a sample are there, and its own."""
        projects = {getattr(getattr(dataset, "project", None), "id", None) for dataset in request.datasets}
        if len(projects) > 1:
            ids = ", ".join(sorted(map(str, projects)))
            self._miss(request.name, f"several projects have a sample of this name: fetch it from one of them ({ids})")
            return False
        problem = next((problem for dataset in request.datasets if (problem := _problem_of(dataset))), None)
        if problem:
            self._miss(request.name, problem)
        return problem is None

    def _sample(self, request: _Request, listed: Outcomes[list[File]]) -> FastqSample | None:
        """Put the files of a sample into order; None if they cannot be fetched."""
        datasets = sorted(request.datasets, key=lambda dataset: (dataset.date_created, identifier(dataset)))
        files: list[FastqFile] = []
        for dataset in datasets:
            if error := listed.failed.get(identifier(dataset)):
                self._miss(request.name, f"the files of its dataset {identifier(dataset)} cannot be listed: {error}")
                return None
            try:
                files += self._fastqs(dataset, listed.succeeded[identifier(dataset)])
            except MissingFieldError as error:  # one such file is no reason to take the others for the whole
                self._miss(request.name, f"a file of its dataset {identifier(dataset)} cannot be planned: {error}")
                return None
        files = without_copies(files)
        files, repeated = self._top_up(files, [identifier(dataset) for dataset in datasets])
        problem = "its datasets have the same lane: say what becomes of top-ups" if repeated is None else None
        problem = problem or pairing_problem(files, datasets)
        if problem:
            self._miss(request.name, problem)
            return None
        names = {identifier(dataset): _name_of(dataset) for dataset in datasets}
        return FastqSample(request.name, tuple(files), names, tuple(repeated or ()))

    def _fastqs(self, dataset: DatasetCompact, files: Sequence[File]) -> Iterator[FastqFile]:
        _, lane = split_lane(_name_of(dataset))
        for file in files:
            name = parse_fastq_name(file.name)
            if name is None or (name.read.startswith("I") and not self._index_reads):
                continue
            etag, its_lane = plain_etag(file.etag or ""), lane if name.lane is None else name.lane
            yield FastqFile(
                file.id, file.name, file.size, etag, name.read, its_lane, name.part, identifier(dataset), file
            )

    def _top_up(self, files: list[FastqFile], ages: list[str]) -> tuple[list[FastqFile], list[str] | None]:
        """Order files as their bytes follow each other, and treat lanes that several datasets have.

        Returns:
            The files, and warnings; None in their place if such lanes are refused.
        """
        files = sorted(files, key=lambda file: (read_order(file), *place_of(file, ages), mates_key(file), file.id))
        kept: list[FastqFile] = []
        warnings: list[str] = []
        # What does not say its lane may have the reads of any.
        says_lane = all(file.lane is not None for file in files)
        for (_, lane), group in groupby(files, key=lambda file: (read_order(file), file.lane if says_lane else None)):
            same = list(group)
            newest = max(ages.index(file.dataset) for file in same)
            if len({file.dataset for file in same}) > 1:
                if self._top_ups == "refuse":
                    return [], None
                what = "reads without a lane" if lane is None else f"lane {lane}"
                warnings.append(f"several datasets have {what}: {_TAKEN[self._top_ups]}")
                if self._top_ups == "newest":
                    same = [file for file in same if ages.index(file.dataset) == newest]
            kept += same
        return kept, list(dict.fromkeys(warnings))


def _with_shared(samples: Iterable[FastqSample]) -> Iterator[FastqSample]:
    """Yield samples; one that was asked for beside a single lane of it, or the other way round, gets a warning."""
    owners: dict[str, str] = {}
    for sample in samples:
        shared = [f"it has reads that {owners[dataset]!r} has, too" for dataset in sample.datasets if dataset in owners]
        owners.update(dict.fromkeys(sample.datasets, sample.name))
        yield evolve(sample, warnings=tuple(dict.fromkeys([*sample.warnings, *shared]))) if shared else sample


def _flat(by_name: dict[str, list[DatasetCompact]], names: Iterable[str]) -> list[DatasetCompact]:
    return [dataset for name in names for dataset in by_name[name]]


def _name_of(dataset: DatasetCompact) -> str:
    return getattr(dataset, "name", "") or identifier(dataset)


def _problem_of(dataset: DatasetCompact) -> str | None:
    """Return why the files of a dataset cannot be fetched."""
    name = identifier(dataset)
    if getattr(dataset, "is_archived", None):
        return f"its dataset {name} is archived: restore it first (`storage.restore`)"
    if getattr(dataset, "is_deleted", None) or getattr(dataset, "is_file_data_deleted", None):
        return f"its dataset {name} was deleted"
    status = getattr(dataset, "upload_status", None)
    if status and status not in UPLOADED:
        return f"its dataset {name} is not complete (upload status {status}): try again later"
    return None
