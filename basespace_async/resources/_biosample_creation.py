"""New biosamples, and the lock on their aggregation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from basespace_openapi import models as generated
from basespace_openapi.api.biosamples import (
    create_biosample,
    import_biosamples,
    list_aggregated_fastq_datasets,
    list_biosamples,
    set_biosample_aggregation,
)

from .._core.parameters import ResourceId, as_list, identifier, optional_id, or_unset
from ..errors import ConfigurationError
from ..pagination.pager import Pager
from . import _names
from ._base import PagingArguments, Resource
from ._preconditions import check_name, refused_as

if TYPE_CHECKING:
    from ..models import Biosample, BiosampleCompact, DatasetCompact, DatasetSortField, ImportedBiosample, SortDirection
    from ..uploads import UploadOptions, UploadReport
    from ._fastq_uploads import FastqChecks
    from .properties import Properties

    Imported = list[ImportedBiosample]

_NAME_RULE = "a biosample's name must be unique in its default project"


class BiosampleCreation(Resource):
    """The operations that create biosamples and unlock them, as a base of `Biosamples`."""

    async def create(
        self,
        name: str,
        *,
        default_project: ResourceId,
        subject: ResourceId | None = None,
        container_name: str | None = None,
        container_position: str | None = None,
        exist_ok: bool = False,
    ) -> Biosample | BiosampleCompact:
        """Create a biosample (`createBiosample`).

        Calls `POST /v2/biosamples` (client), after a look for a biosample of that name in the project. Lists may show
        the new one some seconds later (client).

        Args:
            name: Letters, digits, dashes and underscores only (reference); upper and lower case do not differ.
            default_project: The project, or its id, that receives its datasets.
            subject: The individual whom it comes from, or their id.
            container_name: Name, usually the barcode, of its plate or tube.
            container_position: Where in its container it is, usually a well.
            exist_ok: Return the biosample of the project that has this name instead of an error.

        Returns:
            The new `Biosample`, or the `BiosampleCompact` that has the name.

        Raises:
            PreconditionError: If the name breaks the rule, there is such a biosample, or the service refuses it.
            NameLookupError: If several biosamples have the name, and `exist_ok` is given.

        Example:
            ```python
            biosample = await basespace.biosamples.create("Liver-1", default_project=project, exist_ok=True)
            ```
        """
        check_name(_names.checked_name("biosample", name), "the biosample's name")
        project = identifier(default_project)
        request = list_biosamples.request(biosamplename=[name], projectid=[project])
        same = [biosample async for biosample in self._client.pager(request) if _same_name(biosample, name)]
        existing = _names.existing("biosample", name, same, exist_ok=exist_ok)
        if existing is not None:
            return existing
        body = generated.CreateBiosampleRequest(
            biosample_name=name,
            default_project_id=project,
            subject_id=optional_id(subject),
            container_name=or_unset(container_name),
            container_position=or_unset(container_position),
        )
        with refused_as(_NAME_RULE):
            return await create_biosample.send(self._client, body=body)

    async def upload_fastqs(
        self,
        paths: str | Path | Iterable[str | Path],
        *,
        project: ResourceId | None = None,
        project_name: str | None = None,
        biosample: str | None = None,
        library: str | None = None,
        validate: FastqChecks = "quick",
        allow_invalid_readnames: bool = False,
        **options: Unpack[UploadOptions],
    ) -> UploadReport:
        """Upload FASTQ files into biosamples. Called again, it goes on where it was interrupted.

        Groups the files by their names into biosamples, libraries and lanes, and checks them before anything is sent;
        creates each biosample that its project does not have, an appsession for it with the property
        `Input.BioSamples`, and a dataset for each library and lane; uploads, compares and completes them. How the
        service links a dataset to its biosample is inferred; nobody was seen to do it (client).

        Args:
            paths: Files, and folders that are searched for `*.fastq.gz`.
            project: The project, or its id: default project of new biosamples.
            project_name: Name of the project in place of it; a project is created if there is none of this name.
            biosample: Name of the biosample of all files; the sample in the name of each file where it is not given.
            library: Name of the library of all files; the sample in the name of each file where it is not given.
            validate: quick = the first reads of each file (default); full = all of them, and the checksums of gzip;
                names = the names of the files only.
            allow_invalid_readnames: Take reads whose names are not as Illumina's programs write them.
            **options: How to upload; see `UploadOptions`.

        Returns:
            A report of the files, and the ids of what was created.

        Raises:
            FastqRulesError: If files break rules; each with its line. Nothing was sent.
            IncompleteUploadError: If some files could not be uploaded; the same call goes on with them.
            UploadError: If a file cannot be read, or another process uploads the same.
            ConfigurationError: If an option is unknown or out of range.

        Example:
            ```python
            report = await basespace.biosamples.upload_fastqs("fastq", project_name="Liver study")
            print(report.ids)
            ```
        """
        from ._fastq_uploads import upload_fastqs

        return await upload_fastqs(
            self._client,
            paths,
            project=project,
            project_name=project_name,
            biosample=biosample,
            library=library,
            validate=validate,
            allow_invalid_readnames=allow_invalid_readnames,
            options=options,
        )

    async def create_many(self, biosamples: Mapping[str, str], *, refuse_existing: bool = True) -> Imported:
        """Create many biosamples in one request (`importBiosamples`).

        Calls `POST /v2/biosamples/bulkimport` (client).

        Args:
            biosamples: Name of the default project by name of the biosample; a project that is missing is created.
            refuse_existing: Whether a biosample that exists is an error.

        Returns:
            The biosamples as the service returned them.

        Raises:
            ConfigurationError: If none is given.
            PreconditionError: If a name breaks the rule, or the service refuses them.

        Example:
            ```python
            created = await basespace.biosamples.create_many({"Liver-1": "Liver study", "Liver-2": "Liver study"})
            ```
        """
        if not biosamples:
            raise ConfigurationError("no biosample was given; nothing would be created")
        for name in biosamples:
            check_name(_names.checked_name("biosample", name), "the biosample's name")
        body = generated.ImportBiosamplesRequest(
            preview=False,
            validation_flags=["ExistingBioSamplesAsError"] if refuse_existing else [],
            biosamples=[
                generated.BiosampleToImport(biosample_name=name, default_project_name=project)
                for name, project in biosamples.items()
            ],
        )
        with refused_as(_NAME_RULE):
            answer = await import_biosamples.send(self._client, body=body)
        return answer.biosamples or []

    async def unlock(self, biosample: ResourceId) -> None:
        """Unlock a biosample that has several FASTQ datasets, so that it can be launched (`setBiosampleAggregation`).

        Calls `POST /v2/biosamples/{id}/aggregation` (client).

        Args:
            biosample: Its id, or the biosample from a list.

        Example:
            ```python
            await basespace.biosamples.unlock(biosample)
            ```
        """
        await self._lock(biosample, locked=False)

    async def lock(self, biosample: ResourceId) -> None:
        """Lock a biosample, so that its FASTQ datasets are not aggregated (`setBiosampleAggregation`).

        Calls `POST /v2/biosamples/{id}/aggregation` (client).

        Args:
            biosample: Its id, or the biosample from a list.

        Example:
            ```python
            await basespace.biosamples.lock(biosample)
            ```
        """
        await self._lock(biosample, locked=True)

    async def _lock(self, biosample: ResourceId, *, locked: bool) -> None:
        body = generated.SetAggregationRequest(locked=locked)
        await set_biosample_aggregation.send(self._client, identifier(biosample), body=body)

    def aggregated_fastq_datasets(
        self,
        biosample: ResourceId,
        *,
        library_preps: str | Iterable[str] | None = None,
        mix_library_types: bool | None = None,
        sort_by: DatasetSortField | None = "DateCreated",
        sort_dir: SortDirection | None = "Asc",
        **paging: Unpack[PagingArguments],
    ) -> Pager[DatasetCompact]:
        """List the FASTQ datasets that would be taken together for a biosample (`listAggregatedFastqDatasets`).

        Calls `GET /v2/biosamples/{id}/aggregatedfastqdatasets` (client; the shape of its answer is inferred).

        Args:
            biosample: Its id, or the biosample from a list.
            library_preps: Only datasets of these library preparations, by id.
            mix_library_types: Whether datasets of different library types may be taken together.
            sort_by: Field to sort by; None leaves the order to the service.
            sort_dir: Asc or Desc; None leaves the direction to the service.
            **paging: How the list is fetched; see `PagingArguments`.

        Returns:
            A pager of `DatasetCompact`; nothing is sent before it is iterated.

        Example:
            ```python
            datasets = await basespace.biosamples.aggregated_fastq_datasets(biosample).collect()
            ```
        """
        request = list_aggregated_fastq_datasets.request(
            identifier(biosample),
            selectedlibraryprepids=as_list(library_preps),
            mixlibrarytypesallowed=or_unset(mix_library_types),
            sortby=or_unset(sort_by),
            sortdir=or_unset(sort_dir),
        )
        return self._client.pager(request, **paging)

    def properties(self, biosample: ResourceId) -> Properties:
        """Return a view of the properties of a biosample: list, read and write them by name.

        Args:
            biosample: Its id, or the biosample from a list.

        Returns:
            A view; nothing is sent before it is asked for something.

        Example:
            ```python
            await basespace.biosamples.properties(biosample).set("Metadata.Tissue", "liver")
            ```
        """
        from .properties import Properties

        return Properties(self._client, "biosample", identifier(biosample))

    def subject_properties(self, subject: ResourceId) -> Properties:
        """Return a view of the properties of a subject, the individual whom biosamples come from.

        Args:
            subject: Its id, or the subject of a biosample.

        Returns:
            A view; nothing is sent before it is asked for something.

        Example:
            ```python
            values = await basespace.biosamples.subject_properties(biosample.subject).as_dict()
            ```
        """
        from .properties import Properties

        return Properties(self._client, "subject", identifier(subject))


def _same_name(biosample: BiosampleCompact, name: str) -> bool:
    return getattr(biosample, "biosample_name", "").lower() == name.lower()
