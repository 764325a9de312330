"""New datasets, and copies of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

from basespace_openapi import models as generated
from basespace_openapi.api.datasets import copy_dataset, create_dataset, create_project_dataset, get_dataset

from .._core.parameters import ResourceId, identifier, optional_id, or_unset
from ..errors import ConfigurationError
from ._base import Resource
from ._names import checked_name
from ._preconditions import refused_as

if TYPE_CHECKING:
    from ..models import Dataset
    from ..uploads import FilteredUpload, UploadReport
    from .properties import Properties

_RULE = "a dataset needs a type that exists, and attributes that the type has"


class DatasetCreation(Resource):
    """The operations that create datasets, as a base of `Datasets`."""

    async def create(
        self,
        name: str,
        *,
        dataset_type: ResourceId = "common.files",
        project: ResourceId | None = None,
        appsession: ResourceId | None = None,
        attributes: Mapping[str, Any] | None = None,
    ) -> Dataset:
        """Create a dataset, in a project or outside of projects; see `create_in_project` for the operation.

        Calls `POST /v2/projects/{id}/datasets`, or `POST /v2/datasets` without a project (client).

        Args:
            name: Name of the dataset.
            dataset_type: Id of its type, such as `common.files` or `illumina.fastq.v1.8`.
            project: The project, or its id.
            appsession: The appsession, or its id, that it is an output of; needed in a project.
            attributes: Attributes by the type that defines them and by name, as `Dataset.attributes` has them.

        Returns:
            The new `Dataset`; files are added to it by an upload.

        Raises:
            ConfigurationError: If only one of project and appsession is given, or the name is empty.
            PreconditionError: If the service refuses it.

        Example:
            ```python
            dataset = await basespace.datasets.create("Liver-1", project=project, appsession=appsession)
            ```
        """
        if project is None and appsession is None:
            return await self.create_outside(name, dataset_type=dataset_type, attributes=attributes)
        if project is None or appsession is None:
            raise ConfigurationError("a dataset in a project is the output of an appsession; give both of them")
        return await self.create_in_project(
            project, name, appsession=appsession, dataset_type=dataset_type, attributes=attributes
        )

    async def create_in_project(
        self,
        project: ResourceId,
        name: str,
        *,
        appsession: ResourceId,
        dataset_type: ResourceId = "common.files",
        attributes: Mapping[str, Any] | None = None,
    ) -> Dataset:
        """Create a dataset in a project, as an output of an appsession (`createProjectDataset`).

        Calls `POST /v2/projects/{id}/datasets` (client).

        Args:
            project: The project, or its id.
            name: Name of the dataset.
            appsession: The appsession, or its id, that it is an output of.
            dataset_type: Id of its type, such as `common.files` or `illumina.fastq.v1.8`.
            attributes: Attributes by the type that defines them and by name, as `Dataset.attributes` has them.

        Returns:
            The new `Dataset`.

        Raises:
            ConfigurationError: If the name is empty.
            PreconditionError: If the service refuses it.

        Example:
            ```python
            dataset = await basespace.datasets.create_in_project(project, "Liver-1", appsession=appsession)
            ```
        """
        body = generated.CreateProjectDatasetRequest(
            name=checked_name("dataset", name),
            appsession_id=identifier(appsession),
            dataset_type_id=identifier(dataset_type),
            attributes=dict(attributes or {}),
        )
        with refused_as(_RULE):
            return await create_project_dataset.send(self._client, identifier(project), body=body)

    async def create_outside(
        self, name: str, *, dataset_type: ResourceId = "common.files", attributes: Mapping[str, Any] | None = None
    ) -> Dataset:
        """Create a dataset that is in no project (`createDataset`).

        Calls `POST /v2/datasets` (client).

        Args:
            name: Name of the dataset.
            dataset_type: Id of its type, such as `common.files` or `illumina.fastq.v1.8`.
            attributes: Attributes by the type that defines them and by name, as `Dataset.attributes` has them.

        Returns:
            The new `Dataset`.

        Raises:
            ConfigurationError: If the name is empty.
            PreconditionError: If the service refuses it.

        Example:
            ```python
            dataset = await basespace.datasets.create_outside("notes")
            ```
        """
        body = generated.CreateDatasetRequest(
            name=checked_name("dataset", name),
            dataset_type_id=identifier(dataset_type),
            attributes=dict(attributes or {}),
        )
        with refused_as(_RULE):
            return await create_dataset.send(self._client, body=body)

    async def upload(
        self,
        paths: str | Path | Iterable[str | Path],
        *,
        name: str,
        project: ResourceId | None = None,
        project_name: str | None = None,
        type: str = "common.files",
        biosample: ResourceId | None = None,
        attributes: Mapping[str, Any] | None = None,
        **options: Unpack[FilteredUpload],
    ) -> UploadReport:
        """Upload files as a new dataset of a project. Called again, it goes on where it was interrupted.

        Creates an appsession (`POST /v2/appsessions`) and the dataset as its output (`POST
        /v2/projects/{id}/datasets`), uploads the files, compares what the service has with them, and completes both.
        What is created is created once: an interrupted call finds it again, by its journal. The sequence of calls is
        put together from the vendor's client, and was not seen on the real service (client).

        Args:
            paths: Files and folders; the files of a folder keep their paths below it.
            name: Name of the dataset.
            project: The project, or its id.
            project_name: Name of the project in place of it; a project is created if there is none of this name.
            type: Id of the dataset's type.
            biosample: The biosample, or its id, that the files are of.
            attributes: Attributes by the type that defines them and by name, as `Dataset.attributes` has them.
            **options: Which files, see `FileFilters`, and how, see `UploadOptions`.

        Returns:
            A report of the files, and the ids of what was created.

        Raises:
            IncompleteUploadError: If some files could not be uploaded; the same call goes on with them.
            UploadError: If a file cannot be read or has no possible name, or another process uploads the same.
            ConfigurationError: If an option is unknown or out of range.

        Example:
            ```python
            report = await basespace.datasets.upload("results", project=project, name="Liver-1 results")
            print(report.ids["dataset"], report.sent, "bytes sent")
            ```
        """
        from ._uploads import DatasetToUpload, sources_of, upload_datasets

        files, settings = await sources_of(paths, options)
        owner = identifier(biosample) if biosample is not None else ""
        dataset = DatasetToUpload(checked_name("dataset", name), type, files, owner, attributes or {})
        return await upload_datasets(
            self._client, [dataset], settings, project=project, project_name=project_name, biosample_names=False
        )

    async def add_files(
        self, dataset: ResourceId, paths: str | Path | Iterable[str | Path], **options: Unpack[FilteredUpload]
    ) -> UploadReport:
        """Upload files into a dataset that exists. Called again, it goes on where it was interrupted.

        Args:
            dataset: Its id, or the dataset from a list.
            paths: Files and folders; the files of a folder keep their paths below it.
            **options: Which files, see `FileFilters`, and how, see `UploadOptions`.

        Returns:
            A report of the files.

        Raises:
            IncompleteUploadError: If some files could not be uploaded; the same call goes on with them.
            UploadError: If a file cannot be read or has no possible name, or another process uploads the same.
            ConfigurationError: If an option is unknown or out of range.

        Example:
            ```python
            await basespace.datasets.add_files(dataset, "multiqc_report.html")
            ```
        """
        from ..uploads.target import UploadTarget
        from ._uploads import sources_of, upload_to

        files, settings = await sources_of(paths, options)
        target = UploadTarget.of_dataset(await get_dataset.send(self._client, identifier(dataset)))
        return await upload_to(self._client, target, files, settings)

    async def copy(
        self, dataset: ResourceId, project: ResourceId, *, name: str | None = None, appsession: ResourceId | None = None
    ) -> Dataset:
        """Copy a dataset to a project (`copyDataset`).

        Calls `POST /v2/datasets/{id}/copy` (client).

        Args:
            dataset: Its id, or the dataset from a list.
            project: The project, or its id, that receives the copy.
            name: Name of the copy; that of the dataset where it is not given.
            appsession: The appsession, or its id, that the copy belongs to.

        Returns:
            The copy.

        Example:
            ```python
            copy = await basespace.datasets.copy(dataset, project, name="Liver-1-copy")
            ```
        """
        body = generated.CopyDatasetRequest(
            project_id=identifier(project),
            dataset_name=or_unset(name),
            parent_appsession_id=optional_id(appsession),
        )
        return await copy_dataset.send(self._client, identifier(dataset), body=body)

    def properties(self, dataset: ResourceId) -> Properties:
        """Return a view of the properties of a dataset: list, read and write them by name.

        Args:
            dataset: Its id, or the dataset from a list.

        Returns:
            A view; nothing is sent before it is asked for something.

        Example:
            ```python
            biosamples = await basespace.datasets.properties(dataset).value("Input.BioSamples")
            ```
        """
        from .properties import Properties

        return Properties(self._client, "dataset", identifier(dataset))
