"""FASTQ files by the names of their samples: `client.fastqs` finds and fetches them."""

from .collection import Collection
from .fastqs import Fastqs, Samples
from .fetch import FastqReport, FetchedSample, count_reads
from .find import TopUps
from .plan import FastqCollection, FastqFile, FastqOutput, FastqPlan, FastqSample, MissingSample

__all__ = [
    "Collection",
    "FastqCollection",
    "FastqFile",
    "FastqOutput",
    "FastqPlan",
    "FastqReport",
    "FastqSample",
    "Fastqs",
    "FetchedSample",
    "MissingSample",
    "Samples",
    "TopUps",
    "count_reads",
]
