"""The whole check: which operations are probed with what, in which order."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any

from ..errors import APIError, AuthenticationError, DecodeError, TransportError
from ..progress.text import amount
from .differences import ConformanceReport, Unprobed
from .document import Operation, load
from .exchanges import ExchangeLog
from .lists import ListProbe
from .probes import ProbeFailedError, Prober, path_of

if TYPE_CHECKING:
    from ..client import BaseSpace

CONCURRENCY = 8
_RECORDS = 3
"""Records of a kind that are read."""
_PARENTS = 5
"""Resources that are looked into for a list with items."""
_UNKNOWN_ID = "99999999999"
_NOT_READ = {
    "getDatasetUploadCredentials": "it makes credentials for uploads",
    "getDatasetUploadLinks": "it makes a link for an upload",
    "getFileContentLink": "it answers with a link to content",
    "getRunUploadLinks": "it makes a link for an upload",
    "listApplicationForms": "it is for developers of apps",
    "listFileParts": "only a file that is being uploaded has parts",
}
_SEARCH = {"query": "(experimentname:*)", "scope": "runs"}
_OTHER_IDS = frozenset({"getRun"})
"""Operations that may answer with the resource's other id."""
_MANIFEST = "getResourceManifest"


async def check_conformance(basespace: BaseSpace, log: ExchangeLog) -> ConformanceReport:
    r"""Compare what a service answers with the OpenAPI document; only GET is sent.

    Args:
        basespace: Client that has `log.wrap` among its middleware.
        log: Its log.

    Returns:
        The differences, and what could not be probed.

    Raises:
        AuthenticationError: If the token is refused.
        TransportError: If the service does not answer at all.
        ImportError: If jsonschema-rs is not installed.

    Example:
        ```python
        log = ExchangeLog()
        async with BaseSpace(token, middleware=[log.wrap]) as basespace:
            report = await check_conformance(basespace, log)
        print(*report.differences, sep="\n")
        ```
    """
    document = load()
    report = ConformanceReport(document.version)
    quick = basespace.with_options(max_retries=3, timeout=60, deadline=120, priority="background")
    with log.of("GET /users/current"):
        try:
            await quick.request("GET", "users/current")
        except (AuthenticationError, TransportError):
            raise
        except (APIError, DecodeError):
            pass  # it is probed like the others
    await _Check(Prober(quick, log, document, report)).run(document.operations)
    report.notes += _retried(log)
    return report


class _Check:
    def __init__(self, prober: Prober) -> None:
        self._prober = prober
        self._report = prober.report
        self._at_once = asyncio.Semaphore(CONCURRENCY)

    async def run(self, operations: list[Operation]) -> None:
        """Probe operations in waves: those whose ids are known, then those whose ids these have brought."""
        waiting = [operation for operation in operations if operation.id not in _NOT_READ]
        await self._guarded("GET /users/current", self._strangers())
        user = next(operation for operation in operations if operation.id == "getCurrentUser")
        await self._guarded(user.name, self._probe(user))  # before other users are seen: its own settings can be read
        waiting.remove(user)
        while ready := [operation for operation in waiting if self._identities(operation)]:
            waiting = [operation for operation in waiting if operation not in ready]
            await asyncio.gather(*(self._guarded(operation.name, self._probe(operation)) for operation in ready))
        await asyncio.gather(*(self._guarded(operation.name, self._unknown(operation)) for operation in waiting))
        for operation in waiting:
            self._skip(operation.name, "nothing of this kind was found in the account")
        for operation in operations:
            if operation.id in _NOT_READ:
                self._skip(operation.name, f"not asked: {_NOT_READ[operation.id]}")

    def _identities(self, operation: Operation) -> list[tuple[str, ...]]:
        """Return what the templates of a path can be; nothing as long as nothing is known."""
        if operation.id == _MANIFEST and "projects/{}" not in self._prober.listed:
            return []
        return self._prober.identities(operation)

    def _query(self, operation: Operation) -> dict[str, str]:
        """Return the parameters that an operation cannot do without."""
        if operation.id == _MANIFEST:
            return {"projects": self._prober.listed["projects/{}"][0][0]}
        return _SEARCH if operation.id == "search" else {}

    def _skip(self, operation: str, reason: str, *, failed: bool = False) -> None:
        self._report.unprobed.append(Unprobed(operation, reason, failed))

    async def _guarded(self, operation: str, probe: Coroutine[Any, Any, None]) -> None:
        """Run the probes of one operation; what fails does not hold up the others."""
        async with self._at_once:
            try:
                await probe
            except ProbeFailedError as error:
                self._skip(operation, str(error), failed=True)

    async def _strangers(self) -> None:
        """Ask for what cannot be had: a path that is none, and anything without the token."""
        await self._prober.refused("an unknown path", "/no-such-resource", {}, (404,))
        await self._prober.refused("without a token", "/users/current", {}, (401,), with_token=False)

    async def _probe(self, operation: Operation) -> None:
        await self._unknown(operation)
        identities = self._identities(operation)
        if operation.is_list:
            await self._list(operation, [path_of(operation, identity) for identity in identities[:_PARENTS]])
            return
        for identity in identities[:_RECORDS]:
            await self._record(operation, identity)

    async def _unknown(self, operation: Operation) -> None:
        """Ask for an id that nobody has."""
        if operation.templates:
            path = path_of(operation, (_UNKNOWN_ID,) * len(operation.templates))
            await self._prober.refused(operation.name, path, {}, (403,))

    async def _record(self, operation: Operation, identity: tuple[str, ...]) -> None:
        body = await self._prober.read(operation, path_of(operation, identity), self._query(operation))
        if not operation.templates:
            self._prober.collect_listed(operation, body)
        is_named = operation.path.endswith("/{id}") and isinstance(body, dict)
        if is_named and str(body.get("Id")) != identity[-1] and operation.id not in _OTHER_IDS:
            self._report.add(operation.name, "Id", "the id that was asked for", "another")

    async def _list(self, operation: Operation, paths: list[str]) -> None:
        probes = [ListProbe(self._prober, operation, path, self._query(operation)) for path in paths]
        counts = [await probe.count() for probe in probes] if len(probes) > 1 else [0]
        count = await probes[counts.index(max(counts))].run()
        if count == 0:
            self._skip(operation.name, "the list is empty; its items, orders and pages were not seen")
        elif count == 1:
            self._skip(operation.name, "the list has one item; its orders and pages were not seen")


def _retried(log: ExchangeLog) -> list[str]:
    """Describe the answers that the client asked for again."""
    retried = [exchange for exchange in log.exchanges if exchange.status == 429 or exchange.status >= 500]
    if not retried:
        return ["no answer was a 429 or a 5xx"]
    counts = Counter((exchange.status, exchange.headers.get("Retry-After", "none")) for exchange in retried)
    return [f"{amount(count, 'answer')} with {status}, Retry-After: {wait}" for (status, wait), count in counts.items()]
