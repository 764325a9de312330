"""Single probes: one request, and what is true of every answer."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

import orjson
from attrs import define, field

from ..errors import APIError, BaseSpaceError, DecodeError
from .differences import ConformanceReport, Unprobed, word
from .document import Document, Operation
from .exchanges import Exchange, ExchangeLog

if TYPE_CHECKING:
    from ..client import BaseSpace

_MAX_IDS = 200
_EXPECTED_HEADERS = ("Cache-Control", "Content-Type", "Server", "X-Request-ID")
"""Headers that every recorded answer has."""
_CACHING = ("no-cache, no-store, must-revalidate", "private")
"""Values of Cache-Control that recorded answers have."""
_FROM_REPLICA = ("GET /datasets", "GET /datasets/{id}/files")
"""Operations whose recorded answers have X-BaseSpace-Source."""
_KNOWN_HEADERS = (
    "cache-control connection content-encoding content-length content-type date expires keep-alive pragma retry-after "
    "server strict-transport-security transfer-encoding vary x-basespace-source x-request-id"
)


class ProbeFailedError(Exception):
    """A probe without an answer that others could be compared with."""


@define
class Prober:
    """A sender of probes, which compares each answer with the document.

    Attributes:
        basespace: Client whose limits and retries are used.
        log: Log of the client.
        document: The document.
        report: Where differences go.
        listed: Ids of records that lists have, by the form of the link, such as `biosamples/{}`.
        links: Ids in other links, which may lead to what is deleted or another user's.
    """

    basespace: BaseSpace
    log: ExchangeLog
    document: Document
    report: ConformanceReport
    listed: dict[str, list[tuple[str, ...]]] = field(factory=dict)
    links: dict[str, list[tuple[str, ...]]] = field(factory=dict)

    async def read(self, operation: Operation, path: str, query: Mapping[str, str] | None = None) -> Any:
        """Send a probe that is expected to succeed, and return its body.

        Raises:
            ProbeFailedError: If it does not succeed, which is reported.
        """
        exchange = await self._send(operation.name, path, query or {})
        asked = _asked(query)
        if exchange.status != 200:
            self.report.add(operation.name, f"status{asked}", "200", str(exchange.status))
            self._check_error(exchange)
            raise ProbeFailedError(f"answered {exchange.status}")
        body = self._decoded(exchange)
        for mismatch in self.document.mismatches(operation.schema, body):
            self.report.add(operation.name, mismatch.place, mismatch.expected, mismatch.seen)
        self.collect(body)
        return self._opened(operation, body)

    async def refused(
        self, operation: str, path: str, query: Mapping[str, str], statuses: tuple[int, ...], *, with_token: bool = True
    ) -> None:
        """Send a probe that is expected to be refused.

        Args:
            operation: Method and path of the operation.
            path: Path of the request.
            query: Query of the request.
            statuses: Statuses that are known for such a request.
            with_token: Whether to send the token.
        """
        exchange = await self._send(operation, path, query, with_token=with_token)
        if exchange.status not in statuses:
            expected = " or ".join(map(str, statuses))
            self.report.add(operation, "status of a request that cannot succeed", expected, str(exchange.status))
        if exchange.status >= 400:
            self._check_error(exchange)

    async def may_refuse(self, operation: Operation, path: str, query: Mapping[str, str]) -> Any:
        """Send a probe whose value the service may refuse, and return its body, or None if it does."""
        exchange = await self._send(operation.name, path, query)
        if 400 <= exchange.status < 500:
            self._check_error(exchange)
            return None
        if exchange.status != 200:
            self.report.add(operation.name, f"status{_asked(query)}", "200 or 4xx", str(exchange.status))
            return None
        return self._opened(operation, self._decoded(exchange))

    def identities(self, operation: Operation) -> list[tuple[str, ...]]:
        """Return what can stand for the templates of a path, as seen in links to records."""
        if not operation.templates:
            return [()]
        link = _link(operation.path)
        return self.listed.get(link) or self.links.get(link, [])

    def collect(self, node: Any) -> None:
        """Keep the links to records, for the operations that take their ids."""
        if isinstance(node, list):
            for item in node:
                self.collect(item)
        if not isinstance(node, dict):
            return
        for name, value in node.items():
            if name in ("Href", "HrefItems") and isinstance(value, str):
                self._keep(_parts(value))
            self.collect(value)

    def collect_listed(self, operation: Operation, record: Any) -> None:
        """Keep the id of a record of a list, or of one that was read: it is there, and can be read."""
        if not isinstance(record, dict):
            return
        if isinstance(record.get("Id"), str):
            self._keep_link(self.listed, [operation.path.rpartition("/")[2], record["Id"]])
        if isinstance(record.get("Href"), str):
            self._keep_link(self.listed, _parts(record["Href"]))

    def _keep(self, parts: list[str]) -> None:
        """Keep a link such as `/v2/biosamples/7/properties/Lab.Tube`, by its form and its ids."""
        words = self.document.path_words
        for end, part in enumerate(parts, 1):
            if part in words:
                continue
            self._keep_link(self.links, parts[:end])
        if parts[-1:] == ["items"]:
            self._keep_link(self.links, parts)

    def _keep_link(self, links: dict[str, list[tuple[str, ...]]], parts: Sequence[str]) -> None:
        words = self.document.path_words
        known = links.setdefault("/".join(part if part in words else "{}" for part in parts), [])
        identity = tuple(part for part in parts if part not in words)
        if identity not in known and len(known) < _MAX_IDS:
            known.append(identity)

    async def _send(self, operation: str, path: str, query: Mapping[str, str], *, with_token: bool = True) -> Exchange:
        with self.log.of(operation, with_token=with_token) as answers:
            try:
                await self.basespace.request("GET", path.lstrip("/"), query=query)
            except (APIError, DecodeError):
                pass  # the answer itself is looked at
            except BaseSpaceError as error:
                self.report.unprobed.append(Unprobed(operation, f"{type(error).__name__}{_asked(query)}", failed=True))
                raise ProbeFailedError("did not answer") from None
        *earlier, exchange = answers
        for refused in earlier:
            if refused.status == 429:
                self._check_error(refused)
        self.report.requests += 1
        self.report.operations[operation] = self.report.operations.get(operation, 0) + 1
        self._check_headers(exchange)
        return exchange

    def _check_headers(self, exchange: Exchange) -> None:
        is_from_replica = exchange.operation in _FROM_REPLICA and exchange.status == 200
        for name in (*_EXPECTED_HEADERS, *(["X-BaseSpace-Source"] if is_from_replica else [])):
            if not exchange.headers.get(name):
                self.report.add(exchange.operation, f"header {name}", "present", "missing")
        for name in exchange.headers:
            if name.lower() not in _KNOWN_HEADERS.split():
                self.report.add("every operation", f"header {word(name)}", "no such header", "present")
        if (caching := exchange.headers.get("Cache-Control")) and caching not in _CACHING:
            self.report.add(exchange.operation, "header Cache-Control", " or ".join(_CACHING), word(caching))
        media_type = exchange.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        if media_type not in ("application/json", ""):
            self.report.add(exchange.operation, "header Content-Type", "application/json", word(media_type))

    def _check_error(self, exchange: Exchange) -> None:
        try:
            body = orjson.loads(exchange.body)
        except orjson.JSONDecodeError:
            self.report.add(exchange.operation, "error body", "JSON", "something else")
            return
        for mismatch in self.document.error_mismatches(body):
            self.report.add(exchange.operation, mismatch.place, mismatch.expected, mismatch.seen)

    def _decoded(self, exchange: Exchange) -> Any:
        try:
            return orjson.loads(exchange.body)
        except orjson.JSONDecodeError:
            self.report.add(exchange.operation, "body", "JSON", "something else" if exchange.body else "nothing")
            raise ProbeFailedError("answered something that is not JSON") from None

    def _opened(self, operation: Operation, body: Any) -> Any:
        if not self.document.opened(operation)[1]:
            return body
        if not isinstance(body, dict) or "Response" not in body:
            self.report.add(operation.name, "Response", "present", "missing")
            raise ProbeFailedError("answered without Response")
        for name in self.document.properties(operation.schema):
            if name not in body:
                self.report.add(operation.name, name, "present", "missing")
        return body["Response"]


def _asked(query: Mapping[str, str] | None) -> str:
    """Say which parameters a probe had; values of the account stay out."""
    return f" with {', '.join(query)}" if query else ""


def _parts(href: str) -> list[str]:
    """Return the parts of a link to a record, without host and version."""
    return [part for part in urlsplit(href).path.split("/") if part not in ("", "v2", "v1pre3")]


def _link(path: str) -> str:
    """Return the form of the links to records that an operation's path begins with."""
    beginning = path if path.endswith("/items") else path[: path.rindex("}") + 1]
    beginning = beginning.removeprefix("/v1pre3").lstrip("/")
    return re.sub(r"{\w+}", "{}", beginning)


def path_of(operation: Operation, identity: tuple[str, ...]) -> str:
    """Return the path of an operation with the values of its templates."""
    path = operation.path
    for name, value in zip(operation.templates, identity, strict=True):
        path = path.replace(f"{{{name}}}", value if "%" in value else quote(value, safe=""))
    return path
