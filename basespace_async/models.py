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
    ApplicationSettings: TypeAlias = generated.V1Pre3ApplicationSettings
    ApplicationSortField: TypeAlias = generated.ApplicationSortField
    AppSession: TypeAlias = generated.V2AppSession
    AppSessionCompact: TypeAlias = generated.V2AppSessionCompact
    AppSessionInclude: TypeAlias = generated.AppSessionInclude
    AppSessionSortField: TypeAlias = generated.AppSessionSortField
    Biosample: TypeAlias = generated.V2BiologicalSample
    BiosampleCompact: TypeAlias = generated.V2BiologicalSampleCompact
    BiosampleSortField: TypeAlias = generated.BiosampleSortField
    BiosampleStatus: TypeAlias = generated.BiosampleStatus
    Comment: TypeAlias = generated.V2Comment
    CommentSortField: TypeAlias = generated.CommentSortField
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
    InstrumentStatistics: TypeAlias = generated.V2InstrumentStat
    InstrumentStatisticsBinning: TypeAlias = generated.InstrumentStatisticsBinning
    InstrumentStatisticsSortField: TypeAlias = generated.InstrumentStatisticsSortField
    LabRequeue: TypeAlias = generated.V2LabRequeue
    LabRequeueCompact: TypeAlias = generated.V2LabRequeueCompact
    LabRequeueSortField: TypeAlias = generated.LabRequeueSortField
    LabRequeueType: TypeAlias = generated.LabRequeueType
    Lane: TypeAlias = generated.Lane
    LaneStatus: TypeAlias = generated.LaneStatus
    LibraryCompact: TypeAlias = generated.V2LibraryCompact
    LibraryInPool: TypeAlias = generated.V2LibraryCompactExtended
    LibraryPool: TypeAlias = generated.V1Pre3LibraryPoolCompact
    LibraryPoolStatus: TypeAlias = generated.LibraryPoolStatus
    LibraryPrepKit: TypeAlias = generated.LibraryPrepKitCompact
    LibrarySortField: TypeAlias = generated.LibrarySortField
    MapContentEntry: TypeAlias = generated.MapContentEntry
    PrepRequest: TypeAlias = generated.V2PrepRequest
    Project: TypeAlias = generated.V1Pre3Project
    ProjectCompact: TypeAlias = generated.V1Pre3ProjectCompact
    Property: TypeAlias = generated.V2Property
    PropertyCompact: TypeAlias = generated.V2PropertyCompact
    PropertyItem: TypeAlias = generated.V2PropertyItem
    PropertyItemSortField: TypeAlias = generated.PropertyItemSortField
    PropertyOptions: TypeAlias = generated.V1Pre3PropertyOptionsRequest
    PropertySortField: TypeAlias = generated.PropertySortField
    PropertyToWrite: TypeAlias = generated.V2PropertyForPosts
    QcStatus: TypeAlias = generated.QcStatus
    QcThreshold: TypeAlias = generated.V2QcThreshold
    QcThresholdOperator: TypeAlias = generated.QcThresholdOperator
    QcThresholds: TypeAlias = generated.V2QcThresholdResponse
    Run: TypeAlias = generated.V1Pre3RunCompact
    RunLaneSummary: TypeAlias = generated.V2RunLaneSummary
    RunLaneSummarySortField: TypeAlias = generated.RunLaneSummarySortField
    SequencingStats: TypeAlias = generated.SequencingStatsCompact
    SortDirection: TypeAlias = generated.SortDirection
    Subject: TypeAlias = generated.V2SubjectCompact
    Subscription: TypeAlias = generated.V2UserSubscription
    TrashItem: TypeAlias = generated.V1Pre3TrashItem
    TrashItemCompact: TypeAlias = generated.V1Pre3TrashItemCompact
    TrashItemSortField: TypeAlias = generated.TrashItemSortField
    UploadStatus: TypeAlias = generated.UploadStatus
    UsageInPeriod: TypeAlias = generated.V2PeriodAggregateUsage
    UsageSortField: TypeAlias = generated.UsageSortField
    User: TypeAlias = generated.V1Pre3User
    UserCompact: TypeAlias = generated.V1Pre3UserCompact
    UserSetting: TypeAlias = generated.V2UserSetting
    UserSettings: TypeAlias = generated.V2UserSettingsResponse
    UserSettingSortField: TypeAlias = generated.UserSettingSortField
    WorkflowDependencies: TypeAlias = generated.V2AnalysisWorkflowDependenciesResponse
    WorkflowDependency: TypeAlias = generated.V2AnalysisWorkflowDependency
    WorkflowDependencyType: TypeAlias = generated.WorkflowDependencyType
    Workgroup: TypeAlias = generated.V2Workgroup
    WorkgroupSortField: TypeAlias = generated.WorkgroupSortField

_NAMES = {
    "Application": "V1Pre3Application",
    "ApplicationCompact": "V1Pre3ApplicationCompact",
    "ApplicationSettings": "V1Pre3ApplicationSettings",
    "ApplicationSortField": "ApplicationSortField",
    "AppSession": "V2AppSession",
    "AppSessionCompact": "V2AppSessionCompact",
    "AppSessionInclude": "AppSessionInclude",
    "AppSessionSortField": "AppSessionSortField",
    "Biosample": "V2BiologicalSample",
    "BiosampleCompact": "V2BiologicalSampleCompact",
    "BiosampleSortField": "BiosampleSortField",
    "BiosampleStatus": "BiosampleStatus",
    "Comment": "V2Comment",
    "CommentSortField": "CommentSortField",
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
    "InstrumentStatistics": "V2InstrumentStat",
    "InstrumentStatisticsBinning": "InstrumentStatisticsBinning",
    "InstrumentStatisticsSortField": "InstrumentStatisticsSortField",
    "LabRequeue": "V2LabRequeue",
    "LabRequeueCompact": "V2LabRequeueCompact",
    "LabRequeueSortField": "LabRequeueSortField",
    "LabRequeueType": "LabRequeueType",
    "Lane": "Lane",
    "LaneStatus": "LaneStatus",
    "LibraryCompact": "V2LibraryCompact",
    "LibraryInPool": "V2LibraryCompactExtended",
    "LibraryPool": "V1Pre3LibraryPoolCompact",
    "LibraryPoolStatus": "LibraryPoolStatus",
    "LibraryPrepKit": "LibraryPrepKitCompact",
    "LibrarySortField": "LibrarySortField",
    "MapContentEntry": "MapContentEntry",
    "PrepRequest": "V2PrepRequest",
    "Project": "V1Pre3Project",
    "ProjectCompact": "V1Pre3ProjectCompact",
    "Property": "V2Property",
    "PropertyCompact": "V2PropertyCompact",
    "PropertyItem": "V2PropertyItem",
    "PropertyItemSortField": "PropertyItemSortField",
    "PropertyOptions": "V1Pre3PropertyOptionsRequest",
    "PropertySortField": "PropertySortField",
    "PropertyToWrite": "V2PropertyForPosts",
    "QcStatus": "QcStatus",
    "QcThreshold": "V2QcThreshold",
    "QcThresholdOperator": "QcThresholdOperator",
    "QcThresholds": "V2QcThresholdResponse",
    "Run": "V1Pre3RunCompact",
    "RunLaneSummary": "V2RunLaneSummary",
    "RunLaneSummarySortField": "RunLaneSummarySortField",
    "SequencingStats": "SequencingStatsCompact",
    "SortDirection": "SortDirection",
    "Subject": "V2SubjectCompact",
    "Subscription": "V2UserSubscription",
    "TrashItem": "V1Pre3TrashItem",
    "TrashItemCompact": "V1Pre3TrashItemCompact",
    "TrashItemSortField": "TrashItemSortField",
    "UploadStatus": "UploadStatus",
    "UsageInPeriod": "V2PeriodAggregateUsage",
    "UsageSortField": "UsageSortField",
    "User": "V1Pre3User",
    "UserCompact": "V1Pre3UserCompact",
    "UserSetting": "V2UserSetting",
    "UserSettings": "V2UserSettingsResponse",
    "UserSettingSortField": "UserSettingSortField",
    "WorkflowDependencies": "V2AnalysisWorkflowDependenciesResponse",
    "WorkflowDependency": "V2AnalysisWorkflowDependency",
    "WorkflowDependencyType": "WorkflowDependencyType",
    "Workgroup": "V2Workgroup",
    "WorkgroupSortField": "WorkgroupSortField",
}

__all__ = ["UNSET", "Unset", *_NAMES]  # pyright: ignore[reportUnsupportedDunderAll]


def __getattr__(name: str) -> Any:
    if name not in _NAMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(generated, _NAMES[name])


def __dir__() -> list[str]:
    return sorted(__all__)
