"""Uploads from disk: parallel, in parts, resumable, verified; nothing is created twice.

The methods belong to the resources: `datasets.upload`, `datasets.add_files`, `biosamples.upload_fastqs`, `runs.upload`,
`appsessions.upload_logs`. This package has their options and results.
"""

from ..errors import FastqRulesError, IncompleteUploadError, SourceChangedError, UploadError, UploadVerificationError
from .fastq_names import FastqProblem
from .fastq_plan import FastqUploadPlan, plan_fastqs
from .options import FilteredUpload, UploadMethodName, UploadOptions
from .report import PlannedFile, UploadedFile, UploadReport

__all__ = [
    "FastqProblem",
    "FastqRulesError",
    "FastqUploadPlan",
    "FilteredUpload",
    "IncompleteUploadError",
    "PlannedFile",
    "SourceChangedError",
    "UploadError",
    "UploadMethodName",
    "UploadOptions",
    "UploadReport",
    "UploadVerificationError",
    "UploadedFile",
    "plan_fastqs",
]
