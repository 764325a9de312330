"""Script that Redis runs for one exchange: `exchange.lua` with the constants of the Python classes."""

from __future__ import annotations

from importlib.resources import files
from string import Template

from .. import adaptive
from ..retry_after import MAX_PAUSE
from .backend import HORIZON, MAX_WORKERS, MIN_LIMIT

ARGUMENTS = (
    "worker",
    "limit",
    "burst",
    "wanted",
    "returned",
    "served",
    "epoch",
    "refused",
    "overload",
    "pause",
    "remembered",
    "leaving",
    "expected",
)
RETURNING = 1.5  # seconds after a loss of memory, in which the workers come back one by one
SEEN = 10.0  # seconds after which a worker that says nothing is gone
KEPT = 7200  # seconds that the state is kept: longer than the longest pause

_TEMPLATE = files("basespace_async.transport.rate_limit.shared").joinpath("exchange.lua").read_text(encoding="utf-8")

SCRIPT = Template(_TEMPLATE).substitute(
    LOWEST=adaptive.MIN_RATE,
    HIGHEST=adaptive.MAX_RATE,
    MARGIN=adaptive.MARGIN,
    RECOVERY=adaptive.RECOVERY,
    SUSTAINED=adaptive.SUSTAINED,
    HOLD=adaptive.HOLD,
    SHORT_HOLD=adaptive.SHORT_HOLD,
    FIRST=adaptive.FIRST,
    FEW=adaptive.FEW,
    DOUBTS=adaptive.DOUBTS,
    OUTAGE=adaptive.OUTAGE,
    SILENCE=adaptive.SILENCE,
    HORIZON=HORIZON,
    MAX_PAUSE=MAX_PAUSE,
    MAX_WORKERS=MAX_WORKERS,
    MIN_LIMIT=MIN_LIMIT,
    RETURNING=RETURNING,
    SEEN=SEEN,
    KEPT=KEPT,
)
