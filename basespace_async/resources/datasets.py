"""Datasets, their types and their files."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Unpack

from basespace_openapi.api.datasets import get_dataset, get_dataset_type, list_dataset_files, list_datasets

from .._arguments import HasId, NumericId, given, identifier, joined, numbers, several
from ..paging import Pager
from ._resource import Paging, Resource

if TYPE_CHECKING:
    from ..models import (
        Dataset,
        DatasetCompact,
        DatasetSortField,
        DatasetType,
        File,
        FileSortField,
        SortDirection,
    )


class Datasets(Resource):
    """Operations on datasets."""

    def list(
        self,
        *,
        input_biosamples: NumericId | Iterable[NumericId] | None = None,
        input_runs: NumericId | Iterable[NumericId] | None = None,
        dataset_types: str | Iterable[str] | None = None,
        qc_status: str | Iterable[str] | None = None,
        upload_status: str | Iterable[str] | None = None,
        include: str | Iterable[str] | None = None,
        property_filters: str | Iterable[str] | None = None,
        sort_by: DatasetSortField | None = None,
        sort_dir: SortDirection | None = None,
        **paging: Unpack[Paging],
    ) -> Pager[DatasetCompact]:
        """Datasets, in short (`listDatasets`).

        Args:
            input_biosamples: biosamples or their ids; only datasets that come from them.
            input_runs: runs or their ids; only datasets that come from them.
            dataset_types: only datasets that conform to these types, such as `common.fastq`; a leading tilde excludes
                (`~common.fastq`, observed).
            qc_status: only datasets of these QC statuses.
            upload_status: only datasets of these upload statuses.
            include: Properties, AppSessionRoot (reference).
            property_filters: which properties to return where `include` asks for them, such as Input.Libraries.
            sort_by: field to sort by; DateCreated where it is not given (observed).
            sort_dir: Asc or Desc.
            **paging: offset, page_size, concurrency; see `Pager`.

        Returns:
            A pager; nothing is sent before it is iterated.

        Raises:
            ConfigurationError: an id is not a number.

        Example:
            async for dataset in basespace.datasets.list(input_biosamples=biosample, dataset_types="common.fastq"):
                print(dataset.name, dataset.total_size)
        """
        request = list_datasets.request(
            inputbiosamples=numbers(input_biosamples),
            inputruns=numbers(input_runs),
            datasettypes=several(dataset_types),
            qcstatus=several(qc_status),
            uploadstatus=several(upload_status),
            include=several(include),
            propertyfilters=several(property_filters),
            sortby=given(sort_by),
            sortdir=given(sort_dir),
        )
        return self._client.pager(request, **paging)

    async def get(self, dataset: str | HasId) -> Dataset:
        """One dataset, in full (`getDataset`).

        Args:
            dataset: its id, or the dataset from a list.

        Raises:
            PermissionDeniedError: it is not yours, or there is none of that id (observed).
        """
        return await get_dataset.send(self._client, identifier(dataset))

    async def get_type(self, dataset_type: str | HasId, *, include: str | Iterable[str] | None = None) -> DatasetType:
        """What a dataset type promises (`getDatasetType`).

        Args:
            dataset_type: its id, such as `illumina.fastq.v1.8`, or the type from a dataset.
            include: further parts to return.
        """
        return await get_dataset_type.send(self._client, identifier(dataset_type), include=several(include))

    def files(
        self,
        dataset: str | HasId,
        *,
        extensions: str | Iterable[str] | None = None,
        directory: str | None = None,
        include_subdirectories: bool | None = None,
        exclude_empty_files: bool | None = None,
        sort_by: FileSortField | None = None,
        sort_dir: SortDirection | None = None,
        **paging: Unpack[Paging],
    ) -> Pager[File]:
        """The files of a dataset (`listDatasetFiles`).

        Args:
            dataset: its id, or the dataset from a list.
            extensions: only files with these extensions.
            directory: only files in this directory; `/` is the root.
            include_subdirectories: list the files of subdirectories too.
            exclude_empty_files: leave out files of size 0.
            sort_by: field to sort by.
            sort_dir: Asc or Desc.
            **paging: offset, page_size, concurrency; see `Pager`.
        """
        request = list_dataset_files.request(
            identifier(dataset),
            extensions=joined(extensions),
            directory=given(directory),
            includesubdirectories=given(include_subdirectories),
            excludeemptyfiles=given(exclude_empty_files),
            sortby=given(sort_by),
            sortdir=given(sort_dir),
        )
        return self._client.pager(request, **paging)
