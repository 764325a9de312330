"""Names of the generated code: schemas and fields of the document under the names that people know.

The document keeps the reference's names, with their version prefixes; the generated code has none of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from openapi_python_client import strings

CLASSES = {
    "AppSessionCompact": "LegacyAppSessionCompact",
    "LibraryPrepKitCompact": "LibraryPrepKit",
    "StringStringKeyValuePair": "Setting",
    "V1pre3ApplicationCompactV1pre3ApplicationsSortFieldsResourceList": "ApplicationVersionList",
    "V1pre3BiologicalSampleCompact": "LegacyBiosampleCompact",
    "V1pre3CreateProjectRequest": "LegacyCreateProjectRequest",
    "V1pre3DirectoryCompact": "Directory",
    "V1pre3File": "FileDetails",
    "V1pre3FileCompact": "File",
    "V1pre3LibraryPoolCompact": "LibraryPool",
    "V1pre3LibraryPoolCompactList": "LibraryPoolList",
    "V1pre3PostAppSessionRequest": "LegacyUpdateAppSessionRequest",
    "V1pre3PostDatasetIdDirectUploadInfoRequest": "RegisterFilesRequest",
    "V1pre3PostTrashItemRestoreFromTrashRequest": "RestoreTrashItemRequest",
    "V1pre3PropertyOptionsRequest": "PropertyOptions",
    "V1pre3RunCompact": "LegacyRunCompact",
    "V1pre3RunResourceList": "LegacyRunResourceList",
    "V2AnalysisWorkflowDependenciesResponse": "WorkflowDependencies",
    "V2AnalysisWorkflowDependency": "WorkflowDependency",
    "V2InstrumentStat": "InstrumentStatistics",
    "V2InstrumentStatList": "InstrumentStatisticsList",
    "V2LibraryCompactExtended": "LibraryInPool",
    "V2LibraryCompactExtendedV2LibrarySortFieldsResourceList": "LibraryInPoolList",
    "V2PeriodAggregateUsage": "UsageInPeriod",
    "V2PeriodAggregateUsageList": "UsageInPeriodList",
    "V2PeriodAggregateUsageSortFieldsV2Paging": "UsageInPeriodPaging",
    "V2PostAppSessionsIdFilesRequest": "AddLogFileRequest",
    "V2PostAppSessionsIdRequest": "UpdateAppSessionRequest",
    "V2PostAppSessionsIdRescheduleRequest": "RescheduleAppSessionRequest",
    "V2PostAppSessionsIdStopRequest": "StopAppSessionRequest",
    "V2PostAppSessionsPropertiesRequest": "SetAppSessionPropertiesRequest",
    "V2PostApplicationIdWorkflowsRequest": "SaveWorkflowRequest",
    "V2PostAppsessionsRequest": "CreateAppSessionRequest",
    "V2PostBioSamplesBulkUpdateRequest": "BulkUpdateBiosamplesRequest",
    "V2PostBioSamplesIdAggregationRequest": "SetAggregationRequest",
    "V2PostBiosampleLibraryRequest": "CreateLibraryRequest",
    "V2PostDatasetsIdCopyRequest": "CopyDatasetRequest",
    "V2PostDatasetsIdRequest": "UpdateDatasetRequest",
    "V2PostDatasetsRequest": "CreateDatasetRequest",
    "V2PostLanesIdRequest": "UpdateLaneRequest",
    "V2PostLibraryPoolIdRequest": "UpdateLibraryPoolRequest",
    "V2PostProjectsIdDatasetsRequest": "CreateProjectDatasetRequest",
    "V2PostProjectsRequest": "CreateProjectRequest",
    "V2PostRunIdRequest": "UpdateRunRequest",
    "V2PostRunsRequest": "CreateRunRequest",
    "V2PostUserSettingsRequest": "UpdateUserSettingsRequest",
    "V2PostUsersCurrentRequest": "UpdateUserRequest",
    "V2PresignedUrlForUpload": "PresignedUpload",
    "V2PropertyForPosts": "PropertyToWrite",
    "V2QcThresholdResponse": "QcThresholds",
    "V2ResourcePresignedUrlCompleteRequest": "CompleteRunUploadRequest",
    "V2ResourcePresignedUrlCompleteRequestForEveryone": "CompleteDatasetUploadRequest",
    "V2RunCompactSummary": "RunSummary",
    "V2RunInstrumentCompact": "RunInstrument",
    "V2RunSampleSheet": "SampleSheet",
    "V2RunSampleSheetApplication": "SampleSheetApplication",
    "V2SubjectCompact": "Subject",
    "V2UserSettingsResponse": "UserSettings",
    "V2UserSubscription": "Subscription",
}
"""Schemas whose class has a name of its own; every other class has the schema's without its version."""

FIELDS = {"V1pre3Id": "v1pre3_id", "V1Pre3Id": "v1pre3_id"}
"""Properties whose attribute has a name of its own."""

_VERSION = re.compile(r"^(?:V1pre3|V2)")
_WORDS = {
    "AppSession": "Appsession",
    "BiologicalSample": "Biosample",
    "BioSample": "Biosample",
    "ETag": "Etag",
    "BaseSpace": "Basespace",
    "FastQ": "Fastq",
    "ICredit": "Icredit",
}
"""Words of the document that are one word in Python names."""


def _joined(name: str) -> str:
    for word, plain in _WORDS.items():
        name = name.replace(word, plain)
    return name


def class_name(schema: str) -> str:
    """Name the class of a schema."""
    plain = _VERSION.sub("", schema).replace("BiologicalSample", "Biosample").replace("SortFieldsV2Paging", "Paging")
    return CLASSES.get(schema) or str(strings.ClassName(plain, ""))


def class_names(schemas: Mapping[str, Any]) -> dict[str, str]:
    """Map each schema to the name of its class; a second name (allOf of one reference) has that of the first."""
    return {name: class_name(_first_name(name, schema)) for name, schema in schemas.items()}


def _first_name(name: str, schema: Mapping[str, Any]) -> str:
    references = [part["$ref"] for part in schema.get("allOf", ()) if "$ref" in part]
    if "properties" in schema or len(references) != 1:
        return name
    return str(references[0]).rpartition("/")[2]


def generator_class_name(schema: str) -> str:
    """Name the class as the generator does on its own."""
    return str(strings.ClassName(schema, ""))


def module_name(schema: str) -> str:
    """Name the module of a schema's class."""
    return str(strings.PythonIdentifier(_joined(class_name(schema)), ""))


def field_name(wire_name: str) -> str:
    """Name the attribute of a property."""
    return FIELDS.get(wire_name) or str(strings.PythonIdentifier(_joined(wire_name), "field_"))


def operation_id(document_id: str) -> str:
    """Spell an operationId so that its module has the words above."""
    return _joined(document_id)
