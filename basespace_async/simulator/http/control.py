"""The page at the simulator's root, and what it asks: state, records, faults, clock and rate limit, as JSON.

All but the page itself is under `/_simulator`.

Programs in any language can use the same to switch faults from a test.
"""

from __future__ import annotations

from importlib.resources import files
from typing import Any, Protocol

import orjson
from aiohttp import web
from attrs import asdict

from ...errors import ConfigurationError
from ..errors import InvalidValueError
from ..faults import DESCRIPTIONS, Faults, Rule, fault_from_dict
from ..queries import Body, Query
from ..world.clock import Clock
from ..world.world import World
from .metrics import ServerMetrics
from .records import counts, rows

MAX_SHOWN = 40
"""Requests that the page shows."""
MAX_HOURS = 24 * 366 * 100
"""Hours that the clock advances at one time: dates end with the year 9999."""
_PAGE = {
    "/": ("index.html", "text/html"),
    "/_simulator/page.css": ("page.css", "text/css"),
    "/_simulator/page.js": ("page.js", "text/javascript"),
}


class Controlled(Protocol):
    """The parts of a simulator that the control page shows and changes."""

    world: World
    clock: Clock
    faults: Faults
    statistics: ServerMetrics

    @property
    def url(self) -> str:
        """Return the API's root."""
        ...

    @property
    def rate_limit(self) -> float | None:
        """Return how many requests a second are served."""
        ...

    @rate_limit.setter
    def rate_limit(self, rate: float | None) -> None: ...

    def expire_token(self) -> str:
        """End the access token, and return the next one."""
        ...


class Control:
    """Answers beside the API's."""

    def __init__(self, simulator: Controlled) -> None:
        self._simulator = simulator
        folder = files("basespace_async.simulator.http") / "page"
        self._page = {path: (folder.joinpath(name).read_bytes(), kind) for path, (name, kind) in _PAGE.items()}

    async def answer(self, request: web.BaseRequest) -> web.Response | None:
        """Return the page or what it asks for; None if the path is neither."""
        if request.path in self._page:
            body, content_type = self._page[request.path]
            return web.Response(body=body, content_type=content_type, charset="utf-8")
        prefix, _, rest = request.path.removeprefix("/").partition("/")
        if prefix != "_simulator":
            return None
        if _is_foreign(request):
            return web.Response(status=403, text="ask from the simulator's own page, or without an Origin")
        try:
            return _json(self._respond(request, rest, Body.parse(await request.read())))
        except (ConfigurationError, InvalidValueError) as error:
            return web.Response(status=400, body=orjson.dumps({"error": str(error)}), content_type="application/json")
        except LookupError:
            return web.Response(status=404, text="unknown")

    def _respond(self, request: web.BaseRequest, what: str, body: Body) -> Any:
        method, (name, _, number) = request.method, what.partition("/")
        if (method, what) == ("GET", "state"):
            return self.state()
        if (method, name) == ("GET", "records"):
            self._simulator.world.settle()
            return rows(self._simulator.world, number, Query.of(request.query.items()))
        if (method, what) == ("POST", "faults"):
            return _rule_to_dict(self._simulator.faults.add(fault_from_dict(body.fields)))
        if (method, what) == ("DELETE", "faults"):
            return self._simulator.faults.clear()
        if (method, name) == ("POST", "faults"):
            return self._switch(self._rule(number), body)
        if (method, name) == ("DELETE", "faults"):
            return self._simulator.faults.remove(self._rule(number))
        if (method, what) == ("POST", "clock"):
            return self._advance(body)
        if (method, what) == ("POST", "rate-limit"):
            return self._limit(body)
        if (method, what) == ("POST", "token"):
            return {"token": self._simulator.expire_token()}
        raise LookupError

    def _rule(self, number: str) -> Rule:
        return {str(rule.number): rule for rule in self._simulator.faults}[number]

    def _switch(self, rule: Rule, body: Body) -> Any:
        rule.enabled = body.fields.get("enabled") is not False
        return _rule_to_dict(rule)

    def _advance(self, body: Body) -> Any:
        hours = body.fields.get("hours")
        if isinstance(hours, bool) or not isinstance(hours, int | float):
            raise InvalidValueError("hours must be a number")
        if hours > MAX_HOURS:
            raise InvalidValueError(f"hours must be at most {MAX_HOURS:,}")
        self._simulator.clock.advance(hours=hours)
        self._simulator.world.settle()
        return {"now": self._simulator.clock.now().isoformat()}

    def _limit(self, body: Body) -> Any:
        rate = body.fields.get("rate")
        if rate is not None and (isinstance(rate, bool) or not isinstance(rate, int | float)):
            raise InvalidValueError("rate must be a number, or null for no limit")
        self._simulator.rate_limit = rate
        return {"rate": rate}

    def state(self) -> dict[str, Any]:
        """Return everything that the page shows."""
        simulator, world = self._simulator, self._simulator.world
        world.settle()
        statistics = simulator.statistics
        active = (world.appsessions.get(session_id) for session_id in world.active_sessions())
        return {
            "url": simulator.url,
            "now": simulator.clock.now().isoformat(timespec="seconds"),
            "world": counts(world),
            "analyses": [
                {"id": session.id, "name": session.name, "status": session.execution_status}
                for session in active
                if session
            ],
            "requests": statistics.requests,
            "throttled": statistics.throttled,
            "bytes": statistics.bytes_served,
            "leaked_tokens": statistics.leaked_tokens,
            "unknown_parameters": dict(statistics.unknown_parameters),
            "rate_limit": simulator.rate_limit,
            "recent": [asdict(request) for request in list(statistics.recent)[-MAX_SHOWN:]],
            "faults": [_rule_to_dict(rule) for rule in simulator.faults],
            "kinds": DESCRIPTIONS,
        }


def _is_foreign(request: web.BaseRequest) -> bool:
    """Return whether another site's page sent the request, or used a foreign host name."""
    origin = request.headers.get("Origin")
    own = f"{request.scheme}://{request.headers.get('Host', '')}"
    host = request.headers.get("Host", "").rpartition(":")[0] or request.headers.get("Host", "")
    return host not in ("127.0.0.1", "localhost", "[::1]") or origin not in (None, own)


def _rule_to_dict(rule: Rule) -> dict[str, Any]:
    state = {"number": rule.number, "enabled": rule.enabled, "seen": rule.seen, "struck": rule.struck}
    return {**state, "what": DESCRIPTIONS[rule.fault.kind], "fault": rule.fault.to_dict()}


def _json(body: Any) -> web.Response:
    return web.Response(body=orjson.dumps(body, option=orjson.OPT_OMIT_MICROSECONDS), content_type="application/json")
