"""Content of files: deterministic FASTQ, compressed, of any size, read at any offset without being held.

A FASTQ file is a number of blocks of one size, each a gzip member of its own, and a shorter member at its end. Members
one after the other are a gzip file (RFC 1952). Each block is padded to its size in the header's extra field.
"""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections.abc import Iterator
from functools import cache, cached_property, lru_cache
from random import Random

from attrs import frozen

BLOCK = 64 * 1024
PART = 8 * 1024 * 1024
"""Size of the parts of an upload: what fits the recorded sizes and ETags."""
_BLOCKS_PER_PART = PART // BLOCK
TAILS = 64
_BODIES = 32
_PART_KINDS = 16
_READS_PER_BODY = 300
READ_LENGTH = 151
_BASES = bytes.maketrans(bytes(range(256)), b"ACGT" * 64)
_QUALITIES = bytes.maketrans(bytes(range(256)), b"FFFFFFFFFFFF:,#F" * 16)


def _md5(data: bytes) -> bytes:
    return hashlib.md5(data, usedforsecurity=False).digest()


def _reads(name: str, count: int, mate: int) -> bytes:
    """Make reads; mates have the same names."""
    random = Random(f"{name} {mate}")
    lines: list[bytes] = []
    for read in range(count):
        bases = random.randbytes(READ_LENGTH).translate(_BASES)
        qualities = random.randbytes(READ_LENGTH).translate(_QUALITIES)
        # @instrument:run:flowcell:lane:tile:x:y mate:filtered:control:index
        read_name = b"SIM:1:FC%b:1:1101:%d:%d" % (name.encode(), 1000 + 7 * read, 1000 + read)
        lines.append(b"@%b %d:N:0:ACGTACGT\n%b\n+\n%b\n" % (read_name, mate, bases, qualities))
    return b"".join(lines)


@cache
def _tail(number: int, mate: int) -> tuple[bytes, int]:
    """Return the end of a file and its number of reads; most files of a world are nothing else."""
    count = Random(f"tail {number}").randint(20, 400)
    return gzip.compress(_reads(f"T{number}", count, mate), compresslevel=1, mtime=0), count


@cache
def _block(number: int, mate: int) -> bytes:
    """Make a gzip member of exactly `BLOCK` bytes, with `_READS_PER_BODY` reads."""
    text = _reads(f"B{number}", _READS_PER_BODY, mate)
    deflate = zlib.compressobj(1, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = deflate.compress(text) + deflate.flush()
    check = zlib.crc32(text).to_bytes(4, "little") + len(text).to_bytes(4, "little")
    padding = BLOCK - len(packed) - len(check) - 16
    extra = b"SM" + padding.to_bytes(2, "little") + bytes(padding)
    header = b"\x1f\x8b\x08\x04\x00\x00\x00\x00\x00\xff" + len(extra).to_bytes(2, "little")
    return header + extra + packed + check


def _block_number(part_kind: int, at: int) -> int:
    return (part_kind * 7 + at * (2 * part_kind + 1) + at // _BODIES) % _BODIES


@cache
def _part_digest(part_kind: int, mate: int) -> bytes:
    digest = hashlib.md5(usedforsecurity=False)
    for at in range(_BLOCKS_PER_PART):
        digest.update(_block(_block_number(part_kind, at), mate))
    return digest.digest()


@frozen(slots=False, eq=False)
class FileBytes:
    """Content of a FASTQ file, compressed.

    Attributes:
        number: of which the content is chosen; the same number and blocks always give the same bytes.
        blocks: whole blocks before the end. Parts of an upload that follow each other differ.
        mate: 1 or 2. Both have the same number of reads, of the same names.
    """

    number: int
    blocks: int = 0
    mate: int = 1

    @staticmethod
    def of_size(number: int, size: int, mate: int = 1) -> FileBytes:
        """Return content of about `size` bytes, off by half a block at most."""
        end = len(_tail(number % TAILS, 1)[0])  # of the first mate, so that both have as many blocks
        return shared_content(number, max(0, round((size - end) / BLOCK)), mate)

    @cached_property
    def size(self) -> int:
        """Return the number of bytes."""
        return self.blocks * BLOCK + len(_tail(self.number % TAILS, self.mate)[0])

    @cached_property
    def reads(self) -> int:
        """Return the number of reads."""
        return self.blocks * _READS_PER_BODY + _tail(self.number % TAILS, self.mate)[1]

    @cached_property
    def etag(self) -> str:
        """Return the MD5 of the bytes; for an upload in parts that of the parts' MD5s, and their number (observed)."""
        parts = -(-self.size // PART)
        if parts == 1 and self.number % 4:
            return _md5(self.read(0, self.size)).hex()
        whole = range(self.size // PART)
        digests = [_part_digest(self._part_kind(part), self.mate) for part in whole]
        if len(digests) < parts:
            digests.append(_md5(self.read(len(whole) * PART, self.size)))
        return f"{_md5(b''.join(digests)).hex()}-{parts}"

    def _part_kind(self, part: int) -> int:
        return (self.number + part + part // _PART_KINDS * 5) % _PART_KINDS

    def _piece(self, block: int) -> bytes:
        if block == self.blocks:
            return _tail(self.number % TAILS, self.mate)[0]
        part, at = divmod(block, _BLOCKS_PER_PART)
        return _block(_block_number(self._part_kind(part), at), self.mate)

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
def shared_content(number: int, blocks: int = 0, mate: int = 1) -> FileBytes:
    """Return the content of a number; files with the same content share it, and its hash."""
    return FileBytes(number, blocks, mate)


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
