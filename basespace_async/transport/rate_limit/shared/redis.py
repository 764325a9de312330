"""Shared rate limit in Redis. The only module that imports redis, when a `RedisBudget` is made."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ...._util.redact import redacted_url
from ....errors import ConfigurationError
from ..adaptive import MAX_RATE
from .backend import LeaseGrant, LeaseRequest
from .script import ARGUMENTS, SCRIPT

if TYPE_CHECKING:
    from redis.asyncio import Redis, RedisCluster

_DIGEST = hashlib.sha1(SCRIPT.encode(), usedforsecurity=False).hexdigest()  # the name that Redis gives the script
_SCHEMES = ("redis://", "rediss://", "unix://")


class RedisBudget:
    """A rate limit in Redis that many processes keep together, for `BaseSpace(..., shared_budget=...)`.

    Shared are the tokens of `RateLimit(rate=...)`, or where no rate is told the one that is learnt from refusals, and
    the pauses that the service asks for. Each process's own are its cap on concurrency and its priorities.

    Redis 5 or later, or what speaks its protocol and runs its scripts. It keeps two small keys, for two hours after the
    last request; their names hold a hash of the server and the token, never the token. Nothing of them needs to be
    saved or replicated. While Redis is away, each process falls back to its part of the rate.

    Args:
        redis: URL (`redis://`, `rediss://` for TLS, `unix://`), or a client of `redis.asyncio` that the program owns
            already and closes itself, such as a `RedisCluster`. A URL's password is never shown.
        name: Name of the shared rate limit, in place of the hash of server and token. Needed by clients whose tokens
            change (`credentials=`).
        prefix: Prefix of the keys.
        workers: How many processes there will be. Only for the time before Redis was reached once: after that, those
            that were there in the last ten seconds are counted.
        timeout: Seconds that Redis may take for an answer; then it counts as away.

    Raises:
        ConfigurationError: If redis is not installed, or an argument is out of range.

    Example:
        ```python
        async with BaseSpace(
            "token", rate_limit=RateLimit(rate=50), shared_budget=RedisBudget("redis://localhost:6379/0")
        ) as basespace:
            await basespace.users.current()
        ```
    """

    def __init__(
        self,
        redis: str | Redis | RedisCluster,
        *,
        name: str | None = None,
        prefix: str = "basespace-async:budget",
        workers: int = 1,
        timeout: float = 0.5,
    ) -> None:
        _require_redis()
        if workers < 1:
            raise ConfigurationError(f"workers is {workers}; there is at least one")
        if not 0 < timeout < float("inf"):
            raise ConfigurationError(f"timeout is {timeout} seconds; give more than 0")
        if name is not None and not re.fullmatch(r"[^\s{}]{1,200}", name):
            raise ConfigurationError("the name of a shared rate limit has 1 to 200 characters, no spaces and no braces")
        self._redis = _checked(redis)
        self._name = name
        self._prefix = prefix
        self._workers = workers
        self._timeout = timeout

    @property
    def workers(self) -> int:
        """Number of processes that share the limit, before Redis was reached."""
        return self._workers

    @property
    def timeout(self) -> float:
        """Seconds that Redis may take for an answer."""
        return self._timeout

    def open(self, *, server: str, token: str | None) -> RedisStore:
        """Return a client's connection to the shared limit; the client calls this.

        Raises:
            ConfigurationError: If the tokens change, and there is no name.
        """
        name = self._name if self._name is not None else _hash_of(server, token)
        # The braces keep both keys in one slot of a cluster.
        keys = [f"{self._prefix}:{{{name}}}:{key}" for key in ("state", "workers")]
        if isinstance(self._redis, str):
            return RedisStore(_connected(self._redis, self._timeout), keys, owner=True)
        return RedisStore(self._redis, keys, owner=False)

    def __str__(self) -> str:
        return redacted_url(self._redis) if isinstance(self._redis, str) else "a Redis client of the program's"

    def __repr__(self) -> str:
        return f"<RedisBudget {self}>"


class RedisStore:
    """One client's connection to a rate limit in Redis.

    Args:
        redis: Client of `redis.asyncio`.
        keys: Keys of the state and of the workers.
        owner: Whether to close the client.
    """

    def __init__(self, redis: Redis | RedisCluster, keys: Sequence[str], *, owner: bool) -> None:
        self._redis = redis
        self._keys = keys
        self._owner = owner

    async def exchange(self, ask: LeaseRequest) -> LeaseGrant:
        """Report and ask in one step.

        Raises:
            redis.exceptions.RedisError: If Redis cannot be reached, or refuses.
            ValueError: If its answer is impossible.
        """
        from redis.exceptions import NoScriptError

        values = [*self._keys, *_arguments(ask)]
        redis: Any = self._redis  # how its methods are typed depends on its version
        try:
            reply = await redis.evalsha(_DIGEST, 2, *values)
        except NoScriptError:
            reply = await redis.eval(SCRIPT, 2, *values)
        return _answer(reply)

    async def aclose(self) -> None:
        """Close the connection, if it is our own. Safe to call twice."""
        if self._owner:
            await self._redis.aclose()


def _require_redis() -> None:
    try:
        import redis.asyncio  # noqa: F401
    except ImportError as error:
        raise ConfigurationError(
            "a rate limit shared through Redis needs redis: pip install 'basespace-async[redis]'"
        ) from error


def _checked(redis: str | Redis | RedisCluster) -> str | Redis | RedisCluster:
    from redis.asyncio import Redis, RedisCluster

    if isinstance(redis, Redis | RedisCluster):
        return redis
    if not isinstance(redis, str):
        raise ConfigurationError(
            f"redis is {type(redis).__name__}; give a URL, or a client of redis.asyncio, which is not the blocking one"
        )
    if not redis.startswith(_SCHEMES):
        raise ConfigurationError(f"the URL of Redis begins with one of {', '.join(_SCHEMES)}")
    try:
        _connected(redis, 1.0)  # nothing is sent yet
    except (ValueError, TypeError):
        redis = ""
    if not redis:
        # Outside the handler: redis' error quotes what it does not understand.
        raise ConfigurationError("the URL of Redis cannot be read; one looks like redis://localhost:6379/0")
    return redis


def _connected(url: str, timeout: float) -> Redis:
    from redis.asyncio import Redis
    from redis.asyncio.retry import Retry
    from redis.backoff import NoBackoff

    # A connection that was closed while it was idle is made anew, once; anything else is for the caller.
    return Redis.from_url(
        url, socket_timeout=timeout, socket_connect_timeout=timeout, retry=Retry(NoBackoff(), 1), max_connections=2
    )


def _hash_of(server: str, token: str | None) -> str:
    if token is None:
        raise ConfigurationError(
            "the tokens of credentials change, so that they cannot name a shared rate limit: RedisBudget(..., name=...)"
        )
    # One way: tokens are long and random. The person keeps the hash apart from others of the same token.
    return hashlib.blake2b(f"{server}\n{token}".encode(), digest_size=16, person=b"basespace-async").hexdigest()


def _arguments(ask: LeaseRequest) -> list[str]:
    """Numbers only, in the order of the script; 0 for what is not given."""
    values = [getattr(ask, name) for name in ARGUMENTS]
    return [
        repr(min(float(value or 0), 1e15)) if isinstance(value, float) else str(int(value or 0)) for value in values
    ]


def _answer(reply: object) -> LeaseGrant:
    if not isinstance(reply, list) or len(reply) != 9:
        raise ValueError("the shared rate limit did not answer as its script does")
    granted, tokens, rate, learnt, paused, epoch, workers, again, life = (float(value) for value in reply)
    return LeaseGrant(
        granted=int(granted),
        tokens=tokens,
        rate=min(rate, MAX_RATE) if rate else None,
        learnt=bool(learnt),
        paused=paused,
        epoch=int(epoch),
        workers=int(workers),
        again=again,
        life=life,
    )
