"""Folders that are made like a project, a run or another resource, and kept so.

The methods belong to the resources: `projects.sync`, `runs.sync`, `biosamples.sync`, `datasets.sync`,
`appsessions.sync`. This package has their options and results.
"""

from .options import OnCollision, SyncOptions
from .report import SyncReport, SyncStep

__all__ = ["OnCollision", "SyncOptions", "SyncReport", "SyncStep"]
