"""FASTQ in gzip members of shared bytes, in which each file's reads have names of their own.

A member begins with a read that is stored as it is. The compressed bytes after it copy the beginning of each read's
name from the read before (RFC 1951, 3.2.3), so that the same bytes give other names after another first read. All
records have one size; what the names change in a member's checksum follows from their number (`checksums`).
"""

from __future__ import annotations

import zlib
from functools import cache, lru_cache
from random import Random

from attrs import frozen

from .checksums import difference, joined, repeated

READ_LENGTH = 151
_BASES = bytes.maketrans(bytes(range(256)), b"ACGT" * 64)
_QUALITIES = bytes.maketrans(bytes(range(256)), b"FFFFFFFFFFFF:,#F" * 16)
_GZIP_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
_LAST_BLOCK = b"\x01\x00\x00\xff\xff"
_EMPTY_BLOCK, _LONGER_EMPTY_BLOCK = b"\x00\x00\x00\xff\xff", b"\x02\x00\x00\x00\xff\xff"
_LEVEL = 4
I7, I5 = 3, 11
"""What tells the sequences of a library's two indexes apart."""
_FIRST_PLACE = 100
_FIRST_MEMBER = 100_000
_OPENING_PLACE = b"999"
_NO_LINES = bytes(2 * READ_LENGTH + 4)


@frozen
class ReadNames:
    """What the names of a file's reads begin and end with; always of the same sizes.

    Attributes:
        origin: Instrument, run, flow cell, lane and tile, with colons between them.
        index: Sequences of both indexes, with a plus between them.
    """

    origin: bytes = b"SIM001:00001:HSIMULATX2:1:1101"
    index: bytes = b"ACGTACGT+ACGTACGT"

    @classmethod
    @lru_cache(maxsize=2048)
    def of(cls, instrument: str, run: int, flowcell: str, lane: int, sample: int, index: int) -> ReadNames:
        """Make names; each sample of a lane (from 1) has a tile of its own, so that no two reads of a run share one."""
        width = 11 - len(instrument)  # the run's number fills up what the instrument's name leaves
        origin = f"{instrument}:{run % 10**width:0{width}d}:{flowcell}:{lane}:{1100 + sample % 1000}"
        return cls(origin.encode(), f"{index_sequence(index, I7)}+{index_sequence(index, I5)}".encode())


@cache
def index_sequence(number: int, shift: int) -> str:
    """Return eight bases, different ones for each number."""
    code = (number * 40_503 + shift * 9_973) % 4**8
    return "".join("ACGT"[code >> 2 * place & 3] for place in range(8))


SOME_NAMES = ReadNames()
"""Of files that belong to no run."""
_PLACEHOLDERS = ReadNames(bytes(range(0x80, 0x9E)), bytes(range(0xA0, 0xB1)))
"""Bytes that no text has, each of them once: what zlib copies of them, it copies from the same place."""
_ANY_MEMBER, _ANY_PLACE = bytes(range(0xC0, 0xC6)), bytes(range(0xD0, 0xD3))


@frozen
class Tally:
    """CRC-32 of reads, with placeholders in their names, and how many they are."""

    checksum: int
    reads: int

    def then(self, following: Tally) -> Tally:
        """Return the tally of these reads and those that follow."""
        checksum = joined(self.checksum, following.checksum, RECORD, following.reads)
        return Tally(checksum, self.reads + following.reads)


@frozen
class SharedReads:
    """Compressed reads, a whole number of deflate blocks, whose names continue those of the read before them."""

    packed: bytes
    tally: Tally

    def tally_at(self, place: int) -> Tally:
        """Return the tally after the read of a place, with that place in the names."""
        own = _record(_PLACEHOLDERS, _ANY_MEMBER, _place(place), 0, 1, _NO_LINES)
        change = repeated(difference(own, _TEMPLATE), RECORD, self.tally.reads)
        return Tally(self.tally.checksum ^ change, self.tally.reads)


def _record(names: ReadNames, member: bytes, place: bytes, number: int, mate: int, lines: bytes) -> bytes:
    # @instrument:run:flowcell:lane:tile:x:y mate:filtered:control:index
    return b"@%b:%b:%b%03d %d:N:0:%b\n%b" % (names.origin, member, place, number, mate, names.index, lines)


_TEMPLATE = _record(_PLACEHOLDERS, _ANY_MEMBER, _ANY_PLACE, 0, 1, _NO_LINES)
RECORD = len(_TEMPLATE)
"""Bytes of each record."""


def _lines(random: Random) -> bytes:
    bases = random.randbytes(READ_LENGTH).translate(_BASES)
    return b"%b\n+\n%b\n" % (bases, random.randbytes(READ_LENGTH).translate(_QUALITIES))


def _shared(records: list[bytes], before: bytes) -> SharedReads:
    text = b"".join(records)
    deflate = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS, zdict=before)
    packed = deflate.compress(text) + deflate.flush(zlib.Z_SYNC_FLUSH)
    return SharedReads(packed, Tally(zlib.crc32(text), len(records)))


@cache
def place_read(place: int, mate: int) -> SharedReads:
    """Return the read that begins a place in a member (0 to 800), and gives those after it their names."""
    lines = _lines(Random(f"place {place} {mate}"))
    # The read before it may have any number.
    before = _record(_PLACEHOLDERS, _ANY_MEMBER, _ANY_PLACE, 0, mate, _NO_LINES).replace(b"000", bytes(3), 1)
    return _shared([_record(_PLACEHOLDERS, _ANY_MEMBER, _place(place), 0, mate, lines)], before)


@cache
def reads_of(read_kind: str, count: int, mate: int) -> SharedReads:
    """Return so many reads of a kind, fewer than 1,000; mates have the same names."""
    random = Random(f"{read_kind} {mate}")
    numbers = range(1, count + 1)
    records = [_record(_PLACEHOLDERS, _ANY_MEMBER, _ANY_PLACE, number, mate, _lines(random)) for number in numbers]
    return _shared(records, _record(_PLACEHOLDERS, _ANY_MEMBER, _ANY_PLACE, 0, mate, _NO_LINES))


def _place(number: int) -> bytes:
    return b"%d" % (_FIRST_PLACE + number)


def _member(number: int) -> bytes:
    return b"%d" % (_FIRST_MEMBER + number)


_OPENING_LINES = _lines(Random("opening"))


def _opening_record(names: ReadNames, member: bytes, mate: int) -> bytes:
    return _record(names, member, _OPENING_PLACE, 0, mate, _OPENING_LINES)


@cache
def opening_tally(mate: int) -> Tally:
    """Return the tally of a member's first read."""
    return Tally(zlib.crc32(_opening_record(_PLACEHOLDERS, _ANY_MEMBER, mate)), 1)


def opening(names: ReadNames, member: int, mate: int) -> bytes:
    """Return the beginning of a file's member: its header, and its first read as it is."""
    record = _opening_record(names, _member(member), mate)
    return b"%b\x00%b%b%b" % (
        _GZIP_HEADER,
        RECORD.to_bytes(2, "little"),
        (RECORD ^ 0xFFFF).to_bytes(2, "little"),
        record,
    )


def closing(names: ReadNames, member: int, mate: int, tally: Tally) -> bytes:
    """Return the end of a file's member of these reads: its last block, its checksum and its size."""
    own = _record(names, _member(member), _OPENING_PLACE, 0, mate, _NO_LINES)
    placeholders = _record(_PLACEHOLDERS, _ANY_MEMBER, _OPENING_PLACE, 0, mate, _NO_LINES)
    checksum = tally.checksum ^ repeated(difference(own, placeholders), RECORD, tally.reads)
    size = tally.reads * RECORD % 2**32
    return _LAST_BLOCK + checksum.to_bytes(4, "little") + size.to_bytes(4, "little")


OPENING_SIZE = len(opening(SOME_NAMES, 0, 1))
CLOSING_SIZE = len(closing(SOME_NAMES, 0, 1, Tally(0, 0)))


@lru_cache(maxsize=512)
def padding(size: int) -> bytes:
    """Return so many bytes, 24 or more, that decompress to nothing: empty blocks of two sizes."""
    longer = size % 5
    return _LONGER_EMPTY_BLOCK * longer + _EMPTY_BLOCK * ((size - 6 * longer) // 5)
