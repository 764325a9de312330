"""Uploaded FASTQ: the biosample that a dataset belongs to, and the end of its upload."""

from __future__ import annotations

import re

from attrs import evolve

from ..world.factory import FASTQ_TYPES
from ..world.records import AppSessionRecord, BiosampleRecord, DatasetRecord
from ..world.world import World

_FASTQ_NAME = re.compile(r"(?P<sample>[^/]+?)_S\d+(?:_L(?P<lane>\d{3}))?_[RI]\d_\d{3}\.fastq\.gz")


def land(world: World, dataset: DatasetRecord) -> DatasetRecord:
    """Link a FASTQ dataset whose upload is complete to its biosample (inferred).

    That is the one of its analysis's property `Input.BioSamples`, of several the one that the files are named after.
    Without the property the files' name and the project decide; a biosample that is not there is made.
    """
    if dataset.biosample_id or dataset.type_id not in FASTQ_TYPES:
        return dataset
    names = [match for file in world.files.of_dataset(dataset) if (match := _FASTQ_NAME.fullmatch(file.name))]
    sample = names[0]["sample"] if names else None
    biosample = _input(world, dataset, sample) or _named(world, dataset, sample)
    if biosample is None:
        return dataset
    lane = int(names[0]["lane"] or 1) if names else 1
    return world.link_dataset(evolve(dataset, biosample_id=biosample.id, lane=lane))


def complete_outputs(world: World, session: AppSessionRecord) -> None:
    """End the uploads of the samples and app results of an analysis that is complete (client)."""
    for dataset in world.outputs_of(session):
        if dataset.upload_status in ("Pending", "Uploading"):
            land(world, world.datasets.put(evolve(dataset, upload_status="Completed", modified=world.now())))


def _input(world: World, dataset: DatasetRecord, sample: str | None) -> BiosampleRecord | None:
    session = world.appsessions.get(dataset.appsession_id)
    written = session.written.get("Input.BioSamples") if session is not None else None
    given = (
        []
        if written is None
        else [world.biosamples.get(str(reference).rpartition("/")[2]) for reference in written.values]
    )
    there = [biosample for biosample in given if biosample is not None]
    named = [biosample for biosample in there if _is_called(biosample, sample)]
    return next(iter(named or there), None)


def _is_called(biosample: BiosampleRecord, sample: str | None) -> bool:
    # The names of files have dashes for underscores.
    return sample is not None and biosample.name.lower().replace("_", "-") == sample.lower().replace("_", "-")


def _named(world: World, dataset: DatasetRecord, sample: str | None) -> BiosampleRecord | None:
    if sample is None or not dataset.project_id:
        return None
    in_project = (biosample for biosample in world.biosamples.values() if biosample.project_id == dataset.project_id)
    there = next((biosample for biosample in in_project if _is_called(biosample, sample)), None)
    return there or world.add_biosample(sample, project=dataset.project_id)
