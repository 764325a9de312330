"""Options of uploads."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal, TypedDict, get_args

from attrs import frozen

from ..downloads.bandwidth import Bandwidth
from ..downloads.checksums import MIB
from ..downloads.options import FileFilters, Filter
from ..errors import ConfigurationError, UploadError
from ..progress import Progress, silent

UploadMethodName = Literal["auto", "v2", "v1pre3", "presigned", "s3"]
"""How bytes reach the service; see `UploadOptions`."""

DEFAULT_CONCURRENCY = 16
MIN_PART_SIZE = 5 * MIB
MAX_PART_SIZE = 25 * MIB
DEFAULT_PART_SIZE = 6 * MIB
MAX_PARTS = 10_000
MAX_HELD = 48 * MIB
"""Bytes of parts that are read and not yet received, over all files: what an upload needs of memory."""


class UploadOptions(TypedDict, total=False):
    """How files are uploaded; every upload takes the same arguments.

    Attributes:
        concurrency: Files and parts of files sent in parallel; large parts, which need memory, fewer. [default: 16]
        part_size: Bytes per part, 5 to 25 MiB (client); a resumed upload repeats at most one for each that was in
            progress. A file that is no larger is sent in one request; one of more than 10,000 parts gets larger ones.
            [default: 6 MiB]
        bandwidth: Maximum bytes per second, or a `Bandwidth` that several uploads share. [default: no cap]
        method: v2, v1pre3 = parts through the API of that version; presigned = to presigned addresses; s3 = with
            temporary credentials of the object store (extra `s3`); auto = the first that the service takes, in this
            order (default). None but v1pre3 was seen on the real service by those who wrote this.
        resume: Go on from an earlier call with the same arguments; False aborts what that one began, and begins anew.
            [default: True]
        state: Folder of the journals by which uploads are resumed. [default: ~/.local/state/basespace-async/uploads]
        progress: Factory of progress meters; see `basespace_async.progress`.
        dry_run: Send nothing; the report says what would be sent.
    """

    concurrency: int
    part_size: int
    bandwidth: float | Bandwidth | None
    method: UploadMethodName
    resume: bool
    state: str | Path | None
    progress: Progress | None
    dry_run: bool


class FilteredUpload(UploadOptions, FileFilters, total=False):
    """Which files to upload, and how."""


@frozen(kw_only=True)
class UploadSettings:
    """Validated upload options with their defaults.

    Raises:
        ConfigurationError: If a value is out of range.
    """

    concurrency: int = DEFAULT_CONCURRENCY
    part_size: int = DEFAULT_PART_SIZE
    bandwidth: Bandwidth | None = None
    method: UploadMethodName = "auto"
    resume: bool = True
    state: Path | None = None
    progress: Progress = silent
    dry_run: bool = False

    def __attrs_post_init__(self) -> None:
        if self.concurrency < 1:
            raise ConfigurationError(f"concurrency is {self.concurrency}; at least one file must be under way")
        if not MIN_PART_SIZE <= self.part_size <= MAX_PART_SIZE:
            raise ConfigurationError(f"part_size is {self.part_size} bytes; give 5 to 25 MiB (5,242,880 to 26,214,400)")
        if self.method not in get_args(UploadMethodName):
            raise ConfigurationError(f"method is {self.method!r}; it is one of {', '.join(get_args(UploadMethodName))}")

    @classmethod
    def split(cls, options: FilteredUpload | UploadOptions) -> tuple[Filter, UploadSettings]:
        """Split a method's keyword arguments into a filter and settings.

        Raises:
            ConfigurationError: If an option is unknown or out of range.
        """
        values: dict[str, Any] = {name: value for name, value in options.items() if value is not None}
        if unknown := set(values) - FilteredUpload.__annotations__.keys():
            known = ", ".join(sorted(FilteredUpload.__annotations__))
            raise ConfigurationError(f"uploads do not know {', '.join(sorted(unknown))}; they know {known}")
        chosen = Filter(**{name: values.pop(name) for name in FileFilters.__annotations__ if name in values})
        if "bandwidth" in values and not isinstance(values["bandwidth"], Bandwidth):
            values["bandwidth"] = Bandwidth(values["bandwidth"])
        if "state" in values:
            values["state"] = Path(values["state"])
        return chosen, cls(**values)

    def part_size_for(self, size: int, path: str) -> int:
        """Return the bytes of each part of a file, in whole MiB where it needs larger ones.

        Raises:
            UploadError: If the file is too large.
        """
        smallest = -(-size // MAX_PARTS)
        if smallest > MAX_PART_SIZE:
            raise UploadError(f"{path} has {size:,} bytes; 10,000 parts of 25 MiB, 244 GiB, is the most (client)")
        return max(self.part_size, -(-smallest // MIB) * MIB if smallest > self.part_size else 0)
