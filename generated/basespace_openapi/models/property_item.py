from __future__ import annotations

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
class PropertyItem(Model):
    """One item of a property that holds several. The property's type decides which value field is present."""

    id: str | None | Unset = field(default=UNSET, metadata={"wire": "Id"})
    """Identifier, as text."""
    content: str | None | Unset = field(default=UNSET, metadata={"wire": "Content"})
    """The value, as text, if the type holds a single one."""
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
    content_map: list[MapContentEntry] | None | Unset = field(default=UNSET, metadata={"wire": "ContentMap"})
    """Value of a map property: a list of entries, each a key with its values."""
    additional_properties: dict[str, Any] = field(factory=dict)
