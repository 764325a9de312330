"""What goes wrong in a run: the simulator's faults, by a seed."""

from __future__ import annotations

from random import Random
from typing import Any

from attrs import frozen

from basespace_async.simulator import Fault
from basespace_async.simulator.faults import Origin

SHARE = 0.2
"""Of the requests are struck, by all kinds together."""
API_KINDS = ("reset_before", "reset_after", "truncate", "throttle", "status", "failure", "slow", "malformed")
STORE_KINDS = (
    "reset_before",
    "reset_after",
    "truncate",
    "throttle",
    "status",
    "failure",
    "slow",
    "expired_link",
    "wrong_etag",
)
CHANGES = ("/biosamples", "/datasets", "/projects/*")
"""Paths of lists whose items come and go while they are read."""


@frozen
class Weather:
    """The faults of a run, and what they are called."""

    name: str
    faults: tuple[Fault, ...]


def weather_of(random: Random, *, changing: bool = False) -> Weather:
    """The weather of a run: of ten runs six have all kinds at 20% together, two one kind at 20%, two each at 20%.

    Args:
        random: of the run.
        changing: items are inserted in front of lists, and deleted there, while they are read.
    """
    drawn = random.random()
    if drawn < 0.6:
        name, faults = "mixed", _mixed(random)
    elif drawn < 0.8:
        name, faults = _one_kind(random)
    else:
        name, faults = "each", _each(random)
    if changing:
        name += ", changing"
        faults += [Fault(kind, path=path, probability=SHARE) for path in CHANGES for kind in ("insert", "delete")]
    return Weather(name, tuple(faults))


def _mixed(random: Random) -> list[Fault]:
    return [
        _fault(kind, origin, 1 - (1 - SHARE) ** (1 / len(kinds)), random)
        for origin, kinds in _KINDS.items()
        for kind in kinds
    ]


def _one_kind(random: Random) -> tuple[str, list[Fault]]:
    origin = random.choice(list(_KINDS))
    kind = random.choice(_KINDS[origin])
    others: list[Origin] = [each for each in _KINDS if each != origin and kind in _KINDS[each]]
    return f"{kind} alone", [_fault(kind, each, SHARE, random) for each in [origin, *others]]


def _each(random: Random) -> list[Fault]:
    return [_fault(kind, origin, SHARE, random) for origin, kinds in _KINDS.items() for kind in kinds]


_KINDS: dict[Origin, tuple[str, ...]] = {"api": API_KINDS, "store": STORE_KINDS}


def _fault(kind: str, origin: Origin, probability: float, random: Random) -> Fault:
    values: dict[str, Any] = {"origin": origin, "probability": probability}
    match kind:
        case "failure":  # is not sent again, unlike the others
            return Fault("status", status=500, **values)
        case "status":
            return Fault("status", status=random.choice([502, 503, 504]), **values)
        case "throttle":
            return Fault("throttle", seconds=random.choice([None, 0]), as_date=random.random() < 0.2, **values)
        case "truncate":
            return Fault("truncate", share=random.random(), **values)
        case "slow":
            return Fault("slow", bytes_per_second=random.choice([200_000, 2_000_000]), **values)
        case _:
            return Fault(kind, **values)  # type: ignore[arg-type]
