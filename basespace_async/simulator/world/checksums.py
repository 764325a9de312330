"""CRC-32 of long texts from those of their parts, without the texts.

The checksum is linear over GF(2): what a change at one place adds to it does not depend on the rest of the text. Here a
linear map is the tuple of its values for each of the 32 bits.
"""

from __future__ import annotations

import zlib
from functools import cache

Map = tuple[int, ...]
_BITS = tuple(1 << bit for bit in range(32))


def joined(first: int, second: int, size: int, count: int) -> int:
    """Return the CRC-32 of two texts one after the other; the second is `count` records of `size` bytes."""
    for bit in range(count.bit_length()):
        if count >> bit & 1:
            first = _apply(_appending_often(size, bit)[0], first)
    return first ^ second


def difference(first: bytes, second: bytes) -> int:
    """Return what the CRC-32 of a text changes by where one of its ends is replaced by another of the same size."""
    return zlib.crc32(first) ^ zlib.crc32(second)


def repeated(change: int, size: int, count: int) -> int:
    """Return what a change adds up to that is made in each of `count` records of `size` bytes."""
    total = 0
    for bit in reversed(range(count.bit_length())):
        if count >> bit & 1:
            following, often = _appending_often(size, bit)
            total = _apply(following, total) ^ _apply(often, change)
    return total


def _apply(linear: Map, value: int) -> int:
    coefficients = 0
    while value:
        lowest = value & -value
        coefficients ^= linear[lowest.bit_length() - 1]
        value ^= lowest
    return coefficients


def _after(second: Map, first: Map) -> Map:
    return tuple(_apply(second, column) for column in first)


@cache
def _appending_often(size: int, doublings: int) -> tuple[Map, Map]:
    """Return what 2**`doublings` records of zeros make of a change, and the sum for fewer of them, from none."""
    if doublings == 0:
        zeros = bytes(size)
        unchanged = zlib.crc32(zeros)
        return tuple(zlib.crc32(zeros, bit) ^ unchanged for bit in _BITS), _BITS
    power, total = _appending_often(size, doublings - 1)
    return _after(power, power), tuple(a ^ b for a, b in zip(total, _after(power, total), strict=True))
