"""Decoding pages of 1,000 items, as a ratio to parsing the same bytes with orjson, in the same run."""

from __future__ import annotations

import argparse
import gc
import statistics
import time
from collections.abc import Callable
from typing import Any

import orjson

from basespace_async import converter
from basespace_openapi import models
from basespace_openapi.types import Model

DATE = "2024-05-01T12:00:00.0000000Z"
USER = {"Id": "1", "Href": "https://api.example/v2/users/1", "Name": "A User", "DateCreated": DATE}
PROJECT = {"Id": "2", "Name": "A project", "UserOwnedBy": USER, "DateCreated": DATE, "TotalSize": 123456789}
BIOSAMPLE = {"Id": "3", "BioSampleName": "S-1", "UserOwnedBy": USER, "DefaultProject": PROJECT, "DateModified": DATE}
PROPERTY = {"Type": "string[]", "Name": "Input.Libraries", "ContentItems": ["a", "b"], "ItemsTotalCount": 2}
DATASET = {
    "Id": "ds.0",
    "Name": "S-1_L001",
    "DateCreated": DATE,
    "DateModified": DATE,
    "Project": PROJECT,
    "TotalSize": 99461045,
    "UserOwnedBy": USER,
    "Attributes": {"common_fastq": {"IsPairedEnd": True, "TotalReadsPF": 1688304}},
    "Properties": {"Items": [PROPERTY] * 3, "TotalCount": 3},
}
FILE = {"Id": "5", "Name": "S-1_R1.fastq.gz", "Size": 48526491, "Path": "S-1_R1.fastq.gz", "DateCreated": DATE}
PAGES: dict[str, tuple[dict[str, Any], type[Model]]] = {
    "biosamples": (BIOSAMPLE, models.V2BiologicalSampleCompactList),
    "datasets with properties": (DATASET, models.V2DatasetCompactList),
    "files": (FILE, models.V2FilesList),
}


def seconds(work: Callable[[], object]) -> float:
    """Seconds that one run of `work` takes."""
    gc.collect()
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=9)
    runs = parser.parse_args().runs
    print(f"pages of 1,000 items; medians of {runs} runs, with the middle half's range")
    for name, (item, model) in PAGES.items():
        body = orjson.dumps({"Items": [item] * 1000, "Paging": {"TotalCount": 1000}})
        decoded = converter.decode(body, model)
        work: dict[str, Callable[[], object]] = {
            "parse": lambda body=body: orjson.loads(body),
            "decode": lambda body=body, model=model: converter.decode(body, model),
            "encode": lambda decoded=decoded: converter.encode(decoded),
        }
        times: dict[str, list[float]] = {step: [] for step in work}
        for _ in range(runs):
            for step, run in work.items():
                times[step].append(seconds(run))
        reference = statistics.median(times["parse"])
        for step, values in times.items():
            low, middle, high = (value * 1e3 for value in statistics.quantiles(values, n=4))
            ratio = middle / 1e3 / reference
            print(f"{name:26} {step:7} {middle:7.1f} ms ({low:.1f} to {high:.1f})  {ratio:5.1f}x of parsing")


if __name__ == "__main__":
    main()
