from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import Model, optional_field

if TYPE_CHECKING:
    from .dataset_type_compact import DatasetTypeCompact
    from .user_compact import UserCompact


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class DatasetType(Model):
    """Type of dataset, which says what its files are and which attributes its datasets carry."""

    namespace: str | None = optional_field("Namespace")
    """Namespace of the dataset type."""
    href_docs: str | None = optional_field("HrefDocs")
    """Link to the documentation."""
    description_markdown: str | None = optional_field("DescriptionMarkdown")
    """Description, in Markdown."""
    user_created_by: UserCompact | None = optional_field("UserCreatedBy")
    """User in short."""
    attribute_schema: dict[str, Any] | None = optional_field("AttributeSchema")
    """Attributes of a dataset type. The reference gives no fields; presumably lists of `DatasetAttributeDefinition`
    under the names of types."""
    conforms_to: list[DatasetTypeCompact] | None = optional_field("ConformsTo")
    """More general dataset types that this one satisfies."""
    id: str | None = optional_field("Id")
    """Identifier, a slug such as `illumina.fastq.v1.8`."""
    href: str | None = optional_field("Href")
    """Link to the resource; may be relative."""
    name: str | None = optional_field("Name")
    """Name."""
    conforms_to_ids: list[str] | None = optional_field("ConformsToIds")
    """Ids of the more general types it satisfies, such as `common.fastq`."""
    additional_properties: dict[str, Any] = field(factory=dict)
