"""Names of the query parameters and body fields that operations know: others are counted or refused."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

_PAGE = "sortby offset limit sortdir"
_LINKS = "filehrefcontentresolution pathprefix statuses extensions excludeextensions directory"
_FILES = (
    f"{_PAGE} {_LINKS} filesetid turbomode includesubdirectories excludevcfindexfolder excludebamcoveragefolder "
    "excludesystemfolder excludeemptyfiles"
)
_NEW_FILE = "name directory multipart"
_PROPERTIES = f"{_PAGE} propertieslimit propertyitemslimit propertyfilters showhiddenitems"
_DATASETS = f"{_PAGE} include propertyfilters isarchived"
_KNOWN: Mapping[str, str] = {
    "GET /applications": f"{_PAGE} id category references cwlactive allversions autolaunchableonruncompleteappsonly",
    "GET /applications/{id}": "propertieslimit propertyitemslimit",
    "GET /applications/{id}/versions": _PAGE,
    "PUT /applications/{id}/qcthresholds": "qcthresholds",
    "PUT /applications/{id}/workflowdependencies": "version dependencies",
    "GET /appsessions": (
        f"{_PAGE} appid applicationfamilyslugs datemodified executionstatus qcstatus deliverystatus name include "
        "output.projects input.runs input.biosamples propertyfilters usercreatedby ownedbycurrentuser"
    ),
    "GET /appsessions/{id}": "include showhiddenitems",
    "DELETE /appsessions/{id}": "preserve bypasstrash",
    "GET /appsessions/{id}/comments": _PAGE,
    "GET /appsessions/{id}/logfiles": _FILES,
    "GET /biosamples": f"{_PAGE} biosamplename include propertynamestartswith status labstatus projectid",
    "GET /biosamples/{biosampleid}/labrequeues": f"{_PAGE} type",
    "GET /biosamples/{id}": "include",
    "GET /biosamples/{id}/libraries": f"{_PAGE} include",
    "GET /biosamples/{id}/runlanesummaries": _PAGE,
    "GET /datasets": (
        f"{_DATASETS} datasettypes qcstatus uploadstatus inputbiosamples inputruns inputruntokens projectid "
        "appsessionids"
    ),
    "GET /datasets/{id}/comments": _PAGE,
    "GET /datasets/{id}/files": _FILES,
    "GET /datasettypes/{id}": "include",
    "GET /files/{id}/content": "redirect",
    "GET /files/{id}/parts": _PAGE,
    "POST /files/{id}": "uploadstatus",
    "POST /appsessions/{id}/logfiles": _NEW_FILE,
    "POST /datasets/{id}/files": _NEW_FILE,
    "POST /appresults/{id}/files": _NEW_FILE,
    "POST /datasets/{id}/direct-upload-info": "sortdir",
    "POST /runs/{id}/files": _NEW_FILE,
    "GET /instrumentstatistics": f"{_PAGE} id serialnumbers fromdate todate binby timezone",
    "GET /labrequeues": f"{_PAGE} id status type",
    "GET /laneqcthresholds": "id",
    "PUT /laneqcthresholds": "id qcthresholds",
    "GET /lanes/{id}/comments": _PAGE,
    "GET /biosamples/{id}/aggregatedfastqdatasets": f"{_PAGE} selectedlibraryprepids mixlibrarytypesallowed",
    "GET /instruments": f"{_PAGE} id allworkgroups activeruns fromdate todate",
    "GET /instrumentstatus": f"{_PAGE} id serialnumbers includeactiveruns",
    "GET /preprequests": _PAGE,
    "POST /projects": "name description",
    "GET /resourcemanifest": (
        f"{_PAGE} id projects appsessions samples appresults datasets runmetrics runlogs runimages ipdrunparameters "
        "fileszipped extensions excludeemptyfiles"
    ),
    "POST /runs": "experimentname instrumenttype samplesheetname",
    "POST /runs/{id}": (
        "uploadstatus instrumentrunstatus runparametersxml instrumentrunid instrumentrunnumber flowcellbarcode "
        "prepkitname"
    ),
    "GET /runs/{id}/lanelibrarymappings": _PAGE,
    "GET /search": f"{_PAGE} query scope",
    "GET /useragreements": f"{_PAGE} id applicationid title category include",
    "GET /libraries": f"{_PAGE} id status",
    "GET /librarypools": f"{_PAGE} id status",
    "GET /librarypools/{id}/libraries": f"{_PAGE} include",
    "GET /projects/{id}": "propertieslimit propertyitemslimit include",
    "GET /projects/{id}/datasets": _DATASETS,
    "GET /runs": (
        f"{_PAGE} id include statuses instrumenttype laneandqcstatuses flowcellbarcode experimentname output.projects "
        "propertynamestartswith excludepropertynamestartswith"
    ),
    "GET /runs/{id}": "propertieslimit propertyitemslimit include",
    "GET /runs/{id}/files": f"{_PAGE} {_LINKS} recursive include",
    "GET /trash": _PAGE,
    "GET /users/current": "id options include",
    "GET /users/current/subscription": "id refreshcache",
    "GET /users/current/usage": f"{_PAGE} id includeloggedinuser periods refreshcache",
    "GET /users/current/workgroups": f"{_PAGE} includeloggedinuser activeonly refreshcache",
    "GET /users/{id}": "options include",
    "GET /users/{id}/settings": _PAGE,
}
_REQUEUE = "RequestedAdditionalYield LIMSId"
_KNOWN_FIELDS: Mapping[str, str] = {
    "POST /projects": "Id Name Description",
    "PUT /applications/{id}/qcthresholds": "QcThresholds",
    "PUT /applications/{id}/workflowdependencies": "Dependencies",
    "POST /applications/{id}/launch": "Name StatusSummary AutoStart InputParameters",
    "POST /appsessions": "Name StatusSummary",
    "POST /appsessions/{id}/logfiles": "Name Directory Category MultiPart FileSetId",
    "POST /appsessions/{id}/reschedule": "OutputProjectId",
    "POST /archive": "RunIds DatasetIds Id",
    "POST /biosamples": "BioSampleName DefaultProjectId SubjectId ContainerName ContainerPosition",
    "POST /biosamples/bulkimport": "Preview ValidationFlags BioSamples",
    "POST /biosamples/{id}/aggregation": "Locked",
    "POST /biosamples/{id}/libraries": "ProjectId Index1 Index2 Status LibraryName LibraryPrepId",
    "POST /datasets": "Name DatasetTypeId Attributes",
    "POST /datasets/{id}/copy": "DatasetName ProjectId ParentAppSessionId",
    "POST /projects/{id}/datasets": "Name AppSessionId DatasetTypeId Attributes",
    "POST /restore": "RunIds DatasetIds Id",
    "POST /runs": "Id",
    "POST /useragreements": "AgreementId",
    "POST /applications/{id}/workflows": "AppSessionId Name ShortDescription",
    "POST /appsessions/{id}": "Comment DeliveryStatus ExecutionStatus Name QcStatus StatusSummary",
    "POST /biosamples/bulkupdate": "Ids DefaultProjectId ContainerName ContainerPosition",
    "POST /biosamples/{id}": "BioSampleName ContainerName ContainerPosition DefaultProjectId Status SubjectId",
    "POST /datasets/{id}": (
        "Attributes Comment DatasetTypeId QcStatus QcStatusSummary UploadStatus UploadStatusSummary"
    ),
    "PUT /laneqcthresholds": "QcThresholds",
    "POST /lanes/{id}": "Comment Status",
    "POST /libraries/{libraryid}/labrequeues": _REQUEUE,
    "POST /librarypools/{id}": "Notes Status UserPoolId",
    "POST /librarypools/{poolid}/labrequeues": _REQUEUE,
    "POST /preprequests/{preprequestid}/labrequeues": _REQUEUE,
    "POST /users/{id}/settings": "UserSettings",
    "POST /v1pre3/applications/{id}/appsessions": "Name StatusSummary AutoStart AgentId Properties",
    "POST /v1pre3/appsessions/{id}": "status statussummary",
    "POST /v1pre3/projects": "Name Description",
    "POST /v1pre3/projects/{id}/appresults": "Name Description HrefAppSession References",
    "POST /v1pre3/projects/{id}/samples": (
        "Name SampleId SampleNumber ExperimentName Read1 Read2 IsPairedEnd NumReadsRaw NumReadsPF HrefGenome References"
    ),
}
_PARAMETERS = {operation: frozenset(names.split()) for operation, names in _KNOWN.items()}
# Public clients send the parameters of lists with every read of v1pre3 (observed).
_OLDER = frozenset(f"{_PAGE} {_LINKS} recursive name status statuses include redirect query scope".split())
_PROPERTY = frozenset(_PROPERTIES.split())
_ALWAYS = frozenset({"access_token"})


@cache
def known_parameters(method: str, template: str, *, is_older: bool = False) -> frozenset[str]:
    """Return the names of the parameters that an operation knows, in lower case."""
    if is_older:
        if method in ("GET", "HEAD"):
            return _OLDER | _ALWAYS
        if template.endswith("/files"):
            return _ALWAYS | frozenset(_NEW_FILE.split())
        if template == "/files/{id}":
            return _ALWAYS | {"uploadstatus"}
        return _ALWAYS | {"appsessionid"} if template.startswith("/projects/{id}/") else _ALWAYS
    if "/properties" in template and method in ("GET", "HEAD"):
        return _PROPERTY | _ALWAYS | ({"id"} if template.startswith("/users/") else set())
    if template.endswith("/file-upload-info") and method in ("GET", "HEAD"):
        return _ALWAYS | {"filepath", "uploadpartcount"}
    return _PARAMETERS.get(f"{'GET' if method == 'HEAD' else method} {template}", frozenset()) | _ALWAYS


@cache
def known_fields(method: str, template: str, *, is_older: bool = False) -> frozenset[str]:
    """Return the names of the fields that an operation knows in a body."""
    if template.endswith("/properties"):
        return frozenset({"Properties"})
    if template.endswith("/file-upload-info"):
        return frozenset({"UploadId", "FilePath", "PartEtags", "Size", "ContentType"})
    if template.endswith("/direct-upload-info"):
        return frozenset({"Files", "Offset", "Limit"})
    return frozenset(_KNOWN_FIELDS.get(f"{method} {'/v1pre3' if is_older else ''}{template}", "").split())
