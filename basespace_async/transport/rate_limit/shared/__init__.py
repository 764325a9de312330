"""Rate limit that many processes share: tokens, pauses and the learnt rate live in a store that all of them reach.

`RedisBudget` is the store in Redis; `SharedLimiterBackend` and `LeaseStore` are the protocols of another one. The rate
limiter of each process leases permits from the store, a few at a time, and falls back to its part of the rate while the
store is away.
"""

from __future__ import annotations

from .backend import LeaseGrant, LeaseRequest, LeaseStore, SharedLimiterBackend
from .redis import RedisBudget

__all__ = ["LeaseGrant", "LeaseRequest", "LeaseStore", "RedisBudget", "SharedLimiterBackend"]
