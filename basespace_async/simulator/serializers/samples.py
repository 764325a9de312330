"""Biosamples, libraries, pools, prep requests and lab requeues."""

from __future__ import annotations

from ..world import ids, topology
from ..world.fastq import I5, I7, READ_LENGTH, index_sequence
from ..world.records import (
    BiosampleRecord,
    DatasetRecord,
    LabRequeueRecord,
    LibraryRecord,
    PoolRecord,
    PrepRequestRecord,
)
from .accounts import me, owner, project_of
from .context import JsonObject, SerializerContext, date, omit_empty

KIT = {
    "Id": "1014015",
    "Href": "v1pre3/libraryprepkits/1014015",
    "Name": "Unknown",
    "ValidIndexingStrategies": "None,SingleIndex,DualIndex",
    "ValidReadTypes": "SingleRead,PairedEnd",
    "NumIndexCycles": 0,
    "DateModified": "2024-01-01T05:48:18.0000000Z",
    "State": "Active",
    "DefaultRead1Cycles": 0,
    "DefaultRead2Cycles": 0,
}


def biosample(context: SerializerContext, record: BiosampleRecord, parts: frozenset[str] = frozenset()) -> JsonObject:
    """Serialize a biosample; `parts` are the values of `include`, in lower case."""
    project = context.world.projects[record.project_id]
    view: JsonObject = {
        "Id": record.id,
        "Href": f"{context.root}/biosamples/{record.id}",
        "UserOwnedBy": owner(context, project.owner_id),
        "BioSampleName": record.name,
        "DefaultProject": project_of(context, record.project_id),
        "DateModified": date(record.modified),
        "DateCreated": date(record.created),
        "Status": record.status,
        "LabStatus": record.lab_status,
    }
    if record.container:
        view["ContainerName"] = record.container
    if record.container_position:
        view["ContainerPosition"] = record.container_position
    if record.subject_id:
        view["Subject"] = {"Id": record.subject_id, "Href": f"v1pre3/subjects/{record.subject_id}"}
    if "preprequests" in parts:
        prep_record = context.world.prep_request(prep_request_id(record))
        view["PrepRequests"] = [prep_request(context, prep_record)] if prep_record else []
    if "librarypreps" in parts:
        view["LibraryPreps"] = [{"Id": KIT["Id"], "Name": KIT["Name"]}]
    if "yields" in parts:
        view["Yields"] = yields(context, record)
    return view


ALL_PARTS = frozenset(("preprequests", "librarypreps", "yields"))


def full_biosample(context: SerializerContext, record: BiosampleRecord) -> JsonObject:
    """Serialize a biosample with all of its parts."""
    good = [dataset for dataset in context.world.inputs_of((record.id,)) if dataset.qc_status == "QcPassed"]
    return {**biosample(context, record, ALL_PARTS), "HasQcPassedFastqDatasets": bool(good)}


def prep_request_id(record: BiosampleRecord) -> str:
    """Return the id of the prep request of a biosample."""
    return str(ids.PREP_REQUEST + record.position)


def prep_request(context: SerializerContext, record: PrepRequestRecord) -> JsonObject:
    """Serialize a prep request."""
    return {
        "Id": record.id,
        "Href": f"{context.root}/preprequests/{record.id}",
        "Status": record.status,
        "LibraryPrep": KIT,
        "DateCreated": date(record.created),
        "DateModified": date(record.created),
        "RequiredYield": record.required_yield,
        "RequiredYieldGb": record.required_yield / 1e9,
    }


def yields(context: SerializerContext, record: BiosampleRecord) -> list[JsonObject]:
    """Serialize expected and actual yield in bases; datasets of failed pools do not count (reference)."""
    counted = context.world.inputs_of((record.id,))
    request = context.world.prep_request(prep_request_id(record))
    return [
        {
            "LibraryPrep": KIT,
            "TotalExpectedYield": request.required_yield if request else 0,
            "TotalActualYield": sum(bases(context, dataset) for dataset in counted),
            "TotalFastqDatasets": len(counted),
            "TotalLanes": len({(dataset.run_id, dataset.lane) for dataset in counted}),
        }
    ]


def bases(context: SerializerContext, dataset: DatasetRecord) -> int:
    """Return the number of bases of a FASTQ dataset: those that its attributes tell, or those of its files."""
    given = dataset.attributes.get("common_fastq", {})
    clusters, *lengths = (
        value if isinstance(value := given.get(name), int) else 0
        for name in ("TotalClustersPF", "MaxLengthRead1", "MaxLengthRead2")
    )
    if clusters:
        return clusters * sum(lengths)
    return READ_LENGTH * sum(file.content.reads for file in context.world.files.of_dataset(dataset))


def library(context: SerializerContext, record: LibraryRecord, parts: frozenset[str] = frozenset()) -> JsonObject:
    """Serialize a library; with `libraryindex` and `yieldinformation` if `parts` names them (reference)."""
    sample = context.world.biosamples[record.biosample_id]
    view: JsonObject = {
        "Id": record.id,
        "Href": f"{context.root}/libraries/{record.id}",
        "Name": record.name,
        "DateCreated": date(record.created),
        "DateModified": date(record.modified),
        "Status": record.status,
        "BioSample": biosample(context, sample),
        "LibraryPrep": KIT,
        "Project": project_of(context, sample.project_id),
        "Biomolecule": "DNA" if record.index % 5 else "RNA",
        "UserOwnedBy": owner(context, context.world.projects[sample.project_id].owner_id),
    }
    if "libraryindex" in parts:
        for name, shift in (("Index1", I7), ("Index2", I5)):
            sequence = index_sequence(record.index, shift)
            label = f"{name}-{record.index + 1:02d}"
            view[name] = {"Id": f"{shift}{record.index:03d}", "Name": label, "Sequence": sequence}
            view[f"{name}Sequence"] = sequence
    if "yieldinformation" in parts:
        view["Pools"] = [pool(context, context.world.pools[pool_id_of(record)])]
        view["PoolComponentActualYieldInBps"] = sum(
            bases(context, dataset) for dataset in context.world.inputs_of((sample.id,))
        )
    return view


def pool_id_of(record: LibraryRecord) -> str:
    """Return the id of the pool of a library."""
    return str(ids.POOL + record.position // topology.BIOSAMPLES_PER_POOL)


def extended_library(
    context: SerializerContext, record: LibraryRecord, parts: frozenset[str] = frozenset()
) -> JsonObject:
    """Serialize a library with the names of its biosample and project."""
    view = library(context, record, parts)
    return {"BioSampleName": view["BioSample"]["BioSampleName"], "ProjectName": view["Project"]["Name"], **view}


def pool(context: SerializerContext, record: PoolRecord) -> JsonObject:
    """Serialize a library pool."""
    return {
        "Id": record.id,
        "Href": f"{context.root}/librarypools/{record.id}",
        "UserPoolId": record.name,
        "UserOwnedBy": me(context),
        "LibraryCount": len(context.world.topology.biosamples_of_pool(record.position)),
        "DateModified": date(record.modified),
        "DateCreated": date(record.created),
        "Status": record.status,
    }


def lab_requeue(context: SerializerContext, record: LabRequeueRecord) -> JsonObject:
    """Serialize a lab requeue."""
    source = {
        "NewBioSampleLibrary": ("HrefPrepRequest", "preprequests"),
        "AdditionalYieldOfFinishedLibrary": ("HrefSampleLibrary", "libraries"),
        "AdditionalYieldOfLibraryPool": ("HrefLibraryPool", "librarypools"),
    }[record.type]
    sample = context.world.biosamples.get(record.biosample_ids[0]) if len(record.biosample_ids) == 1 else None
    return omit_empty(
        {
            "Id": record.id,
            "Href": f"{context.root}/labrequeues/{record.id}",
            "Status": record.status,
            "Type": record.type,
            "BioSample": biosample(context, sample) if sample else None,
            "UserOwnedBy": me(context),
            "DateCreated": date(record.created),
            "DateModified": date(record.modified),
            "RequestedAdditionalYield": record.requested,
            "MatchedYield": 0,
            "MissingYield": record.requested,
            "LIMSId": record.lims_id,
            "PrepType": KIT["Name"],
            source[0]: f"{context.root}/{source[1]}/{record.source_id}",
        }
    )
