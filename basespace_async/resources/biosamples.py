"""Biosamples, their libraries, lanes and lab requeues."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Unpack

from basespace_openapi import models as generated
from basespace_openapi.api.biosamples import (
    get_biosample,
    list_biosamples,
    update_biosample,
)

from .._core.parameters import ResourceId, as_list, identifier, optional_id, or_unset
from ..pagination.pager import Pager
from . import _biosample_batches, _names
from ._base import BiosampleInclude, PagingArguments
from ._batch import Outcomes, distinct_ids, for_each_id
from ._biosample_creation import BiosampleCreation
from ._biosample_files import BiosampleFiles
from ._biosample_lab import BiosampleLab
from ._preconditions import check_name, check_value, refused_as

if TYPE_CHECKING:
    from ..models import (
        Biosample,
        BiosampleCompact,
        BiosampleSortField,
        BiosampleStatus,
        SortDirection,
    )
    from ..watch import Watch, WatchOptions

    Named = list[BiosampleCompact]
    Found = dict[str, Named]

STATUSES = ("New", "Active", "Done", "QcFailed", "Canceled")


class Biosamples(BiosampleLab, BiosampleCreation, BiosampleFiles):
    """Biosamples, their libraries, lanes, lab requeues, properties and files."""

    def list(
        self,
        *,
        name: str | Iterable[str] | None = None,
        status: BiosampleStatus | Iterable[BiosampleStatus] | None = None,
        lab_status: str | Iterable[str] | None = None,
        project: str | Iterable[str] | None = None,
        include: BiosampleInclude | Iterable[BiosampleInclude] | None = None,
        property_names_start_with: str | Iterable[str] | None = None,
        sort_by: BiosampleSortField | None = "Id",
        sort_dir: SortDirection | None = "Asc",
        **paging: Unpack[PagingArguments],
    ) -> Pager[BiosampleCompact]:
        """List biosamples (`listBiosamples`).

        Calls `GET /v2/biosamples`.

        Args:
            name: Only biosamples of these names; see `find_by_name` for many.
            status: Only those with these statuses: New, Active, Done, QcFailed, Canceled.
            lab_status: Only those with these lab statuses, such as Sequencing.
            project: Ids of projects; only biosamples whose default project, or one of whose datasets, is in them.
            include: Further parts to return: LibraryPreps, PrepRequests, Yields (inferred).
            property_names_start_with: Only properties whose names begin so.
            sort_by: Field to sort by; None leaves the order to the service. For an unknown field the service silently
                takes Id (observed), and a warning is logged.
            sort_dir: Asc or Desc; None leaves the direction to the service.
            **paging: How the list is fetched; see `PagingArguments`.

        Returns:
            A pager of `BiosampleCompact`; nothing is sent before it is iterated.

        Example:
            ```python
            active = await basespace.biosamples.list(status=["New", "Active"]).collect()
            ```
        """
        request = list_biosamples.request(
            biosamplename=as_list(name),
            status=as_list(status),
            labstatus=as_list(lab_status),
            projectid=as_list(project),
            include=as_list(include),
            propertynamestartswith=as_list(property_names_start_with),
            sortby=or_unset(sort_by),
            sortdir=or_unset(sort_dir),
        )
        return self._client.pager(request, **paging)

    def watch(
        self, *, status: str | Iterable[str] | None = None, **options: Unpack[WatchOptions]
    ) -> Watch[BiosampleCompact]:
        """Watch for biosamples that are new or changed.

        Each is given once, also across restarts. With `status`, those that come into it: found in it, and not in it
        when they were last seen. Without, those whose date of change or status differs from what was given last.
        Changes between two polls are one event, with the item as it is then; a deletion is none. A poll reads
        the latest changes only.

        Args:
            status: Only those that come into this status, or one of these, such as Active.
            **options: What to read, where the state is kept, and how often to ask; see `WatchOptions`.

        Returns:
            A `Watch`, to be iterated; nothing is sent before that.

        Raises:
            ConfigurationError: If an option is unknown or out of range.

        Example:
            ```python
            async for event in basespace.biosamples.watch():
                async with event.handling() as biosample:
                    print(biosample.id)
            ```
        """
        from ..watch.watch import watch_list

        return watch_list(self._client, "biosamples", self.list, status, options)

    async def get(
        self,
        biosample: ResourceId | None = None,
        *,
        name: str | None = None,
        include: BiosampleInclude | Iterable[BiosampleInclude] | None = None,
    ) -> Biosample:
        """Get a biosample in full (`getBiosample`).

        Calls `GET /v2/biosamples/{id}`.

        Args:
            biosample: Its id, or the biosample from a list.
            name: Its name, in place of the id; the list of biosamples is asked for it.
            include: Further parts to return: LibraryPreps, PrepRequests, Yields (inferred).

        Returns:
            The `Biosample`.

        Raises:
            PermissionDeniedError: If it is not yours or the id does not exist (observed).
            NameLookupError: If no biosample has the name, or several have it.
            ConfigurationError: If neither an id nor a name is given, or both are.

        Example:
            ```python
            biosample = await basespace.biosamples.get("104555093")
            ```
        """
        id = await _names.id_or_name("biosample", biosample, name, self._named)
        return await get_biosample.send(self._client, id, include=as_list(include))

    async def _named(self, name: str) -> Named:
        return (await self.find_by_name([name]))[name]

    async def get_many(
        self,
        biosamples: Iterable[ResourceId],
        *,
        include: BiosampleInclude | Iterable[BiosampleInclude] | None = None,
        concurrency: int = 16,
    ) -> Outcomes[Biosample]:
        """Get many biosamples in full (`getBiosample` for each).

        Calls `GET /v2/biosamples/{id}`. Sends one request per biosample.

        Args:
            biosamples: Ids, or biosamples from a list; each is fetched once.
            include: Further parts to return: LibraryPreps, PrepRequests, Yields (inferred).
            concurrency: Parallel requests.

        Returns:
            The biosamples, or errors, by id.

        Raises:
            ConfigurationError: If an id is empty, or the concurrency is less than 1.

        Example:
            ```python
            found = await basespace.biosamples.get_many(["104555093", "104555094"])
            found.raise_failures()
            ```
        """
        parts = as_list(include)
        ids = distinct_ids(biosamples)
        return await for_each_id(
            ids, lambda id_: get_biosample.send(self._client, id_, include=parts), concurrency=concurrency
        )

    async def find_by_name(self, names: Iterable[str], *, concurrency: int = 4) -> Found:
        """Find biosamples by name (`listBiosamples`, with many names in each request).

        Calls `GET /v2/biosamples`. Takes any number of names; each request carries as many as a URL holds.

        Args:
            names: Whole names.
            concurrency: Parallel requests.

        Returns:
            For each name, in the order given, the biosamples that have it: none, one, or several (of several owners).

        Raises:
            ConfigurationError: If a name is empty or has a comma in it, which separates names.

        Example:
            ```python
            found = await basespace.biosamples.find_by_name(["Liver-Rep1", "Liver-Rep2"])
            ```
        """
        return await _biosample_batches.find(lambda batch: self.list(name=batch), names, concurrency=concurrency)

    async def update(
        self,
        biosample: ResourceId,
        *,
        name: str | None = None,
        default_project: ResourceId | None = None,
        subject: ResourceId | None = None,
        container_name: str | None = None,
        container_position: str | None = None,
        status: BiosampleStatus | None = None,
    ) -> Biosample:
        """Change a biosample (`updateBiosample`).

        Calls `POST /v2/biosamples/{id}`. Arguments that are left out stay as they are.

        Args:
            biosample: Its id, or the biosample from a list.
            name: Unique; letters, digits, dashes and underscores only (reference).
            default_project: The project, or its id, that receives new datasets from now on.
            subject: The individual whom it comes from, or their id.
            container_name: Name, usually the barcode, of its plate or tube.
            container_position: Where in its container it is, usually a well.
            status: New, Active, Done, QcFailed or Canceled. Any may follow any other; Canceled also cancels the
                analyses in progress for it (reference).

        Returns:
            The updated biosample.

        Raises:
            PreconditionError: If the name breaks the rule, or the service refuses the change.

        Example:
            ```python
            await basespace.biosamples.update(biosample, container_name="PLATE-7", container_position="A01")
            ```
        """
        check_name(name, "the biosample's name")
        body = generated.UpdateBiosampleRequest(
            biosample_name=or_unset(name),
            default_project_id=optional_id(default_project),
            subject_id=optional_id(subject),
            container_name=or_unset(container_name),
            container_position=or_unset(container_position),
            status=or_unset(status),
        )
        with refused_as("a biosample's name must be unique, and its new values must be possible"):
            return await update_biosample.send(self._client, identifier(biosample), body=body)

    async def set_status(self, biosample: ResourceId, status: BiosampleStatus) -> Biosample:
        """Change the status of a biosample (`updateBiosample`).

        Calls `POST /v2/biosamples/{id}`.

        Args:
            biosample: Its id, or the biosample from a list.
            status: New, Active, Done, QcFailed or Canceled; see `update`.

        Returns:
            The `Biosample`.

        Raises:
            PreconditionError: If the reference has no such status.

        Example:
            ```python
            await basespace.biosamples.set_status(biosample, "Done")
            ```
        """
        check_value(status, STATUSES, "a biosample's status")
        return await self.update(biosample, status=status)

    async def bulk_update(
        self,
        biosamples: Iterable[ResourceId],
        *,
        default_project: ResourceId,
        container_name: str | None = None,
        container_position: str | None = None,
        batch_size: int = 100,
        concurrency: int = 4,
    ) -> Outcomes[BiosampleCompact]:
        """Give any number of biosamples the same default project (`bulkUpdateBiosamples`, in batches).

        Calls `POST /v2/biosamples/bulkupdate`, after `GET /v2/projects/{id}`. All ids are checked before anything is
        sent, and each id is sent once. A batch that the service refuses is halved and sent again until each refused id
        stands alone, so that one bad id does not hold up the others.

        Args:
            biosamples: Ids, or biosamples from a list.
            default_project: The project, or its id, that receives new datasets from now on (reference).
            container_name: Name of their container (client).
            container_position: Where in the container they are (client).
            batch_size: Ids in one request; no limit is documented.
            concurrency: Parallel requests.

        Returns:
            For each id, the biosample as the service returned it, or the error that its request ended with. After an
            error without an answer (TransportError), the service may have changed it or not.

        Raises:
            ConfigurationError: If an id is empty, or a number is less than 1.
            PermissionDeniedError: If the project is not yours or does not exist (observed); nothing is changed then.

        Example:
            ```python
            done = await basespace.biosamples.bulk_update(ids, default_project="86591915")
            print(len(done.succeeded), "changed;", done.failed)
            ```
        """
        change = generated.BulkUpdateBiosamplesRequest(
            default_project_id=identifier(default_project),
            container_name=or_unset(container_name),
            container_position=or_unset(container_position),
        )
        return await _biosample_batches.update(
            self._client, distinct_ids(biosamples), change, batch_size=batch_size, concurrency=concurrency
        )
