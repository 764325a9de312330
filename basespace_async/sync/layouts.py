"""Where the files of a resource go below the target of a sync."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator, Mapping
from itertools import count

from attrs import frozen

from .._core.parameters import identifier
from .._util.sample_names import split_lane
from ..downloads.job import DownloadItem, path_of
from ..downloads.paths import folder_name, safe_name
from ..errors import ConfigurationError, DownloadError, shown

_NAMED = {"flat": "{file}", "by-sample": "{biosample}/{file}"}
_EXTENSION = re.compile(r"(?:\.[A-Za-z0-9]+)?(?:\.(?:gz|bgz|bz2|xz|zst|zip))?$", re.IGNORECASE)
_OF_FILE = frozenset({"file", "path"})
OF_DATASETS = _OF_FILE | {"dataset", "dataset_id", "biosample", "project", "project_id", "appsession", "appsession_id"}
"""Fields of a layout for datasets."""
OF_RUNS = _OF_FILE | {"run", "run_id"}
"""Fields of a layout for runs."""


@frozen
class Layout:
    """A layout of paths.

    Attributes:
        template: Template of a path; "" for the paths of the service.
        values: Fields that are the same for all files.
    """

    template: str = ""
    values: Mapping[str, str] = {}

    @classmethod
    def of(cls, text: str, known: frozenset[str]) -> Layout:
        """Parse a layout.

        Args:
            text: Name of a layout, or a template.
            known: Fields that it may have.

        Raises:
            ConfigurationError: If it is no layout, or has a field that is unknown here.
        """
        if text == "service":
            return cls()
        template = _NAMED.get(text, text)
        fields = _fields_of(template)
        if not fields:
            raise ConfigurationError(
                f"layout is {shown(text)}; it is service, flat, by-sample or a template such as {{dataset}}/{{file}}"
            )
        if unknown := sorted(fields - known):
            names = ", ".join(sorted(known))
            raise ConfigurationError(f"the layout {shown(text)} has no {', '.join(unknown)} here; it may have {names}")
        if not fields & _OF_FILE:
            raise ConfigurationError(
                f"the layout {shown(text)} gives all files one path; it needs {{file}} or {{path}}"
            )
        if template.startswith("/") or "\\" in template or {"..", "."} & {*template.split("/")}:
            raise ConfigurationError(f"the layout {shown(text)} leads out of the target folder")
        return cls(template)

    @property
    def fields(self) -> frozenset[str]:
        """Names of the fields."""
        return _fields_of(self.template)

    def path(self, item: DownloadItem) -> str:
        """Return the path of a file below the target.

        Raises:
            DownloadError: If the service does not say what a field of it is.
        """
        if not self.template:
            return item.path
        own = path_of(item.file)
        values = {"path": own, "file": own.rpartition("/")[2]}
        for field in self.fields - _OF_FILE:
            value = self.values.get(field) or _value(item, field)
            if not value:
                raise DownloadError(f"the service does not say the {field} of {shown(item.path)}; leave it out")
            values[field] = value
        return self.template.format_map(values)


def _fields_of(template: str) -> frozenset[str]:
    try:
        parsed = list(string.Formatter().parse(template))
    except ValueError as error:
        raise ConfigurationError(f"the layout {shown(template)} is no template: {error}") from error
    for _, field, form, conversion in parsed:
        if field is not None and (not field.isidentifier() or form or conversion):
            raise ConfigurationError(f"the layout {shown(template)} has a field {shown(field)}, which is no name")
    return frozenset(field for _, field, _, _ in parsed if field is not None)


def _value(item: DownloadItem, field: str) -> str:
    name, _, part = field.partition("_")
    dataset = item.dataset or getattr(item.file, "parent_dataset", None)
    record = dataset if name in ("dataset", "biosample") else getattr(dataset, name, None)
    if record is None:
        return ""
    value = identifier(record) if part == "id" else getattr(record, "name", "") or ""
    if name == "biosample":
        value, _ = split_lane(value)
    return name_in_a_path(value, record)


def name_in_a_path(value: str, record: object) -> str:
    """Return a name as a folder's name, or the record's id if nothing is left of it."""
    return safe_name(value) or folder_name("", identifier(record))  # type: ignore[arg-type]


def numbered(path: str) -> Iterator[str]:
    """Yield variants of a path for files that cannot have it: `reads-2.fastq.gz`, `reads-3.fastq.gz`, ..."""
    folder, slash, name = path.rpartition("/")
    match = _EXTENSION.search(name, 1)
    cut = match.start() if match else len(name)
    for number in count(2):
        yield f"{folder}{slash}{name[:cut]}-{number}{name[cut:]}"


def id_order(item: DownloadItem) -> tuple[int, str]:
    """Return a key that sorts files by their ids, numbers by their value."""
    text = getattr(item.file, "id", "") or ""
    return (len(text), text) if text.isdigit() else (1 << 16, text)
