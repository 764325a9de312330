"""The properties of an appsession, as a mapping that is read and written over the network."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Unpack

from basespace_openapi import models as generated
from basespace_openapi.api.analyses import (
    delete_appsession_property,
    get_appsession_property,
    list_appsession_properties,
    list_appsession_property_items,
    set_appsession_properties,
)

from .._core.parameters import as_list, bool_text, or_unset
from ..errors import ConfigurationError, DecodeError
from ..pagination.pager import Pager
from ._base import PagingArguments, Resource
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
    """The properties of one appsession; `AppSessions.properties` makes it.

    Example:
        properties = basespace.appsessions.properties("110000001")
        async for name in properties:
            print(name, await properties.value(name))
    """

    def __init__(self, client: Requester, appsession: str) -> None:
        super().__init__(client)
        self._appsession = appsession

    def __aiter__(self) -> AsyncIterator[str]:
        return self._names()

    async def _names(self) -> AsyncIterator[str]:
        async for found in self.list(property_items_limit=1):
            if hasattr(found, "name"):
                yield found.name

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
        """All properties, in short (`listAppSessionProperties`).

        Args:
            property_filters: only properties of these names.
            properties_limit: properties to return at most.
            property_items_limit: items of each property to return at most.
            show_hidden_items: whether hidden projects and datasets are shown.
            sort_by, sort_dir: the order; None leaves it to the service.
            **paging: offset, page_size, concurrency, ordered, expected; see `Pager`.

        Example:
            inputs = await properties.list(property_filters=["Input.Runs", "Input.BioSamples"]).collect()
        """
        request = list_appsession_properties.request(
            self._appsession,
            propertyfilters=as_list(property_filters),
            propertieslimit=or_unset(properties_limit),
            propertyitemslimit=or_unset(property_items_limit),
            showhiddenitems=bool_text(show_hidden_items),
            sortby=or_unset(sort_by),
            sortdir=or_unset(sort_dir),
        )
        return self._client.pager(request, **paging)

    async def get(self, name: str, *, show_hidden_items: bool | None = None) -> Property:
        """One property, with its first items if it has several (`getAppSessionProperty`).

        Args:
            name: such as `Input.Runs`.
            show_hidden_items: whether hidden items are shown.

        Raises:
            NotFoundError, PermissionDeniedError: there is none of that name; which of the two is not documented.

        Example:
            runs = (await properties.get("Input.Runs")).run_items
        """
        return await get_appsession_property.send(
            self._client, self._appsession, name, showhiddenitems=bool_text(show_hidden_items)
        )

    async def value(self, name: str) -> PropertyValue:
        """The value of a property, whatever its type, with all of its items (`get`, and `items` where there are more).

        Args:
            name: such as `Input.Runs`.

        Returns:
            Text, a resource, a dict of lists for a map, or a list of those; None for a property without a value.

        Raises:
            NotFoundError, PermissionDeniedError: there is none of that name; which of the two is not documented.

        Example:
            names = [run.experiment_name for run in await properties.value("Input.Runs")]
        """
        found = await self.get(name)
        if not is_cut(found):
            return property_value(found)
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
        """All items of a property that has several (`listAppSessionPropertyItems`).

        Args:
            name: such as `Input.Runs`.
            show_hidden_items: whether hidden items are shown.
            sort_by, sort_dir: the order; None leaves it to the service.
            **paging: offset, page_size, concurrency, ordered, expected; see `Pager`.

        Example:
            items = await properties.items("Input.BioSamples").collect()
        """
        request = list_appsession_property_items.request(
            self._appsession,
            name,
            showhiddenitems=bool_text(show_hidden_items),
            sortby=or_unset(sort_by),
            sortdir=or_unset(sort_dir),
        )
        return self._client.pager(request, **paging)

    async def set(
        self, name: str, value: object, *, type: str | None = None, description: str | None = None
    ) -> PropertyCompact:
        """Add a property, or give it another value (`setAppSessionProperties`).

        Args:
            name: such as `Lab.Tube`.
            value: text; a mapping from text to texts (a map); a resource, which is written as its Href (inferred); or
                a list of one of those.
            type: instead of the one that the value suggests, such as `string`, `string[]`, `map` or `run[]`.
            description: for people.

        Returns:
            The property as it is then.

        Raises:
            ConfigurationError: the value has no form as a property.
            DecodeError: the answer does not hold the property.

        Example:
            await properties.set("Lab.Tubes", ["T-17", "T-18"])
        """
        written = await self.write([to_write(name, value, type=type, description=description)])
        if not written:
            raise DecodeError(f"the answer says nothing of {name!r}", operation="setAppSessionProperties")
        return next((one for one in written if getattr(one, "name", None) == name), written[0])

    async def set_many(self, values: Mapping[str, object]) -> Written:
        """Add or change several properties in one request (`setAppSessionProperties`): all of them, or none (inferred).

        Args:
            values: by name; see `set`.

        Returns:
            The properties as they are then.

        Raises:
            ConfigurationError: there is none, or a value has no form as a property.

        Example:
            await properties.set_many({"Lab.Tube": "T-17", "Lab.Rack": "R-2"})
        """
        return await self.write([to_write(name, value) for name, value in values.items()])

    async def write(self, properties: Iterable[PropertyToWrite]) -> Written:
        """Add or change properties that are given in full, with ids and options (`setAppSessionProperties`).

        Args:
            properties: models of what is sent.

        Returns:
            The properties as they are then.

        Raises:
            ConfigurationError: there is none.

        Example:
            await properties.write([models.PropertyToWrite(name="Lab.Tube", type_="string", content="T-17")])
        """
        written = [*properties]
        if not written:
            raise ConfigurationError("no property was given; nothing would change")
        body = generated.SetAppSessionPropertiesRequest(properties=written)
        answer = await set_appsession_properties.send(self._client, self._appsession, body=body)
        return answer.items or []

    async def delete(self, name: str) -> None:
        """Remove a property (`deleteAppSessionProperty`).

        Args:
            name: such as `Lab.Tube`.

        Raises:
            NotFoundError, PermissionDeniedError: there is none of that name; which of the two is not documented.

        Example:
            await properties.delete("Lab.Tube")
        """
        await delete_appsession_property.send(self._client, self._appsession, name)

    async def as_dict(self) -> dict[str, Any]:
        """The values of all properties by name, each complete; see `value`.

        Example:
            values = await properties.as_dict()
        """
        values: dict[str, Any] = {}
        async for found in self.list():
            if hasattr(found, "name"):
                values[found.name] = await self.value(found.name) if is_cut(found) else property_value(found)
        return values
