"""The document's schemas. A model's module is imported when the model is first asked for."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .add_log_file_request import AddLogFileRequest as AddLogFileRequest
    from .aggregate_usage import AggregateUsage as AggregateUsage
    from .agreement_compact import AgreementCompact as AgreementCompact
    from .analysis_settings import AnalysisSettings as AnalysisSettings
    from .api_agreement_compact import ApiAgreementCompact as ApiAgreementCompact
    from .app_result_compact import AppResultCompact as AppResultCompact
    from .application import Application as Application
    from .application_compact import ApplicationCompact as ApplicationCompact
    from .application_compact_list import ApplicationCompactList as ApplicationCompactList
    from .application_form import ApplicationForm as ApplicationForm
    from .application_settings import ApplicationSettings as ApplicationSettings
    from .application_sort_field import ApplicationSortField as ApplicationSortField
    from .application_version_list import ApplicationVersionList as ApplicationVersionList
    from .application_version_sort_field import ApplicationVersionSortField as ApplicationVersionSortField
    from .applications_paging import ApplicationsPaging as ApplicationsPaging
    from .appsession import AppSession as AppSession
    from .appsession_compact import AppSessionCompact as AppSessionCompact
    from .appsession_compact_list import AppSessionCompactList as AppSessionCompactList
    from .appsession_include import AppSessionInclude as AppSessionInclude
    from .appsession_reports import AppSessionReports as AppSessionReports
    from .appsession_sort_field import AppSessionSortField as AppSessionSortField
    from .appsessions_paging import AppSessionsPaging as AppSessionsPaging
    from .biosample import Biosample as Biosample
    from .biosample_compact import BiosampleCompact as BiosampleCompact
    from .biosample_compact_list import BiosampleCompactList as BiosampleCompactList
    from .biosample_library_yield import BiosampleLibraryYield as BiosampleLibraryYield
    from .biosample_sort_field import BiosampleSortField as BiosampleSortField
    from .biosample_status import BiosampleStatus as BiosampleStatus
    from .biosample_to_import import BiosampleToImport as BiosampleToImport
    from .biosamples_paging import BiosamplesPaging as BiosamplesPaging
    from .bulk_archive_request import BulkArchiveRequest as BulkArchiveRequest
    from .bulk_restore_request import BulkRestoreRequest as BulkRestoreRequest
    from .bulk_update_biosamples_request import BulkUpdateBiosamplesRequest as BulkUpdateBiosamplesRequest
    from .comment import Comment as Comment
    from .comment_list import CommentList as CommentList
    from .comment_paging import CommentPaging as CommentPaging
    from .comment_sort_field import CommentSortField as CommentSortField
    from .complete_dataset_upload_request import CompleteDatasetUploadRequest as CompleteDatasetUploadRequest
    from .complete_run_upload_request import CompleteRunUploadRequest as CompleteRunUploadRequest
    from .compute_statistics import ComputeStatistics as ComputeStatistics
    from .copy_dataset_request import CopyDatasetRequest as CopyDatasetRequest
    from .create_app_result_request import CreateAppResultRequest as CreateAppResultRequest
    from .create_appsession_request import CreateAppSessionRequest as CreateAppSessionRequest
    from .create_biosample_request import CreateBiosampleRequest as CreateBiosampleRequest
    from .create_dataset_request import CreateDatasetRequest as CreateDatasetRequest
    from .create_existing_library_lab_requeue_request import (
        CreateExistingLibraryLabRequeueRequest as CreateExistingLibraryLabRequeueRequest,
    )
    from .create_existing_pool_lab_requeue_request import (
        CreateExistingPoolLabRequeueRequest as CreateExistingPoolLabRequeueRequest,
    )
    from .create_library_request import CreateLibraryRequest as CreateLibraryRequest
    from .create_new_library_lab_requeue_request import (
        CreateNewLibraryLabRequeueRequest as CreateNewLibraryLabRequeueRequest,
    )
    from .create_project_dataset_request import CreateProjectDatasetRequest as CreateProjectDatasetRequest
    from .create_project_request import CreateProjectRequest as CreateProjectRequest
    from .create_run_request import CreateRunRequest as CreateRunRequest
    from .create_sample_request import CreateSampleRequest as CreateSampleRequest
    from .dataset import Dataset as Dataset
    from .dataset_attribute_definition import DatasetAttributeDefinition as DatasetAttributeDefinition
    from .dataset_attributes import DatasetAttributes as DatasetAttributes
    from .dataset_compact import DatasetCompact as DatasetCompact
    from .dataset_compact_list import DatasetCompactList as DatasetCompactList
    from .dataset_sort_field import DatasetSortField as DatasetSortField
    from .dataset_type import DatasetType as DatasetType
    from .dataset_type_attribute_schema import DatasetTypeAttributeSchema as DatasetTypeAttributeSchema
    from .dataset_type_compact import DatasetTypeCompact as DatasetTypeCompact
    from .datasets_paging import DatasetsPaging as DatasetsPaging
    from .date_time_offset import DateTimeOffset as DateTimeOffset
    from .day_of_week import DayOfWeek as DayOfWeek
    from .delivery_status import DeliveryStatus as DeliveryStatus
    from .direct_upload_file import DirectUploadFile as DirectUploadFile
    from .direct_upload_information import DirectUploadInformation as DirectUploadInformation
    from .directory import Directory as Directory
    from .error import Error as Error
    from .error_details import ErrorDetails as ErrorDetails
    from .execution_status import ExecutionStatus as ExecutionStatus
    from .file import File as File
    from .file_compact_list import FileCompactList as FileCompactList
    from .file_content_link import FileContentLink as FileContentLink
    from .file_details import FileDetails as FileDetails
    from .file_part import FilePart as FilePart
    from .file_part_resource_list import FilePartResourceList as FilePartResourceList
    from .file_sort_field import FileSortField as FileSortField
    from .file_upload_status import FileUploadStatus as FileUploadStatus
    from .files_list import FilesList as FilesList
    from .files_paging import FilesPaging as FilesPaging
    from .form_resource_list import FormResourceList as FormResourceList
    from .genome_compact import GenomeCompact as GenomeCompact
    from .import_biosamples_request import ImportBiosamplesRequest as ImportBiosamplesRequest
    from .import_biosamples_response import ImportBiosamplesResponse as ImportBiosamplesResponse
    from .imported_biosample import ImportedBiosample as ImportedBiosample
    from .instrument_compact import InstrumentCompact as InstrumentCompact
    from .instrument_compact_list import InstrumentCompactList as InstrumentCompactList
    from .instrument_paging import InstrumentPaging as InstrumentPaging
    from .instrument_sort_field import InstrumentSortField as InstrumentSortField
    from .instrument_statistics import InstrumentStatistics as InstrumentStatistics
    from .instrument_statistics_binning import InstrumentStatisticsBinning as InstrumentStatisticsBinning
    from .instrument_statistics_list import InstrumentStatisticsList as InstrumentStatisticsList
    from .instrument_statistics_paging import InstrumentStatisticsPaging as InstrumentStatisticsPaging
    from .instrument_statistics_sort_field import InstrumentStatisticsSortField as InstrumentStatisticsSortField
    from .instrument_stats_bin import InstrumentStatsBin as InstrumentStatsBin
    from .instrument_status_compact import InstrumentStatusCompact as InstrumentStatusCompact
    from .instrument_status_compact_list import InstrumentStatusCompactList as InstrumentStatusCompactList
    from .lab_requeue import LabRequeue as LabRequeue
    from .lab_requeue_compact import LabRequeueCompact as LabRequeueCompact
    from .lab_requeue_compact_list import LabRequeueCompactList as LabRequeueCompactList
    from .lab_requeue_list import LabRequeueList as LabRequeueList
    from .lab_requeue_paging import LabRequeuePaging as LabRequeuePaging
    from .lab_requeue_sort_field import LabRequeueSortField as LabRequeueSortField
    from .lab_requeue_type import LabRequeueType as LabRequeueType
    from .lane import Lane as Lane
    from .lane_by_read import LaneByRead as LaneByRead
    from .lane_library_mapping import LaneLibraryMapping as LaneLibraryMapping
    from .lane_library_mapping_list import LaneLibraryMappingList as LaneLibraryMappingList
    from .lane_library_mapping_paging import LaneLibraryMappingPaging as LaneLibraryMappingPaging
    from .lane_status import LaneStatus as LaneStatus
    from .launch_application_request import LaunchApplicationRequest as LaunchApplicationRequest
    from .launch_inputs import LaunchInputs as LaunchInputs
    from .legacy_appsession_compact import LegacyAppSessionCompact as LegacyAppSessionCompact
    from .legacy_biosample_compact import LegacyBiosampleCompact as LegacyBiosampleCompact
    from .legacy_create_project_request import LegacyCreateProjectRequest as LegacyCreateProjectRequest
    from .legacy_run_compact import LegacyRunCompact as LegacyRunCompact
    from .legacy_run_resource_list import LegacyRunResourceList as LegacyRunResourceList
    from .legacy_update_appsession_request import LegacyUpdateAppSessionRequest as LegacyUpdateAppSessionRequest
    from .library_compact import LibraryCompact as LibraryCompact
    from .library_compact_list import LibraryCompactList as LibraryCompactList
    from .library_container_compact import LibraryContainerCompact as LibraryContainerCompact
    from .library_in_pool import LibraryInPool as LibraryInPool
    from .library_in_pool_list import LibraryInPoolList as LibraryInPoolList
    from .library_index_compact import LibraryIndexCompact as LibraryIndexCompact
    from .library_paging import LibraryPaging as LibraryPaging
    from .library_pool import LibraryPool as LibraryPool
    from .library_pool_list import LibraryPoolList as LibraryPoolList
    from .library_pool_paging import LibraryPoolPaging as LibraryPoolPaging
    from .library_pool_sort_field import LibraryPoolSortField as LibraryPoolSortField
    from .library_pool_status import LibraryPoolStatus as LibraryPoolStatus
    from .library_prep_kit import LibraryPrepKit as LibraryPrepKit
    from .library_sort_field import LibrarySortField as LibrarySortField
    from .logged_in_user import LoggedInUser as LoggedInUser
    from .map_content_entry import MapContentEntry as MapContentEntry
    from .name_and_id import NameAndId as NameAndId
    from .notification import Notification as Notification
    from .part_etag import PartEtag as PartEtag
    from .part_info import PartInfo as PartInfo
    from .permissions import Permissions as Permissions
    from .prep_module import PrepModule as PrepModule
    from .prep_module_parameter import PrepModuleParameter as PrepModuleParameter
    from .prep_request import PrepRequest as PrepRequest
    from .prep_request_list import PrepRequestList as PrepRequestList
    from .prep_request_paging import PrepRequestPaging as PrepRequestPaging
    from .prep_settings import PrepSettings as PrepSettings
    from .preserve_on_delete import PreserveOnDelete as PreserveOnDelete
    from .presigned_upload import PresignedUpload as PresignedUpload
    from .product_usage import ProductUsage as ProductUsage
    from .project import Project as Project
    from .project_compact import ProjectCompact as ProjectCompact
    from .project_resource_list import ProjectResourceList as ProjectResourceList
    from .property_ import Property as Property
    from .property_compact import PropertyCompact as PropertyCompact
    from .property_compact_list import PropertyCompactList as PropertyCompactList
    from .property_container import PropertyContainer as PropertyContainer
    from .property_item import PropertyItem as PropertyItem
    from .property_item_list import PropertyItemList as PropertyItemList
    from .property_item_paging import PropertyItemPaging as PropertyItemPaging
    from .property_item_sort_field import PropertyItemSortField as PropertyItemSortField
    from .property_options import PropertyOptions as PropertyOptions
    from .property_paging import PropertyPaging as PropertyPaging
    from .property_sort_field import PropertySortField as PropertySortField
    from .property_to_write import PropertyToWrite as PropertyToWrite
    from .qc_status import QcStatus as QcStatus
    from .qc_threshold import QcThreshold as QcThreshold
    from .qc_threshold_operator import QcThresholdOperator as QcThresholdOperator
    from .qc_thresholds import QcThresholds as QcThresholds
    from .read import Read as Read
    from .reference import Reference as Reference
    from .register_files_request import RegisterFilesRequest as RegisterFilesRequest
    from .registered_instrument_compact import RegisteredInstrumentCompact as RegisteredInstrumentCompact
    from .reschedule_appsession_request import RescheduleAppSessionRequest as RescheduleAppSessionRequest
    from .resource_manifest import ResourceManifest as ResourceManifest
    from .resource_manifest_compact import ResourceManifestCompact as ResourceManifestCompact
    from .resource_manifest_paging import ResourceManifestPaging as ResourceManifestPaging
    from .response_status import ResponseStatus as ResponseStatus
    from .response_status_error import ResponseStatusError as ResponseStatusError
    from .restore_trash_item_request import RestoreTrashItemRequest as RestoreTrashItemRequest
    from .run import Run as Run
    from .run_compact import RunCompact as RunCompact
    from .run_compact_list import RunCompactList as RunCompactList
    from .run_instrument import RunInstrument as RunInstrument
    from .run_lane_summary import RunLaneSummary as RunLaneSummary
    from .run_lane_summary_list import RunLaneSummaryList as RunLaneSummaryList
    from .run_lane_summary_paging import RunLaneSummaryPaging as RunLaneSummaryPaging
    from .run_lane_summary_sort_field import RunLaneSummarySortField as RunLaneSummarySortField
    from .run_sort_field import RunSortField as RunSortField
    from .run_summary import RunSummary as RunSummary
    from .runs_paging import RunsPaging as RunsPaging
    from .sample_compact import SampleCompact as SampleCompact
    from .sample_library import SampleLibrary as SampleLibrary
    from .sample_sheet import SampleSheet as SampleSheet
    from .sample_sheet_application import SampleSheetApplication as SampleSheetApplication
    from .sample_sheet_row import SampleSheetRow as SampleSheetRow
    from .save_workflow_request import SaveWorkflowRequest as SaveWorkflowRequest
    from .search_paging import SearchPaging as SearchPaging
    from .search_result import SearchResult as SearchResult
    from .search_result_list import SearchResultList as SearchResultList
    from .sequencing_stats import SequencingStats as SequencingStats
    from .sequencing_stats_compact import SequencingStatsCompact as SequencingStatsCompact
    from .sequencing_stats_per_sample import SequencingStatsPerSample as SequencingStatsPerSample
    from .set_aggregation_request import SetAggregationRequest as SetAggregationRequest
    from .set_appsession_properties_request import SetAppSessionPropertiesRequest as SetAppSessionPropertiesRequest
    from .setting import Setting as Setting
    from .sign_agreement_request import SignAgreementRequest as SignAgreementRequest
    from .software import Software as Software
    from .sort_direction import SortDirection as SortDirection
    from .species import Species as Species
    from .stop_appsession_request import StopAppSessionRequest as StopAppSessionRequest
    from .storage_statistics import StorageStatistics as StorageStatistics
    from .string_i_collection import StringICollection as StringICollection
    from .string_i_equality_comparer import StringIEqualityComparer as StringIEqualityComparer
    from .string_v2_dataset_attribute_definition_array_key_collection import (
        StringV2DatasetAttributeDefinitionArrayKeyCollection as StringV2DatasetAttributeDefinitionArrayKeyCollection,
    )
    from .string_v2_dataset_attribute_definition_array_value_collection import (
        StringV2DatasetAttributeDefinitionArrayValueCollection as StringV2DatasetAttributeDefinitionArrayValueCollection,
    )
    from .subject import Subject as Subject
    from .subscription import Subscription as Subscription
    from .subscription_storage import SubscriptionStorage as SubscriptionStorage
    from .time_span import TimeSpan as TimeSpan
    from .trash_item import TrashItem as TrashItem
    from .trash_item_compact import TrashItemCompact as TrashItemCompact
    from .trash_item_compact_list import TrashItemCompactList as TrashItemCompactList
    from .trash_item_sort_field import TrashItemSortField as TrashItemSortField
    from .trash_items_paging import TrashItemsPaging as TrashItemsPaging
    from .update_appsession_request import UpdateAppSessionRequest as UpdateAppSessionRequest
    from .update_biosample_request import UpdateBiosampleRequest as UpdateBiosampleRequest
    from .update_dataset_request import UpdateDatasetRequest as UpdateDatasetRequest
    from .update_lane_request import UpdateLaneRequest as UpdateLaneRequest
    from .update_library_pool_request import UpdateLibraryPoolRequest as UpdateLibraryPoolRequest
    from .update_run_request import UpdateRunRequest as UpdateRunRequest
    from .update_user_request import UpdateUserRequest as UpdateUserRequest
    from .update_user_settings_request import UpdateUserSettingsRequest as UpdateUserSettingsRequest
    from .upload_status import UploadStatus as UploadStatus
    from .usage_in_period import UsageInPeriod as UsageInPeriod
    from .usage_in_period_list import UsageInPeriodList as UsageInPeriodList
    from .usage_in_period_paging import UsageInPeriodPaging as UsageInPeriodPaging
    from .usage_sort_field import UsageSortField as UsageSortField
    from .user import User as User
    from .user_agreement_compact import UserAgreementCompact as UserAgreementCompact
    from .user_agreement_compact_list import UserAgreementCompactList as UserAgreementCompactList
    from .user_agreement_sort_field import UserAgreementSortField as UserAgreementSortField
    from .user_agreements_paging import UserAgreementsPaging as UserAgreementsPaging
    from .user_compact import UserCompact as UserCompact
    from .user_setting import UserSetting as UserSetting
    from .user_setting_list import UserSettingList as UserSettingList
    from .user_setting_sort_field import UserSettingSortField as UserSettingSortField
    from .user_setting_type import UserSettingType as UserSettingType
    from .user_settings import UserSettings as UserSettings
    from .user_settings_paging import UserSettingsPaging as UserSettingsPaging
    from .wallet import Wallet as Wallet
    from .workflow_dependencies import WorkflowDependencies as WorkflowDependencies
    from .workflow_dependency import WorkflowDependency as WorkflowDependency
    from .workflow_dependency_attributes import WorkflowDependencyAttributes as WorkflowDependencyAttributes
    from .workflow_dependency_type import WorkflowDependencyType as WorkflowDependencyType
    from .workgroup import Workgroup as Workgroup
    from .workgroup_list import WorkgroupList as WorkgroupList
    from .workgroup_paging import WorkgroupPaging as WorkgroupPaging
    from .workgroup_sort_field import WorkgroupSortField as WorkgroupSortField

_MODULES = {
    "AddLogFileRequest": ".add_log_file_request",
    "AggregateUsage": ".aggregate_usage",
    "AgreementCompact": ".agreement_compact",
    "AnalysisSettings": ".analysis_settings",
    "ApiAgreementCompact": ".api_agreement_compact",
    "Application": ".application",
    "ApplicationCompact": ".application_compact",
    "ApplicationCompactList": ".application_compact_list",
    "ApplicationForm": ".application_form",
    "ApplicationSettings": ".application_settings",
    "ApplicationSortField": ".application_sort_field",
    "ApplicationsPaging": ".applications_paging",
    "ApplicationVersionList": ".application_version_list",
    "ApplicationVersionSortField": ".application_version_sort_field",
    "AppResultCompact": ".app_result_compact",
    "AppSession": ".appsession",
    "AppSessionCompact": ".appsession_compact",
    "AppSessionCompactList": ".appsession_compact_list",
    "AppSessionInclude": ".appsession_include",
    "AppSessionReports": ".appsession_reports",
    "AppSessionSortField": ".appsession_sort_field",
    "AppSessionsPaging": ".appsessions_paging",
    "Biosample": ".biosample",
    "BiosampleCompact": ".biosample_compact",
    "BiosampleCompactList": ".biosample_compact_list",
    "BiosampleLibraryYield": ".biosample_library_yield",
    "BiosampleSortField": ".biosample_sort_field",
    "BiosamplesPaging": ".biosamples_paging",
    "BiosampleStatus": ".biosample_status",
    "BiosampleToImport": ".biosample_to_import",
    "BulkArchiveRequest": ".bulk_archive_request",
    "BulkRestoreRequest": ".bulk_restore_request",
    "BulkUpdateBiosamplesRequest": ".bulk_update_biosamples_request",
    "Comment": ".comment",
    "CommentList": ".comment_list",
    "CommentPaging": ".comment_paging",
    "CommentSortField": ".comment_sort_field",
    "CompleteDatasetUploadRequest": ".complete_dataset_upload_request",
    "CompleteRunUploadRequest": ".complete_run_upload_request",
    "ComputeStatistics": ".compute_statistics",
    "CopyDatasetRequest": ".copy_dataset_request",
    "CreateAppResultRequest": ".create_app_result_request",
    "CreateAppSessionRequest": ".create_appsession_request",
    "CreateBiosampleRequest": ".create_biosample_request",
    "CreateDatasetRequest": ".create_dataset_request",
    "CreateExistingLibraryLabRequeueRequest": ".create_existing_library_lab_requeue_request",
    "CreateExistingPoolLabRequeueRequest": ".create_existing_pool_lab_requeue_request",
    "CreateLibraryRequest": ".create_library_request",
    "CreateNewLibraryLabRequeueRequest": ".create_new_library_lab_requeue_request",
    "CreateProjectDatasetRequest": ".create_project_dataset_request",
    "CreateProjectRequest": ".create_project_request",
    "CreateRunRequest": ".create_run_request",
    "CreateSampleRequest": ".create_sample_request",
    "Dataset": ".dataset",
    "DatasetAttributeDefinition": ".dataset_attribute_definition",
    "DatasetAttributes": ".dataset_attributes",
    "DatasetCompact": ".dataset_compact",
    "DatasetCompactList": ".dataset_compact_list",
    "DatasetSortField": ".dataset_sort_field",
    "DatasetsPaging": ".datasets_paging",
    "DatasetType": ".dataset_type",
    "DatasetTypeAttributeSchema": ".dataset_type_attribute_schema",
    "DatasetTypeCompact": ".dataset_type_compact",
    "DateTimeOffset": ".date_time_offset",
    "DayOfWeek": ".day_of_week",
    "DeliveryStatus": ".delivery_status",
    "Directory": ".directory",
    "DirectUploadFile": ".direct_upload_file",
    "DirectUploadInformation": ".direct_upload_information",
    "Error": ".error",
    "ErrorDetails": ".error_details",
    "ExecutionStatus": ".execution_status",
    "File": ".file",
    "FileCompactList": ".file_compact_list",
    "FileContentLink": ".file_content_link",
    "FileDetails": ".file_details",
    "FilePart": ".file_part",
    "FilePartResourceList": ".file_part_resource_list",
    "FilesList": ".files_list",
    "FileSortField": ".file_sort_field",
    "FilesPaging": ".files_paging",
    "FileUploadStatus": ".file_upload_status",
    "FormResourceList": ".form_resource_list",
    "GenomeCompact": ".genome_compact",
    "ImportBiosamplesRequest": ".import_biosamples_request",
    "ImportBiosamplesResponse": ".import_biosamples_response",
    "ImportedBiosample": ".imported_biosample",
    "InstrumentCompact": ".instrument_compact",
    "InstrumentCompactList": ".instrument_compact_list",
    "InstrumentPaging": ".instrument_paging",
    "InstrumentSortField": ".instrument_sort_field",
    "InstrumentStatistics": ".instrument_statistics",
    "InstrumentStatisticsBinning": ".instrument_statistics_binning",
    "InstrumentStatisticsList": ".instrument_statistics_list",
    "InstrumentStatisticsPaging": ".instrument_statistics_paging",
    "InstrumentStatisticsSortField": ".instrument_statistics_sort_field",
    "InstrumentStatsBin": ".instrument_stats_bin",
    "InstrumentStatusCompact": ".instrument_status_compact",
    "InstrumentStatusCompactList": ".instrument_status_compact_list",
    "LabRequeue": ".lab_requeue",
    "LabRequeueCompact": ".lab_requeue_compact",
    "LabRequeueCompactList": ".lab_requeue_compact_list",
    "LabRequeueList": ".lab_requeue_list",
    "LabRequeuePaging": ".lab_requeue_paging",
    "LabRequeueSortField": ".lab_requeue_sort_field",
    "LabRequeueType": ".lab_requeue_type",
    "Lane": ".lane",
    "LaneByRead": ".lane_by_read",
    "LaneLibraryMapping": ".lane_library_mapping",
    "LaneLibraryMappingList": ".lane_library_mapping_list",
    "LaneLibraryMappingPaging": ".lane_library_mapping_paging",
    "LaneStatus": ".lane_status",
    "LaunchApplicationRequest": ".launch_application_request",
    "LaunchInputs": ".launch_inputs",
    "LegacyAppSessionCompact": ".legacy_appsession_compact",
    "LegacyBiosampleCompact": ".legacy_biosample_compact",
    "LegacyCreateProjectRequest": ".legacy_create_project_request",
    "LegacyRunCompact": ".legacy_run_compact",
    "LegacyRunResourceList": ".legacy_run_resource_list",
    "LegacyUpdateAppSessionRequest": ".legacy_update_appsession_request",
    "LibraryCompact": ".library_compact",
    "LibraryCompactList": ".library_compact_list",
    "LibraryContainerCompact": ".library_container_compact",
    "LibraryIndexCompact": ".library_index_compact",
    "LibraryInPool": ".library_in_pool",
    "LibraryInPoolList": ".library_in_pool_list",
    "LibraryPaging": ".library_paging",
    "LibraryPool": ".library_pool",
    "LibraryPoolList": ".library_pool_list",
    "LibraryPoolPaging": ".library_pool_paging",
    "LibraryPoolSortField": ".library_pool_sort_field",
    "LibraryPoolStatus": ".library_pool_status",
    "LibraryPrepKit": ".library_prep_kit",
    "LibrarySortField": ".library_sort_field",
    "LoggedInUser": ".logged_in_user",
    "MapContentEntry": ".map_content_entry",
    "NameAndId": ".name_and_id",
    "Notification": ".notification",
    "PartEtag": ".part_etag",
    "PartInfo": ".part_info",
    "Permissions": ".permissions",
    "PrepModule": ".prep_module",
    "PrepModuleParameter": ".prep_module_parameter",
    "PrepRequest": ".prep_request",
    "PrepRequestList": ".prep_request_list",
    "PrepRequestPaging": ".prep_request_paging",
    "PrepSettings": ".prep_settings",
    "PreserveOnDelete": ".preserve_on_delete",
    "PresignedUpload": ".presigned_upload",
    "ProductUsage": ".product_usage",
    "Project": ".project",
    "ProjectCompact": ".project_compact",
    "ProjectResourceList": ".project_resource_list",
    "Property": ".property_",
    "PropertyCompact": ".property_compact",
    "PropertyCompactList": ".property_compact_list",
    "PropertyContainer": ".property_container",
    "PropertyItem": ".property_item",
    "PropertyItemList": ".property_item_list",
    "PropertyItemPaging": ".property_item_paging",
    "PropertyItemSortField": ".property_item_sort_field",
    "PropertyOptions": ".property_options",
    "PropertyPaging": ".property_paging",
    "PropertySortField": ".property_sort_field",
    "PropertyToWrite": ".property_to_write",
    "QcStatus": ".qc_status",
    "QcThreshold": ".qc_threshold",
    "QcThresholdOperator": ".qc_threshold_operator",
    "QcThresholds": ".qc_thresholds",
    "Read": ".read",
    "Reference": ".reference",
    "RegisteredInstrumentCompact": ".registered_instrument_compact",
    "RegisterFilesRequest": ".register_files_request",
    "RescheduleAppSessionRequest": ".reschedule_appsession_request",
    "ResourceManifest": ".resource_manifest",
    "ResourceManifestCompact": ".resource_manifest_compact",
    "ResourceManifestPaging": ".resource_manifest_paging",
    "ResponseStatus": ".response_status",
    "ResponseStatusError": ".response_status_error",
    "RestoreTrashItemRequest": ".restore_trash_item_request",
    "Run": ".run",
    "RunCompact": ".run_compact",
    "RunCompactList": ".run_compact_list",
    "RunInstrument": ".run_instrument",
    "RunLaneSummary": ".run_lane_summary",
    "RunLaneSummaryList": ".run_lane_summary_list",
    "RunLaneSummaryPaging": ".run_lane_summary_paging",
    "RunLaneSummarySortField": ".run_lane_summary_sort_field",
    "RunSortField": ".run_sort_field",
    "RunsPaging": ".runs_paging",
    "RunSummary": ".run_summary",
    "SampleCompact": ".sample_compact",
    "SampleLibrary": ".sample_library",
    "SampleSheet": ".sample_sheet",
    "SampleSheetApplication": ".sample_sheet_application",
    "SampleSheetRow": ".sample_sheet_row",
    "SaveWorkflowRequest": ".save_workflow_request",
    "SearchPaging": ".search_paging",
    "SearchResult": ".search_result",
    "SearchResultList": ".search_result_list",
    "SequencingStats": ".sequencing_stats",
    "SequencingStatsCompact": ".sequencing_stats_compact",
    "SequencingStatsPerSample": ".sequencing_stats_per_sample",
    "SetAggregationRequest": ".set_aggregation_request",
    "SetAppSessionPropertiesRequest": ".set_appsession_properties_request",
    "Setting": ".setting",
    "SignAgreementRequest": ".sign_agreement_request",
    "Software": ".software",
    "SortDirection": ".sort_direction",
    "Species": ".species",
    "StopAppSessionRequest": ".stop_appsession_request",
    "StorageStatistics": ".storage_statistics",
    "StringICollection": ".string_i_collection",
    "StringIEqualityComparer": ".string_i_equality_comparer",
    "StringV2DatasetAttributeDefinitionArrayKeyCollection": ".string_v2_dataset_attribute_definition_array_key_collection",
    "StringV2DatasetAttributeDefinitionArrayValueCollection": ".string_v2_dataset_attribute_definition_array_value_collection",
    "Subject": ".subject",
    "Subscription": ".subscription",
    "SubscriptionStorage": ".subscription_storage",
    "TimeSpan": ".time_span",
    "TrashItem": ".trash_item",
    "TrashItemCompact": ".trash_item_compact",
    "TrashItemCompactList": ".trash_item_compact_list",
    "TrashItemSortField": ".trash_item_sort_field",
    "TrashItemsPaging": ".trash_items_paging",
    "UpdateAppSessionRequest": ".update_appsession_request",
    "UpdateBiosampleRequest": ".update_biosample_request",
    "UpdateDatasetRequest": ".update_dataset_request",
    "UpdateLaneRequest": ".update_lane_request",
    "UpdateLibraryPoolRequest": ".update_library_pool_request",
    "UpdateRunRequest": ".update_run_request",
    "UpdateUserRequest": ".update_user_request",
    "UpdateUserSettingsRequest": ".update_user_settings_request",
    "UploadStatus": ".upload_status",
    "UsageInPeriod": ".usage_in_period",
    "UsageInPeriodList": ".usage_in_period_list",
    "UsageInPeriodPaging": ".usage_in_period_paging",
    "UsageSortField": ".usage_sort_field",
    "User": ".user",
    "UserAgreementCompact": ".user_agreement_compact",
    "UserAgreementCompactList": ".user_agreement_compact_list",
    "UserAgreementSortField": ".user_agreement_sort_field",
    "UserAgreementsPaging": ".user_agreements_paging",
    "UserCompact": ".user_compact",
    "UserSetting": ".user_setting",
    "UserSettingList": ".user_setting_list",
    "UserSettings": ".user_settings",
    "UserSettingSortField": ".user_setting_sort_field",
    "UserSettingsPaging": ".user_settings_paging",
    "UserSettingType": ".user_setting_type",
    "Wallet": ".wallet",
    "WorkflowDependencies": ".workflow_dependencies",
    "WorkflowDependency": ".workflow_dependency",
    "WorkflowDependencyAttributes": ".workflow_dependency_attributes",
    "WorkflowDependencyType": ".workflow_dependency_type",
    "Workgroup": ".workgroup",
    "WorkgroupList": ".workgroup_list",
    "WorkgroupPaging": ".workgroup_paging",
    "WorkgroupSortField": ".workgroup_sort_field",
}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(_MODULES[name], __name__), name)
    return value


def __dir__() -> list[str]:
    return sorted(_MODULES)
