"""Replacement of everything in answers that belongs to an account, the same value always by the same."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from .document import Document

_DATE = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]{8,16}(Z|[+-]\d\d:\d\d)?")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_HEX = re.compile(r"([a-z]{1,4}\.)?[0-9a-fA-F]{16,}(-\d{1,5})?")
_ID = re.compile(r"(Id|ID)s?(?![a-z])")
_SUFFIX = re.compile(r"(\.(fastq|bam|bai|vcf|tbi|csv|tsv|json|txt|xml|html|pdf|log|zip|tar|bcl|bci|filter))?(\.gz)?$")
_WORD = re.compile(r"[A-Za-z]{1,40}(\[\])?|[A-Za-z]{2}\d{1,3}")
_CODE = re.compile(r"[A-Z][A-Z_]*(\.[A-Z_]+)*")
_MEDIA_TYPE = re.compile(r"(application|text|image)/[a-z0-9.+-]{1,40}")
_NAME = re.compile(r"[A-Za-z_]\w{0,60}")
_WORD_KEYS = re.compile(r"(Status|Type|State|SortBy|SortDir)$")
_KEPT_HEADERS = ("cache-control", "content-type", "server", "retry-after", "x-basespace-source", "date", "vary")
_KEPT_QUERY = ("offset", "limit", "sortby", "sortdir", "scope")
_FIRST_ID = 1_000_001


class Anonymizer:
    """A mapping of an account's values to others that say nothing.

    Ids, names, links, e-mail addresses and all free text are replaced. Numbers, dates, booleans and words that the
    document lists stay. A value is replaced by the same wherever it is, so that an id in a link is the id of the
    record.

    Args:
        document: The document, which tells names of fields from keys of maps.
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        self._known: dict[tuple[str, str], str] = {}
        self._counts: dict[str, int] = {}

    def body(self, node: Any, key: str = "") -> Any:
        """Replace what a body holds.

        Args:
            node: The body, or a part of it.
            key: Name of the field that the part is in.
        """
        if isinstance(node, dict):
            is_record = not self._document.names.isdisjoint(node)
            return {self._key(name, is_record): self.body(value, name) for name, value in node.items()}
        if isinstance(node, list):
            return [self.body(item, key) for item in node]
        if isinstance(node, str):
            return node if self._is_kept(key, node) else self.text(node)
        if isinstance(node, int) and not isinstance(node, bool) and node >= 0 and _ID.search(key):
            return int(self.text(str(node)))
        return node

    def path(self, path: str) -> str:
        """Replace the ids and names in a path; words of the API stay."""
        return "/".join(self._segment(part) for part in path.split("/"))

    def query(self, query: Mapping[str, str]) -> dict[str, str]:
        """Replace the values of a query that may be the account's."""
        return {name: self._query_value(name, value) for name, value in query.items()}

    def headers(self, headers: Mapping[str, str]) -> dict[str, str]:
        """Replace the values of headers that may be the account's; leave out those about the transfer."""
        return {
            str(name): value if name.lower() in _KEPT_HEADERS or value.isdigit() else self.text(value)
            for name, value in headers.items()
            if name.lower() not in ("content-length", "content-encoding", "transfer-encoding", "connection")
        }

    def text(self, text: str) -> str:
        """Replace a text by one of the same form."""
        if not text or _DATE.fullmatch(text):
            return text
        if "://" in text:
            return self._url(text)
        if "/" in text:
            path, mark, query = text.partition("?")
            return self.path(path) + (mark and f"?{self._known_as('query', query, 'query-{}')}")
        if text.isascii() and text.isdigit():
            return self._number(text)
        if _EMAIL.fullmatch(text):
            return self._known_as("email", text, "user-{}@example.org")
        if match := _HEX.fullmatch(text):
            return self._known_as("hex", text, f"{match[1] or ''}{{:032x}}{match[2] or ''}")
        suffix = _SUFFIX.search(text)
        return self._known_as("text", text, f"text-{{}}{suffix[0] if suffix else ''}")

    def _known_as(self, category: str, text: str, form: str) -> str:
        if (category, text) not in self._known:
            self._counts[category] = self._counts.get(category, 0) + 1
            self._known[category, text] = form.format(self._counts[category])
        return self._known[category, text]

    def _number(self, text: str) -> str:
        count = self._known_as("number", text, "{}")
        return str(_FIRST_ID - 1 + int(count))

    def _key(self, name: str, is_record: bool) -> str:
        if name in self._document.names or (is_record and _NAME.fullmatch(name)):
            return name
        return self._known_as("key", name, "key-{}")

    def _is_kept(self, key: str, text: str) -> bool:
        if key in self._document.enumerated or _WORD_KEYS.search(key):
            return bool(_WORD.fullmatch(text) or _MEDIA_TYPE.fullmatch(text))
        return key == "ErrorCode" and _CODE.fullmatch(text) is not None

    def _segment(self, part: str) -> str:
        if part in self._document.path_words or part in (".", ".."):
            return part
        plain = unquote(part)
        return quote(self.text(plain.replace("/", "_")), safe="{}:@")

    def _url(self, url: str) -> str:
        parts = urlsplit(url)
        host = parts.hostname or ""
        if not host.endswith((".basespace.illumina.com", ".basespace.illumina.com.cn")):
            host = self._known_as("host", host, "host-{}.example.org")
        query = f"?{self._known_as('query', parts.query, 'query-{}')}" if parts.query else ""
        return f"https://{host}{self.path(parts.path)}{query}"

    def _query_value(self, name: str, value: str) -> str:
        if name.lower() in _KEPT_QUERY or value in ("true", "false"):
            return value
        return ",".join(
            part if _WORD.fullmatch(part) and name.lower() in _WORDS else self.text(part) for part in value.split(",")
        )


_WORDS = ("status", "statuses", "labstatus", "executionstatus", "qcstatus", "deliverystatus", "uploadstatus", "include")
