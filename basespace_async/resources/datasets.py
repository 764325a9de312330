"""Datasets, their types, files and comments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Unpack

from basespace_openapi import models as generated
from basespace_openapi.api.datasets import (
    get_dataset,
    get_dataset_type,
    list_dataset_comments,
    list_datasets,
    update_dataset,
)

from .._core.parameters import ResourceId, as_list, bool_text, identifier, numbers, optional_id, or_unset
from ..pagination.pager import Pager
from ._base import DatasetInclude, PagingArguments
from ._dataset_creation import DatasetCreation
from ._dataset_files import DatasetFiles
from ._preconditions import check_comment, check_state, check_value, known, refused_as

if TYPE_CHECKING:
    from ..models import (
        Comment,
        CommentSortField,
        Dataset,
        DatasetCompact,
        DatasetSortField,
        DatasetType,
        QcStatus,
        SortDirection,
        UploadStatus,
    )
    from ..watch import Watch, WatchOptions

QC_RULE = "the QC status of a dataset can only be changed when its upload status is Complete"
UPLOADED = ("Complete", "Completed")
"""Upload statuses of a dataset whose files are all there."""


class Datasets(DatasetCreation, DatasetFiles):
    """Datasets, their types, files, properties and comments."""

    def list(
        self,
        *,
        input_biosamples: ResourceId | Iterable[ResourceId] | None = None,
        input_runs: ResourceId | Iterable[ResourceId] | None = None,
        dataset_types: str | Iterable[str] | None = None,
        qc_status: QcStatus | Iterable[QcStatus] | None = None,
        upload_status: UploadStatus | Iterable[UploadStatus] | None = None,
        include: DatasetInclude | Iterable[DatasetInclude] | None = None,
        property_filters: str | Iterable[str] | None = None,
        project: ResourceId | None = None,
        appsessions: ResourceId | Iterable[ResourceId] | None = None,
        input_run_tokens: str | Iterable[str] | None = None,
        is_archived: bool | None = None,
        sort_by: DatasetSortField | None = "DateCreated",
        sort_dir: SortDirection | None = "Asc",
        **paging: Unpack[PagingArguments],
    ) -> Pager[DatasetCompact]:
        """List datasets (`listDatasets`).

        Calls `GET /v2/datasets`.

        Args:
            input_biosamples: Biosamples or their ids; only datasets that come from them.
            input_runs: Runs or their ids; only datasets that come from them.
            dataset_types: Only datasets that conform to these types, such as `common.fastq`; a leading tilde excludes
                (`~common.fastq`, observed).
            qc_status: Only datasets of these QC statuses.
            upload_status: Only datasets of these upload statuses.
            include: Properties, AppSessionRoot (reference).
            property_filters: Which properties to return where `include` asks for them, such as Input.Libraries.
            project: Only datasets in this project (client).
            appsessions: Only datasets of these appsessions (client).
            input_run_tokens: Only datasets whose input runs have these tokens (client).
            is_archived: Only archived datasets, or only others (client).
            sort_by: Field to sort by; None leaves the order to the service, which takes DateCreated (observed).
            sort_dir: Asc or Desc; None leaves the direction to the service.
            **paging: How the list is fetched; see `PagingArguments`.

        Returns:
            A pager of `DatasetCompact`; nothing is sent before it is iterated.

        Raises:
            ConfigurationError: If an id is not a number.

        Example:
            ```python
            async for dataset in basespace.datasets.list(input_biosamples=biosample, dataset_types="common.fastq"):
                print(dataset.name, dataset.total_size)
            ```
        """
        request = list_datasets.request(
            inputbiosamples=numbers(input_biosamples),
            inputruns=numbers(input_runs),
            datasettypes=as_list(dataset_types),
            qcstatus=as_list(qc_status),
            uploadstatus=as_list(upload_status),
            include=as_list(include),
            propertyfilters=as_list(property_filters),
            projectid=optional_id(project),
            appsessionids=numbers(appsessions),
            inputruntokens=as_list(input_run_tokens),
            isarchived=bool_text(is_archived),
            sortby=or_unset(sort_by),
            sortdir=or_unset(sort_dir),
        )
        return self._client.pager(request, **paging)

    def watch(
        self, *, status: str | Iterable[str] | None = None, **options: Unpack[WatchOptions]
    ) -> Watch[DatasetCompact]:
        """Watch for datasets that are new or changed.

        Each is given once, also across restarts. With `status`, those that come into it: found in it, and not in it
        when they were last seen. Without, those whose date of change or status differs from what was given last.
        Changes between two polls are one event, with the item as it is then; a deletion is none. A poll reads
        the latest changes only.

        Args:
            status: Only those that come into this upload status, or one of these; Complete and Completed are the same.
            **options: What to read, where the state is kept, and how often to ask; see `WatchOptions`.

        Returns:
            A `Watch`, to be iterated; nothing is sent before that.

        Raises:
            ConfigurationError: If an option is unknown or out of range.

        Example:
            ```python
            async for event in basespace.datasets.watch(status="Complete", filters={"dataset_types": "common.fastq"}):
                async with event.handling() as dataset:
                    print(dataset.id)
            ```
        """
        from ..watch.watch import watch_list

        return watch_list(self._client, "datasets", self.list, status, options)

    async def get(self, dataset: ResourceId) -> Dataset:
        """Get a dataset in full (`getDataset`).

        Calls `GET /v2/datasets/{id}`.

        Args:
            dataset: Its id, or the dataset from a list.

        Returns:
            The `Dataset`.

        Raises:
            PermissionDeniedError: If it is not yours or the id does not exist (observed).

        Example:
            ```python
            dataset = await basespace.datasets.get("ds.0123456789abcdef0123456789abcdef")
            ```
        """
        return await get_dataset.send(self._client, identifier(dataset))

    async def get_type(self, dataset_type: ResourceId, *, include: str | Iterable[str] | None = None) -> DatasetType:
        """Get a dataset type (`getDatasetType`).

        Calls `GET /v2/datasettypes/{id}`.

        Args:
            dataset_type: Its id, such as `illumina.fastq.v1.8`, or the type from a dataset.
            include: Further parts to return; no source names them.

        Returns:
            The `DatasetType`.

        Example:
            ```python
            fastq = await basespace.datasets.get_type("illumina.fastq.v1.8")
            ```
        """
        return await get_dataset_type.send(self._client, identifier(dataset_type), include=as_list(include))

    async def update(
        self,
        dataset: ResourceId,
        *,
        dataset_type: ResourceId | None = None,
        attributes: Mapping[str, Mapping[str, Any]] | None = None,
        qc_status: QcStatus | None = None,
        qc_status_summary: str | None = None,
        upload_status: UploadStatus | None = None,
        upload_status_summary: str | None = None,
        comment: str | None = None,
    ) -> Dataset:
        """Change a dataset (`updateDataset`).

        Calls `POST /v2/datasets/{id}`. Arguments that are left out stay as they are.

        Args:
            dataset: Its id, or the dataset from a list.
            dataset_type: Slug of the new type, or the type.
            attributes: Attributes by the type that defines them and then by name, as in
                `{"common_fastq": {"TotalReadsPF": 5}}` (observed in responses).
            qc_status: QcPassed or QcFailed, only when the upload is complete (reference).
            qc_status_summary: Text that explains the QC status.
            upload_status_summary: Text that explains the upload status.
            upload_status: Such as Complete.
            comment: Comment to record with the change.

        Returns:
            The updated dataset.

        Raises:
            PreconditionError: If a rule forbids the change.

        Example:
            ```python
            await basespace.datasets.update(dataset, upload_status="Complete")
            ```
        """
        if qc_status is not None:
            check_state(known(getattr(dataset, "upload_status", None)), UPLOADED, QC_RULE)
        attribute_maps = None if attributes is None else {type_id: dict(facts) for type_id, facts in attributes.items()}
        body = generated.UpdateDatasetRequest(
            dataset_type_id=optional_id(dataset_type),
            attributes=or_unset(attribute_maps),
            qc_status=or_unset(qc_status),
            qc_status_summary=or_unset(qc_status_summary),
            upload_status=or_unset(upload_status),
            upload_status_summary=or_unset(upload_status_summary),
            comment=or_unset(comment),
        )
        with refused_as(QC_RULE if qc_status is not None else "the dataset's new values must be possible"):
            return await update_dataset.send(self._client, identifier(dataset), body=body)

    async def set_qc(
        self, dataset: ResourceId, status: QcStatus, *, comment: str | None = None, summary: str | None = None
    ) -> Dataset:
        """Pass or fail a dataset (`updateDataset`).

        Calls `POST /v2/datasets/{id}`.

        Args:
            dataset: Its id, or the dataset from a list.
            status: QcPassed or QcFailed (reference).
            comment: Comment to record with the change, of at most 1,024 characters (reference, for appsessions).
            summary: Text that explains the status.

        Returns:
            The updated dataset.

        Raises:
            PreconditionError: If the status is another one, the comment is too long, or the upload is not complete
                (reference).

        Example:
            ```python
            await basespace.datasets.set_qc(dataset, "QcFailed", comment="contaminated")
            ```
        """
        check_value(status, ("QcPassed", "QcFailed"), "a dataset's QC status")
        check_comment(comment)
        return await self.update(dataset, qc_status=status, qc_status_summary=summary, comment=comment)

    def comments(
        self,
        dataset: ResourceId,
        *,
        sort_by: CommentSortField | None = "Timestamp",
        sort_dir: SortDirection | None = "Asc",
        **paging: Unpack[PagingArguments],
    ) -> Pager[Comment]:
        """List the comments on a dataset (`listDatasetComments`).

        Calls `GET /v2/datasets/{id}/comments`.

        Args:
            dataset: Its id, or the dataset from a list.
            sort_by: Field to sort by; None leaves the order to the service.
            sort_dir: Asc or Desc; None leaves the direction to the service.
            **paging: How the list is fetched; see `PagingArguments`.

        Returns:
            A pager of `Comment`; nothing is sent before it is iterated.

        Example:
            ```python
            comments = await basespace.datasets.comments(dataset).collect()
            ```
        """
        request = list_dataset_comments.request(
            identifier(dataset), sortby=or_unset(sort_by), sortdir=or_unset(sort_dir)
        )
        return self._client.pager(request, **paging)
