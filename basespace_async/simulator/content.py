"""Content of files: deterministic FASTQ, compressed, that looks random and really decompresses."""

from __future__ import annotations

import gzip
import hashlib
from functools import cache, cached_property
from random import Random

from attrs import frozen

PAYLOADS = 64
READ_LENGTH = 151
PART_SIZE = 16 * 1024
_BASES = bytes.maketrans(bytes(range(256)), b"ACGT" * 64)
_QUALITIES = bytes.maketrans(bytes(range(256)), b"FFFFFFFFFFFF:,#F" * 16)


@frozen(slots=False, eq=False)
class Payload:
    """Bytes of a file, and what a listing says of them."""

    data: bytes
    reads: int
    multipart: bool

    @cached_property
    def etag(self) -> str:
        """MD5 of the bytes; for an upload in parts the MD5 of the parts' MD5s and their number (observed)."""
        if not self.multipart:
            return hashlib.md5(self.data, usedforsecurity=False).hexdigest()
        parts = [self.data[at : at + PART_SIZE] for at in range(0, len(self.data), PART_SIZE)]
        digests = b"".join(hashlib.md5(part, usedforsecurity=False).digest() for part in parts)
        return f"{hashlib.md5(digests, usedforsecurity=False).hexdigest()}-{len(parts)}"


@cache
def payload(number: int) -> Payload:
    """One of the `PAYLOADS` contents that all files share; the same number always gives the same bytes."""
    random = Random(f"payload {number}")
    reads = random.randint(20, 400)
    lines: list[bytes] = []
    for read in range(reads):
        bases = random.randbytes(READ_LENGTH).translate(_BASES)
        qualities = random.randbytes(READ_LENGTH).translate(_QUALITIES)
        lines.append(b"@SIM:%d:FC:1:%d:%d:%d 1:N:0:1\n%b\n+\n%b\n" % (number, read % 4, read, number, bases, qualities))
    data = gzip.compress(b"".join(lines), compresslevel=1, mtime=0)
    return Payload(data=data, reads=reads, multipart=number % 4 == 0)
