"""Operations on many biosamples: updates in batches, and look-ups by name."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING
from urllib.parse import quote

from attrs import evolve

from basespace_openapi import models as generated
from basespace_openapi.api.biosamples import bulk_update_biosamples
from basespace_openapi.api.projects import get_project
from basespace_openapi.client import Client

from ..errors import BaseSpaceError, ConfigurationError, DecodeError
from ._batch import Outcomes, for_each_id, in_batches

if TYPE_CHECKING:
    from ..models import BiosampleCompact
    from ..pagination.pager import Pager

MAX_FILTER = 2000  # characters of a URL; servers and proxies are known to take 4,000 to 8,000 in all


async def update(
    client: Client,
    ids: list[str],
    change: generated.BulkUpdateBiosamplesRequest,
    *,
    batch_size: int,
    concurrency: int,
) -> Outcomes[BiosampleCompact]:
    """Update biosamples in batches; see `Biosamples.bulk_update`."""
    if batch_size < 1 or concurrency < 1:
        raise ConfigurationError("batch_size and concurrency must be at least 1")
    if ids:
        # A wrong project would be wrong in each batch, however small.
        await get_project.send(client, str(change.default_project_id))
    slots = asyncio.Semaphore(concurrency)

    async def send(batch: list[str]) -> Outcomes[BiosampleCompact]:
        async with slots:
            answer = await bulk_update_biosamples.send(client, body=evolve(change, ids=batch))
        return _outcomes(batch, answer.items or [])

    return await in_batches(ids, send, batch_size=batch_size)


def _outcomes(batch: list[str], items: list[BiosampleCompact]) -> Outcomes[BiosampleCompact]:
    returned = {item.id: item for item in items if hasattr(item, "id")}
    missing: dict[str, BaseSpaceError] = {
        id_: DecodeError(f"the answer says nothing of biosample {id_}", operation="bulkUpdateBiosamples")
        for id_ in batch
        if id_ not in returned
    }
    return Outcomes({id_: returned[id_] for id_ in batch if id_ in returned}, missing)


async def find(
    list_by_names: Callable[[list[str]], Pager[BiosampleCompact]], names: Iterable[str], *, concurrency: int
) -> dict[str, list[BiosampleCompact]]:
    """Find biosamples by name; see `Biosamples.find_by_name`."""
    wanted = _distinct_names(names)
    batches = {str(number): batch for number, batch in enumerate(_batches(wanted))}
    by_name: dict[str, list[BiosampleCompact]] = {name: [] for name in wanted}

    async def read(number: str) -> None:
        async for biosample in list_by_names(batches[number]):
            # A service that takes names for parts of names returns more than was asked for.
            if isinstance(biosample.biosample_name, str) and biosample.biosample_name in by_name:
                by_name[biosample.biosample_name].append(biosample)

    outcomes = await for_each_id(list(batches), read, concurrency=concurrency)
    for error in outcomes.failed.values():
        raise error
    return by_name


def _distinct_names(names: Iterable[str]) -> list[str]:
    if isinstance(names, str):
        raise ConfigurationError(f"several names are needed; put {names!r} into a list")
    wanted = list(dict.fromkeys(names))
    for name in wanted:
        if not name.strip() or "," in name:
            raise ConfigurationError(f"{name!r} cannot be looked for: a name is not empty, and has no comma in it")
    return wanted


def _batches(names: list[str]) -> list[list[str]]:
    """Group names into batches that each fit into a URL."""
    batches: list[list[str]] = []
    room = 0
    for name in names:
        needed = len(quote(name, safe="")) + 1
        if not batches or needed > room:
            batches.append([])
            room = MAX_FILTER
        batches[-1].append(name)
        room -= needed
    return batches
