"""Datasets, their types and their files."""

from __future__ import annotations

import re

from ..world.factory import FASTQ_TYPES
from ..world.records import DatasetRecord, DatasetTypeRecord, FileRecord
from .accounts import owner, project_of
from .analyses import appsession
from .context import JsonObject, SerializerContext, date

_INDEX_READ, _SECOND_READ = re.compile(r"[_-]I[12][_.]"), re.compile(r"[_-]R2[_.]")
_VERSION = re.compile(r"\.v[\d.]+$")


def dataset_type(context: SerializerContext, record: DatasetTypeRecord) -> JsonObject:
    """Serialize a dataset type."""
    return {
        "Id": record.id,
        "Href": f"{context.root}/datasettypes/{record.id}",
        "Name": record.name,
        "ConformsToIds": list(record.conforms_to),
    }


def full_dataset_type(context: SerializerContext, record: DatasetTypeRecord) -> JsonObject:
    """Serialize a dataset type with its attributes and the types that it conforms to."""
    types = context.world.types
    schema: dict[str, list[JsonObject]] = {}
    for namespace, name, type_name in record.attributes:
        schema.setdefault(namespace, []).append({"Name": name, "Title": name, "Type": type_name, "IsRequired": False})
    return {
        "Namespace": _VERSION.sub("", record.id),
        "DescriptionMarkdown": record.name,
        "AttributeSchema": schema,
        "ConformsTo": [dataset_type(context, types[type_id]) for type_id in record.conforms_to if type_id in types],
        **dataset_type(context, record),
    }


def dataset(
    context: SerializerContext, record: DatasetRecord, *, root: bool = False, properties: list[JsonObject] | None = None
) -> JsonObject:
    """Serialize a dataset; with the root of its analysis and properties if `include` asks for them (reference)."""
    world = context.world
    link = f"{context.root}/datasets/{record.id}"
    session = world.session_named(record.appsession_id)
    session_view = appsession(context, session)
    parent = world.appsessions.get(session.parent_id or "")
    if root and parent is not None:
        session_view["AppSessionRoot"] = appsession(context, parent)
    files = world.files.of_dataset(record)
    view: JsonObject = {
        "Id": record.id,
        "Href": link,
        "HrefFiles": f"{link}/files",
        "Name": record.name,
        "DateCreated": date(record.created),
        "DateModified": date(record.modified),
        "AppSession": session_view,
        **({"Project": project_of(context, record.project_id)} if record.project_id else {}),
        "TotalSize": sum(file.content.size for file in files),
        "IsArchived": world.is_archived(record),
        "UserOwnedBy": owner(context, world.owner_of(record)),
        "DatasetType": dataset_type(context, world.types[record.type_id]),
    }
    attributes = _fastq_attributes(files) if record.type_id in FASTQ_TYPES else {}
    attributes |= record.attributes
    if record.files_deleted:
        view["IsFileDataDeleted"] = True
    if attributes:
        view["Attributes"] = attributes
    if properties is not None:
        count = len(properties)
        view["Properties"] = {
            "Items": properties,
            "DisplayedCount": count,
            "TotalCount": count,
            "Href": f"{link}/properties",
        }
    return view | {
        "QcStatus": record.qc_status,
        "QcStatusSummary": record.qc_summary,
        "UploadStatus": record.upload_status,
        "UploadStatusSummary": record.upload_summary,
        "ValidationStatus": "Passed",
        "HrefComments": f"{link}/comments",
        "ContainsComments": bool(world.comments.get(f"datasets/{record.id}")),
    }


def count_reads(files: tuple[FileRecord, ...]) -> tuple[int, int, bool]:
    """Return the numbers of clusters and of reads of FASTQ files, without index reads, and whether they are paired."""
    mates = [file for file in files if not _INDEX_READ.search(file.name)]
    reads = sum(file.content.reads for file in mates)
    is_paired = any(_SECOND_READ.search(file.name) for file in mates)
    return reads // (2 if is_paired else 1), reads, is_paired


def _fastq_attributes(files: tuple[FileRecord, ...]) -> JsonObject:
    clusters, reads, is_paired = count_reads(files)
    return {
        "common_fastq": {
            "MaxLengthRead1": 151,
            "MaxLengthRead2": 151 if is_paired else 0,
            "IsPairedEnd": is_paired,
            "TotalClustersPF": clusters,
            "TotalClustersRaw": clusters,
            "TotalReadsPF": reads,
            "TotalReadsRaw": reads,
            "MaxLengthIndexRead1": 8,
            "MaxLengthIndexRead2": 8,
        }
    }


def file(
    context: SerializerContext, record: FileRecord, *, content_link: str | None = None, prefix: str = ""
) -> JsonObject:
    """Serialize a file; with a direct link to its content if the list was asked for it (reference)."""
    content = record.content
    return {
        "Id": record.id,
        "Href": f"{context.root}/files/{record.id}",
        "HrefContent": content_link or f"{context.root}/files/{record.id}/content",
        "Name": record.name,
        "ContentType": record.content_type,
        "Size": content.size,
        "Path": f"{prefix}{record.path}",
        "IsArchived": False,
        "DateCreated": date(record.created),
        "DateModified": date(record.created),
        "ETag": content.etag,
        "IdAsLong": int(record.id),
    }
