from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import UNSET, Model, Unset

if TYPE_CHECKING:
    from .library_prep_kit import LibraryPrepKit
    from .run_compact import RunCompact
    from .user_compact import UserCompact


@define(kw_only=True, repr=False)
class LibraryContainerCompact(Model):
    """Plate or other container of libraries, in short."""

    id: str | None | Unset = field(default=UNSET, metadata={"wire": "Id"})
    """Identifier, as text."""
    href: str | None | Unset = field(default=UNSET, metadata={"wire": "Href"})
    """Link to the resource; may be relative."""
    container_type: str | None | Unset = field(default=UNSET, metadata={"wire": "ContainerType"})
    """Kind of container."""
    user_container_id: str | None | Unset = field(default=UNSET, metadata={"wire": "UserContainerId"})
    """Id that the user gave to the container."""
    library_prep: str | None | Unset = field(default=UNSET, metadata={"wire": "LibraryPrep"})
    """Name of the library preparation."""
    library_prep_kit: LibraryPrepKit | None | Unset = field(default=UNSET, metadata={"wire": "LibraryPrepKit"})
    """Library preparation kit in short."""
    user_owned_by: UserCompact | None | Unset = field(default=UNSET, metadata={"wire": "UserOwnedBy"})
    """User in short."""
    library_count: int | None | Unset = field(default=UNSET, metadata={"wire": "LibraryCount"})
    """Number of libraries."""
    date_modified: datetime.datetime | None | Unset = field(default=UNSET, metadata={"wire": "DateModified"})
    """When it was last changed, in UTC; the year 0001 means not set."""
    number_of_samples: int | None | Unset = field(default=UNSET, metadata={"wire": "NumberOfSamples"})
    """Number of samples."""
    pool_plexity: int | None | Unset = field(default=UNSET, metadata={"wire": "PoolPlexity"})
    """Number of libraries mixed in a pool."""
    prep_run: RunCompact | None | Unset = field(default=UNSET, metadata={"wire": "PrepRun"})
    """Sequencing run in short."""
    additional_properties: dict[str, Any] = field(factory=dict)
