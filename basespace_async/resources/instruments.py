"""Sequencing instruments."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Unpack

from basespace_openapi.api.instruments import list_instrument_status, list_instruments
from basespace_openapi.api.runs import list_instrument_statistics

from .._core.parameters import comma_joined, iso_datetime, or_unset
from ..pagination.pager import Pager
from ._base import PagingArguments, Resource

if TYPE_CHECKING:
    from ..models import (
        InstrumentCompact,
        InstrumentSortField,
        InstrumentStatistics,
        InstrumentStatisticsBinning,
        InstrumentStatisticsSortField,
        InstrumentStatusCompact,
        SortDirection,
    )


class Instruments(Resource):
    """Sequencing instruments."""

    def list(
        self,
        *,
        all_workgroups: bool | None = None,
        active_runs: bool | None = None,
        from_date: str | date | None = None,
        to_date: str | date | None = None,
        id: str | None = None,
        sort_by: InstrumentSortField | None = "Id",
        sort_dir: SortDirection | None = "Asc",
        **paging: Unpack[PagingArguments],
    ) -> Pager[InstrumentCompact]:
        """List the instruments that the user can see (`listInstruments`).

        Calls `GET /v2/instruments` (client).

        Args:
            all_workgroups: Also instruments of other workgroups.
            active_runs: Only instruments with active runs (inferred).
            from_date: Start of a period, as a date or in ISO 8601; clients do not say of what.
            to_date: End of the period.
            id: Listed by clients without a meaning; passed on unchanged.
            sort_by: Field to sort by; None leaves the order to the service.
            sort_dir: Asc or Desc; None leaves the direction to the service.
            **paging: How the list is fetched; see `PagingArguments`.

        Returns:
            A pager of `InstrumentCompact`; nothing is sent before it is iterated.

        Example:
            ```python
            instruments = await basespace.instruments.list().collect()
            ```
        """
        request = list_instruments.request(
            allworkgroups=or_unset(all_workgroups),
            activeruns=or_unset(active_runs),
            fromdate=iso_datetime(from_date),
            todate=iso_datetime(to_date),
            id=or_unset(id),
            sortby=or_unset(sort_by),
            sortdir=or_unset(sort_dir),
        )
        return self._client.pager(request, **paging)

    def status(
        self,
        serial_numbers: str | Iterable[str] | None = None,
        *,
        include_active_runs: bool | None = None,
        id: str | None = None,
        sort_by: InstrumentSortField | None = "Id",
        sort_dir: SortDirection | None = "Asc",
        **paging: Unpack[PagingArguments],
    ) -> Pager[InstrumentStatusCompact]:
        """List instruments with their software and active runs (`listInstrumentStatus`).

        Calls `GET /v2/instrumentstatus` (client).

        Args:
            serial_numbers: Only instruments with these serial numbers.
            include_active_runs: Whether the active runs of each are listed.
            id: Listed by clients without a meaning; passed on unchanged.
            sort_by: Field to sort by; None leaves the order to the service.
            sort_dir: Asc or Desc; None leaves the direction to the service.
            **paging: How the list is fetched; see `PagingArguments`.

        Returns:
            A pager of `InstrumentStatusCompact`; nothing is sent before it is iterated.

        Example:
            ```python
            busy = await basespace.instruments.status(include_active_runs=True).collect()
            ```
        """
        request = list_instrument_status.request(
            serialnumbers=comma_joined(serial_numbers),
            includeactiveruns=or_unset(include_active_runs),
            id=or_unset(id),
            sortby=or_unset(sort_by),
            sortdir=or_unset(sort_dir),
        )
        return self._client.pager(request, **paging)

    def statistics(
        self,
        serial_numbers: str | Iterable[str] | None = None,
        *,
        from_date: str | date | None = None,
        to_date: str | date | None = None,
        bin_by: InstrumentStatisticsBinning | None = None,
        time_zone: str | None = None,
        id: str | None = None,
        sort_by: InstrumentStatisticsSortField | None = "Id",
        sort_dir: SortDirection | None = "Asc",
        **paging: Unpack[PagingArguments],
    ) -> Pager[InstrumentStatistics]:
        """List how long instruments ran, in total and by week or month (`listInstrumentStatistics`).

        Calls `GET /v2/instrumentstatistics`.

        Args:
            serial_numbers: Serial numbers of the instruments.
            from_date: First day, as a date or in ISO 8601.
            to_date: Last day, as a date or in ISO 8601; today if it is not given (reference).
            bin_by: `week` or `month`.
            time_zone: In which the bins begin and end.
            id: Documented without a meaning; passed on unchanged.
            sort_by: Field to sort by; None leaves the order to the service.
            sort_dir: Asc or Desc; None leaves the direction to the service.
            **paging: How the list is fetched; see `PagingArguments`.

        Returns:
            A pager of `InstrumentStatistics`; nothing is sent before it is iterated.

        Raises:
            ConfigurationError: If a time has no time zone.

        Example:
            ```python
            weeks = await basespace.instruments.statistics(["M00123"], from_date="2026-01-01", bin_by="week").collect()
            ```
        """
        request = list_instrument_statistics.request(
            serialnumbers=comma_joined(serial_numbers),
            fromdate=iso_datetime(from_date),
            todate=iso_datetime(to_date),
            binby=or_unset(bin_by),
            timezone=or_unset(time_zone),
            id=or_unset(id),
            sortby=or_unset(sort_by),
            sortdir=or_unset(sort_dir),
        )
        return self._client.pager(request, **paging)
