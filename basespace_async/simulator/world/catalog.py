"""What every world has, whatever its size: people, applications, dataset types, kits."""

from __future__ import annotations

from datetime import timedelta

from .factory import EPOCH, FASTQ, FASTQ_GENERATION, GERMLINE, PLAIN, RNA, WORKFLOW
from .records import Application, DatasetType, Project, Setting, User, Workgroup

_JOINED = EPOCH - timedelta(days=400)
ME = User("10000001", "Simulated User", "user@example.org", _JOINED)
COLLEAGUE = User("10000002", "Second User", "second@example.org", _JOINED)
STRANGER = User("10000003", "Third User", "third@example.org", _JOINED)
WORKGROUPS = (Workgroup("20000001", "Sequencing Core", active=True), Workgroup("20000002", "Old Core", active=False))
FORBIDDEN_PROJECT = Project("85999999", "Somebody else's study", "", STRANGER.id, _JOINED, _JOINED)

APPLICATIONS = (
    Application(
        id=FASTQ_GENERATION,
        name="FASTQ Generation",
        family="illumina.fastq-generation",
        version="1.0.0",
        category="Native",
        description="Makes FASTQ files of a run",
        created=_JOINED,
    ),
    Application(
        id=GERMLINE,
        name="Germline",
        family="illumina.germline",
        version="4.2.1",
        category="Native",
        description="Germline variants",
        created=_JOINED + timedelta(days=1),
    ),
    Application(
        id=RNA,
        name="RNA Amplicon",
        family="illumina.rna-amplicon",
        version="2.0.1",
        category="Other",
        description="Expression of amplicons",
        created=_JOINED + timedelta(days=2),
    ),
    Application(
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
    DatasetType(
        FASTQ,
        "Illumina Fastq",
        ("common.files", "common.fastq"),
        (("common.fastq", "TotalReadsPF", "integer"), ("common.fastq", "IsPairedEnd", "boolean")),
    ),
    DatasetType(
        "common.fastq", "Common Fastq", ("common.files", "common.fastq"), (("common.fastq", "TotalReadsPF", "integer"),)
    ),
    DatasetType(PLAIN, "Common Files", ("common.files",)),
)

SETTINGS = (
    Setting("1", "notify-by-mail", True, "bool", _JOINED),
    Setting("2", "requeue-expiration-days", "30", "string", _JOINED),
)
