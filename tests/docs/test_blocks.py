"""The code blocks of the documentation run as they stand, a page at a time, against the simulator."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from basespace_async import BaseSpace
from basespace_async.simulator import Simulator
from tests.support.page_blocks import blocks_of, session

pytestmark = pytest.mark.slow

DOCS = Path(__file__).parent.parent.parent / "docs"
TESTED_ELSEWHERE = {"guide.md", "simulator.md"}  # tests/docs/test_readme.py
PAGES = [
    page
    for page in sorted(DOCS.rglob("*.md"))
    if str(page.relative_to(DOCS)) not in TESTED_ELSEWHERE and any(blocks_of(page.read_text(encoding="utf-8")))
]


async def things(basespace: BaseSpace) -> dict[str, Any]:
    """What a page may speak of without having looked for it: an open client, and one of each."""
    appsession = await basespace.appsessions.list(execution_status="Complete").first()
    dataset = await basespace.datasets.list(dataset_types="common.fastq").first()
    assert appsession is not None
    assert dataset is not None
    return {
        "basespace": basespace,
        "appsession": appsession,
        "dataset": dataset,
        "biosample": await basespace.biosamples.list().first(),
        "file": await basespace.datasets.files(dataset).first(),
        "project": dataset.project,
        "run": (await basespace.appsessions.properties(appsession).value("Input.Runs"))[0],
    }


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(DOCS)))
async def test_the_blocks_of_a_page_run_in_order(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Simulator(biosamples=40).in_thread() as simulator:
        async with BaseSpace(simulator.token, server=simulator.url) as basespace:
            names = {**await things(basespace), "simulator": simulator}
            async with session(page, tmp_path, simulator.url, simulator.token, names) as begun:
                monkeypatch.chdir(begun.folder)
                for name in ("HOME", "BASESPACE_API_SERVER", "BASESPACE_ACCESS_TOKEN"):
                    monkeypatch.setenv(name, begun.environment[name])
                for block in blocks_of(page.read_text(encoding="utf-8")):
                    try:
                        await begun.run(block)
                    except Exception as error:
                        error.add_note(f"in the block at line {block.line} of {page.relative_to(DOCS)}")
                        raise
