from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import UNSET, Model, Unset

if TYPE_CHECKING:
    from .biosample_library_yield import BiosampleLibraryYield
    from .biosample_status import BiosampleStatus
    from .name_and_id import NameAndId
    from .prep_request import PrepRequest
    from .project_compact import ProjectCompact
    from .property_container import PropertyContainer
    from .subject import Subject
    from .user_compact import UserCompact


@define(kw_only=True, repr=False)
class BiosampleCompact(Model):
    """Biosample in short."""

    id: str | None | Unset = field(default=UNSET, metadata={"wire": "Id"})
    """Identifier, as text."""
    href: str | None | Unset = field(default=UNSET, metadata={"wire": "Href"})
    """Link to the resource; may be relative."""
    user_owned_by: UserCompact | None | Unset = field(default=UNSET, metadata={"wire": "UserOwnedBy"})
    """User in short."""
    biosample_name: str | None | Unset = field(default=UNSET, metadata={"wire": "BioSampleName"})
    """Name of the biosample."""
    nickname: str | None | Unset = field(default=UNSET, metadata={"wire": "Nickname"})
    """Second name of the biosample."""
    default_project: ProjectCompact | None | Unset = field(default=UNSET, metadata={"wire": "DefaultProject"})
    """Project in short."""
    date_modified: datetime.datetime | None | Unset = field(default=UNSET, metadata={"wire": "DateModified"})
    """When it was last changed, in UTC; the year 0001 means not set."""
    date_created: datetime.datetime | None | Unset = field(default=UNSET, metadata={"wire": "DateCreated"})
    """When it was created, in UTC; the year 0001 means not set."""
    subject: Subject | None | Unset = field(default=UNSET, metadata={"wire": "Subject"})
    """Subject (the individual from whom a biosample comes) in short."""
    container_name: str | None | Unset = field(default=UNSET, metadata={"wire": "ContainerName"})
    """Name, usually the barcode, of the plate or tube that holds it."""
    container_position: str | None | Unset = field(default=UNSET, metadata={"wire": "ContainerPosition"})
    """Where in its container it is, usually a well."""
    status: BiosampleStatus | None | Unset = field(default=UNSET, metadata={"wire": "Status"})
    """Status of a biosample. Other values may appear."""
    lab_status: str | None | Unset = field(default=UNSET, metadata={"wire": "LabStatus"})
    """How far the laboratory has come, such as `Sequencing`."""
    prep_requests: list[PrepRequest] | None | Unset = field(default=UNSET, metadata={"wire": "PrepRequests"})
    """Requests to prepare libraries from it."""
    library_preps: list[NameAndId] | None | Unset = field(default=UNSET, metadata={"wire": "LibraryPreps"})
    """Library preparations, by id and name."""
    yields: list[BiosampleLibraryYield] | None | Unset = field(default=UNSET, metadata={"wire": "Yields"})
    """Yield for each library preparation kit."""
    properties: PropertyContainer | None | Unset = field(default=UNSET, metadata={"wire": "Properties"})
    """Properties of a resource, as part of it. It may hold only the first few."""
    has_qc_passed_fastq_datasets: bool | None | Unset = field(
        default=UNSET, metadata={"wire": "HasQcPassedFastqDatasets"}
    )
    """Whether any of its FASTQ datasets passed QC."""
    additional_properties: dict[str, Any] = field(factory=dict)
