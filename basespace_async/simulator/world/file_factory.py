"""The factory of the files of datasets."""

from __future__ import annotations

import re
from functools import lru_cache

from . import ids, topology
from .content import TAILS, FileBytes, Text, shared_content
from .factory import FASTQ, INDEXES, INSTRUMENTS, RecordFactory
from .fastq import ReadNames
from .records import DatasetRecord, FileRecord
from .seeded_random import SeededRandom

_ADDED_KIND = 4
_SECOND_MATE = re.compile(r"[_.-]R?2[_.]")


class FileFactory:
    """Files of datasets, by the dataset's position and type.

    Args:
        records: Factory of the records that the files belong to.
        file_size: Approximate bytes of each FASTQ file; None makes small files of several sizes.
    """

    def __init__(self, records: RecordFactory, file_size: int | None) -> None:
        self._records = records
        self._file_size = file_size
        self._run = lru_cache(maxsize=256)(records.run)

    def of_dataset(self, dataset: DatasetRecord) -> tuple[FileRecord, ...]:
        """Make the files of a dataset, by its position and type."""
        random = self._records.random("files", dataset.position)
        base = ids.DATASET_FILE + ids.FILES_EACH * dataset.position
        if dataset.type_id != FASTQ:
            return self._result_files(dataset, base, random)
        stem = f"{file_stem(dataset.name.rsplit('_L', 1)[0])}_S{sample_number(dataset)}_L{dataset.lane:03d}"
        directory = "Data/Intensities/BaseCalls" if random.below(5) == 0 else ""
        number, names = random.below(TAILS), self.read_names(dataset)
        return tuple(
            FileRecord(
                str(base + read),
                f"{stem}_R{read}_001.fastq.gz",
                directory,
                dataset.created,
                self._content(number, read, names),
            )
            for read in (1, 2)
        )

    def read_names(self, dataset: DatasetRecord) -> ReadNames:
        """Return what the names of a dataset's reads are made of: its run, its lane and its library."""
        run = self._run(ids.run(dataset.run_id) or 0)
        instrument, sample = INSTRUMENTS[run.instrument][0], sample_number(dataset)
        index = (ids.biosample(dataset.biosample_id) or 0) % INDEXES
        return ReadNames.of(instrument, run.number, run.flowcell, dataset.lane, sample, index)

    def _result_files(self, dataset: DatasetRecord, base: int, random: SeededRandom) -> tuple[FileRecord, ...]:
        metrics = f"metric,value\nreads,{random.between(1000, 9000)}\nyield,{random.between(1, 90)}\n"
        contents: tuple[tuple[str, str, FileBytes | Text], ...] = (
            (f"{dataset.name}.reads.fastq.gz", "", self._content(random.below(TAILS), 1, self.read_names(dataset))),
            (f"{dataset.name}.metrics.csv", "Summary", Text(metrics.encode())),
            ("run.json", "System/Logs", Text(b'{"ended": true}\n')),
            ("_SUCCESS", "", Text(b"")),
        )
        return tuple(
            FileRecord(str(base + number), name, directory, dataset.created, content)
            for number, (name, directory, content) in enumerate(contents, 1)
        )

    def added_content(self, dataset: DatasetRecord, name: str, size: int) -> FileBytes:
        """Make FASTQ of about `size` bytes for a file that joins a dataset: of the second mate if its name says so."""
        mate = 2 if _SECOND_MATE.search(name) else 1
        return FileBytes.of_size(_ADDED_KIND, size, mate, self.read_names(dataset))

    def _content(self, number: int, mate: int, names: ReadNames) -> FileBytes:
        if self._file_size is None:
            return shared_content(number, 0, mate, names)
        return FileBytes.of_size(number, self._file_size, mate, names)


def file_stem(sample: str) -> str:
    """Return a sample's name as file names have it, whose fields underscores separate (client)."""
    return sample.replace("_", "-")


def sample_number(dataset: DatasetRecord) -> int:
    """Return the number of a dataset's biosample in its run, from 1: the `S` of its files' names."""
    return 1 + (ids.biosample(dataset.biosample_id) or 0) % topology.BIOSAMPLES_PER_RUN
