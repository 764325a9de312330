from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import Model, optional_field

if TYPE_CHECKING:
    from .application_compact import ApplicationCompact
    from .appsession_compact import AppSessionCompact
    from .biosample_compact import BiosampleCompact
    from .dataset_compact import DatasetCompact
    from .file import File
    from .legacy_run_compact import LegacyRunCompact
    from .library_compact import LibraryCompact
    from .library_pool import LibraryPool
    from .map_content_entry import MapContentEntry
    from .project_compact import ProjectCompact
    from .subject import Subject
    from .user_compact import UserCompact


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class Property(Model):
    """Named property of a resource with its value. The type decides which of the value fields is present."""

    user_modified_by: UserCompact | None = optional_field("UserModifiedBy")
    """User in short."""
    application_modified_by: ApplicationCompact | None = optional_field("ApplicationModifiedBy")
    """Application in short."""
    date_modified: datetime.datetime | None = optional_field("DateModified")
    """When it was last changed, in UTC; the year 0001 means not set."""
    type_: str | None = optional_field("Type")
    """Type of the value, such as `string[]`, `run[]` or `map`."""
    href: str | None = optional_field("Href")
    """Link to the resource; may be relative."""
    name: str | None = optional_field("Name")
    """Name of the property, such as `Input.Runs`."""
    description: str | None = optional_field("Description")
    """Description written by a person."""
    content: str | None = optional_field("Content")
    """The value, as text, if the type holds a single one."""
    content_map: list[MapContentEntry] | None = optional_field("ContentMap")
    """Value of a map property: a list of entries, each a key with its values."""
    application: ApplicationCompact | None = optional_field("Application")
    """Application in short."""
    appsession: AppSessionCompact | None = optional_field("AppSession")
    """Analysis in short."""
    biosample: BiosampleCompact | None = optional_field("BioSample")
    """Biosample in short."""
    dataset: DatasetCompact | None = optional_field("Dataset")
    """Dataset in short."""
    file: File | None = optional_field("File")
    """File in short: its name, size, checksum and where to download it."""
    sample_library: LibraryCompact | None = optional_field("SampleLibrary")
    """Sequencing library in short."""
    library_pool: LibraryPool | None = optional_field("LibraryPool")
    """Pool of libraries in short."""
    project: ProjectCompact | None = optional_field("Project")
    """Project in short."""
    run: LegacyRunCompact | None = optional_field("Run")
    """Sequencing run in short."""
    subject: Subject | None = optional_field("Subject")
    """Subject (the individual from whom a biosample comes) in short."""
    user: UserCompact | None = optional_field("User")
    """User in short."""
    content_map_items: list[list[MapContentEntry]] | None = optional_field("ContentMapItems")
    """The values of a property of maps."""
    content_items: list[str] | None = optional_field("ContentItems")
    """The values of a `string[]` property."""
    application_items: list[ApplicationCompact] | None = optional_field("ApplicationItems")
    """The values, if they are applications."""
    appsession_items: list[AppSessionCompact] | None = optional_field("AppSessionItems")
    """The values, if they are analyses."""
    biosample_items: list[BiosampleCompact] | None = optional_field("BioSampleItems")
    """The values, if they are biosamples."""
    dataset_items: list[DatasetCompact] | None = optional_field("DatasetItems")
    """The values, if they are datasets."""
    file_items: list[File] | None = optional_field("FileItems")
    """The values, if they are files."""
    sample_library_items: list[LibraryCompact] | None = optional_field("SampleLibraryItems")
    """The values of a `library[]` property."""
    library_pool_items: list[LibraryPool] | None = optional_field("LibraryPoolItems")
    """The values, if they are library pools."""
    project_items: list[ProjectCompact] | None = optional_field("ProjectItems")
    """The values, if they are projects."""
    run_items: list[LegacyRunCompact] | None = optional_field("RunItems")
    """The values of a `run[]` property."""
    subject_items: list[Subject] | None = optional_field("SubjectItems")
    """The values, if they are subjects."""
    user_items: list[UserCompact] | None = optional_field("UserItems")
    """The values, if they are users."""
    href_items: str | None = optional_field("HrefItems")
    """Link to all items of the property."""
    items_displayed_count: int | None = optional_field("ItemsDisplayedCount")
    """Number of items in this answer."""
    items_total_count: int | None = optional_field("ItemsTotalCount")
    """Number of items that the property has."""
    allow_duplicates: bool | None = optional_field("AllowDuplicates")
    """Whether the same item may occur twice."""
    additional_properties: dict[str, Any] = field(factory=dict)
