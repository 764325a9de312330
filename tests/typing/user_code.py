"""A user's program, which type checkers must accept as it is, and see through (`make types` runs them on it)."""

from __future__ import annotations

from datetime import datetime
from typing import assert_type

from basespace_async import (
    BaseSpace,
    Outcomes,
    Pager,
    RateLimit,
    RawResponse,
    RedisBudget,
    RetryEvent,
    RetryPolicy,
)
from basespace_async.auth import CachedInProfile, ClientCredentials
from basespace_async.models import (
    AppSession,
    Biosample,
    BiosampleCompact,
    DatasetCompact,
    File,
    LibraryCompact,
    LibraryInPool,
    QcThresholds,
    TrashItem,
    User,
)
from basespace_async.resources.thresholds import qc_threshold
from basespace_openapi.api.biosamples import list_biosample_run_lane_summaries
from basespace_openapi.models import RunLaneSummary


async def program() -> None:
    async with BaseSpace(token="t", region="euc1") as basespace:
        assert_type(basespace.biosamples.list(status="Active", sort_by="BioSampleName"), Pager[BiosampleCompact])
        assert_type(basespace.biosamples.list(sort_by="a field of tomorrow"), Pager[BiosampleCompact])
        assert_type(basespace.biosamples.libraries("7"), Pager[LibraryCompact])
        biosample = await basespace.biosamples.get("7", include=["x"])
        assert_type(biosample, Biosample)
        assert_type(biosample.date_created, datetime)
        assert_type(biosample.nickname, str | None)
        if biosample.default_project:
            print(biosample.default_project.name)
        async for dataset in basespace.datasets.list(input_biosamples=[biosample, 8, "9"]):
            assert_type(dataset, DatasetCompact)
            async for file in basespace.datasets.files(dataset, page_size=100, concurrency=4):
                assert_type(file, File)
                if file.size > 1 << 30:
                    await basespace.files.download(file, "large")
        assert_type(await basespace.users.current(), User)
        assert_type(await basespace.biosamples.list().first(), BiosampleCompact | None)
        lanes = basespace.pager(list_biosample_run_lane_summaries.request("7"))
        assert_type(await lanes.collect(), list[RunLaneSummary])


async def refused(token: str | None) -> str:
    return "another" if token else "first"


def note(event: RetryEvent) -> None:
    print(event.operation, event.reason)


async def later(event: RetryEvent) -> None:
    note(event)


async def operations() -> None:
    credentials = CachedInProfile(ClientCredentials("id", "secret"), profile="lab")
    async with (
        BaseSpace(credentials=credentials, token_scheme="Bearer", on_retry=note) as one,
        BaseSpace(credentials=refused, rate_limit=RateLimit(50), retry=RetryPolicy(max_retries=3), on_retry=later) as b,
        BaseSpace.from_env(rate_limit=RateLimit(rate=5), max_connections=5),
        BaseSpace("t", shared_budget=RedisBudget("redis://localhost", name="harvest"), max_response_size=1 << 20),
    ):
        assert_type(one.with_options(timeout=5, deadline=None, priority="background"), BaseSpace)
        assert_type(await b.appsessions.stop_many(["1"]), Outcomes[AppSession])
        assert_type((await b.biosamples.bulk_update(["1"], default_project="5")).succeeded, dict[str, BiosampleCompact])
        assert_type(await b.biosamples.find_by_name(["a"]), dict[str, list[BiosampleCompact]])
        assert_type(await b.appsessions.delete("7", keep_metadata=True), TrashItem | None)
        assert_type(b.library_pools.libraries("7", ordered=False), Pager[LibraryInPool])
        assert_type(await b.lanes.set_qc_thresholds([qc_threshold("m", "Between", 1, 2)]), QcThresholds)
        raw = await b.with_raw_response(b.biosamples.get, "7", include="x")
        assert_type(raw, RawResponse[Biosample])
        assert_type(raw.result.biosample_name, str)
        await b.biosamples.set_status("7", "a status of tomorrow")
        b.datasets.files("ds.1", extensions=[".gz"], include_subdirectories=True, page_size=10)
