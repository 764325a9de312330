from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import Model, optional_field

if TYPE_CHECKING:
    from .legacy_run_compact import LegacyRunCompact
    from .library_prep_kit import LibraryPrepKit
    from .user_compact import UserCompact


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class LibraryContainerCompact(Model):
    """Plate or other container of libraries, in short."""

    id: str | None = optional_field("Id")
    """Identifier, as text."""
    href: str | None = optional_field("Href")
    """Link to the resource; may be relative."""
    container_type: str | None = optional_field("ContainerType")
    """Kind of container."""
    user_container_id: str | None = optional_field("UserContainerId")
    """Id that the user gave to the container."""
    library_prep: str | None = optional_field("LibraryPrep")
    """Name of the library preparation."""
    library_prep_kit: LibraryPrepKit | None = optional_field("LibraryPrepKit")
    """Library preparation kit in short."""
    user_owned_by: UserCompact | None = optional_field("UserOwnedBy")
    """User in short."""
    library_count: int | None = optional_field("LibraryCount")
    """Number of libraries."""
    date_modified: datetime.datetime | None = optional_field("DateModified")
    """When it was last changed, in UTC; the year 0001 means not set."""
    number_of_samples: int | None = optional_field("NumberOfSamples")
    """Number of samples."""
    pool_plexity: int | None = optional_field("PoolPlexity")
    """Number of libraries mixed in a pool."""
    prep_run: LegacyRunCompact | None = optional_field("PrepRun")
    """Sequencing run in short."""
    additional_properties: dict[str, Any] = field(factory=dict)
