from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import Model, optional_field, required_field

if TYPE_CHECKING:
    from .biosample_library_yield import BiosampleLibraryYield
    from .biosample_status import BiosampleStatus
    from .name_and_id import NameAndId
    from .prep_request import PrepRequest
    from .project_compact import ProjectCompact
    from .property_container import PropertyContainer
    from .subject import Subject
    from .user_compact import UserCompact


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class BiosampleCompact(Model):
    """Biosample in short."""

    id: str = required_field("Id")
    """Identifier, as text."""
    href: str = required_field("Href")
    """Link to the resource; may be relative."""
    user_owned_by: UserCompact = required_field("UserOwnedBy")
    """User in short."""
    biosample_name: str = required_field("BioSampleName")
    """Name of the biosample."""
    nickname: str | None = optional_field("Nickname")
    """Second name of the biosample."""
    default_project: ProjectCompact | None = optional_field("DefaultProject")
    """Project in short."""
    date_modified: datetime.datetime = required_field("DateModified")
    """When it was last changed, in UTC; the year 0001 means not set."""
    date_created: datetime.datetime = required_field("DateCreated")
    """When it was created, in UTC; the year 0001 means not set."""
    subject: Subject | None = optional_field("Subject")
    """Subject (the individual from whom a biosample comes) in short."""
    container_name: str | None = optional_field("ContainerName")
    """Name, usually the barcode, of the plate or tube that holds it."""
    container_position: str | None = optional_field("ContainerPosition")
    """Where in its container it is, usually a well."""
    status: BiosampleStatus = required_field("Status")
    """Status of a biosample. Other values may appear."""
    lab_status: str | None = optional_field("LabStatus")
    """How far the laboratory has come, such as `Sequencing`."""
    prep_requests: list[PrepRequest] | None = optional_field("PrepRequests")
    """Requests to prepare libraries from it."""
    library_preps: list[NameAndId] | None = optional_field("LibraryPreps")
    """Library preparations, by id and name."""
    yields: list[BiosampleLibraryYield] | None = optional_field("Yields")
    """Yield for each library preparation kit."""
    properties: PropertyContainer | None = optional_field("Properties")
    """Properties of a resource, as part of it. It may hold only the first few."""
    has_qc_passed_fastq_datasets: bool | None = optional_field("HasQcPassedFastqDatasets")
    """Whether any of its FASTQ datasets passed QC."""
    href_ica_uri_samples: str | None = optional_field("HrefIcaUriSamples")
    """Link to its samples in Illumina Connected Analytics."""
    output_project_ids: list[str] | None = optional_field("OutputProjectIds")
    """Ids of the projects that its output went to."""
    additional_properties: dict[str, Any] = field(factory=dict)
