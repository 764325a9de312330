from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import UNSET, Model, Unset

if TYPE_CHECKING:
    from .application_compact import ApplicationCompact
    from .appsession_compact import AppSessionCompact
    from .biosample_compact import BiosampleCompact
    from .dataset_compact import DatasetCompact
    from .file import File
    from .library_compact import LibraryCompact
    from .library_pool import LibraryPool
    from .map_content_entry import MapContentEntry
    from .project_compact import ProjectCompact
    from .run_compact import RunCompact
    from .subject import Subject
    from .user_compact import UserCompact


@define(kw_only=True, repr=False)
class Property(Model):
    """Named property of a resource with its value. The type decides which of the value fields is present."""

    user_modified_by: UserCompact | None | Unset = field(default=UNSET, metadata={"wire": "UserModifiedBy"})
    """User in short."""
    application_modified_by: ApplicationCompact | None | Unset = field(
        default=UNSET, metadata={"wire": "ApplicationModifiedBy"}
    )
    """Application in short."""
    date_modified: datetime.datetime | None | Unset = field(default=UNSET, metadata={"wire": "DateModified"})
    """When it was last changed, in UTC; the year 0001 means not set."""
    type_: str | None | Unset = field(default=UNSET, metadata={"wire": "Type"})
    """Type of the value, such as `string[]`, `run[]` or `map`."""
    href: str | None | Unset = field(default=UNSET, metadata={"wire": "Href"})
    """Link to the resource; may be relative."""
    name: str | None | Unset = field(default=UNSET, metadata={"wire": "Name"})
    """Name of the property, such as `Input.Runs`."""
    description: str | None | Unset = field(default=UNSET, metadata={"wire": "Description"})
    """Description written by a person."""
    content: str | None | Unset = field(default=UNSET, metadata={"wire": "Content"})
    """The value, as text, if the type holds a single one."""
    content_map: list[MapContentEntry] | None | Unset = field(default=UNSET, metadata={"wire": "ContentMap"})
    """Value of a map property: a list of entries, each a key with its values."""
    application: ApplicationCompact | None | Unset = field(default=UNSET, metadata={"wire": "Application"})
    """Application in short."""
    appsession: AppSessionCompact | None | Unset = field(default=UNSET, metadata={"wire": "AppSession"})
    """Analysis in short."""
    biosample: BiosampleCompact | None | Unset = field(default=UNSET, metadata={"wire": "BioSample"})
    """Biosample in short."""
    dataset: DatasetCompact | None | Unset = field(default=UNSET, metadata={"wire": "Dataset"})
    """Dataset in short."""
    file: File | None | Unset = field(default=UNSET, metadata={"wire": "File"})
    """File in short: its name, size, checksum and where to download it."""
    sample_library: LibraryCompact | None | Unset = field(default=UNSET, metadata={"wire": "SampleLibrary"})
    """Sequencing library in short."""
    library_pool: LibraryPool | None | Unset = field(default=UNSET, metadata={"wire": "LibraryPool"})
    """Pool of libraries in short."""
    project: ProjectCompact | None | Unset = field(default=UNSET, metadata={"wire": "Project"})
    """Project in short."""
    run: RunCompact | None | Unset = field(default=UNSET, metadata={"wire": "Run"})
    """Sequencing run in short."""
    subject: Subject | None | Unset = field(default=UNSET, metadata={"wire": "Subject"})
    """Subject (the individual from whom a biosample comes) in short."""
    user: UserCompact | None | Unset = field(default=UNSET, metadata={"wire": "User"})
    """User in short."""
    content_map_items: list[list[MapContentEntry]] | None | Unset = field(
        default=UNSET, metadata={"wire": "ContentMapItems"}
    )
    """The values of a property of maps."""
    content_items: list[str] | None | Unset = field(default=UNSET, metadata={"wire": "ContentItems"})
    """The values of a `string[]` property."""
    application_items: list[ApplicationCompact] | None | Unset = field(
        default=UNSET, metadata={"wire": "ApplicationItems"}
    )
    """The values, if they are applications."""
    appsession_items: list[AppSessionCompact] | None | Unset = field(
        default=UNSET, metadata={"wire": "AppSessionItems"}
    )
    """The values, if they are analyses."""
    biosample_items: list[BiosampleCompact] | None | Unset = field(default=UNSET, metadata={"wire": "BioSampleItems"})
    """The values, if they are biosamples."""
    dataset_items: list[DatasetCompact] | None | Unset = field(default=UNSET, metadata={"wire": "DatasetItems"})
    """The values, if they are datasets."""
    file_items: list[File] | None | Unset = field(default=UNSET, metadata={"wire": "FileItems"})
    """The values, if they are files."""
    sample_library_items: list[LibraryCompact] | None | Unset = field(
        default=UNSET, metadata={"wire": "SampleLibraryItems"}
    )
    """The values of a `library[]` property."""
    library_pool_items: list[LibraryPool] | None | Unset = field(default=UNSET, metadata={"wire": "LibraryPoolItems"})
    """The values, if they are library pools."""
    project_items: list[ProjectCompact] | None | Unset = field(default=UNSET, metadata={"wire": "ProjectItems"})
    """The values, if they are projects."""
    run_items: list[RunCompact] | None | Unset = field(default=UNSET, metadata={"wire": "RunItems"})
    """The values of a `run[]` property."""
    subject_items: list[Subject] | None | Unset = field(default=UNSET, metadata={"wire": "SubjectItems"})
    """The values, if they are subjects."""
    user_items: list[UserCompact] | None | Unset = field(default=UNSET, metadata={"wire": "UserItems"})
    """The values, if they are users."""
    href_items: str | None | Unset = field(default=UNSET, metadata={"wire": "HrefItems"})
    """Link to all items of the property."""
    items_displayed_count: int | None | Unset = field(default=UNSET, metadata={"wire": "ItemsDisplayedCount"})
    """Number of items in this answer."""
    items_total_count: int | None | Unset = field(default=UNSET, metadata={"wire": "ItemsTotalCount"})
    """Number of items that the property has."""
    allow_duplicates: bool | None | Unset = field(default=UNSET, metadata={"wire": "AllowDuplicates"})
    """Whether the same item may occur twice."""
    additional_properties: dict[str, Any] = field(factory=dict)
