"""HTTP answers as they stand on a connection."""

from __future__ import annotations

import asyncio
import re

_LENGTH = re.compile(rb"(?i)\r\ncontent-length: *(\d+)\r\n")
_CHUNKED = re.compile(rb"(?i)\r\ntransfer-encoding: *chunked\r\n")


async def read_answer(reader: asyncio.StreamReader) -> bytes:
    """Read one answer, to its end; what there is of it where the connection ends before, and b"" where nothing comes."""
    answer = b""
    try:
        answer += await reader.readuntil(b"\r\n\r\n")
        if length := _LENGTH.search(answer):
            return answer + await reader.readexactly(int(length[1]))
        while _CHUNKED.search(answer):
            line = await reader.readuntil(b"\r\n")
            answer += line + await reader.readexactly(int(line, 16) + 2)
            if int(line, 16) == 0:
                break
    except asyncio.IncompleteReadError as error:
        answer += error.partial
    return answer
