"""The number of records of each type and their relations, computed so that no world is built in advance.

Records are numbered from 0, by their kind. A run has two pools of twelve biosamples; each pool is on four of its
eight lanes. Four biosamples that follow each other share a project and an analysis.
"""

from __future__ import annotations

from attrs import frozen

BIOSAMPLES_PER_POOL = 12
BIOSAMPLES_PER_RUN = 24
BIOSAMPLES_PER_GROUP = 4
GROUPS_PER_RUN = BIOSAMPLES_PER_RUN // BIOSAMPLES_PER_GROUP
SESSIONS_PER_RUN = 1 + GROUPS_PER_RUN
POOLS_PER_RUN = 2
LANES_PER_POOL = 4
LANES_PER_RUN = POOLS_PER_RUN * LANES_PER_POOL
DATASETS = (1, 2, 0, 1, 3, 2)
"""Datasets of six biosamples that follow each other; then the numbers repeat."""
_BEFORE = tuple(sum(DATASETS[:slot]) for slot in range(len(DATASETS) + 1))
_PER_SIX = _BEFORE[-1]
_SLOTS = tuple((slot, lane) for slot, count in enumerate(DATASETS) for lane in range(1, count + 1))
DATASETS_PER_RUN = BIOSAMPLES_PER_RUN // len(DATASETS) * _PER_SIX
MAX_ACTIVE = 8


@frozen
class Topology:
    """Numbers and relations in a world of so many biosamples."""

    biosamples: int

    @property
    def projects(self) -> int:
        """Return the number of projects."""
        return 10 + self.biosamples // 1000

    @property
    def runs(self) -> int:
        """Return the number of runs."""
        return -(-self.biosamples // BIOSAMPLES_PER_RUN)

    @property
    def pools(self) -> int:
        """Return the number of pools."""
        return -(-self.biosamples // BIOSAMPLES_PER_POOL)

    @property
    def lanes(self) -> int:
        """Return the number of lanes."""
        return self.runs * LANES_PER_RUN

    @property
    def groups(self) -> int:
        """Return the number of groups: biosamples that are analyzed together."""
        return -(-self.biosamples // BIOSAMPLES_PER_GROUP)

    @property
    def sessions(self) -> int:
        """Return the number of analyses."""
        return self.runs + self.groups

    @property
    def datasets(self) -> int:
        """Return the number of datasets."""
        return self.first_dataset(self.biosamples)

    @property
    def active_groups(self) -> range:
        """Return the groups whose analysis has not ended when the world begins: the last ones."""
        return range(self.groups - min(MAX_ACTIVE, self.groups // 2), self.groups)

    def project_of(self, biosample: int) -> int:
        """Return the project of a biosample."""
        return biosample // BIOSAMPLES_PER_GROUP % self.projects

    def biosamples_of_project(self, project: int) -> list[range]:
        """Return the ranges of biosamples that were in the project when the world began."""
        if not 0 <= project < self.projects:
            return []
        groups = range(project, self.groups, self.projects)
        return [self.biosamples_of_group(group) for group in groups]

    def biosamples_of_group(self, group: int) -> range:
        """Return the biosamples of a group."""
        return self._within(group, BIOSAMPLES_PER_GROUP)

    def biosamples_of_pool(self, pool: int) -> range:
        """Return the biosamples of a pool."""
        return self._within(pool, BIOSAMPLES_PER_POOL)

    def biosamples_of_run(self, run: int) -> range:
        """Return the biosamples of a run."""
        return self._within(run, BIOSAMPLES_PER_RUN)

    def _within(self, part: int, size: int) -> range:
        return range(min(part * size, self.biosamples), min((part + 1) * size, self.biosamples))

    def first_dataset(self, biosample: int) -> int:
        """Return the number of datasets of the biosamples before this one."""
        six, slot = divmod(biosample, len(DATASETS))
        return six * _PER_SIX + _BEFORE[slot]

    def datasets_of(self, biosamples: range) -> range:
        """Return the datasets of biosamples that follow each other."""
        if not biosamples:
            return range(0)
        return range(self.first_dataset(biosamples.start), self.first_dataset(biosamples.stop))

    def biosample_and_lane(self, dataset: int) -> tuple[int, int]:
        """Return the biosample of a dataset, and the lane of its pool, from 1."""
        six, offset = divmod(dataset, _PER_SIX)
        slot, lane = _SLOTS[offset]
        return six * len(DATASETS) + slot, lane

    def session_of_run(self, run: int) -> int:
        """Return the analysis that made the FASTQ files of a run."""
        return run * SESSIONS_PER_RUN

    def session_of_group(self, group: int) -> int:
        """Return the analysis of a group."""
        run, slot = divmod(group, GROUPS_PER_RUN)
        return run * SESSIONS_PER_RUN + 1 + slot

    def run_and_group(self, session: int) -> tuple[int, int | None]:
        """Return the run and the group of an analysis; no group if it made the FASTQ files of the run."""
        run, slot = divmod(session, SESSIONS_PER_RUN)
        return run, run * GROUPS_PER_RUN + slot - 1 if slot else None
