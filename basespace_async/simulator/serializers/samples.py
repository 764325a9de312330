"""Biosamples, libraries, pools, prep requests and lab requeues."""

from __future__ import annotations

from ..world import ids, topology
from ..world.content import READ_LENGTH
from ..world.records import Biosample, Dataset, LabRequeue, Library, Pool, PrepRequest
from .accounts import me, owner, project_of
from .view_context import View, ViewContext, date, without_nothing

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
_BASES = "ACGT"


def biosample(scene: ViewContext, record: Biosample, parts: frozenset[str] = frozenset()) -> View:
    """A biosample; of its parts those that are named in lower case, as `include` asks for them."""
    project = scene.world.projects[record.project_id]
    view: View = {
        "Id": record.id,
        "Href": f"{scene.root}/biosamples/{record.id}",
        "UserOwnedBy": owner(scene, project.owner_id),
        "BioSampleName": record.name,
        "DefaultProject": project_of(scene, record.project_id),
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
        found = scene.world.prep_request(prep_request_id(record))
        view["PrepRequests"] = [prep_request(scene, found)] if found else []
    if "librarypreps" in parts:
        view["LibraryPreps"] = [{"Id": KIT["Id"], "Name": KIT["Name"]}]
    if "yields" in parts:
        view["Yields"] = yields(scene, record)
    return view


ALL_PARTS = frozenset(("preprequests", "librarypreps", "yields"))


def full_biosample(scene: ViewContext, record: Biosample) -> View:
    good = [each for each in scene.world.inputs_of((record.id,)) if each.qc_status == "QcPassed"]
    return {**biosample(scene, record, ALL_PARTS), "HasQcPassedFastqDatasets": bool(good)}


def prep_request_id(record: Biosample) -> str:
    return str(ids.PREP_REQUEST + record.position)


def prep_request(scene: ViewContext, record: PrepRequest) -> View:
    return {
        "Id": record.id,
        "Href": f"{scene.root}/preprequests/{record.id}",
        "Status": record.status,
        "LibraryPrep": KIT,
        "DateCreated": date(record.created),
        "DateModified": date(record.created),
        "RequiredYield": record.required_yield,
        "RequiredYieldGb": record.required_yield / 1e9,
    }


def yields(scene: ViewContext, record: Biosample) -> list[View]:
    """Expected and actual yield in bases; datasets of failed pools do not count (reference)."""
    counted = scene.world.inputs_of((record.id,))
    request = scene.world.prep_request(prep_request_id(record))
    return [
        {
            "LibraryPrep": KIT,
            "TotalExpectedYield": request.required_yield if request else 0,
            "TotalActualYield": sum(bases(scene, dataset) for dataset in counted),
            "TotalFastqDatasets": len(counted),
            "TotalLanes": len({(dataset.run_id, dataset.lane) for dataset in counted}),
        }
    ]


def bases(scene: ViewContext, dataset: Dataset) -> int:
    """Bases of a FASTQ dataset."""
    return READ_LENGTH * sum(file.content.reads for file in scene.world.files.of_dataset(dataset))


def index_sequence(number: int, shift: int) -> str:
    """Eight bases, another one for each number."""
    code = (number * 40_503 + shift * 9_973) % 4**8
    return "".join(_BASES[code >> 2 * place & 3] for place in range(8))


def library(scene: ViewContext, record: Library, parts: frozenset[str] = frozenset()) -> View:
    """A library; `libraryindex` and `yieldinformation` where they are asked for (reference)."""
    sample = scene.world.biosamples[record.biosample_id]
    view: View = {
        "Id": record.id,
        "Href": f"{scene.root}/libraries/{record.id}",
        "Name": record.name,
        "DateCreated": date(record.created),
        "DateModified": date(record.modified),
        "Status": record.status,
        "BioSample": biosample(scene, sample),
        "LibraryPrep": KIT,
        "Project": project_of(scene, sample.project_id),
        "Biomolecule": "DNA" if record.index % 5 else "RNA",
        "UserOwnedBy": owner(scene, scene.world.projects[sample.project_id].owner_id),
    }
    if "libraryindex" in parts:
        for name, shift in (("Index1", 3), ("Index2", 11)):
            sequence = index_sequence(record.index, shift)
            label = f"{name}-{record.index + 1:02d}"
            view[name] = {"Id": f"{shift}{record.index:03d}", "Name": label, "Sequence": sequence}
            view[f"{name}Sequence"] = sequence
    if "yieldinformation" in parts:
        view["Pools"] = [pool(scene, scene.world.pools[pool_id_of(record)])]
        view["PoolComponentActualYieldInBps"] = sum(bases(scene, each) for each in scene.world.inputs_of((sample.id,)))
    return view


def pool_id_of(record: Library) -> str:
    return str(ids.POOL + record.position // topology.BIOSAMPLES_PER_POOL)


def extended_library(scene: ViewContext, record: Library, parts: frozenset[str] = frozenset()) -> View:
    view = library(scene, record, parts)
    return {"BioSampleName": view["BioSample"]["BioSampleName"], "ProjectName": view["Project"]["Name"], **view}


def pool(scene: ViewContext, record: Pool) -> View:
    return {
        "Id": record.id,
        "Href": f"{scene.root}/librarypools/{record.id}",
        "UserPoolId": record.name,
        "UserOwnedBy": me(scene),
        "LibraryCount": len(scene.world.layout.biosamples_of_pool(record.position)),
        "DateModified": date(record.modified),
        "DateCreated": date(record.created),
        "Status": record.status,
    }


def lab_requeue(scene: ViewContext, record: LabRequeue) -> View:
    source = {
        "NewBioSampleLibrary": ("HrefPrepRequest", "preprequests"),
        "AdditionalYieldOfFinishedLibrary": ("HrefSampleLibrary", "libraries"),
        "AdditionalYieldOfLibraryPool": ("HrefLibraryPool", "librarypools"),
    }[record.type]
    sample = scene.world.biosamples.get(record.biosample_ids[0]) if len(record.biosample_ids) == 1 else None
    return without_nothing(
        {
            "Id": record.id,
            "Href": f"{scene.root}/labrequeues/{record.id}",
            "Status": record.status,
            "Type": record.type,
            "BioSample": biosample(scene, sample) if sample else None,
            "UserOwnedBy": me(scene),
            "DateCreated": date(record.created),
            "DateModified": date(record.modified),
            "RequestedAdditionalYield": record.requested,
            "MatchedYield": 0,
            "MissingYield": record.requested,
            "LIMSId": record.lims_id,
            "PrepType": KIT["Name"],
            source[0]: f"{scene.root}/{source[1]}/{record.source_id}",
        }
    )
