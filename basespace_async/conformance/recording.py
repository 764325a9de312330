"""Recordings of a check: files that say nothing of the account, to be sent to others or used as fixtures of tests."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

import orjson

from .anonymizer import Anonymizer
from .document import load
from .exchanges import Exchange, ExchangeLog

MAX_ITEMS = 20
"""Items of a page that are recorded."""


def write_recordings(log: ExchangeLog, folder: Path) -> list[Path]:
    """Write a file for each operation, with its requests and answers; values of the account are replaced.

    Args:
        log: What was sent and received.
        folder: Where the files are written; it is made if it is not there.

    Returns:
        The files.

    Raises:
        OSError: If they cannot be written.

    Example:
        ```python
        files = write_recordings(log, Path("recordings"))
        ```
    """
    anonymizer = Anonymizer(load())
    recordings: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for exchange in log.exchanges:
        recordings[exchange.operation].append(_recorded(exchange, anonymizer))
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for operation, exchanges in sorted(recordings.items()):
        path = folder / f"{_file_name(operation)}.json"
        text = orjson.dumps(exchanges, option=orjson.OPT_INDENT_2).decode()
        path.write_text(log.scrubbed(text) + "\n", encoding="utf-8")
        written.append(path)
    return written


def _recorded(exchange: Exchange, anonymizer: Anonymizer) -> dict[str, Any]:
    recording: dict[str, Any] = {
        "method": "GET",
        "path": anonymizer.path(exchange.path),
        "query": anonymizer.query(exchange.query),
        "status": exchange.status,
        "headers": anonymizer.headers(exchange.headers),
    }
    try:
        body = orjson.loads(exchange.body)
    except orjson.JSONDecodeError:
        return {**recording, "body": None, "bytes_left_out": len(exchange.body)}
    left_out = _shorten(body)
    recording["body"] = anonymizer.body(body)
    return {**recording, "items_left_out": left_out} if left_out else recording


def _shorten(body: Any) -> int:
    """Leave items out of a long page, and return how many."""
    page = body.get("Response", body) if isinstance(body, dict) else None
    items = page.get("Items") if isinstance(page, dict) else None
    if not isinstance(items, list) or len(items) <= MAX_ITEMS:
        return 0
    left_out = len(items) - MAX_ITEMS
    del items[MAX_ITEMS:]
    return left_out


def _file_name(operation: str) -> str:
    words = operation.removeprefix("GET ").replace("/", " ").replace("{", "").replace("}", "").split()
    return "-".join(words)
