"""A user's program, which type checkers must accept as it is, and see through (`make types` runs them on it)."""

from __future__ import annotations

from datetime import datetime
from typing import assert_type

from basespace_async import UNSET, BaseSpace, Pager, Unset
from basespace_async.models import Biosample, BiosampleCompact, DatasetCompact, File, LibraryCompact, User
from basespace_openapi.api.biosamples import list_biosample_run_lane_summaries
from basespace_openapi.models import V2RunLaneSummary


async def program() -> None:
    async with BaseSpace(token="t", region="euc1") as basespace:
        assert_type(basespace.biosamples.list(status="Active", sort_by="BioSampleName"), Pager[BiosampleCompact])
        assert_type(basespace.biosamples.list(sort_by="a field of tomorrow"), Pager[BiosampleCompact])
        assert_type(basespace.biosamples.libraries("7"), Pager[LibraryCompact])
        biosample = await basespace.biosamples.get("7", include=["x"])
        assert_type(biosample, Biosample)
        assert_type(biosample.date_created, datetime | None | Unset)
        if biosample.date_created:
            assert_type(biosample.date_created, datetime)
        if biosample.default_project is not UNSET and biosample.default_project is not None:
            print(biosample.default_project.name)
        async for dataset in basespace.datasets.list(input_biosamples=[biosample, 8, "9"]):
            assert_type(dataset, DatasetCompact)
            async for file in basespace.datasets.files(dataset, page_size=100, concurrency=4):
                assert_type(file, File)
                if file.size and file.size > 1 << 30:
                    await basespace.files.download(file, "large")
        assert_type(await basespace.users.current(), User)
        assert_type(await basespace.biosamples.list().first(), BiosampleCompact | None)
        lanes = basespace.pager(list_biosample_run_lane_summaries.request("7"))
        assert_type(await lanes.collect(), list[V2RunLaneSummary])
