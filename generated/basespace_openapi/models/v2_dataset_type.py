from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import UNSET, Model, Unset

if TYPE_CHECKING:
    from .v1_pre_3_user_compact import V1Pre3UserCompact
    from .v2_dataset_type_compact import V2DatasetTypeCompact


@define(kw_only=True, repr=False)
class V2DatasetType(Model):
    """Type of dataset, which says what its files are and which attributes its datasets carry."""

    namespace: str | None | Unset = field(default=UNSET, metadata={"wire": "Namespace"})
    """Namespace of the dataset type."""
    href_docs: str | None | Unset = field(default=UNSET, metadata={"wire": "HrefDocs"})
    """Link to the documentation."""
    description_markdown: str | None | Unset = field(default=UNSET, metadata={"wire": "DescriptionMarkdown"})
    """Description, in Markdown."""
    user_created_by: V1Pre3UserCompact | None | Unset = field(default=UNSET, metadata={"wire": "UserCreatedBy"})
    """User in short."""
    attribute_schema: dict[str, Any] | None | Unset = field(default=UNSET, metadata={"wire": "AttributeSchema"})
    """Attributes of a dataset type. The reference gives no fields; presumably lists of `V2DatasetAttributeDefinition`
    under the names of types."""
    conforms_to: list[V2DatasetTypeCompact] | None | Unset = field(default=UNSET, metadata={"wire": "ConformsTo"})
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
