"""Lists of files, and single files."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..queries import Query
from ..serializers.datasets import file
from ..world.records import FileRecord
from .context import HandlerContext, HandlerRequest, get_record
from .pages import order, page

FILES = order(
    "Id",
    Id=lambda record: int(record.id),
    DateCreated=lambda record: record.created,
    Path=lambda record: record.path,
    Name=lambda record: record.name,
)
_EXCLUDED = {
    "excludevcfindexfolder": "vcfindex",
    "excludebamcoveragefolder": "bamcoverage",
    "excludesystemfolder": "system",
}


def get_file(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `GET /files/{id}`."""
    # Not in the reference's v2; where the `Href` of every file leads (observed).
    shown = file(context.serializer, get_record(context.world.files, request.path["id"], "File"))
    return {name: value for name, value in shown.items() if name != "IdAsLong"}  # only lists have it


def files_page(context: HandlerContext, query: Query, files: tuple[FileRecord, ...], *, deeper: str) -> dict[str, Any]:
    """Serve a page of files.

    Args:
        context: Context that the handlers share.
        query: Query of the request.
        files: All files of the dataset, analysis or run.
        deeper: Name of the parameter that includes files of subfolders.
    """
    direct = query.flag("filehrefcontentresolution")
    prefix = query.text("pathprefix") or ""
    admitted = filter_of(query, deeper)

    def view(record: FileRecord) -> Any:
        link = context.link(record) if direct else None
        return file(context.serializer, record, content_link=link, prefix=prefix)

    return page(filter(admitted, files), query, FILES, cap=context.file_cap, view=view)


def filter_of(query: Query, deeper: str) -> Callable[[FileRecord], bool]:
    """Return a filter for the files that a query asks for; the excluded folders are inferred from the names."""
    extensions, unwanted = tuple(query.several("extensions")), tuple(query.several("excludeextensions"))
    directory = None if query.text("directory") is None else (query.text("directory") or "").strip("/")
    below = query.flag(deeper)
    left_out = {folder for name, folder in _EXCLUDED.items() if query.flag(name)}
    no_empty = query.flag("excludeemptyfiles")
    statuses = {status.lower() for status in query.several("statuses")}

    def admitted(record: FileRecord) -> bool:
        if extensions and not record.name.endswith(extensions):
            return False
        if unwanted and record.name.endswith(unwanted):
            return False
        if no_empty and not record.content.size:
            return False
        if statuses and not statuses & {"complete", "completed"}:
            return False
        if left_out & {folder.lower() for folder in record.directory.split("/")}:
            return False
        if directory is None or record.directory == directory:
            return True
        return below and (not directory or record.directory.startswith(f"{directory}/"))

    return admitted


def sub_directories(
    context: HandlerContext, query: Query, files: tuple[FileRecord, ...], link: str
) -> list[dict[str, str]]:
    """Serialize the folders in the folder that a query names."""
    directory = (query.text("directory") or "").strip("/")
    start = f"{directory}/" if directory else ""
    inside = {f"{record.directory}/"[len(start) :] for record in files if f"{record.directory}/".startswith(start)}
    names = sorted({path.split("/")[0] for path in inside if path.strip("/")})
    return [{"Name": name, "Href": f"{link}?directory={start}{name}"} for name in names]
