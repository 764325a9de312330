"""The exception that a harvest raises."""

from ..errors import HarvestError

__all__ = ["HarvestError"]
