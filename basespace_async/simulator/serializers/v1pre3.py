"""What v1pre3 serves, with its relative links: projects, samples, app results, runs and files.

A sample is a FASTQ dataset, and an app result is another one: v1pre3 knows no datasets.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..world import ids
from ..world.factory import FASTQ, INDEXES
from ..world.fastq import I5, I7, READ_LENGTH, index_sequence
from ..world.file_factory import sample_number
from ..world.records import (
    AppSessionRecord,
    BiosampleRecord,
    DatasetRecord,
    FileRecord,
    ProjectRecord,
    RunRecord,
    UserRecord,
)
from .accounts import full_user, older_user, project
from .analyses import older_appsession
from .context import JsonObject, SerializerContext, date
from .datasets import count_reads, file
from .samples import KIT
from .sequencing import run

Properties = Mapping[str, JsonObject]
GENOME = {
    "Id": "4",
    "DisplayName": "Homo sapiens - UCSC (hg19)",
    "SpeciesName": "Homo sapiens",
    "Source": "UCSC",
    "Build": "hg19",
    "Href": "v1pre3/genomes/4",
    "HrefAnnotations": "v1pre3/genomes/4/annotations",
}
_BROWSER = "https://basespace.illumina.com"


def older_full_user(context: SerializerContext, record: UserRecord) -> JsonObject:
    """Serialize a user with mail address and links."""
    view = full_user(context, record)
    same = ("Email", "DateLastActive", "HrefRuns", "HrefProjects", "DateCreated", "ExternalDomainId")
    return {**older_user(record), **{name: view[name] for name in same}}


def older_project(context: SerializerContext, record: ProjectRecord) -> JsonObject:
    """Serialize a project."""
    owner = older_user(context.world.users[record.owner_id])
    return {**project(context, record), "Href": f"v1pre3/projects/{record.id}", "UserOwnedBy": owner}


def older_full_project(context: SerializerContext, record: ProjectRecord) -> JsonObject:
    """Serialize a project with its links and properties."""
    link = f"v1pre3/projects/{record.id}"
    return {
        "HrefSamples": f"{link}/samples",
        "HrefAppResults": f"{link}/appresults",
        "HrefBaseSpaceUI": f"{_BROWSER}/project/{record.id}",
        "Properties": _container({}, link),
        **older_project(context, record),
    }


def _container(properties: Properties, link: str) -> JsonObject:
    """Serialize properties as a resource has them in it."""
    count = len(properties)
    counts = {"DisplayedCount": count, "TotalCount": count}
    return {"Items": list(properties.values()), **counts, "Href": f"{link}/properties"}


def _listed(link: str, name: str, item_type: str, items: list[JsonObject]) -> Properties:
    """Serialize a property of several values."""
    link = f"{link}/properties/{name}"
    counts = {"ItemsDisplayedCount": len(items), "ItemsTotalCount": len(items)}
    view = {"Type": f"{item_type}[]", "Href": link, "Name": name, "Description": "", "Items": items}
    return {name: {**view, "HrefItems": f"{link}/items", **counts}}


def is_sample(record: DatasetRecord) -> bool:
    """Return whether a dataset is a sample; it is an app result otherwise."""
    return record.type_id == FASTQ


def dataset_link(record: DatasetRecord) -> str:
    """Return the link of a dataset as a sample or an app result."""
    if is_sample(record):
        return f"v1pre3/samples/{ids.SAMPLE + record.position}"
    return f"v1pre3/appresults/{ids.APP_RESULT + record.position}"


def _common(context: SerializerContext, record: DatasetRecord) -> JsonObject:
    """Serialize what samples and app results have in common."""
    world, link = context.world, dataset_link(record)
    is_complete = record.upload_status.startswith("Complete")
    return {
        "Id": link.rpartition("/")[2],
        "Href": link,
        "UserOwnedBy": older_user(world.users[world.owner_of(record)]),
        "Name": record.name.rsplit("_L", 1)[0] if is_sample(record) else record.name,
        "Status": "Complete" if is_complete else "Running",
        "StatusSummary": "Application completed successfully" if is_complete else record.upload_summary,
        "DateCreated": date(record.created),
        "TotalSize": sum(file.content.size for file in world.files.of_dataset(record)),
    }


def app_result(context: SerializerContext, record: DatasetRecord) -> JsonObject:
    """Serialize an app result, with the analysis that made it."""
    session = context.world.session_named(record.appsession_id)
    return {**_common(context, record), "AppSession": older_appsession(context, session)}


def sample(context: SerializerContext, record: DatasetRecord) -> JsonObject:
    """Serialize a sample with its library."""
    world = context.world
    files = world.files.of_dataset(record)
    clusters, reads, is_paired = count_reads(files)
    common, source = _common(context, record), world.runs.get(record.run_id)
    biosample = world.biosamples.get(record.biosample_id)
    return {
        **common,
        "IsMerged": False,
        "ExperimentName": "" if source is None else source.experiment,
        "SampleId": common["Name"],
        **({} if biosample is None else {"Library": older_library(context, biosample)}),
        "Genome": GENOME,
        "Read1": READ_LENGTH,
        "Read2": READ_LENGTH if is_paired else 0,
        "NumReadsPF": clusters,
        "NumReadsRaw": clusters,
        "TotalReadsRaw": reads,
        "TotalReadsPF": reads,
        "TotalClustersRaw": clusters,
        "TotalClustersPF": clusters,
        "IsPairedEnd": is_paired,
    }


def compact(context: SerializerContext, record: DatasetRecord) -> JsonObject:
    """Serialize a dataset as a sample or an app result."""
    return sample(context, record) if is_sample(record) else app_result(context, record)


def full(context: SerializerContext, record: DatasetRecord) -> JsonObject:
    """Serialize a sample or an app result with its links, properties and project."""
    world, link = context.world, dataset_link(record)
    session = world.session_named(record.appsession_id)
    view = {
        "HrefFiles": f"{link}/files",
        "References": [],
        "Properties": _container(dataset_properties(context, record), link),
        **compact(context, record),
        "AppSession": older_appsession(context, session),
        "Projects": [
            older_project(context, project) for project in (world.projects.get(record.project_id),) if project
        ],
    }
    if is_sample(record):
        return {"HrefGenome": GENOME["Href"], "SampleNumber": sample_number(record), **view}
    return {"Description": record.name, **view}


def dataset_properties(context: SerializerContext, record: DatasetRecord) -> Properties:
    """Serialize the inputs of a sample or an app result: its run, or its samples."""
    link, world = dataset_link(record), context.world
    if is_sample(record):
        source = world.runs.get(record.run_id)
        return _listed(link, "Input.Runs", "run", [] if source is None else [run(context, source)])
    samples = [sample(context, dataset) for dataset in world.datasets_of(record.biosample_id) if is_sample(dataset)]
    return _listed(link, "Input.Samples", "sample", samples)


def session_properties(context: SerializerContext, record: AppSessionRecord) -> Properties:
    """Serialize the inputs and outputs of an analysis."""
    world, link = context.world, f"v1pre3/appsessions/{record.id}"
    source = world.runs.get(record.run_id)
    inputs = (
        dataset for biosample in record.biosample_ids for dataset in world.datasets_of(biosample) if is_sample(dataset)
    )
    outputs = [compact(context, dataset) for dataset in world.outputs_of(record) if not is_sample(dataset)]
    return {
        **_listed(link, "Input.Runs", "run", [] if source is None else [run(context, source)]),
        **_listed(link, "Input.Samples", "sample", [sample(context, dataset) for dataset in inputs]),
        **_listed(link, "Output.AppResults", "appresult", outputs),
        **_listed(link, "Output.Projects", "project", [older_project(context, world.projects[record.project_id])]),
    }


def older_full_appsession(context: SerializerContext, record: AppSessionRecord) -> JsonObject:
    """Serialize an analysis with its properties."""
    properties = _container(session_properties(context, record), f"v1pre3/appsessions/{record.id}")
    return {"OriginatingUri": "", "References": [], "Properties": properties, **older_appsession(context, record)}


def biological_sample(context: SerializerContext, record: BiosampleRecord) -> JsonObject:
    """Serialize a biosample as libraries have it."""
    project_record = context.world.projects[record.project_id]
    return {
        "Id": record.id,
        "Href": f"v1pre3/biologicalsamples/{record.id}",
        "UserSampleId": record.name,
        "NucleicAcid": "Undefined",
        "Project": older_project(context, project_record),
        "UserOwnedBy": older_user(context.world.users[project_record.owner_id]),
        "DateModified": date(record.modified),
    }


def older_library(context: SerializerContext, record: BiosampleRecord) -> JsonObject:
    """Serialize the library of a biosample."""
    number, library_id = record.position % INDEXES, str(ids.LIBRARY + record.position)
    return {
        "OwnerUser": older_user(context.world.user),
        "Id": library_id,
        "Href": f"v1pre3/libraries/{library_id}",
        "BiologicalSample": biological_sample(context, record),
        "Index1": _index(number, I7),
        "Index2": _index(number, I5),
        "DateModified": date(record.modified),
        "LibraryPrep": KIT,
        "Project": older_project(context, context.world.projects[record.project_id]),
        "LibraryName": f"LIB-{record.position:06d}",
        "State": "Active",
    }


def _index(number: int, shift: int) -> JsonObject:
    name, sequence = f"{shift}{number:03d}", index_sequence(number, shift)
    return {"Id": name, "Name": name, "Sequence": sequence, "Incompatibility": "None"}


def full_run(context: SerializerContext, record: RunRecord) -> JsonObject:
    """Serialize a run with its links and properties."""
    link, view = f"v1pre3/runs/{record.id}", run(context, record)
    return {
        "HrefFiles": f"{link}/files",
        "HrefSamples": f"{link}/samples",
        "HrefBaseSpaceUI": f"{_BROWSER}/run/{record.id}",
        "DateUploadStarted": view["DateCreated"],
        "DateUploadCompleted": view["DateModified"],
        "Properties": _container(run_properties(context, record), link),
        **view,
    }


def run_properties(context: SerializerContext, record: RunRecord) -> Properties:
    """Serialize the samples that a run had, as its outputs."""
    datasets = context.world.datasets_of_run(record)
    samples = [sample(context, dataset) for dataset in datasets if is_sample(dataset)]
    return _listed(f"v1pre3/runs/{record.id}", "Output.Samples", "sample", samples) if samples else {}


def older_file(context: SerializerContext, record: FileRecord, content_link: str | None = None) -> JsonObject:
    """Serialize a file of a list."""
    link = f"v1pre3/files/{record.id}"
    return {**file(context, record, content_link=content_link or f"{link}/content"), "Href": link}


def full_file(context: SerializerContext, record: FileRecord) -> JsonObject:
    """Serialize a file with its upload status, its properties and what it is in."""
    view = {"UploadStatus": "complete", "Properties": _container({}, f"v1pre3/files/{record.id}")}
    return view | older_file(context, record) | _parent(context, record)


def _parent(context: SerializerContext, record: FileRecord) -> JsonObject:
    parent = context.world.files.parent_of(record.id)
    if isinstance(parent, DatasetRecord):
        return {"ParentSample" if is_sample(parent) else "ParentAppResult": compact(context, parent)}
    if isinstance(parent, AppSessionRecord):
        return {"ParentAppSession": older_appsession(context, parent)}
    return {} if parent is None else {"ParentRun": run(context, parent)}
