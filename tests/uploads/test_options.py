"""Options of uploads."""

from __future__ import annotations

from typing import Any

import pytest

from basespace_async.downloads import Bandwidth
from basespace_async.errors import ConfigurationError, UploadError
from basespace_async.uploads.options import MAX_PART_SIZE, MAX_PARTS, MIN_PART_SIZE, UploadSettings

MIB = 1 << 20


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"concurrency": 0}, "at least one file"),
        ({"part_size": MIN_PART_SIZE - 1}, "give 5 to 25 MiB"),
        ({"part_size": MAX_PART_SIZE + 1}, "give 5 to 25 MiB"),
        ({"method": "ftp"}, "it is one of auto, v2, v1pre3, presigned, s3"),
        ({"parallel": 3}, "uploads do not know parallel"),
        ({"bandwidth": 0}, "give more than 0"),
    ],
)
def test_options_out_of_range_are_refused(options: Any, message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        UploadSettings.split(options)


def test_a_bandwidth_may_be_shared() -> None:
    shared = Bandwidth(7)
    assert UploadSettings.split({"bandwidth": shared})[1].bandwidth is shared
    assert UploadSettings.split({"bandwidth": 7})[1].bandwidth is not None


@pytest.mark.parametrize(
    ("size", "part_size"),
    [
        (0, 6 * MIB),
        (MAX_PARTS * 6 * MIB, 6 * MIB),
        (MAX_PARTS * 6 * MIB + 1, 7 * MIB),
        (MAX_PARTS * MAX_PART_SIZE, MAX_PART_SIZE),
    ],
)
def test_parts_grow_so_that_there_are_at_most_ten_thousand(size: int, part_size: int) -> None:
    assert UploadSettings().part_size_for(size, "file") == part_size
    assert -(-size // part_size) <= MAX_PARTS


def test_a_file_of_more_than_ten_thousand_largest_parts_is_refused() -> None:
    with pytest.raises(UploadError, match="244 GiB"):
        UploadSettings().part_size_for(MAX_PARTS * MAX_PART_SIZE + 1, "file")
