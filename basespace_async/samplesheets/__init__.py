"""Sample sheets for pipelines: the FASTQ files of a plan as a table in the form that each pipeline reads.

    plan = await basespace.fastqs.find(["NA12878"], collection="Batch 7")
    sheet = samplesheets.build(plan, "nfcore-rnaseq", to="fastq", values={"strandedness": "auto"})
    sheet.write("samplesheet.csv")

`formats` says which column is what, and `schemas` what a row of each format must be; `builder` makes the rows,
`validation` checks them. `locations` has URLs of files, `metadata` further columns.
"""

from .builder import build
from .formats import FORMATS, SheetFormat, schema
from .locations import basespace_urls, presigned_urls
from .metadata import Metadata, read_metadata, read_properties
from .sheet import SampleSheet

__all__ = [
    "FORMATS",
    "Metadata",
    "SampleSheet",
    "SheetFormat",
    "basespace_urls",
    "build",
    "presigned_urls",
    "read_metadata",
    "read_properties",
    "schema",
]
