"""Bytes to typed items and back, next to other libraries that do the same."""

from __future__ import annotations

import re
import urllib.request
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

import orjson

from basespace_openapi import models
from basespace_openapi.types import Model

from .decoding_peers import PARSERS, Peer, peers
from .default_client import make_importable
from .measuring import Spread, in_process, in_turn, ratios, seconds
from .report import Goal, Section, Table
from .service import Service, simulated

ITEMS, QUICK_ITEMS = 1000, 100
QUICK_PAGES = ("biosamples", "datasets with properties")
OURS, LIMIT = "basespace-async", "msgspec"
FASTER_THAN = ("pydantic", "default client")
AT_MOST = 3.5
MODELS: Mapping[str, type[Model]] = {
    "biosamples": models.BiosampleCompactList,
    "datasets with properties": models.DatasetCompactList,
    "files": models.FilesList,
    "appsessions": models.AppSessionCompactList,
}
ABOUT = """\
A page of {items:,} items, from body bytes to typed objects and back to bytes. The pages are the simulator's, which have
the fields, nesting and sizes of recorded responses; dates are others in each run. All work is one process's, on one
core, in turn; the garbage collector is on, as it is in programs.

Every library has models of the same fields, nested in the same way, with dates as `datetime`. They do not do the same:

- basespace-async takes the items out of a page one by one, as its lists do (`Page`). *The body as one* is what
  `basespace.call` does with any response. Both keep unknown fields and give them back, tell null from absence, and
  coerce nothing. Dates are written back as they came.
- msgspec, with `Struct` and typed decoders, is the limit: C that parses straight into its own objects. It drops unknown
  fields, tells null from absence (`UNSET`), and coerces nothing.
- pydantic v2 (`model_validate_json`, `model_dump_json(exclude_unset=True)`) is Rust. It drops unknown fields
  (`extra="ignore"`, faster than keeping them), and coerces in its usual, lax way.
- cattrs as it comes, with its orjson converter, renamed fields and without its detailed errors. It drops unknown fields
  and takes null for absence. It checks few values: it calls `str(value)` and `int(value)`.
- default client is what openapi-python-client writes with its own templates (`from_dict`, `to_dict`), with the standard
  library's JSON, as its endpoints have it. It keeps unknown fields, and checks only what it parses.

Parsing alone makes dicts and lists, nothing typed. It is a part of what basespace-async, cattrs (both orjson) and the
default client (json) take."""
WHY_FASTER = """\
Each object and each of its fields cost Python code, where pydantic has Rust. That counts most where objects have many
short fields for the bytes that they take, as on the pages of biosamples and appsessions."""
WHY_LIMIT = {
    "decoding": """\
orjson makes a dict of each object first, which msgspec never does: that alone takes more than msgspec takes for all.
On the page of datasets, with its 35,000 objects, the garbage collector takes about a third of the time.""",
    "encoding": """\
For each object orjson calls a Python function that makes a dict of it, and for each date another one, where msgspec
reads its own structs in C. msgspec also writes a date in the form of RFC 3339, not as the service does.""",
}


def measure(quick: bool) -> Section:
    """Measure every library with every page."""
    make_importable()  # once, here: it may have to be generated
    items = QUICK_ITEMS if quick else ITEMS
    with simulated(biosamples=4 * ITEMS) as service:
        pages = {name: _page(service, name, items) for name in (QUICK_PAGES if quick else MODELS)}
    found = {name: in_process(_times, name, body, 2 if quick else 7) for name, body in pages.items()}
    decoding = {name: page["decode"] for name, page in found.items()}
    encoding = {name: page["encode"] for name, page in found.items()}
    sizes = ", ".join(f"{name} {len(body) / 1e6:.1f} MB" for name, body in pages.items())
    goals = [
        *(_faster_goal("decoding", decoding, peer) for peer in FASTER_THAN),
        *(_faster_goal("encoding", encoding, peer) for peer in FASTER_THAN),
        _limit_goal("decoding", decoding),
        _limit_goal("encoding", encoding),
    ]
    parts: list[Table | str] = [
        f"The pages: {sizes}.",
        "Decoding a page, in ms:",
        _milliseconds(decoding),
        "The same, as ratios to basespace-async in the same round; above 1 is slower:",
        _ratios(decoding),
        "Encoding what was decoded, in ms:",
        _milliseconds(encoding),
        "The same, as ratios to basespace-async in the same round; above 1 is slower:",
        _ratios(encoding),
    ]
    return Section("Decoding and encoding", ABOUT.format(items=items), parts, goals)


# --- the pages ----------------------------------------------------------------------------------------------------


def _page(service: Service, name: str, items: int) -> bytes:
    """Return a page as the service would send it."""
    if name == "files":
        return _page_of_files(service, items)
    query = "&include=properties&datasettypes=common.fastq" if name.startswith("datasets") else ""
    return _as_of_the_service(service, _get(service, f"/{name.partition(' ')[0]}?limit={items}{query}"))


def _page_of_files(service: Service, items: int) -> bytes:
    """Return a page of the files of many datasets: a single one has few."""
    datasets = orjson.loads(_get(service, f"/datasets?limit={items}&datasettypes=common.fastq"))["Items"]
    page: dict[str, Any] = {"Items": []}
    for dataset in datasets:
        body = orjson.loads(_get(service, f"/datasets/{dataset['Id']}/files?limit={items}"))
        page = {"Items": [*page["Items"], *body["Items"]][:items], "Paging": body["Paging"]}
        if len(page["Items"]) == items:
            break
    return _as_of_the_service(service, orjson.dumps(page))


def _get(service: Service, path: str) -> bytes:
    request = urllib.request.Request(service.url + path, headers=service.headers)
    with urllib.request.urlopen(request) as response:
        body: bytes = response.read()
    return body


def _as_of_the_service(service: Service, body: bytes) -> bytes:
    """Make the links as long as real ones."""
    return body.replace(service.url.encode(), b"https://api.basespace.illumina.com/v2")


# --- measuring ----------------------------------------------------------------------------------------------------

Times = dict[str, list[float]]


def _times(name: str, body: bytes, runs: int) -> dict[str, Times]:
    """Return the seconds of each run of each library; called in a process of its own."""
    work = {**peers(MODELS[name]), **PARSERS}
    for each, peer in work.items():
        _check(each, peer, body)
    pages = [_with_other_dates(body, number) for number in range(runs)]
    found = in_turn({each: partial(_both_ways, peer, iter(pages)) for each, peer in work.items()}, runs)
    return {
        "decode": {each: [decoding for decoding, _ in times] for each, times in found.items()},
        "encode": {each: [encoding for _, encoding in times] for each, times in found.items()},
    }


def _both_ways(peer: Peer, pages: Iterator[bytes]) -> tuple[float, float]:
    """Return the seconds of decoding the next page, and of encoding its models."""
    body = next(pages)
    decoding = seconds(partial(peer.decode, body))
    decoded = peer.decode(body)
    return decoding, seconds(partial(peer.encode, decoded))


def _with_other_dates(body: bytes, number: int) -> bytes:
    """Return the page some years later, so that no library gains from dates that it has met."""

    def later(match: re.Match[bytes]) -> bytes:
        return b'"%d%s' % (int(match[1]) + 4 * number, match[2])  # a leap year stays one

    return re.sub(rb'"(20\d\d)(-\d\d-\d\dT)', later, body)


def _check(name: str, peer: Peer, body: bytes) -> None:
    """Raise where a library drops fields of the first items; let it also prepare what it prepares."""
    peer.encode(peer.decode(body))
    page = {"Items": orjson.loads(body)["Items"][:10]}
    written = _paths(orjson.loads(peer.encode(peer.decode(orjson.dumps(page)))))
    if written != _paths(page):
        raise RuntimeError(f"{name} does not give back every field: {sorted(_paths(page) ^ written)[:5]}")


def _paths(value: Any, at: str = "") -> set[str]:
    """Return where values are in parsed JSON, without the positions in lists."""
    if isinstance(value, dict):
        return set().union(*(_paths(item, f"{at}.{key}") for key, item in value.items()))
    if isinstance(value, list) and value:
        return set().union(*(_paths(item, f"{at}[]") for item in value))
    return {at}


# --- the report ---------------------------------------------------------------------------------------------------


def _milliseconds(found: Mapping[str, Times]) -> Table:
    rows = [[each, *(Spread.of(page[each]).text(1, 1e3) for page in found.values())] for each in _libraries(found)]
    return Table(["", *found], rows)


def _ratios(found: Mapping[str, Times]) -> Table:
    others = [each for each in _libraries(found) if each != OURS]
    rows = [[each, *(ratios(page[each], page[OURS]).text(2) for page in found.values())] for each in others]
    return Table(["", *found], rows)


def _libraries(found: Mapping[str, Times]) -> list[str]:
    return list(next(iter(found.values())))


def _faster_goal(what: str, found: Mapping[str, Times], peer: str) -> Goal:
    medians = {name: ratios(page[peer], page[OURS]).median for name, page in found.items()}
    reached = min(medians.values()) > 1
    text = ", ".join(f"{name} {value:.2f}x" for name, value in medians.items())
    return Goal(f"{what}: faster than {peer} on every page", f"it takes {text} as long", reached, WHY_FASTER)


def _limit_goal(what: str, found: Mapping[str, Times]) -> Goal:
    medians = {name: ratios(page[OURS], page[LIMIT]).median for name, page in found.items()}
    reached = max(medians.values()) <= AT_MOST
    text = ", ".join(f"{name} {value:.2f}x" for name, value in medians.items())
    return Goal(f"{what}: at most {AT_MOST}x as long as {LIMIT} on every page", text, reached, WHY_LIMIT[what])
