"""What an ETag says of a file's content."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from basespace_async.downloads.checksums import MIB, Digest, ETag, digests_of
from basespace_async.downloads.identity import FileIdentity
from basespace_async.downloads.verification import SLICE, fed, verify_existing
from tests.support.file_service import etag_of, multipart

A = "0123456789abcdef0123456789abcdef"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (A, ETag(A)),
        (f'"{A}"', ETag(A)),
        (f'W/"{A}"', ETag(A)),
        (A.upper(), ETag(A)),
        (f"{A}-6", ETag(A, 6)),
        (f' "{A}-10000" ', ETag(A, 10000)),
        (f"{A}-0", None),
        (f"{A}-06", None),
        (f"{A}-123456", None),
        (f"{A}-", None),
        (A[1:], None),
        (f"{A}0", None),
        ("", None),
        ("0x8D4BCC2E4835CD0", None),
    ],
)
def test_an_etag_is_an_md5_or_of_the_multipart_form(text: str, expected: ETag | None) -> None:
    assert ETag.parse(text) == expected


@pytest.mark.parametrize("text", [A, f"{A}-7"])
def test_an_etag_is_shown_as_it_came(text: str) -> None:
    assert str(ETag.parse(text)) == text


@pytest.mark.parametrize(
    ("size", "parts", "first"),
    [
        # Recorded sizes and ETags of real files, whose parts are of 8 MiB.
        (48526491, 6, 8 * MIB),
        (50934554, 7, 8 * MIB),
        (100 * MIB, 2, 50 * MIB),
        (50 * MIB, 10, 5 * MIB),
        (10 * 10**9, 1000, 10**7),
        (17, 1, 17),
        (0, 1, 1),
        # Nobody uploads in parts of 11 MiB, but somebody may.
        (33 * MIB, 3, 16 * MIB),
    ],
)
def test_usual_sizes_of_parts_are_tried_first(size: int, parts: int, first: int) -> None:
    assert ETag(A, parts).part_sizes(size)[0] == first


@given(st.integers(1, 1 << 40), st.integers(1, 10_000))
def test_only_sizes_that_come_to_so_many_parts_are_tried_and_each_once(size: int, parts: int) -> None:
    sizes = ETag(A, parts).part_sizes(size)
    assert all(-(-size // each) == parts for each in sizes)
    assert len(set(sizes)) == len(sizes) <= 16


@given(st.integers(1, 300), st.integers(2, 10_000))
def test_parts_of_whole_megabytes_are_found_where_few_sizes_fit(mebibytes: int, parts: int) -> None:
    size = mebibytes * MIB * parts - 17
    if parts > mebibytes:
        assert mebibytes * MIB in ETag(A, parts).part_sizes(size)


def test_a_plain_md5_has_no_parts() -> None:
    assert ETag(A).part_sizes(100) == []


@given(st.binary(max_size=200), st.integers(1, 60), st.lists(st.integers(0, 200), max_size=6))
def test_a_digest_does_not_depend_on_how_it_is_fed(data: bytes, part_size: int, cuts: list[int]) -> None:
    for digest, expected in ((Digest(), etag_of(data)), (Digest(part_size), multipart(data, part_size))):
        for start, stop in pairwise([0, *sorted(min(cut, len(data)) for cut in cuts), len(data)]):
            digest.update(memoryview(data)[start:stop])
        assert str(digest.etag()) == expected


@given(st.binary(min_size=1, max_size=200), st.integers(1, 60))
def test_one_of_the_digests_comes_to_the_etag_of_an_upload_in_equal_parts(data: bytes, parts: int) -> None:
    part_size = -(-len(data) // parts)
    etag = ETag.parse(multipart(data, part_size))
    assert etag is not None
    found = []
    for digest in digests_of(etag, len(data)):
        digest.update(memoryview(data))
        found.append(digest.etag())
    assert etag in found


def test_an_md5_is_found_by_one_digest() -> None:
    (digest,) = digests_of(ETag(etag_of(b"reads")), 5)
    digest.update(memoryview(b"reads"))
    assert digest.etag() == ETag(etag_of(b"reads"))


# --- files that are there ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("etag", "method"),
    [
        (etag_of(b"reads"), "md5"),
        (multipart(b"reads", 5), "multipart"),
        (multipart(b"reads", 3), "multipart"),
        ("", "size"),
    ],
)
async def test_a_file_that_is_there_is_verified_as_far_as_it_can_be(tmp_path: Path, etag: str, method: str) -> None:
    path = tmp_path / "reads"
    path.write_bytes(b"reads")
    found = await verify_existing(path, [FileIdentity("7", 5, etag)])
    assert found is not None
    assert (found.method, found.complete) == (method, method != "size")
    assert bool(found.reason) == (method == "size")


@pytest.mark.parametrize(("size", "etag"), [(4, ""), (6, ""), (5, etag_of(b"other")), (5, multipart(b"other", 3))])
async def test_another_file_is_not_taken_for_it(tmp_path: Path, size: int, etag: str) -> None:
    path = tmp_path / "reads"
    path.write_bytes(b"reads")
    assert await verify_existing(path, [FileIdentity("7", size, etag)]) is None
    assert await verify_existing(tmp_path / "absent", [FileIdentity("7", size, etag)]) is None


async def test_a_large_file_is_fed_in_slices_that_follow_each_other() -> None:
    spans: list[tuple[int, int]] = []
    await fed(Digest(), lambda digest, start, stop: spans.append((start, stop)), 2 * SLICE + 5)
    assert spans == [(0, SLICE), (SLICE, 2 * SLICE), (2 * SLICE, 2 * SLICE + 5)]


@given(
    st.binary(max_size=600),
    st.integers(1, 40),
    st.lists(st.integers(1, 6), min_size=1, max_size=5),
)
def test_parts_that_begin_where_one_of_the_upload_does_can_be_digested_apart(
    content: bytes, part_size: int, lengths: list[int]
) -> None:
    whole = Digest(part_size)
    whole.update(memoryview(content))
    digests, start = [], 0
    while start < len(content) or not digests:
        assert whole.begins_anew_at(start)
        stop = start + lengths[len(digests) % len(lengths)] * part_size
        digests.append(whole.empty_copy())
        digests[-1].update(memoryview(content)[start:stop])
        start = stop
    assert Digest.joined(digests).etag() == whole.etag()


@pytest.mark.parametrize(("part_size", "begins"), [(None, False), (8, True), (16, True), (5, False), (32, False)])
def test_only_where_a_part_of_the_upload_begins(part_size: int | None, begins: bool) -> None:
    assert Digest(part_size).begins_anew_at(16) is begins
