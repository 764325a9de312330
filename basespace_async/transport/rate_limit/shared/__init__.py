"""A budget that many processes share: tokens, pauses and the learnt rate live in a store that all of them reach.

`RedisBudget` is the store in Redis; `BudgetSharing` and `BudgetStore` are the protocols of another one. The budget of
one process (`budget.SharedBudget`) asks the store for permits, a few at a time, and goes on alone while it is away.
"""

from __future__ import annotations

from .backend import LeaseGrant, LeaseRequest, LeaseStore, SharedLimiterBackend
from .redis import RedisBudget

__all__ = ["LeaseGrant", "LeaseRequest", "LeaseStore", "RedisBudget", "SharedLimiterBackend"]
