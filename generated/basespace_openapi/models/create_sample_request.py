from __future__ import annotations

from typing import Any

from attrs import define, field

from ..types import RequestModel, Unset, request_field


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class CreateSampleRequest(RequestModel):
    """Sample to create."""

    name: str | None | Unset = request_field("Name")
    """Name of the sample."""
    sample_id: str | None | Unset = request_field("SampleId")
    """Id of the sample, as the laboratory has it."""
    sample_number: int | None | Unset = request_field("SampleNumber")
    """Number of the sample in its sample sheet."""
    experiment_name: str | None | Unset = request_field("ExperimentName")
    """Name of the experiment."""
    read_1: int | None | Unset = request_field("Read1")
    """Length of the first read."""
    read_2: int | None | Unset = request_field("Read2")
    """Length of the second read."""
    is_paired_end: bool | None | Unset = request_field("IsPairedEnd")
    """Whether there are two reads."""
    num_reads_raw: int | None | Unset = request_field("NumReadsRaw")
    """Number of reads."""
    num_reads_pf: int | None | Unset = request_field("NumReadsPF")
    """Number of reads that passed the filter."""
    href_genome: str | None | Unset = request_field("HrefGenome")
    """Link to the reference genome."""
    additional_properties: dict[str, Any] = field(factory=dict)
