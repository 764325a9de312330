from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import UNSET, Model, Unset

if TYPE_CHECKING:
    from .genome_compact import GenomeCompact
    from .legacy_appsession_compact import LegacyAppSessionCompact
    from .project_compact import ProjectCompact
    from .sample_library import SampleLibrary
    from .user_compact import UserCompact


@define(kw_only=True, repr=False)
class SampleCompact(Model):
    """Sample as version 1 of the API knows it, in short. Biosamples and FASTQ datasets took its place."""

    id: str | None | Unset = field(default=UNSET, metadata={"wire": "Id"})
    """Identifier, as text."""
    href: str | None | Unset = field(default=UNSET, metadata={"wire": "Href"})
    """Link to the resource; may be relative."""
    is_merged: bool | None | Unset = field(default=UNSET, metadata={"wire": "IsMerged"})
    """Whether the sample was merged from others."""
    user_owned_by: UserCompact | None | Unset = field(default=UNSET, metadata={"wire": "UserOwnedBy"})
    """User in short."""
    name: str | None | Unset = field(default=UNSET, metadata={"wire": "Name"})
    """Name."""
    experiment_name: str | None | Unset = field(default=UNSET, metadata={"wire": "ExperimentName"})
    """Name of the experiment, given by the user."""
    sample_id: str | None | Unset = field(default=UNSET, metadata={"wire": "SampleId"})
    """Id that the user gave to the sample."""
    status: str | None | Unset = field(default=UNSET, metadata={"wire": "Status"})
    """Status, as version 1 of the API gives it."""
    status_summary: str | None | Unset = field(default=UNSET, metadata={"wire": "StatusSummary"})
    """Text that explains the status."""
    date_created: datetime.datetime | None | Unset = field(default=UNSET, metadata={"wire": "DateCreated"})
    """When it was created, in UTC; the year 0001 means not set."""
    total_size: int | None | Unset = field(default=UNSET, metadata={"wire": "TotalSize"})
    """Size of all its files, in bytes."""
    appsession: LegacyAppSessionCompact | None | Unset = field(default=UNSET, metadata={"wire": "AppSession"})
    """Analysis in short, in the form of version 1 of the API. `AppSessionCompact` is the form of version 2."""
    projects: list[ProjectCompact] | None | Unset = field(default=UNSET, metadata={"wire": "Projects"})
    """Projects that it belongs to."""
    library: SampleLibrary | None | Unset = field(default=UNSET, metadata={"wire": "Library"})
    """Sequencing library in the form of version 1 of the API."""
    genome: GenomeCompact | None | Unset = field(default=UNSET, metadata={"wire": "Genome"})
    """Reference genome in short."""
    read_1: int | None | Unset = field(default=UNSET, metadata={"wire": "Read1"})
    """Number of cycles of the first read, presumably."""
    read_2: int | None | Unset = field(default=UNSET, metadata={"wire": "Read2"})
    """Number of cycles of the second read, presumably."""
    num_reads_pf: int | None | Unset = field(default=UNSET, metadata={"wire": "NumReadsPF"})
    """Number of reads that pass the filter."""
    num_reads_raw: int | None | Unset = field(default=UNSET, metadata={"wire": "NumReadsRaw"})
    """Number of reads before filtering."""
    total_reads_raw: int | None | Unset = field(default=UNSET, metadata={"wire": "TotalReadsRaw"})
    """Number of reads before filtering."""
    total_reads_pf: int | None | Unset = field(default=UNSET, metadata={"wire": "TotalReadsPF"})
    """Number of reads that pass the filter."""
    total_clusters_raw: int | None | Unset = field(default=UNSET, metadata={"wire": "TotalClustersRaw"})
    """Number of clusters before filtering."""
    total_clusters_pf: int | None | Unset = field(default=UNSET, metadata={"wire": "TotalClustersPF"})
    """Number of clusters that pass the filter."""
    is_paired_end: bool | None | Unset = field(default=UNSET, metadata={"wire": "IsPairedEnd"})
    """Whether it was sequenced from both ends."""
    is_deleted: bool | None | Unset = field(default=UNSET, metadata={"wire": "IsDeleted"})
    """Whether it has been deleted."""
    additional_properties: dict[str, Any] = field(factory=dict)
