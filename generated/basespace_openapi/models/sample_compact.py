from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import Model, optional_field

if TYPE_CHECKING:
    from .genome_compact import GenomeCompact
    from .legacy_appsession_compact import LegacyAppSessionCompact
    from .project_compact import ProjectCompact
    from .sample_library import SampleLibrary
    from .user_compact import UserCompact


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class SampleCompact(Model):
    """Sample as version 1 of the API knows it, in short. Biosamples and FASTQ datasets took its place."""

    id: str | None = optional_field("Id")
    """Identifier, as text."""
    href: str | None = optional_field("Href")
    """Link to the resource; may be relative."""
    is_merged: bool | None = optional_field("IsMerged")
    """Whether the sample was merged from others."""
    user_owned_by: UserCompact | None = optional_field("UserOwnedBy")
    """User in short."""
    name: str | None = optional_field("Name")
    """Name."""
    experiment_name: str | None = optional_field("ExperimentName")
    """Name of the experiment, given by the user."""
    sample_id: str | None = optional_field("SampleId")
    """Id that the user gave to the sample."""
    status: str | None = optional_field("Status")
    """Status, as version 1 of the API gives it."""
    status_summary: str | None = optional_field("StatusSummary")
    """Text that explains the status."""
    date_created: datetime.datetime | None = optional_field("DateCreated")
    """When it was created, in UTC; the year 0001 means not set."""
    total_size: int | None = optional_field("TotalSize")
    """Size of all its files, in bytes."""
    appsession: LegacyAppSessionCompact | None = optional_field("AppSession")
    """Analysis in short, in the form of version 1 of the API. `AppSessionCompact` is the form of version 2."""
    projects: list[ProjectCompact] | None = optional_field("Projects")
    """Projects that it belongs to."""
    library: SampleLibrary | None = optional_field("Library")
    """Sequencing library in the form of version 1 of the API."""
    genome: GenomeCompact | None = optional_field("Genome")
    """Reference genome in short."""
    read_1: int | None = optional_field("Read1")
    """Number of cycles of the first read, presumably."""
    read_2: int | None = optional_field("Read2")
    """Number of cycles of the second read, presumably."""
    num_reads_pf: int | None = optional_field("NumReadsPF")
    """Number of reads that pass the filter."""
    num_reads_raw: int | None = optional_field("NumReadsRaw")
    """Number of reads before filtering."""
    total_reads_raw: int | None = optional_field("TotalReadsRaw")
    """Number of reads before filtering."""
    total_reads_pf: int | None = optional_field("TotalReadsPF")
    """Number of reads that pass the filter."""
    total_clusters_raw: int | None = optional_field("TotalClustersRaw")
    """Number of clusters before filtering."""
    total_clusters_pf: int | None = optional_field("TotalClustersPF")
    """Number of clusters that pass the filter."""
    is_paired_end: bool | None = optional_field("IsPairedEnd")
    """Whether it was sequenced from both ends."""
    is_deleted: bool | None = optional_field("IsDeleted")
    """Whether it has been deleted."""
    additional_properties: dict[str, Any] = field(factory=dict)
