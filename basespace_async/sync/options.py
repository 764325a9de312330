"""Options of a sync."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, get_args

from attrs import field, frozen

from ..downloads.options import DownloadSettings, Filter, FilteredDownload
from ..errors import ConfigurationError
from .layouts import Layout

OnCollision = Literal["refuse", "number"]
"""What becomes of files to which a layout gives one path; see `SyncOptions`."""

_OWN = ("delete", "check_content", "dry_run", "layout", "on_collision", "storage_options")


class SyncOptions(FilteredDownload, total=False):
    """What a sync fetches, how, and to where. `if_exists` is not among it: a sync decides that itself.

    Attributes:
        delete: Delete files that an earlier sync made and the service no longer has. Files that somebody changed
            since stay, and nothing is deleted if a list or a file could not be read. [default: False]
        check_content: Read the files that are there and compare their checksums, in place of their size and time of
            change. [default: False]
        dry_run: Only say what would be done; nothing is changed. [default: False]
        layout: Paths below the target: `service` for those of the service; `flat` for names alone; `by-sample` for a
            folder of each sample; or a template such as `{project}/{biosample}/{file}`. [default: service]
        on_collision: For files to which the layout gives one path: refuse = fail (default); number = the file with the
            lowest id keeps its name, the others get -2, -3, ... before their extension, in the order of their ids.
        storage_options: Arguments of the filesystem, if the target is a URL of fsspec.
    """

    delete: bool
    check_content: bool
    dry_run: bool
    layout: str
    on_collision: OnCollision
    storage_options: Mapping[str, Any]


@frozen(kw_only=True)
class SyncSettings:
    """Validated options of a sync with their defaults.

    Raises:
        ConfigurationError: If an option is unknown or out of range.
    """

    chosen: Filter
    download: DownloadSettings
    layout: Layout
    delete: bool = False
    check_content: bool = False
    dry_run: bool = False
    on_collision: OnCollision = "refuse"
    storage_options: Mapping[str, Any] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        if self.on_collision not in get_args(OnCollision):
            names = ", ".join(get_args(OnCollision))
            raise ConfigurationError(f"on_collision is {self.on_collision!r}; it is one of {names}")

    @classmethod
    def of(cls, options: SyncOptions, fields: frozenset[str]) -> SyncSettings:
        """Create settings from a method's keyword arguments.

        Args:
            options: The arguments.
            fields: Fields that a layout may have for the resource.
        """
        given: dict[str, Any] = dict(options)
        if "if_exists" in given:
            raise ConfigurationError("a sync does not know if_exists: it makes the folder like the service")
        own = {name: value for name in _OWN if (value := given.pop(name, None)) is not None}
        own["layout"] = Layout.of(own.get("layout", "service"), fields)
        chosen, download = Filter.split(given)  # type: ignore[arg-type]
        return cls(chosen=chosen, download=download, **own)

    @property
    def lists_all(self) -> bool:
        """Whether files that are not fetched must be listed, too."""
        return self.delete or self.on_collision == "number"
