"""Archival storage, and sizes of many resources."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from typing import TYPE_CHECKING, Unpack

from basespace_openapi import models as generated
from basespace_openapi.api.manifests import get_resource_manifest
from basespace_openapi.api.storage import archive_resources, restore_resources

from .._core.parameters import ResourceId, as_list, identifiers, or_unset
from ..errors import ConfigurationError
from ..pagination.pager import Pager
from ._base import PagingArguments, Resource
from ._batch import Outcomes, distinct_ids, in_batches

if TYPE_CHECKING:
    from ..models import ResourceManifestCompact, SortDirection


class Storage(Resource):
    """Archival storage of runs and datasets, and where files of many resources are."""

    async def archive(
        self,
        *,
        datasets: Iterable[ResourceId] = (),
        runs: Iterable[ResourceId] = (),
        batch_size: int = 100,
    ) -> Outcomes[None]:
        """Move runs and datasets to archival storage (`archiveResources`, in batches).

        Calls `POST /v2/archive` (client). Their state changes at once, and the work goes on in the background. A batch
        that the service refuses is halved and sent again, so that one bad id does not hold up the others.

        Args:
            datasets: Ids, or datasets from a list.
            runs: Ids, or runs from a list.
            batch_size: Ids in one request; no limit is known.

        Returns:
            What happened, by `datasets/ID` and `runs/ID`: accepted, or the error.

        Raises:
            ConfigurationError: If no id is given, an id is empty, or the batch size is less than 1.

        Example:
            ```python
            done = await basespace.storage.archive(datasets=old)
            done.raise_failures()
            ```
        """

        async def send(run_ids: list[str], dataset_ids: list[str]) -> None:
            body = generated.BulkArchiveRequest(run_ids=run_ids, dataset_ids=dataset_ids)
            await archive_resources.send(self._client, body=body)

        return await _in_batches(datasets, runs, send, batch_size=batch_size)

    async def restore(
        self,
        *,
        datasets: Iterable[ResourceId] = (),
        runs: Iterable[ResourceId] = (),
        batch_size: int = 100,
    ) -> Outcomes[None]:
        """Bring runs and datasets back from archival storage (`restoreResources`, in batches).

        Calls `POST /v2/restore` (client). It can take 48 hours until the files are there.

        Args:
            datasets: Ids, or datasets from a list.
            runs: Ids, or runs from a list.
            batch_size: Ids in one request; no limit is known.

        Returns:
            What happened, by `datasets/ID` and `runs/ID`: accepted, or the error.

        Raises:
            ConfigurationError: If no id is given, an id is empty, or the batch size is less than 1.

        Example:
            ```python
            done = await basespace.storage.restore(runs=["105215111"])
            ```
        """

        async def send(run_ids: list[str], dataset_ids: list[str]) -> None:
            body = generated.BulkRestoreRequest(run_ids=run_ids, dataset_ids=dataset_ids)
            await restore_resources.send(self._client, body=body)

        return await _in_batches(datasets, runs, send, batch_size=batch_size)

    def resource_manifest(
        self,
        *,
        projects: ResourceId | Iterable[ResourceId] | None = None,
        appsessions: ResourceId | Iterable[ResourceId] | None = None,
        datasets: ResourceId | Iterable[ResourceId] | None = None,
        samples: ResourceId | Iterable[ResourceId] | None = None,
        appresults: ResourceId | Iterable[ResourceId] | None = None,
        run_metrics: ResourceId | Iterable[ResourceId] | None = None,
        run_logs: ResourceId | Iterable[ResourceId] | None = None,
        run_images: ResourceId | Iterable[ResourceId] | None = None,
        run_parameters: ResourceId | Iterable[ResourceId] | None = None,
        extensions: str | Iterable[str] | None = None,
        exclude_empty_files: bool | None = None,
        files_zipped: bool | None = None,
        id: str | None = None,
        sort_by: str | None = None,
        sort_dir: SortDirection | None = None,
        **paging: Unpack[PagingArguments],
    ) -> Pager[ResourceManifestCompact]:
        """List where the files of many resources are, and how large they are (`getResourceManifest`).

        Calls `GET /v2/resourcemanifest` (client). The service takes 300 ids at most.

        Args:
            projects: Projects or their ids.
            appsessions: Appsessions or their ids.
            datasets: Datasets or their ids.
            samples: Ids of samples of v1pre3.
            appresults: Ids of app results of v1pre3.
            run_metrics: Runs, or their ids, whose metrics files are wanted.
            run_logs: Runs, or their ids, whose log files are wanted.
            run_images: Runs, or their ids, whose images are wanted.
            run_parameters: Runs, or their ids, whose run parameters are wanted.
            extensions: Only files with these extensions.
            exclude_empty_files: Leave out files of 0 bytes.
            files_zipped: Whether the files are zipped.
            id: Listed by clients without a meaning; passed on unchanged.
            sort_by: Field to sort by; None leaves the order to the service.
            sort_dir: Asc or Desc; None leaves the direction to the service.
            **paging: How the list is fetched; see `PagingArguments`.

        Returns:
            A pager of `ResourceManifestCompact`; nothing is sent before it is iterated.

        Example:
            ```python
            manifest = await basespace.storage.resource_manifest(datasets=["ds.1", "ds.2"]).collect()
            print(sum(resource.size_in_bytes or 0 for resource in manifest))
            ```
        """
        request = get_resource_manifest.request(
            projects=identifiers(projects),
            appsessions=identifiers(appsessions),
            datasets=identifiers(datasets),
            samples=identifiers(samples),
            appresults=identifiers(appresults),
            runmetrics=identifiers(run_metrics),
            runlogs=identifiers(run_logs),
            runimages=identifiers(run_images),
            ipdrunparameters=identifiers(run_parameters),
            extensions=as_list(extensions),
            excludeemptyfiles=or_unset(exclude_empty_files),
            fileszipped=or_unset(files_zipped),
            id=or_unset(id),
            sortby=or_unset(sort_by),
            sortdir=or_unset(sort_dir),
        )
        return self._client.pager(request, **paging)


async def _in_batches(
    datasets: Iterable[ResourceId],
    runs: Iterable[ResourceId],
    send: Callable[[list[str], list[str]], Awaitable[None]],
    *,
    batch_size: int,
) -> Outcomes[None]:
    """Send ids of runs and of datasets; the outcomes are by `datasets/ID` and `runs/ID`."""
    references = [f"datasets/{id}" for id in distinct_ids(datasets)] + [f"runs/{id}" for id in distinct_ids(runs)]
    if not references:
        raise ConfigurationError("no run and no dataset was given; nothing would change")

    async def send_batch(batch: list[str]) -> Outcomes[None]:
        await send(_of("runs", batch), _of("datasets", batch))
        return Outcomes(dict.fromkeys(batch))

    return await in_batches(references, send_batch, batch_size=batch_size)


def _of(collection: str, references: list[str]) -> list[str]:
    return [reference.partition("/")[2] for reference in references if reference.startswith(f"{collection}/")]
