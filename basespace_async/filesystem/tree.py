"""Entries of a folder, each under one path segment, and the files of a dataset as a tree of folders."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from attrs import Factory, define, frozen

from .errors import AmbiguousPathError, not_found
from .path_names import decoded, encoded, id_in, looks_like_id, parse_segment, with_id


@frozen(eq=False)
class TreeEntry:
    """A resource that is shown as a folder: a project, a biosample, a dataset, a run or an appsession.

    Attributes:
        id: Id of the resource.
        name: Its name, or "" if it was looked up by its id.
        metadata: Further fields of `info`.
    """

    id: str
    name: str = ""
    metadata: Mapping[str, Any] = Factory(dict)


class Entries:
    """Resources of one list, each under the segment of its name, or of its id if the name is not unique.

    A resource has the same segment whatever the order of the list is.

    Args:
        entries: The resources.
    """

    def __init__(self, entries: Iterable[TreeEntry]) -> None:
        self._by_id = {entry.id: entry for entry in entries}
        self._by_name: dict[str, list[TreeEntry]] = defaultdict(list)
        for entry in self._by_id.values():
            if entry.name:
                self._by_name[entry.name].append(entry)

    def __iter__(self) -> Iterator[tuple[str, TreeEntry]]:
        return ((self._segment(entry), entry) for entry in self._by_id.values())

    def __len__(self) -> int:
        return len(self._by_id)

    def find(self, segment: str, path: str) -> TreeEntry:
        """Return the resource that a segment names.

        Args:
            segment: Segment of the path.
            path: Path for error messages; it ends with the segment.

        Raises:
            FileNotFoundError: If there is no such resource.
            AmbiguousPathError: If several resources have this name.
        """
        identity, name = parse_segment(segment)
        if identity is not None:
            matches = [self._by_id[identity]] if identity in self._by_id else []
        else:
            matches = self._matches(name)
        if len(matches) == 1:
            return matches[0]
        parent = path.removesuffix(segment)
        if matches:
            raise AmbiguousPathError(path, _paths(parent, matches))
        named = self._by_name.get(identity or "", [])
        reason = f"what looks like an id is one; by name it is {_paths(parent, named)[0]}" if named else ""
        raise not_found(path, reason)

    def _matches(self, name: str) -> list[TreeEntry]:
        named = self._by_name.get(name, [])
        other = self._by_id.get(name)
        return named if other is None or other in named else [*named, other]

    def _segment(self, entry: TreeEntry) -> str:
        is_unique = entry.name and not looks_like_id(entry.name) and len(self._matches(entry.name)) == 1
        return encoded(entry.name) if is_unique else with_id(entry.id, entry.name)


def _paths(parent: str, entries: Iterable[Any]) -> list[str]:
    return sorted(parent + with_id(entry.id, entry.name) for entry in entries)


@define(eq=False)
class FileEntry:
    """A file of a list.

    Attributes:
        id: Id of the file.
        name: Last part of its path.
        size: Size in bytes, or None if the service did not say.
        etag: ETag from the list, or "".
        link: Presigned URL from the list, or ""; a secret.
        metadata: Further fields of `info`.
        content_etag: ETag of the content when it was first read, or "".
    """

    id: str
    name: str
    size: int | None
    etag: str = ""
    link: str = ""
    metadata: Mapping[str, Any] = Factory(dict)
    content_etag: str = ""

    def __repr__(self) -> str:
        return f"FileEntry(id={self.id!r}, name={self.name!r}, size={self.size!r})"


@define(eq=False)
class Folder:
    """A folder of a dataset or a run, made from the paths of its files.

    A file whose path is malformed (`a//b`, `/a`) is at the top, under its id. Files that share a path, and a file with
    the name of a folder, are under their ids too.

    Attributes:
        folders: Folders in this folder, by name.
        files: Files in this folder, by name.
        malformed: Files with a malformed path.
    """

    folders: dict[str, Folder] = Factory(dict)
    files: dict[str, list[FileEntry]] = Factory(dict)
    malformed: list[FileEntry] = Factory(list)

    @classmethod
    def of(cls, files: Iterable[tuple[str, FileEntry]]) -> Folder:
        """Build the tree of files from their paths."""
        top = cls()
        for path, entry in files:
            *parents, name = path.split("/")
            if not name or not all(parents):
                top.malformed.append(entry)
                continue
            folder = top
            for parent in parents:
                folder = folder.folders.setdefault(parent, cls())
            folder.files.setdefault(name, []).append(entry)
        return top

    def __iter__(self) -> Iterator[tuple[str, FileEntry | Folder]]:
        for name, folder in self.folders.items():
            yield encoded(name), folder
        for name, entries in self.files.items():
            by_id = len(entries) > 1 or name in self.folders
            for entry in entries:
                yield with_id(entry.id, name) if by_id else encoded(name), entry
        for entry in self.malformed:
            yield with_id(entry.id, entry.name), entry

    def find(self, segments: list[str], path: str) -> FileEntry | Folder:
        """Return the entry at segments below this folder.

        Args:
            segments: Segments of the path; none for this folder.
            path: Path for error messages; it ends with the segments.

        Raises:
            FileNotFoundError: If there is no such entry.
            AmbiguousPathError: If several files have this path.
        """
        entry: FileEntry | Folder = self
        for number, segment in enumerate(segments):
            if isinstance(entry, FileEntry):
                raise not_found(path, "it would lie in a file")
            matches = entry._matches(segment)
            if not matches:
                raise not_found(path)
            if len(matches) > 1:
                parent = path.rsplit("/", len(segments) - number)[0]
                raise AmbiguousPathError(path, _paths(f"{parent}/", matches))
            entry = matches[0]
        return entry

    def _matches(self, segment: str) -> Sequence[FileEntry | Folder]:
        identity = id_in(segment)
        if identity is not None:
            files = (entry for entries in (*self.files.values(), self.malformed) for entry in entries)
            return [entry for entry in files if entry.id == identity][:1]
        name = decoded(segment) or ""
        return [self.folders[name]] if name in self.folders else self.files.get(name, [])
