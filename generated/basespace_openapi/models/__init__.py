"""The document's schemas. A model's module is imported when the model is first asked for."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from .analysis_settings import AnalysisSettings as AnalysisSettings
    from .api_agreement_compact import ApiAgreementCompact as ApiAgreementCompact
    from .app_result_compact import AppResultCompact as AppResultCompact
    from .app_session_compact import AppSessionCompact as AppSessionCompact
    from .app_session_include import AppSessionInclude as AppSessionInclude
    from .app_session_sort_field import AppSessionSortField as AppSessionSortField
    from .application_sort_field import ApplicationSortField as ApplicationSortField
    from .biosample_sort_field import BiosampleSortField as BiosampleSortField
    from .biosample_status import BiosampleStatus as BiosampleStatus
    from .comment_sort_field import CommentSortField as CommentSortField
    from .compute_statistics import ComputeStatistics as ComputeStatistics
    from .dataset_attributes import DatasetAttributes as DatasetAttributes
    from .dataset_sort_field import DatasetSortField as DatasetSortField
    from .date_time_offset import DateTimeOffset as DateTimeOffset
    from .day_of_week import DayOfWeek as DayOfWeek
    from .delivery_status import DeliveryStatus as DeliveryStatus
    from .execution_status import ExecutionStatus as ExecutionStatus
    from .file_sort_field import FileSortField as FileSortField
    from .genome_compact import GenomeCompact as GenomeCompact
    from .instrument_statistics_binning import InstrumentStatisticsBinning as InstrumentStatisticsBinning
    from .instrument_statistics_sort_field import InstrumentStatisticsSortField as InstrumentStatisticsSortField
    from .lab_requeue_sort_field import LabRequeueSortField as LabRequeueSortField
    from .lab_requeue_type import LabRequeueType as LabRequeueType
    from .lane import Lane as Lane
    from .lane_status import LaneStatus as LaneStatus
    from .library_container_compact import LibraryContainerCompact as LibraryContainerCompact
    from .library_index_compact import LibraryIndexCompact as LibraryIndexCompact
    from .library_pool_status import LibraryPoolStatus as LibraryPoolStatus
    from .library_prep_kit_compact import LibraryPrepKitCompact as LibraryPrepKitCompact
    from .library_sort_field import LibrarySortField as LibrarySortField
    from .logged_in_user import LoggedInUser as LoggedInUser
    from .map_content_entry import MapContentEntry as MapContentEntry
    from .name_and_id import NameAndId as NameAndId
    from .notification import Notification as Notification
    from .permissions import Permissions as Permissions
    from .prep_module import PrepModule as PrepModule
    from .prep_module_parameter import PrepModuleParameter as PrepModuleParameter
    from .prep_settings import PrepSettings as PrepSettings
    from .preserve_on_delete import PreserveOnDelete as PreserveOnDelete
    from .property_item_sort_field import PropertyItemSortField as PropertyItemSortField
    from .property_sort_field import PropertySortField as PropertySortField
    from .qc_status import QcStatus as QcStatus
    from .qc_threshold_operator import QcThresholdOperator as QcThresholdOperator
    from .registered_instrument_compact import RegisteredInstrumentCompact as RegisteredInstrumentCompact
    from .response_status import ResponseStatus as ResponseStatus
    from .response_status_error import ResponseStatusError as ResponseStatusError
    from .run_lane_summary_sort_field import RunLaneSummarySortField as RunLaneSummarySortField
    from .sample_compact import SampleCompact as SampleCompact
    from .sample_library import SampleLibrary as SampleLibrary
    from .sequencing_stats_compact import SequencingStatsCompact as SequencingStatsCompact
    from .sort_direction import SortDirection as SortDirection
    from .species import Species as Species
    from .storage_statistics import StorageStatistics as StorageStatistics
    from .string_i_collection import StringICollection as StringICollection
    from .string_i_equality_comparer import StringIEqualityComparer as StringIEqualityComparer
    from .string_v2_dataset_attribute_definition_array_key_collection import (
        StringV2DatasetAttributeDefinitionArrayKeyCollection as StringV2DatasetAttributeDefinitionArrayKeyCollection,
    )
    from .string_v2_dataset_attribute_definition_array_value_collection import (
        StringV2DatasetAttributeDefinitionArrayValueCollection as StringV2DatasetAttributeDefinitionArrayValueCollection,
    )
    from .subscription_storage import SubscriptionStorage as SubscriptionStorage
    from .time_span import TimeSpan as TimeSpan
    from .trash_item_sort_field import TrashItemSortField as TrashItemSortField
    from .upload_status import UploadStatus as UploadStatus
    from .usage_sort_field import UsageSortField as UsageSortField
    from .user_setting_sort_field import UserSettingSortField as UserSettingSortField
    from .user_setting_type import UserSettingType as UserSettingType
    from .v1_pre_3_application import V1Pre3Application as V1Pre3Application
    from .v1_pre_3_application_compact import V1Pre3ApplicationCompact as V1Pre3ApplicationCompact
    from .v1_pre_3_application_compact_list import V1Pre3ApplicationCompactList as V1Pre3ApplicationCompactList
    from .v1_pre_3_application_settings import V1Pre3ApplicationSettings as V1Pre3ApplicationSettings
    from .v1_pre_3_applications_sort_fields_v2_paging import (
        V1Pre3ApplicationsSortFieldsV2Paging as V1Pre3ApplicationsSortFieldsV2Paging,
    )
    from .v1_pre_3_biological_sample_compact import V1Pre3BiologicalSampleCompact as V1Pre3BiologicalSampleCompact
    from .v1_pre_3_directory_compact import V1Pre3DirectoryCompact as V1Pre3DirectoryCompact
    from .v1_pre_3_file_compact import V1Pre3FileCompact as V1Pre3FileCompact
    from .v1_pre_3_files_sort_fields_v2_paging import V1Pre3FilesSortFieldsV2Paging as V1Pre3FilesSortFieldsV2Paging
    from .v1_pre_3_library_pool_compact import V1Pre3LibraryPoolCompact as V1Pre3LibraryPoolCompact
    from .v1_pre_3_post_trash_item_restore_from_trash_request import (
        V1Pre3PostTrashItemRestoreFromTrashRequest as V1Pre3PostTrashItemRestoreFromTrashRequest,
    )
    from .v1_pre_3_project import V1Pre3Project as V1Pre3Project
    from .v1_pre_3_project_compact import V1Pre3ProjectCompact as V1Pre3ProjectCompact
    from .v1_pre_3_property_item_sort_fields_v2_paging import (
        V1Pre3PropertyItemSortFieldsV2Paging as V1Pre3PropertyItemSortFieldsV2Paging,
    )
    from .v1_pre_3_property_options_request import V1Pre3PropertyOptionsRequest as V1Pre3PropertyOptionsRequest
    from .v1_pre_3_property_sort_fields_v2_paging import (
        V1Pre3PropertySortFieldsV2Paging as V1Pre3PropertySortFieldsV2Paging,
    )
    from .v1_pre_3_run_compact import V1Pre3RunCompact as V1Pre3RunCompact
    from .v1_pre_3_trash_item import V1Pre3TrashItem as V1Pre3TrashItem
    from .v1_pre_3_trash_item_compact import V1Pre3TrashItemCompact as V1Pre3TrashItemCompact
    from .v1_pre_3_trash_item_compact_list import V1Pre3TrashItemCompactList as V1Pre3TrashItemCompactList
    from .v1_pre_3_trash_items_sort_fields_v2_paging import (
        V1Pre3TrashItemsSortFieldsV2Paging as V1Pre3TrashItemsSortFieldsV2Paging,
    )
    from .v1_pre_3_user import V1Pre3User as V1Pre3User
    from .v1_pre_3_user_compact import V1Pre3UserCompact as V1Pre3UserCompact
    from .v2_aggregate_usage import V2AggregateUsage as V2AggregateUsage
    from .v2_analysis_workflow_dependencies_response import (
        V2AnalysisWorkflowDependenciesResponse as V2AnalysisWorkflowDependenciesResponse,
    )
    from .v2_analysis_workflow_dependency import V2AnalysisWorkflowDependency as V2AnalysisWorkflowDependency
    from .v2_app_session import V2AppSession as V2AppSession
    from .v2_app_session_compact import V2AppSessionCompact as V2AppSessionCompact
    from .v2_app_session_compact_list import V2AppSessionCompactList as V2AppSessionCompactList
    from .v2_app_sessions_sort_fields_v2_paging import (
        V2AppSessionsSortFieldsV2Paging as V2AppSessionsSortFieldsV2Paging,
    )
    from .v2_biological_sample import V2BiologicalSample as V2BiologicalSample
    from .v2_biological_sample_compact import V2BiologicalSampleCompact as V2BiologicalSampleCompact
    from .v2_biological_sample_compact_list import V2BiologicalSampleCompactList as V2BiologicalSampleCompactList
    from .v2_biological_sample_library_yield import V2BiologicalSampleLibraryYield as V2BiologicalSampleLibraryYield
    from .v2_biological_samples_sort_fields_v2_paging import (
        V2BiologicalSamplesSortFieldsV2Paging as V2BiologicalSamplesSortFieldsV2Paging,
    )
    from .v2_comment import V2Comment as V2Comment
    from .v2_comment_list import V2CommentList as V2CommentList
    from .v2_comment_sort_fields_v2_paging import V2CommentSortFieldsV2Paging as V2CommentSortFieldsV2Paging
    from .v2_create_existing_library_lab_requeue_request import (
        V2CreateExistingLibraryLabRequeueRequest as V2CreateExistingLibraryLabRequeueRequest,
    )
    from .v2_create_existing_pool_lab_requeue_request import (
        V2CreateExistingPoolLabRequeueRequest as V2CreateExistingPoolLabRequeueRequest,
    )
    from .v2_create_new_library_lab_requeue_request import (
        V2CreateNewLibraryLabRequeueRequest as V2CreateNewLibraryLabRequeueRequest,
    )
    from .v2_dataset import V2Dataset as V2Dataset
    from .v2_dataset_attribute_definition import V2DatasetAttributeDefinition as V2DatasetAttributeDefinition
    from .v2_dataset_compact import V2DatasetCompact as V2DatasetCompact
    from .v2_dataset_compact_list import V2DatasetCompactList as V2DatasetCompactList
    from .v2_dataset_type import V2DatasetType as V2DatasetType
    from .v2_dataset_type_attribute_schema import V2DatasetTypeAttributeSchema as V2DatasetTypeAttributeSchema
    from .v2_dataset_type_compact import V2DatasetTypeCompact as V2DatasetTypeCompact
    from .v2_datasets_sort_fields_v2_paging import V2DatasetsSortFieldsV2Paging as V2DatasetsSortFieldsV2Paging
    from .v2_error import V2Error as V2Error
    from .v2_files_list import V2FilesList as V2FilesList
    from .v2_instrument_stat import V2InstrumentStat as V2InstrumentStat
    from .v2_instrument_stat_list import V2InstrumentStatList as V2InstrumentStatList
    from .v2_instrument_statistics_sort_fields_v2_paging import (
        V2InstrumentStatisticsSortFieldsV2Paging as V2InstrumentStatisticsSortFieldsV2Paging,
    )
    from .v2_instrument_stats_bin import V2InstrumentStatsBin as V2InstrumentStatsBin
    from .v2_lab_requeue import V2LabRequeue as V2LabRequeue
    from .v2_lab_requeue_compact import V2LabRequeueCompact as V2LabRequeueCompact
    from .v2_lab_requeue_compact_list import V2LabRequeueCompactList as V2LabRequeueCompactList
    from .v2_lab_requeue_list import V2LabRequeueList as V2LabRequeueList
    from .v2_lab_requeue_sort_fields_v2_paging import V2LabRequeueSortFieldsV2Paging as V2LabRequeueSortFieldsV2Paging
    from .v2_library_compact import V2LibraryCompact as V2LibraryCompact
    from .v2_library_compact_extended import V2LibraryCompactExtended as V2LibraryCompactExtended
    from .v2_library_compact_extended_v2_library_sort_fields_resource_list import (
        V2LibraryCompactExtendedV2LibrarySortFieldsResourceList as V2LibraryCompactExtendedV2LibrarySortFieldsResourceList,
    )
    from .v2_library_compact_list import V2LibraryCompactList as V2LibraryCompactList
    from .v2_library_sort_fields_v2_paging import V2LibrarySortFieldsV2Paging as V2LibrarySortFieldsV2Paging
    from .v2_period_aggregate_usage import V2PeriodAggregateUsage as V2PeriodAggregateUsage
    from .v2_period_aggregate_usage_list import V2PeriodAggregateUsageList as V2PeriodAggregateUsageList
    from .v2_period_aggregate_usage_sort_fields_v2_paging import (
        V2PeriodAggregateUsageSortFieldsV2Paging as V2PeriodAggregateUsageSortFieldsV2Paging,
    )
    from .v2_post_app_sessions_id_request import V2PostAppSessionsIdRequest as V2PostAppSessionsIdRequest
    from .v2_post_app_sessions_id_stop_request import V2PostAppSessionsIdStopRequest as V2PostAppSessionsIdStopRequest
    from .v2_post_app_sessions_properties_request import (
        V2PostAppSessionsPropertiesRequest as V2PostAppSessionsPropertiesRequest,
    )
    from .v2_post_application_id_workflows_request import (
        V2PostApplicationIdWorkflowsRequest as V2PostApplicationIdWorkflowsRequest,
    )
    from .v2_post_bio_samples_bulk_update_request import (
        V2PostBioSamplesBulkUpdateRequest as V2PostBioSamplesBulkUpdateRequest,
    )
    from .v2_post_datasets_id_request import V2PostDatasetsIdRequest as V2PostDatasetsIdRequest
    from .v2_post_lanes_id_request import V2PostLanesIdRequest as V2PostLanesIdRequest
    from .v2_post_library_pool_id_request import V2PostLibraryPoolIdRequest as V2PostLibraryPoolIdRequest
    from .v2_post_user_settings_request import V2PostUserSettingsRequest as V2PostUserSettingsRequest
    from .v2_prep_request import V2PrepRequest as V2PrepRequest
    from .v2_product_usage import V2ProductUsage as V2ProductUsage
    from .v2_property import V2Property as V2Property
    from .v2_property_compact import V2PropertyCompact as V2PropertyCompact
    from .v2_property_compact_list import V2PropertyCompactList as V2PropertyCompactList
    from .v2_property_container import V2PropertyContainer as V2PropertyContainer
    from .v2_property_for_posts import V2PropertyForPosts as V2PropertyForPosts
    from .v2_property_item import V2PropertyItem as V2PropertyItem
    from .v2_property_item_list import V2PropertyItemList as V2PropertyItemList
    from .v2_qc_threshold import V2QcThreshold as V2QcThreshold
    from .v2_qc_threshold_response import V2QcThresholdResponse as V2QcThresholdResponse
    from .v2_run_lane_summary import V2RunLaneSummary as V2RunLaneSummary
    from .v2_run_lane_summary_list import V2RunLaneSummaryList as V2RunLaneSummaryList
    from .v2_run_lane_summary_sort_fields_v2_paging import (
        V2RunLaneSummarySortFieldsV2Paging as V2RunLaneSummarySortFieldsV2Paging,
    )
    from .v2_subject_compact import V2SubjectCompact as V2SubjectCompact
    from .v2_update_biological_sample_request import V2UpdateBiologicalSampleRequest as V2UpdateBiologicalSampleRequest
    from .v2_user_setting import V2UserSetting as V2UserSetting
    from .v2_user_setting_list import V2UserSettingList as V2UserSettingList
    from .v2_user_settings_response import V2UserSettingsResponse as V2UserSettingsResponse
    from .v2_user_settings_sort_fields_v2_paging import (
        V2UserSettingsSortFieldsV2Paging as V2UserSettingsSortFieldsV2Paging,
    )
    from .v2_user_subscription import V2UserSubscription as V2UserSubscription
    from .v2_workgroup import V2Workgroup as V2Workgroup
    from .v2_workgroup_list import V2WorkgroupList as V2WorkgroupList
    from .v2_workgroup_sort_fields_v2_paging import V2WorkgroupSortFieldsV2Paging as V2WorkgroupSortFieldsV2Paging
    from .wallet import Wallet as Wallet
    from .workflow_dependency_attributes import WorkflowDependencyAttributes as WorkflowDependencyAttributes
    from .workflow_dependency_type import WorkflowDependencyType as WorkflowDependencyType
    from .workgroup_sort_field import WorkgroupSortField as WorkgroupSortField

    IApplicationCompact: TypeAlias = V1Pre3ApplicationCompact
    IBiologicalSampleCompact: TypeAlias = V2BiologicalSampleCompact
    IBiologicalSampleCompactList: TypeAlias = V2BiologicalSampleCompactList
    IProjectCompact: TypeAlias = V1Pre3ProjectCompact
    IPropertyContainer: TypeAlias = V2PropertyContainer
    IUserCompact: TypeAlias = V1Pre3UserCompact
    V1pre3Application: TypeAlias = V1Pre3Application
    V1pre3ApplicationCompact: TypeAlias = V1Pre3ApplicationCompact
    V1pre3ApplicationCompactList: TypeAlias = V1Pre3ApplicationCompactList
    V1pre3ApplicationSettings: TypeAlias = V1Pre3ApplicationSettings
    V1pre3ApplicationsSortFieldsV2Paging: TypeAlias = V1Pre3ApplicationsSortFieldsV2Paging
    V1pre3BiologicalSampleCompact: TypeAlias = V1Pre3BiologicalSampleCompact
    V1pre3DirectoryCompact: TypeAlias = V1Pre3DirectoryCompact
    V1pre3FileCompact: TypeAlias = V1Pre3FileCompact
    V1pre3FilesSortFieldsV2Paging: TypeAlias = V1Pre3FilesSortFieldsV2Paging
    V1pre3LibraryPoolCompact: TypeAlias = V1Pre3LibraryPoolCompact
    V1pre3PostTrashItemRestoreFromTrashRequest: TypeAlias = V1Pre3PostTrashItemRestoreFromTrashRequest
    V1pre3Project: TypeAlias = V1Pre3Project
    V1pre3ProjectCompact: TypeAlias = V1Pre3ProjectCompact
    V1pre3PropertyItemSortFieldsV2Paging: TypeAlias = V1Pre3PropertyItemSortFieldsV2Paging
    V1pre3PropertyOptionsRequest: TypeAlias = V1Pre3PropertyOptionsRequest
    V1pre3PropertySortFieldsV2Paging: TypeAlias = V1Pre3PropertySortFieldsV2Paging
    V1pre3RunCompact: TypeAlias = V1Pre3RunCompact
    V1pre3TrashItem: TypeAlias = V1Pre3TrashItem
    V1pre3TrashItemCompact: TypeAlias = V1Pre3TrashItemCompact
    V1pre3TrashItemCompactList: TypeAlias = V1Pre3TrashItemCompactList
    V1pre3TrashItemsSortFieldsV2Paging: TypeAlias = V1Pre3TrashItemsSortFieldsV2Paging
    V1pre3User: TypeAlias = V1Pre3User
    V1pre3UserCompact: TypeAlias = V1Pre3UserCompact

_MODULES = {
    "AnalysisSettings": (".analysis_settings", "AnalysisSettings"),
    "ApiAgreementCompact": (".api_agreement_compact", "ApiAgreementCompact"),
    "ApplicationSortField": (".application_sort_field", "ApplicationSortField"),
    "AppResultCompact": (".app_result_compact", "AppResultCompact"),
    "AppSessionCompact": (".app_session_compact", "AppSessionCompact"),
    "AppSessionInclude": (".app_session_include", "AppSessionInclude"),
    "AppSessionSortField": (".app_session_sort_field", "AppSessionSortField"),
    "BiosampleSortField": (".biosample_sort_field", "BiosampleSortField"),
    "BiosampleStatus": (".biosample_status", "BiosampleStatus"),
    "CommentSortField": (".comment_sort_field", "CommentSortField"),
    "ComputeStatistics": (".compute_statistics", "ComputeStatistics"),
    "DatasetAttributes": (".dataset_attributes", "DatasetAttributes"),
    "DatasetSortField": (".dataset_sort_field", "DatasetSortField"),
    "DateTimeOffset": (".date_time_offset", "DateTimeOffset"),
    "DayOfWeek": (".day_of_week", "DayOfWeek"),
    "DeliveryStatus": (".delivery_status", "DeliveryStatus"),
    "ExecutionStatus": (".execution_status", "ExecutionStatus"),
    "FileSortField": (".file_sort_field", "FileSortField"),
    "GenomeCompact": (".genome_compact", "GenomeCompact"),
    "InstrumentStatisticsBinning": (".instrument_statistics_binning", "InstrumentStatisticsBinning"),
    "InstrumentStatisticsSortField": (".instrument_statistics_sort_field", "InstrumentStatisticsSortField"),
    "LabRequeueSortField": (".lab_requeue_sort_field", "LabRequeueSortField"),
    "LabRequeueType": (".lab_requeue_type", "LabRequeueType"),
    "Lane": (".lane", "Lane"),
    "LaneStatus": (".lane_status", "LaneStatus"),
    "LibraryContainerCompact": (".library_container_compact", "LibraryContainerCompact"),
    "LibraryIndexCompact": (".library_index_compact", "LibraryIndexCompact"),
    "LibraryPoolStatus": (".library_pool_status", "LibraryPoolStatus"),
    "LibraryPrepKitCompact": (".library_prep_kit_compact", "LibraryPrepKitCompact"),
    "LibrarySortField": (".library_sort_field", "LibrarySortField"),
    "LoggedInUser": (".logged_in_user", "LoggedInUser"),
    "MapContentEntry": (".map_content_entry", "MapContentEntry"),
    "NameAndId": (".name_and_id", "NameAndId"),
    "Notification": (".notification", "Notification"),
    "Permissions": (".permissions", "Permissions"),
    "PrepModule": (".prep_module", "PrepModule"),
    "PrepModuleParameter": (".prep_module_parameter", "PrepModuleParameter"),
    "PrepSettings": (".prep_settings", "PrepSettings"),
    "PreserveOnDelete": (".preserve_on_delete", "PreserveOnDelete"),
    "PropertyItemSortField": (".property_item_sort_field", "PropertyItemSortField"),
    "PropertySortField": (".property_sort_field", "PropertySortField"),
    "QcStatus": (".qc_status", "QcStatus"),
    "QcThresholdOperator": (".qc_threshold_operator", "QcThresholdOperator"),
    "RegisteredInstrumentCompact": (".registered_instrument_compact", "RegisteredInstrumentCompact"),
    "ResponseStatus": (".response_status", "ResponseStatus"),
    "ResponseStatusError": (".response_status_error", "ResponseStatusError"),
    "RunLaneSummarySortField": (".run_lane_summary_sort_field", "RunLaneSummarySortField"),
    "SampleCompact": (".sample_compact", "SampleCompact"),
    "SampleLibrary": (".sample_library", "SampleLibrary"),
    "SequencingStatsCompact": (".sequencing_stats_compact", "SequencingStatsCompact"),
    "SortDirection": (".sort_direction", "SortDirection"),
    "Species": (".species", "Species"),
    "StorageStatistics": (".storage_statistics", "StorageStatistics"),
    "StringICollection": (".string_i_collection", "StringICollection"),
    "StringIEqualityComparer": (".string_i_equality_comparer", "StringIEqualityComparer"),
    "StringV2DatasetAttributeDefinitionArrayKeyCollection": (
        ".string_v2_dataset_attribute_definition_array_key_collection",
        "StringV2DatasetAttributeDefinitionArrayKeyCollection",
    ),
    "StringV2DatasetAttributeDefinitionArrayValueCollection": (
        ".string_v2_dataset_attribute_definition_array_value_collection",
        "StringV2DatasetAttributeDefinitionArrayValueCollection",
    ),
    "SubscriptionStorage": (".subscription_storage", "SubscriptionStorage"),
    "TimeSpan": (".time_span", "TimeSpan"),
    "TrashItemSortField": (".trash_item_sort_field", "TrashItemSortField"),
    "UploadStatus": (".upload_status", "UploadStatus"),
    "UsageSortField": (".usage_sort_field", "UsageSortField"),
    "UserSettingSortField": (".user_setting_sort_field", "UserSettingSortField"),
    "UserSettingType": (".user_setting_type", "UserSettingType"),
    "V1Pre3Application": (".v1_pre_3_application", "V1Pre3Application"),
    "V1Pre3ApplicationCompact": (".v1_pre_3_application_compact", "V1Pre3ApplicationCompact"),
    "V1Pre3ApplicationCompactList": (".v1_pre_3_application_compact_list", "V1Pre3ApplicationCompactList"),
    "V1Pre3ApplicationSettings": (".v1_pre_3_application_settings", "V1Pre3ApplicationSettings"),
    "V1Pre3ApplicationsSortFieldsV2Paging": (
        ".v1_pre_3_applications_sort_fields_v2_paging",
        "V1Pre3ApplicationsSortFieldsV2Paging",
    ),
    "V1Pre3BiologicalSampleCompact": (".v1_pre_3_biological_sample_compact", "V1Pre3BiologicalSampleCompact"),
    "V1Pre3DirectoryCompact": (".v1_pre_3_directory_compact", "V1Pre3DirectoryCompact"),
    "V1Pre3FileCompact": (".v1_pre_3_file_compact", "V1Pre3FileCompact"),
    "V1Pre3FilesSortFieldsV2Paging": (".v1_pre_3_files_sort_fields_v2_paging", "V1Pre3FilesSortFieldsV2Paging"),
    "V1Pre3LibraryPoolCompact": (".v1_pre_3_library_pool_compact", "V1Pre3LibraryPoolCompact"),
    "V1Pre3PostTrashItemRestoreFromTrashRequest": (
        ".v1_pre_3_post_trash_item_restore_from_trash_request",
        "V1Pre3PostTrashItemRestoreFromTrashRequest",
    ),
    "V1Pre3Project": (".v1_pre_3_project", "V1Pre3Project"),
    "V1Pre3ProjectCompact": (".v1_pre_3_project_compact", "V1Pre3ProjectCompact"),
    "V1Pre3PropertyItemSortFieldsV2Paging": (
        ".v1_pre_3_property_item_sort_fields_v2_paging",
        "V1Pre3PropertyItemSortFieldsV2Paging",
    ),
    "V1Pre3PropertyOptionsRequest": (".v1_pre_3_property_options_request", "V1Pre3PropertyOptionsRequest"),
    "V1Pre3PropertySortFieldsV2Paging": (
        ".v1_pre_3_property_sort_fields_v2_paging",
        "V1Pre3PropertySortFieldsV2Paging",
    ),
    "V1Pre3RunCompact": (".v1_pre_3_run_compact", "V1Pre3RunCompact"),
    "V1Pre3TrashItem": (".v1_pre_3_trash_item", "V1Pre3TrashItem"),
    "V1Pre3TrashItemCompact": (".v1_pre_3_trash_item_compact", "V1Pre3TrashItemCompact"),
    "V1Pre3TrashItemCompactList": (".v1_pre_3_trash_item_compact_list", "V1Pre3TrashItemCompactList"),
    "V1Pre3TrashItemsSortFieldsV2Paging": (
        ".v1_pre_3_trash_items_sort_fields_v2_paging",
        "V1Pre3TrashItemsSortFieldsV2Paging",
    ),
    "V1Pre3User": (".v1_pre_3_user", "V1Pre3User"),
    "V1Pre3UserCompact": (".v1_pre_3_user_compact", "V1Pre3UserCompact"),
    "V2AggregateUsage": (".v2_aggregate_usage", "V2AggregateUsage"),
    "V2AnalysisWorkflowDependenciesResponse": (
        ".v2_analysis_workflow_dependencies_response",
        "V2AnalysisWorkflowDependenciesResponse",
    ),
    "V2AnalysisWorkflowDependency": (".v2_analysis_workflow_dependency", "V2AnalysisWorkflowDependency"),
    "V2AppSession": (".v2_app_session", "V2AppSession"),
    "V2AppSessionCompact": (".v2_app_session_compact", "V2AppSessionCompact"),
    "V2AppSessionCompactList": (".v2_app_session_compact_list", "V2AppSessionCompactList"),
    "V2AppSessionsSortFieldsV2Paging": (".v2_app_sessions_sort_fields_v2_paging", "V2AppSessionsSortFieldsV2Paging"),
    "V2BiologicalSample": (".v2_biological_sample", "V2BiologicalSample"),
    "V2BiologicalSampleCompact": (".v2_biological_sample_compact", "V2BiologicalSampleCompact"),
    "V2BiologicalSampleCompactList": (".v2_biological_sample_compact_list", "V2BiologicalSampleCompactList"),
    "V2BiologicalSampleLibraryYield": (".v2_biological_sample_library_yield", "V2BiologicalSampleLibraryYield"),
    "V2BiologicalSamplesSortFieldsV2Paging": (
        ".v2_biological_samples_sort_fields_v2_paging",
        "V2BiologicalSamplesSortFieldsV2Paging",
    ),
    "V2Comment": (".v2_comment", "V2Comment"),
    "V2CommentList": (".v2_comment_list", "V2CommentList"),
    "V2CommentSortFieldsV2Paging": (".v2_comment_sort_fields_v2_paging", "V2CommentSortFieldsV2Paging"),
    "V2CreateExistingLibraryLabRequeueRequest": (
        ".v2_create_existing_library_lab_requeue_request",
        "V2CreateExistingLibraryLabRequeueRequest",
    ),
    "V2CreateExistingPoolLabRequeueRequest": (
        ".v2_create_existing_pool_lab_requeue_request",
        "V2CreateExistingPoolLabRequeueRequest",
    ),
    "V2CreateNewLibraryLabRequeueRequest": (
        ".v2_create_new_library_lab_requeue_request",
        "V2CreateNewLibraryLabRequeueRequest",
    ),
    "V2Dataset": (".v2_dataset", "V2Dataset"),
    "V2DatasetAttributeDefinition": (".v2_dataset_attribute_definition", "V2DatasetAttributeDefinition"),
    "V2DatasetCompact": (".v2_dataset_compact", "V2DatasetCompact"),
    "V2DatasetCompactList": (".v2_dataset_compact_list", "V2DatasetCompactList"),
    "V2DatasetsSortFieldsV2Paging": (".v2_datasets_sort_fields_v2_paging", "V2DatasetsSortFieldsV2Paging"),
    "V2DatasetType": (".v2_dataset_type", "V2DatasetType"),
    "V2DatasetTypeAttributeSchema": (".v2_dataset_type_attribute_schema", "V2DatasetTypeAttributeSchema"),
    "V2DatasetTypeCompact": (".v2_dataset_type_compact", "V2DatasetTypeCompact"),
    "V2Error": (".v2_error", "V2Error"),
    "V2FilesList": (".v2_files_list", "V2FilesList"),
    "V2InstrumentStat": (".v2_instrument_stat", "V2InstrumentStat"),
    "V2InstrumentStatisticsSortFieldsV2Paging": (
        ".v2_instrument_statistics_sort_fields_v2_paging",
        "V2InstrumentStatisticsSortFieldsV2Paging",
    ),
    "V2InstrumentStatList": (".v2_instrument_stat_list", "V2InstrumentStatList"),
    "V2InstrumentStatsBin": (".v2_instrument_stats_bin", "V2InstrumentStatsBin"),
    "V2LabRequeue": (".v2_lab_requeue", "V2LabRequeue"),
    "V2LabRequeueCompact": (".v2_lab_requeue_compact", "V2LabRequeueCompact"),
    "V2LabRequeueCompactList": (".v2_lab_requeue_compact_list", "V2LabRequeueCompactList"),
    "V2LabRequeueList": (".v2_lab_requeue_list", "V2LabRequeueList"),
    "V2LabRequeueSortFieldsV2Paging": (".v2_lab_requeue_sort_fields_v2_paging", "V2LabRequeueSortFieldsV2Paging"),
    "V2LibraryCompact": (".v2_library_compact", "V2LibraryCompact"),
    "V2LibraryCompactExtended": (".v2_library_compact_extended", "V2LibraryCompactExtended"),
    "V2LibraryCompactExtendedV2LibrarySortFieldsResourceList": (
        ".v2_library_compact_extended_v2_library_sort_fields_resource_list",
        "V2LibraryCompactExtendedV2LibrarySortFieldsResourceList",
    ),
    "V2LibraryCompactList": (".v2_library_compact_list", "V2LibraryCompactList"),
    "V2LibrarySortFieldsV2Paging": (".v2_library_sort_fields_v2_paging", "V2LibrarySortFieldsV2Paging"),
    "V2PeriodAggregateUsage": (".v2_period_aggregate_usage", "V2PeriodAggregateUsage"),
    "V2PeriodAggregateUsageList": (".v2_period_aggregate_usage_list", "V2PeriodAggregateUsageList"),
    "V2PeriodAggregateUsageSortFieldsV2Paging": (
        ".v2_period_aggregate_usage_sort_fields_v2_paging",
        "V2PeriodAggregateUsageSortFieldsV2Paging",
    ),
    "V2PostApplicationIdWorkflowsRequest": (
        ".v2_post_application_id_workflows_request",
        "V2PostApplicationIdWorkflowsRequest",
    ),
    "V2PostAppSessionsIdRequest": (".v2_post_app_sessions_id_request", "V2PostAppSessionsIdRequest"),
    "V2PostAppSessionsIdStopRequest": (".v2_post_app_sessions_id_stop_request", "V2PostAppSessionsIdStopRequest"),
    "V2PostAppSessionsPropertiesRequest": (
        ".v2_post_app_sessions_properties_request",
        "V2PostAppSessionsPropertiesRequest",
    ),
    "V2PostBioSamplesBulkUpdateRequest": (
        ".v2_post_bio_samples_bulk_update_request",
        "V2PostBioSamplesBulkUpdateRequest",
    ),
    "V2PostDatasetsIdRequest": (".v2_post_datasets_id_request", "V2PostDatasetsIdRequest"),
    "V2PostLanesIdRequest": (".v2_post_lanes_id_request", "V2PostLanesIdRequest"),
    "V2PostLibraryPoolIdRequest": (".v2_post_library_pool_id_request", "V2PostLibraryPoolIdRequest"),
    "V2PostUserSettingsRequest": (".v2_post_user_settings_request", "V2PostUserSettingsRequest"),
    "V2PrepRequest": (".v2_prep_request", "V2PrepRequest"),
    "V2ProductUsage": (".v2_product_usage", "V2ProductUsage"),
    "V2Property": (".v2_property", "V2Property"),
    "V2PropertyCompact": (".v2_property_compact", "V2PropertyCompact"),
    "V2PropertyCompactList": (".v2_property_compact_list", "V2PropertyCompactList"),
    "V2PropertyContainer": (".v2_property_container", "V2PropertyContainer"),
    "V2PropertyForPosts": (".v2_property_for_posts", "V2PropertyForPosts"),
    "V2PropertyItem": (".v2_property_item", "V2PropertyItem"),
    "V2PropertyItemList": (".v2_property_item_list", "V2PropertyItemList"),
    "V2QcThreshold": (".v2_qc_threshold", "V2QcThreshold"),
    "V2QcThresholdResponse": (".v2_qc_threshold_response", "V2QcThresholdResponse"),
    "V2RunLaneSummary": (".v2_run_lane_summary", "V2RunLaneSummary"),
    "V2RunLaneSummaryList": (".v2_run_lane_summary_list", "V2RunLaneSummaryList"),
    "V2RunLaneSummarySortFieldsV2Paging": (
        ".v2_run_lane_summary_sort_fields_v2_paging",
        "V2RunLaneSummarySortFieldsV2Paging",
    ),
    "V2SubjectCompact": (".v2_subject_compact", "V2SubjectCompact"),
    "V2UpdateBiologicalSampleRequest": (".v2_update_biological_sample_request", "V2UpdateBiologicalSampleRequest"),
    "V2UserSetting": (".v2_user_setting", "V2UserSetting"),
    "V2UserSettingList": (".v2_user_setting_list", "V2UserSettingList"),
    "V2UserSettingsResponse": (".v2_user_settings_response", "V2UserSettingsResponse"),
    "V2UserSettingsSortFieldsV2Paging": (".v2_user_settings_sort_fields_v2_paging", "V2UserSettingsSortFieldsV2Paging"),
    "V2UserSubscription": (".v2_user_subscription", "V2UserSubscription"),
    "V2Workgroup": (".v2_workgroup", "V2Workgroup"),
    "V2WorkgroupList": (".v2_workgroup_list", "V2WorkgroupList"),
    "V2WorkgroupSortFieldsV2Paging": (".v2_workgroup_sort_fields_v2_paging", "V2WorkgroupSortFieldsV2Paging"),
    "Wallet": (".wallet", "Wallet"),
    "WorkflowDependencyAttributes": (".workflow_dependency_attributes", "WorkflowDependencyAttributes"),
    "WorkflowDependencyType": (".workflow_dependency_type", "WorkflowDependencyType"),
    "WorkgroupSortField": (".workgroup_sort_field", "WorkgroupSortField"),
    "IApplicationCompact": (".v1_pre_3_application_compact", "V1Pre3ApplicationCompact"),
    "IBiologicalSampleCompact": (".v2_biological_sample_compact", "V2BiologicalSampleCompact"),
    "IBiologicalSampleCompactList": (".v2_biological_sample_compact_list", "V2BiologicalSampleCompactList"),
    "IProjectCompact": (".v1_pre_3_project_compact", "V1Pre3ProjectCompact"),
    "IPropertyContainer": (".v2_property_container", "V2PropertyContainer"),
    "IUserCompact": (".v1_pre_3_user_compact", "V1Pre3UserCompact"),
    "V1pre3Application": (".v1_pre_3_application", "V1Pre3Application"),
    "V1pre3ApplicationCompact": (".v1_pre_3_application_compact", "V1Pre3ApplicationCompact"),
    "V1pre3ApplicationCompactList": (".v1_pre_3_application_compact_list", "V1Pre3ApplicationCompactList"),
    "V1pre3ApplicationSettings": (".v1_pre_3_application_settings", "V1Pre3ApplicationSettings"),
    "V1pre3ApplicationsSortFieldsV2Paging": (
        ".v1_pre_3_applications_sort_fields_v2_paging",
        "V1Pre3ApplicationsSortFieldsV2Paging",
    ),
    "V1pre3BiologicalSampleCompact": (".v1_pre_3_biological_sample_compact", "V1Pre3BiologicalSampleCompact"),
    "V1pre3DirectoryCompact": (".v1_pre_3_directory_compact", "V1Pre3DirectoryCompact"),
    "V1pre3FileCompact": (".v1_pre_3_file_compact", "V1Pre3FileCompact"),
    "V1pre3FilesSortFieldsV2Paging": (".v1_pre_3_files_sort_fields_v2_paging", "V1Pre3FilesSortFieldsV2Paging"),
    "V1pre3LibraryPoolCompact": (".v1_pre_3_library_pool_compact", "V1Pre3LibraryPoolCompact"),
    "V1pre3PostTrashItemRestoreFromTrashRequest": (
        ".v1_pre_3_post_trash_item_restore_from_trash_request",
        "V1Pre3PostTrashItemRestoreFromTrashRequest",
    ),
    "V1pre3Project": (".v1_pre_3_project", "V1Pre3Project"),
    "V1pre3ProjectCompact": (".v1_pre_3_project_compact", "V1Pre3ProjectCompact"),
    "V1pre3PropertyItemSortFieldsV2Paging": (
        ".v1_pre_3_property_item_sort_fields_v2_paging",
        "V1Pre3PropertyItemSortFieldsV2Paging",
    ),
    "V1pre3PropertyOptionsRequest": (".v1_pre_3_property_options_request", "V1Pre3PropertyOptionsRequest"),
    "V1pre3PropertySortFieldsV2Paging": (
        ".v1_pre_3_property_sort_fields_v2_paging",
        "V1Pre3PropertySortFieldsV2Paging",
    ),
    "V1pre3RunCompact": (".v1_pre_3_run_compact", "V1Pre3RunCompact"),
    "V1pre3TrashItem": (".v1_pre_3_trash_item", "V1Pre3TrashItem"),
    "V1pre3TrashItemCompact": (".v1_pre_3_trash_item_compact", "V1Pre3TrashItemCompact"),
    "V1pre3TrashItemCompactList": (".v1_pre_3_trash_item_compact_list", "V1Pre3TrashItemCompactList"),
    "V1pre3TrashItemsSortFieldsV2Paging": (
        ".v1_pre_3_trash_items_sort_fields_v2_paging",
        "V1Pre3TrashItemsSortFieldsV2Paging",
    ),
    "V1pre3User": (".v1_pre_3_user", "V1Pre3User"),
    "V1pre3UserCompact": (".v1_pre_3_user_compact", "V1Pre3UserCompact"),
}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, attribute = _MODULES[name]
    value = globals()[name] = getattr(import_module(module, __name__), attribute)
    return value


def __dir__() -> list[str]:
    return sorted(_MODULES)
