"""The properties of a resource, read and written over the network like a mapping."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Unpack

from basespace_openapi import models as generated

from .._core.parameters import as_list, bool_text, or_unset
from ..errors import ConfigurationError, DecodeError
from ..pagination.pager import Pager
from ._base import PagingArguments, Resource
from ._property_operations import OPERATIONS, PropertyOwner
from ._property_values import PropertyValue, is_cut, item_value, property_value, to_write

if TYPE_CHECKING:
    from .._core.requester import Requester
    from ..models import (
        Property,
        PropertyCompact,
        PropertyItem,
        PropertyItemSortField,
        PropertySortField,
        PropertyToWrite,
        SortDirection,
    )

    Written = list[PropertyCompact]


class Properties(Resource):
    """The properties of one resource; its `properties` method returns it, such as `AppSessions.properties`.

    Appsessions have all of these operations (reference). Other resources can be read (client) and written (inferred,
    but for biosamples, which a client writes), and lose no property; those of the current user can only be read.

    Args:
        client: The client.
        owner: Kind of the resource.
        *id: Id of the resource; none for the current user.

    Example:
        ```python
        properties = basespace.appsessions.properties("110000001")
        async for name in properties:
            print(name, await properties.value(name))
        ```
    """

    def __init__(self, client: Requester, owner: PropertyOwner, *id: str) -> None:
        super().__init__(client)
        self._owner = owner
        self._operations = OPERATIONS[owner]
        self._id = id

    def __aiter__(self) -> AsyncIterator[str]:
        return self._names()

    async def _names(self) -> AsyncIterator[str]:
        async for record in self.list(property_items_limit=1):
            if hasattr(record, "name"):
                yield record.name

    def list(
        self,
        *,
        property_filters: str | Iterable[str] | None = None,
        properties_limit: int | None = None,
        property_items_limit: int | None = None,
        show_hidden_items: bool | None = None,
        sort_by: PropertySortField | None = "Name",
        sort_dir: SortDirection | None = "Asc",
        **paging: Unpack[PagingArguments],
    ) -> Pager[PropertyCompact]:
        """List the properties (`listAppSessionProperties`).

        Calls `GET /v2/appsessions/{id}/properties`, and the same below other resources.

        Args:
            property_filters: Only properties of these names.
            properties_limit: Maximum number of properties to return.
            property_items_limit: Maximum number of items of each property to return.
            show_hidden_items: Whether to include hidden projects and datasets.
            sort_by: Field to sort by; None leaves the order to the service.
            sort_dir: Asc or Desc; None leaves the direction to the service.
            **paging: How the list is fetched; see `PagingArguments`.

        Returns:
            A pager of `PropertyCompact`; nothing is sent before it is iterated.

        Example:
            ```python
            inputs = await properties.list(property_filters=["Input.Runs", "Input.BioSamples"]).collect()
            ```
        """
        request = self._operations.list(
            *self._id,
            propertyfilters=as_list(property_filters),
            propertieslimit=or_unset(properties_limit),
            propertyitemslimit=or_unset(property_items_limit),
            showhiddenitems=bool_text(show_hidden_items),
            sortby=or_unset(sort_by),
            sortdir=or_unset(sort_dir),
        )
        return self._client.pager(request, **paging)

    async def get(
        self, name: str, *, property_items_limit: int | None = None, show_hidden_items: bool | None = None
    ) -> Property:
        """Get a property with its first items (`getAppSessionProperty`).

        Calls `GET /v2/appsessions/{id}/properties/{name}`, and the same below other resources.

        Args:
            name: Name of the property, such as `Input.Runs`.
            property_items_limit: Maximum number of items to return (client).
            show_hidden_items: Whether to include hidden items.

        Returns:
            The `Property`.

        Raises:
            NotFoundError: If there is no property of that name (the reference does not say which of the two errors).
            PermissionDeniedError: If there is no property of that name.

        Example:
            ```python
            runs = (await properties.get("Input.Runs")).run_items
            ```
        """
        request = self._operations.get(
            *self._id,
            name,
            propertyitemslimit=or_unset(property_items_limit),
            showhiddenitems=bool_text(show_hidden_items),
        )
        return await self._client.call(request)

    async def value(self, name: str) -> PropertyValue:
        """Get the complete value of a property, whatever its type.

        Sends `get`, and `items` where the property has more items than `get` returned.

        Args:
            name: Name of the property, such as `Input.Runs`.

        Returns:
            Text, a resource, a dict of lists for a map, or a list of those; None for a property without a value.

        Raises:
            NotFoundError: If there is no property of that name (the reference does not say which of the two errors).
            PermissionDeniedError: If there is no property of that name.

        Example:
            ```python
            names = [run.experiment_name for run in await properties.value("Input.Runs")]
            ```
        """
        record = await self.get(name)
        if not is_cut(record):
            return property_value(record)
        return [item_value(item) async for item in self.items(name)]

    def items(
        self,
        name: str,
        *,
        show_hidden_items: bool | None = None,
        sort_by: PropertyItemSortField | None = "DateCreated",
        sort_dir: SortDirection | None = "Asc",
        **paging: Unpack[PagingArguments],
    ) -> Pager[PropertyItem]:
        """List all items of a property that has several (`listAppSessionPropertyItems`).

        Calls `GET /v2/appsessions/{id}/properties/{name}/items`, and the same below other resources.

        Args:
            name: Name of the property, such as `Input.Runs`.
            show_hidden_items: Whether to include hidden items.
            sort_by: Field to sort by; None leaves the order to the service.
            sort_dir: Asc or Desc; None leaves the direction to the service.
            **paging: How the list is fetched; see `PagingArguments`.

        Returns:
            A pager of `PropertyItem`; nothing is sent before it is iterated.

        Example:
            ```python
            items = await properties.items("Input.BioSamples").collect()
            ```
        """
        request = self._operations.items(
            *self._id,
            name,
            showhiddenitems=bool_text(show_hidden_items),
            sortby=or_unset(sort_by),
            sortdir=or_unset(sort_dir),
        )
        return self._client.pager(request, **paging)

    async def set(
        self, name: str, value: object, *, type: str | None = None, description: str | None = None
    ) -> PropertyCompact:
        """Add a property, or change its value (`setAppSessionProperties`).

        Calls `POST /v2/appsessions/{id}/properties`, and the same below other resources.

        Args:
            name: Name of the property, such as `Lab.Tube`.
            value: Text; a mapping from text to texts (a map); a resource, which is written as its Href (inferred); or
                a list of one of those.
            type: Type in place of the one that the value suggests, such as `string`, `string[]`, `map` or `run[]`.
            description: Description for people.

        Returns:
            The updated property.

        Raises:
            ConfigurationError: If the value has no form as a property.
            DecodeError: If the answer does not hold the property.

        Example:
            ```python
            await properties.set("Lab.Tubes", ["T-17", "T-18"])
            ```
        """
        written = await self.write([to_write(name, value, type=type, description=description)])
        if not written:
            raise DecodeError(f"the answer says nothing of {name!r}", operation="set properties")
        return next((record for record in written if getattr(record, "name", None) == name), written[0])

    async def set_many(self, values: Mapping[str, object]) -> Written:
        """Add or change several properties in one request (`setAppSessionProperties`).

        Calls `POST /v2/appsessions/{id}/properties`, and the same below other resources. The service changes all of
        them or none (inferred).

        Args:
            values: Values by name; see `set`.

        Returns:
            The updated properties.

        Raises:
            ConfigurationError: If no property is given, or a value has no form as a property.

        Example:
            ```python
            await properties.set_many({"Lab.Tube": "T-17", "Lab.Rack": "R-2"})
            ```
        """
        return await self.write([to_write(name, value) for name, value in values.items()])

    async def write(self, properties: Iterable[PropertyToWrite]) -> Written:
        """Add or change properties given in full, with ids and options (`setAppSessionProperties`).

        Calls `POST /v2/appsessions/{id}/properties`, and the same below other resources.

        Args:
            properties: Properties to send, as models.

        Returns:
            The updated properties.

        Raises:
            ConfigurationError: If none is given, or the resource's properties can only be read.

        Example:
            ```python
            await properties.write([models.PropertyToWrite(name="Lab.Tube", type_="string", content="T-17")])
            ```
        """
        if self._operations.set is None:
            raise ConfigurationError(f"properties of the {self._owner} can only be read")
        written = [*properties]
        if not written:
            raise ConfigurationError("no property was given; nothing would change")
        body = generated.SetAppSessionPropertiesRequest(properties=written)
        answer = await self._client.call(self._operations.set(*self._id, body=body))
        return answer.items or []

    async def delete(self, name: str) -> None:
        """Remove a property of an appsession (`deleteAppSessionProperty`).

        Calls `DELETE /v2/appsessions/{id}/properties/{name}`.

        Args:
            name: Name of the property, such as `Lab.Tube`.

        Raises:
            ConfigurationError: If the resource is not an appsession.
            NotFoundError: If there is no property of that name (the reference does not say which of the two errors).
            PermissionDeniedError: If there is no property of that name.

        Example:
            ```python
            await properties.delete("Lab.Tube")
            ```
        """
        if self._operations.delete is None:
            raise ConfigurationError(f"the service has no operation that removes a property of a {self._owner}")
        await self._client.call(self._operations.delete(*self._id, name))

    async def as_dict(self) -> dict[str, Any]:
        """Get the complete values of all properties by name; see `value`.

        Returns:
            Values by name.

        Example:
            ```python
            values = await properties.as_dict()
            ```
        """
        values: dict[str, Any] = {}
        async for record in self.list():
            if hasattr(record, "name"):
                values[record.name] = await self.value(record.name) if is_cut(record) else property_value(record)
        return values
