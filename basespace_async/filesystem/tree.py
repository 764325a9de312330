"""The entries of a folder, each under one segment, and the files of a dataset as a tree of folders."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from attrs import Factory, define, frozen

from .errors import AmbiguousPathError, missing
from .path_names import decoded, encoded, id_in, looks_like_id, with_id


@frozen(eq=False)
class TreeEntry:
    """A thing of the service that is a folder: a project, a biosample, a dataset, a run or an appsession.

    Attributes:
        id: its id.
        name: its name, or "" where it was looked up by its id.
        facts: what `info` says beside that.
    """

    id: str
    name: str = ""
    facts: Mapping[str, Any] = Factory(dict)


class Entries:
    """Things beside each other: each has the segment of its name, or of its id where the name does not single it out.

    Segments are the same in whatever order the things are listed.
    """

    def __init__(self, entries: Iterable[TreeEntry]) -> None:
        self._by_id = {entry.id: entry for entry in entries}
        self._by_name: dict[str, list[TreeEntry]] = defaultdict(list)
        for entry in self._by_id.values():
            self._by_name[entry.name].append(entry)

    def __iter__(self) -> Iterator[tuple[str, TreeEntry]]:
        return ((self._segment(entry), entry) for entry in self._by_id.values())

    def __len__(self) -> int:
        return len(self._by_id)

    def find(self, segment: str, path: str) -> TreeEntry:
        """Return the resource that a segment names.

        Args:
            segment: as it is in a path.
            path: named in errors; it ends with the segment.

        Raises:
            FileNotFoundError: there is none.
            AmbiguousPathError: the name is that of several.
        """
        identity, name = wanted(segment)
        if identity is not None:
            found = [self._by_id[identity]] if identity in self._by_id else []
        else:
            found = self._meant(name or "")
        if len(found) == 1:
            return found[0]
        parent = path.removesuffix(segment)
        if found:
            raise AmbiguousPathError(path, _paths(parent, found))
        named = self._by_name.get(identity or "", []) if identity else []
        raise missing(path, f"what looks like an id is one; by name it is {_paths(parent, named)[0]}" if named else "")

    def _meant(self, name: str) -> list[TreeEntry]:
        named = self._by_name.get(name, []) if name else []
        other = self._by_id.get(name)
        return named if other is None or other in named else [*named, other]

    def _segment(self, entry: TreeEntry) -> str:
        singled_out = entry.name and not looks_like_id(entry.name) and len(self._meant(entry.name)) == 1
        return encoded(entry.name) if singled_out else with_id(entry.id, entry.name)


def _paths(parent: str, entries: Iterable[TreeEntry]) -> list[str]:
    return sorted(parent + with_id(entry.id, entry.name) for entry in entries)


def wanted(segment: str) -> tuple[str | None, str | None]:
    """Return the id or the name in a segment; what looks like an id is one."""
    identity = id_in(segment)
    if identity is not None:
        return identity, None
    name = decoded(segment)
    return (name, None) if name is not None and looks_like_id(name) else (None, name)


@define(eq=False)
class FileEntry:
    """A file.

    Attributes:
        id: its id.
        name: the last part of its path.
        size: bytes, or None where the service did not say.
        etag: from the list, or "".
        link: into the object store, from the list, or ""; a secret.
        facts: what `info` says beside that.
        seen: the ETag that its content had when it was first read, or "".
    """

    id: str
    name: str
    size: int | None
    etag: str = ""
    link: str = ""
    facts: Mapping[str, Any] = Factory(dict)
    seen: str = ""

    def __repr__(self) -> str:
        return f"Leaf(id={self.id!r}, name={self.name!r}, size={self.size!r})"


@define(eq=False)
class Folder:
    """A folder of files: their paths, taken apart.

    A file whose path is none (`a//b`, `/a`) lies at the top, under its id. Two files of one path, and a file that has
    the name of a folder, are under their ids, too.
    """

    folders: dict[str, Folder] = Factory(dict)
    files: dict[str, list[FileEntry]] = Factory(dict)
    apart: list[FileEntry] = Factory(list)

    @classmethod
    def of(cls, files: Iterable[tuple[str, FileEntry]]) -> Folder:
        """Build the tree of files from their paths."""
        top = cls()
        for path, leaf in files:
            *above, last = path.split("/")
            if not last or not all(above):
                top.apart.append(leaf)
                continue
            folder = top
            for part in above:
                folder = folder.folders.setdefault(part, cls())
            folder.files.setdefault(last, []).append(leaf)
        return top

    def __iter__(self) -> Iterator[tuple[str, FileEntry | Folder]]:
        for name, folder in self.folders.items():
            yield encoded(name), folder
        for name, leaves in self.files.items():
            by_id = len(leaves) > 1 or name in self.folders
            for leaf in leaves:
                yield with_id(leaf.id, name) if by_id else encoded(name), leaf
        for leaf in self.apart:
            yield with_id(leaf.id, leaf.name), leaf

    def find(self, segments: list[str], path: str) -> FileEntry | Folder:
        """Return the entry at segments below this folder.

        Args:
            segments: as they are in a path; none for the folder itself.
            path: named in errors; it ends with the segments.

        Raises:
            FileNotFoundError: there is nothing.
            AmbiguousPathError: the path is that of several files.
        """
        found: FileEntry | Folder = self
        for number, segment in enumerate(segments):
            if isinstance(found, FileEntry):
                raise missing(path, "it would lie in a file")
            rest = segments[number + 1 :]
            found = found._child(segment, path, "".join(f"/{each}" for each in rest))
        return found

    def _child(self, segment: str, path: str, below: str) -> FileEntry | Folder:
        identity = id_in(segment)
        if identity is not None:
            by_id = [leaf for leaves in (*self.files.values(), self.apart) for leaf in leaves if leaf.id == identity]
            if not by_id:
                raise missing(path)
            return by_id[0]
        name = decoded(segment) or ""
        if name in self.folders:
            return self.folders[name]
        leaves = self.files.get(name)
        if not leaves:
            raise missing(path)
        if len(leaves) > 1:
            parent = path.removesuffix(below).removesuffix(segment)
            raise AmbiguousPathError(path, sorted(parent + with_id(leaf.id, leaf.name) for leaf in leaves))
        return leaves[0]
