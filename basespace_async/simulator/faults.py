"""Faults to inject, by rule and by probability, while the simulator runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from random import Random
from typing import Any, Literal, get_args

from attrs import asdict, define, evolve, field, fields, frozen

from ..errors import ConfigurationError

FaultKind = Literal[
    "latency",
    "throttle",
    "status",
    "reset_before",
    "reset_after",
    "truncate",
    "slow",
    "malformed",
    "wrong_total",
    "insert",
    "delete",
    "expired_link",
    "wrong_etag",
    "expire_token",
    "lost_part",
    "fail_after",
]
Origin = Literal["api", "store"]
Distribution = Literal["constant", "uniform", "exponential", "lognormal"]
KINDS: tuple[str, ...] = get_args(FaultKind)
DESCRIPTIONS: Mapping[str, str] = {
    "latency": "answers come later",
    "throttle": "429, with a Retry-After or without",
    "status": "500, 502, 503 or 504",
    "reset_before": "connection reset before the request was acted on",
    "reset_after": "connection reset after the request was acted on",
    "truncate": "the connection closes in the middle of the body",
    "slow": "the body trickles",
    "malformed": "the body is not JSON",
    "wrong_total": "TotalCount of a list is wrong",
    "insert": "an item is added in front while a list is read",
    "delete": "the first item is deleted while a list is read",
    "expired_link": "the link to a file's content has expired, or the link or credentials of an upload",
    "wrong_etag": "the ETag of a file's content, or of an uploaded part, is another file's",
    "expire_token": "the access token is no longer valid",
    "lost_part": "an uploaded part or object is lost after it was acknowledged",
    "fail_after": "500, 502, 503 or 504 after the request was acted on",
}
_OF_STORE = ("expired_link", "wrong_etag")
_STATUSES = (500, 502, 503, 504)


@frozen
class Fault:
    """A rule: what goes wrong, and for which requests.

    Args:
        kind: What goes wrong; `DESCRIPTIONS` has a text for each.
        method: HTTP method of the requests that it strikes; None for all.
        path: Pattern of their paths below `/v2`, such as `/biosamples/*`; `*` stands for any text.
        origin: `api`, or `store` for the object store that has the content of files; None chooses by the kind.
        nth: Numbers, from 1, of the matching requests that it strikes; empty for all of them.
        probability: Chance that it strikes each of those, from 0 to 1.
        times: Maximum number of strikes; None for no limit.
        seconds: For `latency`, the constant, the middle of `uniform`, the mean of `exponential` and the median of
            `lognormal`. For `throttle`, `status` and `fail_after`, the value of Retry-After; None leaves it
            out.
        distribution: For `latency`, how waits are distributed.
        spread: For `latency`, half the width of `uniform`, in seconds; the sigma of `lognormal`.
        as_date: Whether Retry-After is a date instead of seconds.
        status: For `status` and `fail_after`, the HTTP status.
        share: For `truncate`, the part of the body that is sent, from 0 to 1.
        bytes_per_second: For `slow`, the rate of the body.
        by: For `wrong_total`, the number that is added to the count.

    Raises:
        ConfigurationError: If a value is out of range.

    Example:
        >>> Fault("throttle", path="/biosamples*", probability=0.1, seconds=2).kind
        'throttle'
    """

    kind: FaultKind
    method: str | None = None
    path: str = "*"
    origin: Origin | None = None
    nth: frozenset[int] = field(default=frozenset(), converter=frozenset)
    probability: float = 1.0
    times: int | None = None
    seconds: float | None = None
    distribution: Distribution = "constant"
    spread: float = 0.5
    as_date: bool = False
    status: int = 503
    share: float = 0.5
    bytes_per_second: float = 64 * 1024
    by: int = 1

    def __attrs_post_init__(self) -> None:
        for is_wrong, advice in (
            (self.kind not in KINDS, f"there is no fault {self.kind!r}; the kinds are {', '.join(KINDS)}"),
            (self.origin not in (None, "api", "store"), f"origin is {self.origin!r}; give api or store"),
            (not 0 <= self.probability <= 1, f"probability is {self.probability}; give 0 to 1"),
            (not 0 <= self.share <= 1, f"share is {self.share}; give 0 to 1"),
            (self.times is not None and self.times < 0, f"times is {self.times}; give 0 or more"),
            (any(number < 1 for number in self.nth), "nth counts from 1"),
            ((self.seconds or 0) < 0 or self.spread < 0, "seconds and spread must not be negative"),
            (self.bytes_per_second <= 0, f"bytes_per_second is {self.bytes_per_second}; give more than 0"),
            (self.status not in _STATUSES, f"status is {self.status}; give one of {_STATUSES}"),
            (self.distribution not in get_args(Distribution), f"there is no distribution {self.distribution!r}"),
            (self.kind == "latency" and self.seconds is None, "latency needs seconds"),
        ):
            if is_wrong:
                raise ConfigurationError(f"the fault cannot be: {advice}")

    @property
    def target(self) -> Origin:
        """Return the origin that the fault strikes."""
        return self.origin or ("store" if self.kind in _OF_STORE else "api")

    def matches(self, origin: Origin, method: str, path: str) -> bool:
        """Return whether the fault is for a request."""
        same_method = self.method is None or self.method.upper() == method
        return self.target == origin and same_method and fnmatchcase(path, self.path)

    def to_dict(self) -> dict[str, Any]:
        """Return the fault as plain values, without those that have their defaults."""
        defaults = {field_.name: field_.default for field_ in fields(Fault)}
        values = {name: value for name, value in asdict(self).items() if value != defaults[name]}
        return {name: sorted(value) if isinstance(value, frozenset) else value for name, value in values.items()}


@define(eq=False)
class Rule:
    """A fault that is in force, or is switched off for now.

    Attributes:
        number: Number that identifies the rule.
        fault: Fault that the rule injects.
        enabled: Whether the rule is in force.
        seen: Number of requests that matched.
        struck: Number of requests that it struck.
    """

    number: int
    fault: Fault
    random: Random
    enabled: bool = True
    seen: int = 0
    struck: int = 0

    def strikes(self, origin: Origin, method: str, path: str) -> bool:
        """Count a request, and return whether the fault strikes it."""
        fault = self.fault
        if not self.enabled or not fault.matches(origin, method, path):
            return False
        self.seen += 1
        # Drawn for every request, so that what strikes does not depend on the other conditions.
        drawn = self.random.random() < fault.probability
        exhausted = fault.times is not None and self.struck >= fault.times
        if not drawn or exhausted or (fault.nth and self.seen not in fault.nth):
            return False
        self.struck += 1
        return True


class Faults:
    """The faults of a simulator; rules can be added, switched and removed while it runs.

    Args:
        seed: Seed of the random choices. The same rules, seed and requests give the same faults.

    Example:
        >>> faults = Faults(seed=1)
        >>> rule = faults.add("status", path="/datasets*", probability=0.05, status=503)
        >>> faults.remove(rule)
    """

    def __init__(self, seed: int = 1) -> None:
        self._seed = seed
        self._rules: list[Rule] = []
        self._made = 0

    def add(self, kind: FaultKind | Fault, **values: Any) -> Rule:
        """Put a fault in force.

        Args:
            kind: Kind of the fault, or a whole `Fault`.
            **values: Other arguments of `Fault`.

        Raises:
            ConfigurationError: If there is no such fault.

        Example:
            ```python
            simulator.faults.add("throttle", path="/biosamples*", seconds=2)
            ```
        """
        try:
            fault = evolve(kind, **values) if isinstance(kind, Fault) else Fault(kind, **values)
        except TypeError as error:
            raise ConfigurationError(f"the fault cannot be: {error}") from None
        self._made += 1
        rule = Rule(self._made, fault, Random(f"{self._seed} fault {self._made}"))
        self._rules.append(rule)
        return rule

    def remove(self, rule: Rule) -> None:
        """Take a fault away.

        Raises:
            ConfigurationError: If it is not there.

        Example:
            ```python
            rule = simulator.faults.add("status", status=503)
            simulator.faults.remove(rule)
            ```
        """
        if rule not in self._rules:
            raise ConfigurationError(f"the fault {rule.number} is not there")
        self._rules.remove(rule)

    def clear(self) -> None:
        """Take all faults away.

        Example:
            ```python
            simulator.faults.clear()
            ```
        """
        self._rules.clear()

    def __iter__(self) -> Iterator[Rule]:
        return iter(self._rules)

    def __len__(self) -> int:
        return len(self._rules)

    def striking(self, origin: Origin, method: str, path: str) -> list[Rule]:
        """Return the rules that strike a request, in the order in which they were added."""
        return [rule for rule in self._rules if rule.strikes(origin, method, path)] if self._rules else []


def delay(rule: Rule) -> float:
    """Draw the seconds that a `latency` fault adds to this request."""
    fault, random = rule.fault, rule.random
    middle = fault.seconds or 0.0
    if fault.distribution == "uniform":
        return max(0.0, random.uniform(middle - fault.spread, middle + fault.spread))
    if fault.distribution == "exponential":
        return random.expovariate(1 / middle) if middle else 0.0
    if fault.distribution == "lognormal":
        return middle * random.lognormvariate(0, fault.spread)
    return middle


def parse_faults(text: str) -> list[Fault]:
    """Parse faults from a text, for a command line: `kind:name=value,name=value;kind`.

    Several numbers of `nth` are joined with `+`.

    Raises:
        ConfigurationError: If it cannot be read.

    Example:
        ```python
        faults = parse_faults("throttle:probability=0.1,seconds=2;reset_after:method=POST,nth=1+3")
        ```
    """
    return [_parsed(part.strip()) for part in text.split(";") if part.strip()]


def _parsed(text: str) -> Fault:
    kind, _, rest = text.partition(":")
    values: dict[str, Any] = {}
    for pair in filter(None, (pair.strip() for pair in rest.split(","))):
        name, equals, value = pair.partition("=")
        if not equals:
            raise ConfigurationError(f"cannot read the fault {text!r}: {pair!r} has no value; write name=value")
        values[name.strip()] = value.strip()
    return fault_from_dict({"kind": kind.strip(), **values})


def fault_from_dict(values: Mapping[str, Any]) -> Fault:
    """Make a fault of plain values, as text or as JSON has them.

    Raises:
        ConfigurationError: If it cannot be read.
    """
    names = {field_.name for field_ in fields(Fault)}
    unknown = set(values) - names
    if unknown or "kind" not in values:
        raise ConfigurationError(f"a fault has a kind and {', '.join(sorted(names - {'kind'}))}, not {sorted(unknown)}")
    return Fault(**{name: _value(name, value) for name, value in values.items()})


def _value(name: str, value: Any) -> Any:
    try:
        if name == "nth":
            return frozenset(int(part) for part in (value.split("+") if isinstance(value, str) else value))
        if name in ("probability", "seconds", "spread", "share", "bytes_per_second"):
            return None if value is None else float(value)
        if name in ("times", "status", "by"):
            return None if value is None else int(value)
        if name == "as_date":
            return str(value).lower() in ("true", "1", "yes")
    except (TypeError, ValueError):
        raise ConfigurationError(f"cannot read the fault's {name}: {value!r}") from None
    return value if value is None else str(value)
