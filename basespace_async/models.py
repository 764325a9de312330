"""The models under plain names; the generated ones carry the reference's version prefixes.

A model's module is imported when the model is first asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from basespace_openapi import models as generated
from basespace_openapi.types import UNSET, Unset

if TYPE_CHECKING:
    Application: TypeAlias = generated.V1Pre3Application
    ApplicationCompact: TypeAlias = generated.V1Pre3ApplicationCompact
    AppSession: TypeAlias = generated.V2AppSession
    AppSessionCompact: TypeAlias = generated.V2AppSessionCompact
    AppSessionInclude: TypeAlias = generated.AppSessionInclude
    AppSessionSortField: TypeAlias = generated.AppSessionSortField
    Biosample: TypeAlias = generated.V2BiologicalSample
    BiosampleCompact: TypeAlias = generated.V2BiologicalSampleCompact
    BiosampleSortField: TypeAlias = generated.BiosampleSortField
    BiosampleStatus: TypeAlias = generated.BiosampleStatus
    Comment: TypeAlias = generated.V2Comment
    Dataset: TypeAlias = generated.V2Dataset
    DatasetCompact: TypeAlias = generated.V2DatasetCompact
    DatasetSortField: TypeAlias = generated.DatasetSortField
    DatasetType: TypeAlias = generated.V2DatasetType
    DatasetTypeCompact: TypeAlias = generated.V2DatasetTypeCompact
    DeliveryStatus: TypeAlias = generated.DeliveryStatus
    Directory: TypeAlias = generated.V1Pre3DirectoryCompact
    ExecutionStatus: TypeAlias = generated.ExecutionStatus
    File: TypeAlias = generated.V1Pre3FileCompact
    FileSortField: TypeAlias = generated.FileSortField
    LabRequeue: TypeAlias = generated.V2LabRequeue
    LabRequeueCompact: TypeAlias = generated.V2LabRequeueCompact
    Lane: TypeAlias = generated.Lane
    LibraryCompact: TypeAlias = generated.V2LibraryCompact
    LibraryPool: TypeAlias = generated.V1Pre3LibraryPoolCompact
    LibraryPrepKit: TypeAlias = generated.LibraryPrepKitCompact
    LibrarySortField: TypeAlias = generated.LibrarySortField
    MapContentEntry: TypeAlias = generated.MapContentEntry
    PrepRequest: TypeAlias = generated.V2PrepRequest
    Project: TypeAlias = generated.V1Pre3Project
    ProjectCompact: TypeAlias = generated.V1Pre3ProjectCompact
    Property: TypeAlias = generated.V2Property
    PropertyCompact: TypeAlias = generated.V2PropertyCompact
    PropertyItem: TypeAlias = generated.V2PropertyItem
    QcStatus: TypeAlias = generated.QcStatus
    Run: TypeAlias = generated.V1Pre3RunCompact
    RunLaneSummary: TypeAlias = generated.V2RunLaneSummary
    SequencingStats: TypeAlias = generated.SequencingStatsCompact
    SortDirection: TypeAlias = generated.SortDirection
    Subject: TypeAlias = generated.V2SubjectCompact
    TrashItem: TypeAlias = generated.V1Pre3TrashItem
    TrashItemCompact: TypeAlias = generated.V1Pre3TrashItemCompact
    UploadStatus: TypeAlias = generated.UploadStatus
    User: TypeAlias = generated.V1Pre3User
    UserCompact: TypeAlias = generated.V1Pre3UserCompact
    Workgroup: TypeAlias = generated.V2Workgroup

_NAMES = {
    "Application": "V1Pre3Application",
    "ApplicationCompact": "V1Pre3ApplicationCompact",
    "AppSession": "V2AppSession",
    "AppSessionCompact": "V2AppSessionCompact",
    "AppSessionInclude": "AppSessionInclude",
    "AppSessionSortField": "AppSessionSortField",
    "Biosample": "V2BiologicalSample",
    "BiosampleCompact": "V2BiologicalSampleCompact",
    "BiosampleSortField": "BiosampleSortField",
    "BiosampleStatus": "BiosampleStatus",
    "Comment": "V2Comment",
    "Dataset": "V2Dataset",
    "DatasetCompact": "V2DatasetCompact",
    "DatasetSortField": "DatasetSortField",
    "DatasetType": "V2DatasetType",
    "DatasetTypeCompact": "V2DatasetTypeCompact",
    "DeliveryStatus": "DeliveryStatus",
    "Directory": "V1Pre3DirectoryCompact",
    "ExecutionStatus": "ExecutionStatus",
    "File": "V1Pre3FileCompact",
    "FileSortField": "FileSortField",
    "LabRequeue": "V2LabRequeue",
    "LabRequeueCompact": "V2LabRequeueCompact",
    "Lane": "Lane",
    "LibraryCompact": "V2LibraryCompact",
    "LibraryPool": "V1Pre3LibraryPoolCompact",
    "LibraryPrepKit": "LibraryPrepKitCompact",
    "LibrarySortField": "LibrarySortField",
    "MapContentEntry": "MapContentEntry",
    "PrepRequest": "V2PrepRequest",
    "Project": "V1Pre3Project",
    "ProjectCompact": "V1Pre3ProjectCompact",
    "Property": "V2Property",
    "PropertyCompact": "V2PropertyCompact",
    "PropertyItem": "V2PropertyItem",
    "QcStatus": "QcStatus",
    "Run": "V1Pre3RunCompact",
    "RunLaneSummary": "V2RunLaneSummary",
    "SequencingStats": "SequencingStatsCompact",
    "SortDirection": "SortDirection",
    "Subject": "V2SubjectCompact",
    "TrashItem": "V1Pre3TrashItem",
    "TrashItemCompact": "V1Pre3TrashItemCompact",
    "UploadStatus": "UploadStatus",
    "User": "V1Pre3User",
    "UserCompact": "V1Pre3UserCompact",
    "Workgroup": "V2Workgroup",
}

__all__ = ["UNSET", "Unset", *_NAMES]  # pyright: ignore[reportUnsupportedDunderAll]


def __getattr__(name: str) -> Any:
    if name not in _NAMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(generated, _NAMES[name])


def __dir__() -> list[str]:
    return sorted(__all__)
