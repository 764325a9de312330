"""aiohttp's connector with a fix for lost turns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aiohttp

from ..._util.compat import wake_next_waiter

if TYPE_CHECKING:
    from aiohttp.client_reqrep import ClientRequest
    from aiohttp.connector import Connection
    from aiohttp.tracing import Trace


class FairConnector(aiohttp.TCPConnector):
    """Passes the turn on of a request that is cancelled in the moment in which it is told of a free connection.

    aiohttp tells one request at a time, and forgets the others where that one does not come any more: they wait until
    another connection becomes free, or for as long as connecting may take.
    """

    async def connect(
        self,
        req: ClientRequest,
        traces: list[Trace],
        timeout: aiohttp.ClientTimeout,  # noqa: ASYNC109  # aiohttp's own
    ) -> Connection:
        """Connect as aiohttp does, and pass the turn on when that fails."""
        try:
            return await super().connect(req, traces, timeout)
        except BaseException:
            wake_next_waiter(self)
            raise
