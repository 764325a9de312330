from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import UNSET, Model, Unset

if TYPE_CHECKING:
    from .map_content_entry import MapContentEntry
    from .v1_pre_3_application_compact import V1Pre3ApplicationCompact
    from .v1_pre_3_file_compact import V1Pre3FileCompact
    from .v1_pre_3_library_pool_compact import V1Pre3LibraryPoolCompact
    from .v1_pre_3_project_compact import V1Pre3ProjectCompact
    from .v1_pre_3_run_compact import V1Pre3RunCompact
    from .v1_pre_3_user_compact import V1Pre3UserCompact
    from .v2_app_session_compact import V2AppSessionCompact
    from .v2_biological_sample_compact import V2BiologicalSampleCompact
    from .v2_dataset_compact import V2DatasetCompact
    from .v2_library_compact import V2LibraryCompact
    from .v2_subject_compact import V2SubjectCompact


@define(kw_only=True, repr=False)
class V2PropertyItem(Model):
    """One item of a property that holds several. The property's type decides which value field is present."""

    id: str | None | Unset = field(default=UNSET, metadata={"wire": "Id"})
    """Identifier, as text."""
    content: str | None | Unset = field(default=UNSET, metadata={"wire": "Content"})
    """The value, as text, if the type holds a single one."""
    application: V1Pre3ApplicationCompact | None | Unset = field(default=UNSET, metadata={"wire": "Application"})
    """Application in short."""
    app_session: V2AppSessionCompact | None | Unset = field(default=UNSET, metadata={"wire": "AppSession"})
    """Analysis in short."""
    bio_sample: V2BiologicalSampleCompact | None | Unset = field(default=UNSET, metadata={"wire": "BioSample"})
    """Biosample in short."""
    dataset: V2DatasetCompact | None | Unset = field(default=UNSET, metadata={"wire": "Dataset"})
    """Dataset in short."""
    file: V1Pre3FileCompact | None | Unset = field(default=UNSET, metadata={"wire": "File"})
    """File in short: its name, size, checksum and where to download it."""
    sample_library: V2LibraryCompact | None | Unset = field(default=UNSET, metadata={"wire": "SampleLibrary"})
    """Sequencing library in short."""
    library_pool: V1Pre3LibraryPoolCompact | None | Unset = field(default=UNSET, metadata={"wire": "LibraryPool"})
    """Pool of libraries in short."""
    project: V1Pre3ProjectCompact | None | Unset = field(default=UNSET, metadata={"wire": "Project"})
    """Project in short."""
    run: V1Pre3RunCompact | None | Unset = field(default=UNSET, metadata={"wire": "Run"})
    """Sequencing run in short."""
    subject: V2SubjectCompact | None | Unset = field(default=UNSET, metadata={"wire": "Subject"})
    """Subject (the individual from whom a biosample comes) in short."""
    user: V1Pre3UserCompact | None | Unset = field(default=UNSET, metadata={"wire": "User"})
    """User in short."""
    content_map: list[MapContentEntry] | None | Unset = field(default=UNSET, metadata={"wire": "ContentMap"})
    """Value of a map property: a list of entries, each a key with its values."""
    additional_properties: dict[str, Any] = field(factory=dict)
