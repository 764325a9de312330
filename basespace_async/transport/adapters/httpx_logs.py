"""Log filter that keeps secrets out of what httpx and httpcore log of our requests.

They log whole URLs at INFO, and at DEBUG headers and exceptions that quote them: the query of a presigned URL, the
token, links in `Location`.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import httpx

from ..._util.redact import redacted_url

_URLS = "httpx"
_TRACES = ("httpcore.connection", "httpcore.http11", "httpcore.http2", "httpcore.proxy", "httpcore.socks")
_HEADERS = ("hpack.hpack", "hpack.table")

_VALUES = re.compile(r"(?s) return_value=.*|( exception=\w+).*")
"""Headers that were received; what follows the name of an exception quotes lines of them."""

_sending: ContextVar[bool] = ContextVar("basespace_async_sending", default=False)


@contextmanager
def without_secrets() -> Iterator[None]:
    """Keep secrets out of what is logged within the block; leave the logs of the program's other requests alone."""
    ours = _sending.set(True)
    try:
        yield
    finally:
        _sending.reset(ours)


class _WithoutSecrets(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        if not _sending.get():
            return True
        if record.name in _HEADERS:
            return False
        if record.name == _URLS and isinstance(record.args, tuple):
            record.args = tuple(
                redacted_url(str(part)) if isinstance(part, httpx.URL) else part for part in record.args
            )
        elif record.name in _TRACES:
            record.msg = _VALUES.sub(r"\1", str(record.msg))
        return True


_WITHOUT_SECRETS = _WithoutSecrets()


def watch_logs() -> None:
    """Add the filter to the loggers. It does nothing outside of `without_secrets`."""
    for name in (_URLS, *_TRACES, *_HEADERS):
        logging.getLogger(name).addFilter(_WITHOUT_SECRETS)
