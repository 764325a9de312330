"""The exception of a harvest."""

from ..errors import HarvestError

__all__ = ["HarvestError"]
