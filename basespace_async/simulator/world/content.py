"""Content of files: deterministic FASTQ, compressed, of any size, read at any offset without being held.

A file is blocks of one size, and a shorter end. As many blocks as make a part of an upload are a gzip member; members
one after the other are a gzip file (RFC 1952). Blocks are made of a few kinds of compressed reads that all files share
(`fastq`), so that neither a block nor the MD5 of a part costs much.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache, cached_property, lru_cache
from random import Random
from typing import TYPE_CHECKING

from attrs import frozen

from . import fastq
from .fastq import SOME_NAMES, ReadNames, SharedReads, Tally

if TYPE_CHECKING:
    from hashlib import _Hash

BLOCK = 64 * 1024
PART = 8 * 1024 * 1024
"""Size of the parts of an upload: what fits the recorded sizes and ETags."""
_BLOCKS_PER_PART = PART // BLOCK
CONTENT_TYPES = {
    ".gz": "application/x-gzip",
    ".csv": "text/csv",
    ".json": "application/json",
    ".xml": "application/xml",
    ".log": "text/plain",
    ".txt": "text/plain",
}
"""Media types, by the endings of files' names."""
TAILS = 64
_BODIES = 32
_PART_KINDS = 16
_READS_PER_BODY = 600


def _md5(data: bytes) -> bytes:
    return hashlib.md5(data, usedforsecurity=False).digest()


@cache
def _tail(number: int, mate: int) -> tuple[bytes, Tally]:
    """Return the reads at the end of a file; most files of a world have no others."""
    first = fastq.place_read(_BLOCKS_PER_PART, mate)
    others = fastq.reads_of(f"tail {number}", Random(f"tail {number}").randint(20, 400), mate)
    return first.packed + others.packed, first.tally.then(others.tally_at(_BLOCKS_PER_PART))


@lru_cache(maxsize=8192)
def _reads(part_kind: int, place: int, mate: int) -> tuple[SharedReads, SharedReads]:
    """Return the reads of a block."""
    body = (part_kind * 7 + place * (2 * part_kind + 1) + place // _BODIES) % _BODIES
    return fastq.place_read(place, mate), fastq.reads_of(f"body {body}", _READS_PER_BODY, mate)


@cache
def _tally(part_kind: int, blocks: int, mate: int) -> Tally:
    """Return the tally of the first read of a member and of its first blocks."""
    tally = fastq.opening_tally(mate)
    for place in range(blocks):
        first, others = _reads(part_kind, place, mate)
        tally = tally.then(first.tally).then(others.tally_at(place))
    return tally


def _block(part_kind: int, place: int, mate: int, size: int) -> tuple[bytes, bytes, bytes]:
    """Return the pieces of a block that all files share, padded to a size."""
    first, others = _reads(part_kind, place, mate)
    return first.packed, others.packed, fastq.padding(size - len(first.packed) - len(others.packed))


def _shared_size(place: int) -> int:
    return BLOCK - fastq.CLOSING_SIZE - fastq.OPENING_SIZE if place == _BLOCKS_PER_PART - 1 else BLOCK


@cache
def _part_digest(part_kind: int, blocks: int, mate: int) -> _Hash:
    """Return the hash of what all files share of the first blocks of a part that is not a file's first."""
    digest = hashlib.md5(usedforsecurity=False)
    for place in range(blocks):
        digest.update(b"".join(_block(part_kind, place, mate, _shared_size(place))))
    return digest


@frozen(slots=False, eq=False)
class FileBytes:
    """Content of a FASTQ file, compressed.

    Attributes:
        number: Number that selects the content; the same number, blocks and names always give the same bytes.
        blocks: Number of whole blocks before the end. Consecutive parts of an upload differ.
        mate: Mate of a pair, 1 or 2. Both have the same number of reads, of the same names.
        names: Parts of the names of its reads; each name occurs once in a file.
    """

    number: int
    blocks: int = 0
    mate: int = 1
    names: ReadNames = SOME_NAMES

    @staticmethod
    def of_size(number: int, size: int, mate: int = 1, names: ReadNames = SOME_NAMES) -> FileBytes:
        """Return content of about `size` bytes, off by half a block at most."""
        end = FileBytes(number, 1).size - BLOCK  # of the first mate, so that both have as many blocks
        return shared_content(number, max(0, round((size - end) / BLOCK)), mate, names)

    @cached_property
    def size(self) -> int:
        """Return the number of bytes."""
        opening = 0 if self.blocks else fastq.OPENING_SIZE
        return self.blocks * BLOCK + opening + len(self._tail[0]) + fastq.CLOSING_SIZE

    @cached_property
    def reads(self) -> int:
        """Return the number of reads."""
        members = self.blocks // _BLOCKS_PER_PART + 1
        return self.blocks * (1 + _READS_PER_BODY) + members + self._tail[1].reads

    @property
    def _tail(self) -> tuple[bytes, Tally]:
        return _tail(self.number % TAILS, self.mate)

    @cached_property
    def etag(self) -> str:
        """Return the MD5 of the bytes; for an upload in parts that of the parts' MD5s, and their number (observed)."""
        parts = -(-self.size // PART)
        first = _md5(self.read(0, min(PART, self.size)))
        if parts == 1 and self.number % 4:
            return first.hex()
        digests = [first, *map(self._digest, range(1, parts))]
        return f"{_md5(b''.join(digests)).hex()}-{parts}"

    def _digest(self, part: int) -> bytes:
        """Return the MD5 of a part that is not the first; only its end is the file's own."""
        blocks = min(_BLOCKS_PER_PART, self.blocks - part * _BLOCKS_PER_PART)
        digest = _part_digest(self._part_kind(part), blocks, self.mate).copy()
        digest.update(self._change(part) if blocks == _BLOCKS_PER_PART else self._end())
        return digest.digest()

    def _part_kind(self, part: int) -> int:
        return (self.number + part + part // _PART_KINDS * 5) % _PART_KINDS

    def _change(self, part: int) -> bytes:
        """Return the bytes with which a whole part ends: the end of its member, and the beginning of the next."""
        tally = _tally(self._part_kind(part), _BLOCKS_PER_PART, self.mate)
        closing = fastq.closing(self.names, part, self.mate, tally)
        return closing + fastq.opening(self.names, part + 1, self.mate)

    def _end(self) -> bytes:
        part, blocks = divmod(self.blocks, _BLOCKS_PER_PART)
        packed, reads = self._tail
        tally = _tally(self._part_kind(part), blocks, self.mate).then(reads)
        opening = b"" if self.blocks else fastq.opening(self.names, 0, self.mate)
        return opening + packed + fastq.closing(self.names, part, self.mate, tally)

    def _piece(self, block: int) -> bytes:
        if block == self.blocks:
            return self._end()
        part, place = divmod(block, _BLOCKS_PER_PART)
        opening = b"" if block else fastq.opening(self.names, 0, self.mate)
        shared = _block(self._part_kind(part), place, self.mate, _shared_size(place) - len(opening))
        change = self._change(part) if place == _BLOCKS_PER_PART - 1 else b""
        return b"".join((opening, *shared, change))

    def pieces(self, start: int, stop: int) -> Iterator[bytes]:
        """Yield the bytes from `start` to before `stop`, in pieces of a block at most."""
        while start < stop:
            block = min(start // BLOCK, self.blocks)
            begin = block * BLOCK
            piece = self._piece(block)[start - begin : stop - begin]
            yield piece
            start += len(piece)

    def read(self, start: int, stop: int) -> bytes:
        """Return the bytes from `start` to before `stop`."""
        return b"".join(self.pieces(start, stop))


@lru_cache(maxsize=4096)
def shared_content(number: int, blocks: int = 0, mate: int = 1, names: ReadNames = SOME_NAMES) -> FileBytes:
    """Return the content of a number; files with the same content share it, and its hash."""
    return FileBytes(number, blocks, mate, names)


@frozen(slots=False, eq=False)
class Text:
    """A small file's content as it is."""

    data: bytes

    @property
    def size(self) -> int:
        """Return the number of bytes."""
        return len(self.data)

    @property
    def reads(self) -> int:
        """Return 0, because a text has no reads."""
        return 0

    @cached_property
    def etag(self) -> str:
        """Return the MD5 of the bytes, in hexadecimal."""
        return _md5(self.data).hex()

    def pieces(self, start: int, stop: int) -> Iterator[bytes]:
        """Yield the bytes from `start` to before `stop`, in one piece."""
        if start < stop:
            yield self.data[start:stop]

    def read(self, start: int, stop: int) -> bytes:
        """Return the bytes from `start` to before `stop`."""
        return self.data[start:stop]
