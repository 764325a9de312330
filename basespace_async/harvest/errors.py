"""The exceptions that a harvest raises."""

from ..errors import HarvestError, IncompleteHarvestError

__all__ = ["HarvestError", "IncompleteHarvestError"]
