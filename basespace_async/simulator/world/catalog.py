"""What every world has, whatever its size: people, applications, dataset types, kits."""

from __future__ import annotations

from datetime import timedelta

from .factory import EPOCH, FASTQ, FASTQ_GENERATION, GERMLINE, PLAIN, RNA, WORKFLOW
from .records import ApplicationRecord, DatasetTypeRecord, ProjectRecord, SettingRecord, UserRecord, WorkgroupRecord

_JOINED = EPOCH - timedelta(days=400)
ME = UserRecord("10000001", "Simulated User", "user@example.org", _JOINED)
COLLEAGUE = UserRecord("10000002", "Second User", "second@example.org", _JOINED)
STRANGER = UserRecord("10000003", "Third User", "third@example.org", _JOINED)
WORKGROUPS = (
    WorkgroupRecord("20000001", "Sequencing Core", active=True),
    WorkgroupRecord("20000002", "Old Core", active=False),
)
FORBIDDEN_PROJECT = ProjectRecord("85999999", "Somebody else's study", "", STRANGER.id, _JOINED, _JOINED)

APPLICATIONS = (
    ApplicationRecord(
        id=FASTQ_GENERATION,
        name="FASTQ Generation",
        family="illumina.fastq-generation",
        version="1.0.0",
        category="Native",
        description="Makes FASTQ files of a run",
        created=_JOINED,
    ),
    ApplicationRecord(
        id=GERMLINE,
        name="Germline",
        family="illumina.germline",
        version="4.2.1",
        category="Native",
        description="Germline variants",
        created=_JOINED + timedelta(days=1),
    ),
    ApplicationRecord(
        id=RNA,
        name="RNA Amplicon",
        family="illumina.rna-amplicon",
        version="2.0.1",
        category="Other",
        description="Expression of amplicons",
        created=_JOINED + timedelta(days=2),
    ),
    ApplicationRecord(
        id=WORKFLOW,
        name="Germline workflow",
        family="example.germline-workflow",
        version="1.0.0",
        category="Workflow",
        description="Germline variants of every biosample with enough yield",
        created=_JOINED + timedelta(days=3),
        source_id=GERMLINE,
    ),
)

DATASET_TYPES = (
    DatasetTypeRecord(
        FASTQ,
        "Illumina Fastq",
        ("common.files", "common.fastq"),
        (("common.fastq", "TotalReadsPF", "integer"), ("common.fastq", "IsPairedEnd", "boolean")),
    ),
    DatasetTypeRecord(
        "common.fastq", "Common Fastq", ("common.files", "common.fastq"), (("common.fastq", "TotalReadsPF", "integer"),)
    ),
    DatasetTypeRecord(PLAIN, "Common Files", ("common.files",)),
)

SETTINGS = (
    SettingRecord("1", "notify-by-mail", True, "bool", _JOINED),
    SettingRecord("2", "requeue-expiration-days", "30", "string", _JOINED),
)
