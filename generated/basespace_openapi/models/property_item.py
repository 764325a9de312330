from __future__ import annotations

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
class PropertyItem(Model):
    """One item of a property that holds several. The property's type decides which value field is present."""

    id: str | None = optional_field("Id")
    """Identifier, as text."""
    content: str | None = optional_field("Content")
    """The value, as text, if the type holds a single one."""
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
    content_map: list[MapContentEntry] | None = optional_field("ContentMap")
    """Value of a map property: a list of entries, each a key with its values."""
    additional_properties: dict[str, Any] = field(factory=dict)
