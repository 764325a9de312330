from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import UNSET, Model, Unset

if TYPE_CHECKING:
    from .dataset_type_compact import DatasetTypeCompact
    from .user_compact import UserCompact


@define(kw_only=True, repr=False)
class DatasetType(Model):
    """Type of dataset, which says what its files are and which attributes its datasets carry."""

    namespace: str | None | Unset = field(default=UNSET, metadata={"wire": "Namespace"})
    """Namespace of the dataset type."""
    href_docs: str | None | Unset = field(default=UNSET, metadata={"wire": "HrefDocs"})
    """Link to the documentation."""
    description_markdown: str | None | Unset = field(default=UNSET, metadata={"wire": "DescriptionMarkdown"})
    """Description, in Markdown."""
    user_created_by: UserCompact | None | Unset = field(default=UNSET, metadata={"wire": "UserCreatedBy"})
    """User in short."""
    attribute_schema: dict[str, Any] | None | Unset = field(default=UNSET, metadata={"wire": "AttributeSchema"})
    """Attributes of a dataset type. The reference gives no fields; presumably lists of `DatasetAttributeDefinition`
    under the names of types."""
    conforms_to: list[DatasetTypeCompact] | None | Unset = field(default=UNSET, metadata={"wire": "ConformsTo"})
    """More general dataset types that this one satisfies."""
    id: str | None | Unset = field(default=UNSET, metadata={"wire": "Id"})
    """Identifier, a slug such as `illumina.fastq.v1.8`."""
    href: str | None | Unset = field(default=UNSET, metadata={"wire": "Href"})
    """Link to the resource; may be relative."""
    name: str | None | Unset = field(default=UNSET, metadata={"wire": "Name"})
    """Name."""
    conforms_to_ids: list[str] | None | Unset = field(default=UNSET, metadata={"wire": "ConformsToIds"})
    """Ids of the more general types it satisfies, such as `common.fastq`."""
    additional_properties: dict[str, Any] = field(factory=dict)
