from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from basespace_async import BaseSpace
from basespace_async.conformance import ExchangeLog, check_conformance, write_recordings
from basespace_async.conformance.anonymizer import Anonymizer
from basespace_async.conformance.document import load
from basespace_async.errors import ConfigurationError
from basespace_async.simulator import Simulator
from basespace_async.transport import RateLimit

TOKEN = "a-token-that-nobody-may-see"


@pytest.fixture(scope="module")
def account() -> Iterator[Simulator]:
    with Simulator(biosamples=12, seed=3, token=TOKEN).in_thread() as simulator:
        yield simulator


def records(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
    for part in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from records(part)


@pytest.fixture(scope="module")
def recorded(account: Simulator, tmp_path_factory: pytest.TempPathFactory) -> tuple[ExchangeLog, Path]:
    """A check of the account, and the folder of its recordings."""
    log, folder = ExchangeLog(), tmp_path_factory.mktemp("recordings")

    async def check() -> None:
        limit = RateLimit(rate=10_000)
        async with BaseSpace(TOKEN, server=account.url, middleware=[log.wrap], rate_limit=limit) as basespace:
            await check_conformance(basespace, log)

    asyncio.run(check())
    write_recordings(log, folder)
    return log, folder


@pytest.mark.slow
def test_recordings_hold_nothing_of_the_account(account: Simulator, recorded: tuple[ExchangeLog, Path]) -> None:
    log, folder = recorded
    text = "".join(path.read_text() for path in folder.iterdir())
    world = account.world
    seen = [record for exchange in log.exchanges for record in records(json.loads(exchange.body))]
    private = {
        str(record[name])
        for record in seen
        for name in ("Id", "Name", "Email", "BioSampleName", "Href", "HrefContent", "Path", "ETag", "FlowcellBarcode")
        if isinstance(record.get(name), str | int) and len(str(record[name])) > 4
    }
    assert len(private) > 300
    kept = load().path_words | {name for record in seen for name in record} | {"Unknown"}
    assert (private - kept) & set(re.findall(r"[\w.-]+", text)) == set()
    assert [value for value in private if re.search(r"[ /]", value) and value in text] == []
    for value in (TOKEN, world.user.email, world.user.name, account.url.split("/")[2]):
        assert value not in text


@pytest.mark.slow
def test_references_hold(recorded: tuple[ExchangeLog, Path]) -> None:
    folder = recorded[1]
    pages = [json.loads(path.read_text()) for path in folder.iterdir()]
    linked = [record for record in records(pages) if {"Id", "Href"} <= set(record)]
    assert len(linked) > 1000
    ends = [(record["Href"].rpartition("/")[2], str(record["Id"])) for record in linked]
    assert [end for end in ends if end[0] != end[1] and end[0] not in load().path_words] == []
    named = [record for record in records(pages) if {"Path", "Name", "HrefContent"} <= set(record)]
    assert named
    assert [record for record in named if record["Path"].rpartition("/")[2] != record["Name"]] == []
    (biosample, *_) = json.loads((folder / "biosamples-id.json").read_text())[1:]
    listed = json.loads((folder / "biosamples.json").read_text())[0]["body"]["Items"]
    assert biosample["path"] == f"/v2/biosamples/{biosample['body']['Id']}"
    assert biosample["body"]["Id"] in {item["Id"] for item in listed}


async def test_only_get_is_sent(account: Simulator) -> None:
    log = ExchangeLog()
    async with BaseSpace(TOKEN, server=account.url, middleware=[log.wrap]) as basespace:
        for method in ("POST", "PUT", "DELETE", "PATCH"):
            with pytest.raises(ConfigurationError, match=f"a check only reads; it does not send {method}"):
                await basespace.request(method, "biosamples/1", body={"Status": "Done"})
    assert log.exchanges == []
    assert not account.statistics.changes


SECRET = "Jane Doe's tumour"


@pytest.mark.parametrize(
    "body",
    [
        {"Anything": SECRET},
        {SECRET: 1},
        {"Status": SECRET},
        {"Type": f"{SECRET}[]"},
        {"ErrorCode": SECRET},
        {"Href": f"https://example.org/v2/biosamples/{SECRET}?a={SECRET}"},
        {"HrefContent": f"v2/files/{SECRET}/content"},
        {"Path": f"a/{SECRET}/x.fastq.gz"},
        {"Attributes": {SECRET: {SECRET: [SECRET]}}},
        {"Message": f"no access to {SECRET}"},
        [[SECRET], {"a": {"b": SECRET}}],
    ],
)
def test_what_is_not_known_to_say_nothing_is_replaced(body: Any) -> None:
    hidden = json.dumps(Anonymizer(load()).body(body))
    assert "Jane" not in hidden
    assert "tumour" not in hidden


def test_what_says_nothing_stays() -> None:
    body = {
        "Status": "Active",
        "Type": "string[]",
        "DateCreated": "2020-01-02T03:04:05.0000000Z",
        "TotalSize": 12,
        "IsArchived": False,
        "ErrorCode": "BASESPACE.COMMON.NOT_FOUND",
        "Name": "",
        "SortBy": "Id",
    }
    assert Anonymizer(load()).body(body) == body


def test_values_keep_their_form() -> None:
    anonymizer = Anonymizer(load())
    body = anonymizer.body({"Id": "104", "InstrumentId": 7, "Email": "a@b.example", "Name": "Liver.fastq.gz"})
    assert body["Id"].isdigit()
    assert isinstance(body["InstrumentId"], int)
    assert body["Email"] == "user-1@example.org"
    assert body["Name"] == "text-1.fastq.gz"
    link = anonymizer.body({"Href": "https://api.basespace.illumina.com/v2/biosamples/104"})["Href"]
    assert link == f"https://api.basespace.illumina.com/v2/biosamples/{body['Id']}"
    assert anonymizer.query({"biosamplename": "Liver.fastq.gz", "limit": "10"}) == {
        "biosamplename": "text-1.fastq.gz",
        "limit": "10",
    }
