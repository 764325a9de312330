"""Instruments: rules, and what is sent."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import httpx
import pytest
import respx

from basespace_async import BaseSpace, ConfigurationError


def listed(*items: dict[str, Any]) -> httpx.Response:
    return httpx.Response(200, json={"Items": list(items), "Paging": {"TotalCount": len(items)}})


async def test_dates_are_sent_in_iso_8601_and_times_need_a_zone(service: respx.Router, basespace: BaseSpace) -> None:
    service.get("/instrumentstatistics").mock(return_value=listed())
    noon = datetime(2026, 3, 1, 12, tzinfo=UTC)
    await basespace.instruments.statistics(["a", "b"], from_date=date(2026, 1, 2), to_date=noon).collect()
    params = service.calls.last.request.url.params
    assert (params["serialnumbers"], params["fromdate"]) == ("a,b", "2026-01-02")
    assert params["todate"] == "2026-03-01T12:00:00+00:00"
    with pytest.raises(ConfigurationError, match="no time zone"):
        basespace.instruments.statistics(from_date=datetime(2026, 1, 1))
