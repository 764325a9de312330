"""Options of downloads, and filters that select files."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any, Literal, TypedDict, get_args

from attrs import field, frozen

from ..errors import ConfigurationError
from ..progress import Progress, silent
from .bandwidth import Bandwidth
from .checksums import MIB

if TYPE_CHECKING:
    from distributed import Client

IfExists = Literal["verify", "size", "replace", "error"]
"""What happens to existing files; see `DownloadOptions`."""
Checksum = Literal["check", "require", "skip"]
"""How content is verified; see `DownloadOptions`."""

DEFAULT_CONCURRENCY = 64
DEFAULT_PART_SIZE = 8 * MIB
_MIN_PART = 64 * 1024


class DownloadOptions(TypedDict, total=False):
    """How files are downloaded; every download takes the same arguments.

    Attributes:
        concurrency: Files and parts of files downloaded in parallel at most. It begins with 16, and takes more while
            that makes it faster. [default: 64]
        part_size: Bytes per part; a resumed download repeats at most one part for each that was in progress. A file
            that is no larger comes in one piece. [default: 8 MiB]
        bandwidth: Maximum bytes per second, or a `Bandwidth` that several downloads share. [default: no cap]
        if_exists: For existing files: verify = keep if the checksum matches (default); size = keep if the size matches;
            replace = download again; error = fail.
        checksum: check = compare the content with the ETag, and report files where that is impossible (default);
            require = fail for such files; skip = compare the size only.
        progress: Factory of progress meters; see `basespace_async.progress`.
        dask: Client of a Dask cluster, or the address of its scheduler: the workers download the files, into a folder
            that all of them see. Needs `pip install 'basespace-async[dask]'`. [default: this process]
    """

    concurrency: int
    part_size: int
    bandwidth: float | Bandwidth | None
    if_exists: IfExists
    checksum: Checksum
    progress: Progress | None
    dask: Client | str | None


class FileFilters(TypedDict, total=False):
    """Filters that select the files to download; a file must pass all of them.

    Attributes:
        extensions: Ends of file names, such as `.fastq.gz`; upper and lower case are equal.
        include: Patterns, one of which must match; `*` stands for any text, `?` for one character. A pattern with a
            slash is compared with the path below the target folder, any other with the name.
        exclude: Patterns, none of which may match.
        select: Function that returns whether to take the file of a path below the target folder.
        min_size: Minimum size in bytes.
        max_size: Maximum size in bytes.
    """

    extensions: str | Iterable[str]
    include: str | Iterable[str]
    exclude: str | Iterable[str]
    select: Callable[[str], bool]
    min_size: int
    max_size: int


class FilteredDownload(DownloadOptions, FileFilters, total=False):
    """Which files to download, and how."""


@frozen(kw_only=True)
class DownloadSettings:
    """Validated download options with their defaults.

    Raises:
        ConfigurationError: If a value is out of range.
    """

    concurrency: int = DEFAULT_CONCURRENCY
    part_size: int = DEFAULT_PART_SIZE
    bandwidth: Bandwidth | None = None
    if_exists: IfExists = "verify"
    checksum: Checksum = "check"
    progress: Progress = silent
    dask: Client | str | None = None

    def __attrs_post_init__(self) -> None:
        if self.concurrency < 1:
            raise ConfigurationError(f"concurrency is {self.concurrency}; at least one file must be under way")
        if self.part_size < _MIN_PART:
            raise ConfigurationError(f"part_size is {self.part_size} bytes; give {_MIN_PART} or more")
        if self.if_exists not in get_args(IfExists):
            raise ConfigurationError(f"if_exists is {self.if_exists!r}; it is one of {', '.join(get_args(IfExists))}")
        if self.checksum not in get_args(Checksum):
            raise ConfigurationError(f"checksum is {self.checksum!r}; it is one of {', '.join(get_args(Checksum))}")

    @classmethod
    def of(cls, options: DownloadOptions) -> DownloadSettings:
        """Create settings from a method's keyword arguments.

        Raises:
            ConfigurationError: If an option is unknown or out of range.
        """
        if unknown := set(options) - DownloadOptions.__annotations__.keys():
            known = ", ".join(sorted(FilteredDownload.__annotations__))
            renamed = "; `existing` is now `if_exists`" if "existing" in unknown else ""
            raise ConfigurationError(f"downloads do not know {', '.join(sorted(unknown))}; they know {known}{renamed}")
        values: dict[str, Any] = {name: value for name, value in options.items() if value is not None}
        bandwidth = values.get("bandwidth")
        if bandwidth is not None and not isinstance(bandwidth, Bandwidth):
            values["bandwidth"] = Bandwidth(bandwidth)
        return cls(**values)


def _texts(values: str | Iterable[str] | None) -> tuple[str, ...]:
    return () if values is None else (values,) if isinstance(values, str) else tuple(values)


@frozen(kw_only=True)
class Filter:
    """Validated file filters.

    Raises:
        ConfigurationError: If the sizes exclude each other, or a pattern is empty or excludes everything.
    """

    extensions: tuple[str, ...] = field(default=(), converter=_texts)
    include: tuple[str, ...] = field(default=(), converter=_texts)
    exclude: tuple[str, ...] = field(default=(), converter=_texts)
    select: Callable[[str], bool] | None = None
    min_size: int = 0
    max_size: int | None = None

    def __attrs_post_init__(self) -> None:
        if not all((*self.extensions, *self.include, *self.exclude)):
            raise ConfigurationError(
                "an extension or a pattern is empty, which would match nothing or all; leave it out"
            )
        if any(not pattern.strip("*") for pattern in self.exclude):
            raise ConfigurationError("exclude='*' excludes every file; leave it out, as include alone chooses")
        if self.min_size < 0 or (self.max_size is not None and self.max_size < self.min_size):
            raise ConfigurationError(f"no file has {self.min_size} to {self.max_size} bytes")

    @classmethod
    def split(cls, options: FilteredDownload) -> tuple[Filter, DownloadSettings]:
        """Split a method's keyword arguments into a filter and settings.

        Raises:
            ConfigurationError: If an option is unknown or out of range.
        """
        given: dict[str, Any] = dict(options)
        filters = {name: given.pop(name) for name in FileFilters.__annotations__ if name in given}
        settings = DownloadSettings.of(given)  # type: ignore[arg-type]
        return cls(**{name: value for name, value in filters.items() if value is not None}), settings

    def sent(self) -> list[str] | None:
        """Return the extensions to send to the service: the text after the last dot, in the usual cases.

        The reference does not say whether the service distinguishes case.
        """
        if not self.extensions:
            return None
        ends = [extension.rpartition(".")[2] for extension in self.extensions]
        return list(dict.fromkeys(f".{cased}" for end in ends for cased in _cases(end)))

    def admits(self, file: object, folder: str = "") -> bool:
        """Return whether a file passes all filters.

        Args:
            file: File from a list, or whatever else has a path, a name and a size.
            folder: Folder that its path is put into, with a slash at its end.
        """
        path = folder + (getattr(file, "path", "") or getattr(file, "name", ""))
        name = path.rpartition("/")[2]
        size = getattr(file, "size", None)
        if self.extensions and not name.lower().endswith(tuple(map(_dotted, self.extensions))):
            return False
        if size is not None and (0 <= size < self.min_size or (self.max_size is not None and size > self.max_size)):
            return False
        if self.include and not any(matches(path, pattern) for pattern in self.include):
            return False
        if any(matches(path, pattern) for pattern in self.exclude):
            return False
        return self.select is None or self.select(path)


def _cases(end: str) -> tuple[str, ...]:
    return end, end.lower(), end.upper(), end.capitalize()


def _dotted(extension: str) -> str:
    return f".{extension.lower().removeprefix('.')}"


def matches(path: str, pattern: str) -> bool:
    """Return whether a path matches a pattern.

    Args:
        path: Path below the target folder, with forward slashes.
        pattern: Pattern of `fnmatch`; one with a slash is compared with the whole path, any other with its last part.
    """
    return fnmatchcase(path if "/" in pattern else path.rpartition("/")[2], pattern)
