"""What a worker has to tell the others with its next exchange."""

from __future__ import annotations

from attrs import define

from ..adaptive import OVERLOAD, LastSecond


@define
class PendingReport:
    """Report of the next exchange."""

    served: int = 0
    returned: int = 0
    epoch: int = 0
    refused: bool = False
    overload: bool = False
    pause: bool = False

    @property
    def urgent(self) -> bool:
        """Whether the others should hear it at once."""
        return self.refused or self.pause


class RecentAnswers:
    """Answers of the last second, which tell an overload from chance."""

    def __init__(self) -> None:
        self._served, self._refused = LastSecond(), LastSecond()

    def served(self, now: float) -> None:
        """Count a request that was not refused."""
        self._served.add(now)

    def refused_by_chance(self, now: float, *, overload: bool) -> bool:
        """Count a refusal; tell whether it is a 503, and one of few among the answers."""
        self._refused.add(now)
        refused = self._refused.total(now)
        return overload and refused < OVERLOAD * (refused + self._served.total(now))
