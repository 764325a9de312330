"""The models under plain names; the generated ones carry the reference's version prefixes.

A model's module is imported when the model is first asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from basespace_openapi import models as generated
from basespace_openapi.types import UNSET, Unset

if TYPE_CHECKING:
    Application: TypeAlias = generated.Application
    ApplicationCompact: TypeAlias = generated.ApplicationCompact
    ApplicationSettings: TypeAlias = generated.ApplicationSettings
    ApplicationSortField: TypeAlias = generated.ApplicationSortField
    AppSession: TypeAlias = generated.AppSession
    AppSessionCompact: TypeAlias = generated.AppSessionCompact
    AppSessionInclude: TypeAlias = generated.AppSessionInclude
    AppSessionSortField: TypeAlias = generated.AppSessionSortField
    Biosample: TypeAlias = generated.Biosample
    BiosampleCompact: TypeAlias = generated.BiosampleCompact
    BiosampleSortField: TypeAlias = generated.BiosampleSortField
    BiosampleStatus: TypeAlias = generated.BiosampleStatus
    Comment: TypeAlias = generated.Comment
    CommentSortField: TypeAlias = generated.CommentSortField
    Dataset: TypeAlias = generated.Dataset
    DatasetCompact: TypeAlias = generated.DatasetCompact
    DatasetSortField: TypeAlias = generated.DatasetSortField
    DatasetType: TypeAlias = generated.DatasetType
    DatasetTypeCompact: TypeAlias = generated.DatasetTypeCompact
    DeliveryStatus: TypeAlias = generated.DeliveryStatus
    Directory: TypeAlias = generated.Directory
    ExecutionStatus: TypeAlias = generated.ExecutionStatus
    File: TypeAlias = generated.File
    FileSortField: TypeAlias = generated.FileSortField
    InstrumentStatistics: TypeAlias = generated.InstrumentStatistics
    InstrumentStatisticsBinning: TypeAlias = generated.InstrumentStatisticsBinning
    InstrumentStatisticsSortField: TypeAlias = generated.InstrumentStatisticsSortField
    LabRequeue: TypeAlias = generated.LabRequeue
    LabRequeueCompact: TypeAlias = generated.LabRequeueCompact
    LabRequeueSortField: TypeAlias = generated.LabRequeueSortField
    LabRequeueType: TypeAlias = generated.LabRequeueType
    Lane: TypeAlias = generated.Lane
    LaneStatus: TypeAlias = generated.LaneStatus
    LibraryCompact: TypeAlias = generated.LibraryCompact
    LibraryInPool: TypeAlias = generated.LibraryInPool
    LibraryPool: TypeAlias = generated.LibraryPool
    LibraryPoolStatus: TypeAlias = generated.LibraryPoolStatus
    LibraryPrepKit: TypeAlias = generated.LibraryPrepKit
    LibrarySortField: TypeAlias = generated.LibrarySortField
    MapContentEntry: TypeAlias = generated.MapContentEntry
    PrepRequest: TypeAlias = generated.PrepRequest
    Project: TypeAlias = generated.Project
    ProjectCompact: TypeAlias = generated.ProjectCompact
    Property: TypeAlias = generated.Property
    PropertyCompact: TypeAlias = generated.PropertyCompact
    PropertyItem: TypeAlias = generated.PropertyItem
    PropertyItemSortField: TypeAlias = generated.PropertyItemSortField
    PropertyOptions: TypeAlias = generated.PropertyOptions
    PropertySortField: TypeAlias = generated.PropertySortField
    PropertyToWrite: TypeAlias = generated.PropertyToWrite
    QcStatus: TypeAlias = generated.QcStatus
    QcThreshold: TypeAlias = generated.QcThreshold
    QcThresholdOperator: TypeAlias = generated.QcThresholdOperator
    QcThresholds: TypeAlias = generated.QcThresholds
    RunCompact: TypeAlias = generated.RunCompact
    RunLaneSummary: TypeAlias = generated.RunLaneSummary
    RunLaneSummarySortField: TypeAlias = generated.RunLaneSummarySortField
    SequencingStatsCompact: TypeAlias = generated.SequencingStatsCompact
    SortDirection: TypeAlias = generated.SortDirection
    Subject: TypeAlias = generated.Subject
    Subscription: TypeAlias = generated.Subscription
    TrashItem: TypeAlias = generated.TrashItem
    TrashItemCompact: TypeAlias = generated.TrashItemCompact
    TrashItemSortField: TypeAlias = generated.TrashItemSortField
    UploadStatus: TypeAlias = generated.UploadStatus
    UsageInPeriod: TypeAlias = generated.UsageInPeriod
    UsageSortField: TypeAlias = generated.UsageSortField
    User: TypeAlias = generated.User
    UserCompact: TypeAlias = generated.UserCompact
    UserSetting: TypeAlias = generated.UserSetting
    UserSettings: TypeAlias = generated.UserSettings
    UserSettingSortField: TypeAlias = generated.UserSettingSortField
    WorkflowDependencies: TypeAlias = generated.WorkflowDependencies
    WorkflowDependency: TypeAlias = generated.WorkflowDependency
    WorkflowDependencyType: TypeAlias = generated.WorkflowDependencyType
    Workgroup: TypeAlias = generated.Workgroup
    WorkgroupSortField: TypeAlias = generated.WorkgroupSortField

_NAMES = {
    "Application": "Application",
    "ApplicationCompact": "ApplicationCompact",
    "ApplicationSettings": "ApplicationSettings",
    "ApplicationSortField": "ApplicationSortField",
    "AppSession": "AppSession",
    "AppSessionCompact": "AppSessionCompact",
    "AppSessionInclude": "AppSessionInclude",
    "AppSessionSortField": "AppSessionSortField",
    "Biosample": "Biosample",
    "BiosampleCompact": "BiosampleCompact",
    "BiosampleSortField": "BiosampleSortField",
    "BiosampleStatus": "BiosampleStatus",
    "Comment": "Comment",
    "CommentSortField": "CommentSortField",
    "Dataset": "Dataset",
    "DatasetCompact": "DatasetCompact",
    "DatasetSortField": "DatasetSortField",
    "DatasetType": "DatasetType",
    "DatasetTypeCompact": "DatasetTypeCompact",
    "DeliveryStatus": "DeliveryStatus",
    "Directory": "Directory",
    "ExecutionStatus": "ExecutionStatus",
    "File": "File",
    "FileSortField": "FileSortField",
    "InstrumentStatistics": "InstrumentStatistics",
    "InstrumentStatisticsBinning": "InstrumentStatisticsBinning",
    "InstrumentStatisticsSortField": "InstrumentStatisticsSortField",
    "LabRequeue": "LabRequeue",
    "LabRequeueCompact": "LabRequeueCompact",
    "LabRequeueSortField": "LabRequeueSortField",
    "LabRequeueType": "LabRequeueType",
    "Lane": "Lane",
    "LaneStatus": "LaneStatus",
    "LibraryCompact": "LibraryCompact",
    "LibraryInPool": "LibraryInPool",
    "LibraryPool": "LibraryPool",
    "LibraryPoolStatus": "LibraryPoolStatus",
    "LibraryPrepKit": "LibraryPrepKit",
    "LibrarySortField": "LibrarySortField",
    "MapContentEntry": "MapContentEntry",
    "PrepRequest": "PrepRequest",
    "Project": "Project",
    "ProjectCompact": "ProjectCompact",
    "Property": "Property",
    "PropertyCompact": "PropertyCompact",
    "PropertyItem": "PropertyItem",
    "PropertyItemSortField": "PropertyItemSortField",
    "PropertyOptions": "PropertyOptions",
    "PropertySortField": "PropertySortField",
    "PropertyToWrite": "PropertyToWrite",
    "QcStatus": "QcStatus",
    "QcThreshold": "QcThreshold",
    "QcThresholdOperator": "QcThresholdOperator",
    "QcThresholds": "QcThresholds",
    "RunCompact": "RunCompact",
    "RunLaneSummary": "RunLaneSummary",
    "RunLaneSummarySortField": "RunLaneSummarySortField",
    "SequencingStatsCompact": "SequencingStatsCompact",
    "SortDirection": "SortDirection",
    "Subject": "Subject",
    "Subscription": "Subscription",
    "TrashItem": "TrashItem",
    "TrashItemCompact": "TrashItemCompact",
    "TrashItemSortField": "TrashItemSortField",
    "UploadStatus": "UploadStatus",
    "UsageInPeriod": "UsageInPeriod",
    "UsageSortField": "UsageSortField",
    "User": "User",
    "UserCompact": "UserCompact",
    "UserSetting": "UserSetting",
    "UserSettings": "UserSettings",
    "UserSettingSortField": "UserSettingSortField",
    "WorkflowDependencies": "WorkflowDependencies",
    "WorkflowDependency": "WorkflowDependency",
    "WorkflowDependencyType": "WorkflowDependencyType",
    "Workgroup": "Workgroup",
    "WorkgroupSortField": "WorkgroupSortField",
}

__all__ = ["UNSET", "Unset", *_NAMES]  # pyright: ignore[reportUnsupportedDunderAll]


def __getattr__(name: str) -> Any:
    if name not in _NAMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(generated, _NAMES[name])


def __dir__() -> list[str]:
    return sorted(__all__)
