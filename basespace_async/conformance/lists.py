"""Probes of one list: its pages, its orders, its filters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from attrs import define

from .differences import word
from .document import Operation
from .pages import KEYS, ListPage, is_sorted, usable_values, value_at
from .probes import ProbeFailedError, Prober

MAX_LIMIT = 1024
_CAP = 1000
"""Fewest items that a page may be capped at: lists of files stop there."""
_SORTED = 200
"""Items of a page whose order is looked at."""
_NO_FIELD = "NoSuchField"
_COUNTS = ("DisplayedCount", "TotalCount", "Offset", "Limit")

_FILTER_FIELDS = {
    "appid": "Application.Id",
    "datasettypes": "",
    "output.projects": "",
    "projectid": "",
    "serialnumbers": "SerialNumber",
    "statuses": "Status",
    "usercreatedby": "UserCreatedBy.Id",
}
"""Fields that a filter looks at, where they have another name; "" if it looks at more than the item has."""
_NO_FILTERS = (
    "id include includes options propertyfilters propertieslimit propertyitemslimit propertynamestartswith "
    "excludepropertynamestartswith scope query references timezone binby fromdate todate datemodified periods "
    "filehrefcontentresolution turbomode refreshcache excludeextensions fileszipped filesetid pathprefix "
    "showhiddenitems selectedlibraryprepids"
)


@define
class ListProbe:
    """The probes of one list.

    Attributes:
        prober: Sends them.
        operation: The list.
        path: Path of the request.
        query: Parameters that the operation cannot do without.
    """

    prober: Prober
    operation: Operation
    path: str
    query: Mapping[str, str]

    async def run(self) -> int:
        """Send all probes, and return how many items the list has.

        Raises:
            ProbeFailedError: If the list cannot be read at all.
        """
        first = await self._page()
        for item in first.items:
            self.prober.collect_listed(self.operation, item)
        whole = await self._page(limit=MAX_LIMIT)
        self._check_cap(whole, MAX_LIMIT)
        for probe in (self._pages, self._orders, self._narrowed):
            try:
                await probe(first, whole)
            except ProbeFailedError:
                continue  # reported; the others are still worth their while
        return whole.total

    async def count(self) -> int:
        """Return how many items the list has.

        Raises:
            ProbeFailedError: If the list cannot be read at all.
        """
        return (await self._page(limit=1)).total

    def _differs(self, place: str, expected: object, seen: object) -> None:
        self.prober.report.add(self.operation.name, place, str(expected), str(seen))

    async def _page(self, **query: str | int) -> ListPage:
        sent = {**self.query} | {self.operation.paging_name(name) or name: str(value) for name, value in query.items()}
        body = await self.prober.read(self.operation, self.path, sent)
        page = self._parsed(body)
        offset, limit = int(query.get("offset", 0)), page.paging.get("Limit")
        for place, expected in (("Offset", offset), ("DisplayedCount", len(page.items))):
            if page.paging.get(place, expected) != expected:
                self._differs(f"Paging.{place}", f"{place} of the page", "another number")
        bound = int(query["limit"]) if "limit" in query else limit
        if isinstance(bound, int) and len(page.items) > bound:
            self._differs("Items", "no more than the limit", "more")
        return page

    def _parsed(self, body: Any) -> ListPage:
        items = body.get("Items") if isinstance(body, dict) else None
        if not isinstance(items, list):
            self._differs("Items", "present", "missing")
            raise ProbeFailedError("answered without Items")
        properties = self.prober.document.opened(self.operation)[0]["properties"]
        paging = body.get("Paging") if "Paging" in properties else body
        if not isinstance(paging, dict):
            self._differs("Paging", "present", "missing")
            raise ProbeFailedError("answered without Paging")
        for name in _COUNTS:
            if not isinstance(paging.get(name), int):
                self._differs(f"Paging.{name}", "present", "missing")
        if any(isinstance(item, dict) and not set(KEYS) & set(item) for item in items) and self._has_keys():
            self._differs("Items[]", f"one of {', '.join(KEYS)}", "missing")
        return ListPage(items, paging)

    def _has_keys(self) -> bool:
        """Return whether the document says that items have something that tells them apart."""
        return not {*KEYS}.isdisjoint(self._item_properties())

    def _item_properties(self) -> dict[str, Any]:
        properties = self.prober.document.opened(self.operation)[0]["properties"]
        return self.prober.document.properties(properties["Items"]["items"])

    def _check_cap(self, page: ListPage, asked: int) -> None:
        limit = page.paging.get("Limit")
        if isinstance(limit, int) and not _CAP <= limit <= MAX_LIMIT:
            self._differs(f"limit={asked}", "pages of 1,000 to 1,024 items", f"Paging.Limit {limit}")
        if len(page.items) < min(page.total, _CAP):
            self._differs(f"limit={asked}", "as many items as TotalCount says", "fewer")
        if len(page.items) > page.total:
            self._differs("Paging.TotalCount", "at least the items of the page", "fewer")
        if len(set(page.keys)) < len(page.items):
            self._differs(f"limit={asked}", "each item once", "items twice")

    async def _pages(self, first: ListPage, whole: ListPage) -> None:
        total = whole.total
        size = max(1, min(10, total // 3))
        places = [0, size, 2 * size] + ([total - 1] if total > 3 * size else [])
        pages = [await self._page(offset=place, limit=size) for place in places if place < total]
        self._compare("the first page", first, whole, 0, len(first.items))
        for place, page in zip(places, pages, strict=False):
            self._compare("offset" if place else "limit", page, whole, place, size)
        keys = [key for page in pages[:3] for key in page.keys]
        if len(set(keys)) < len(keys):
            self._differs("offset", "pages that do not overlap", "items on two pages")
        past = [await self._page(offset=place, limit=size) for place in (total, total + 10)]
        if any(page.items for page in past):
            self._differs("offset past the end", "no items", "items")
        self._check_cap(await self._page(limit=2 * MAX_LIMIT), 2 * MAX_LIMIT)
        if {page.total for page in (first, *pages, *past)} - {total}:
            self._differs("Paging.TotalCount", "the same on each page", "another number")

    def _compare(self, place: str, page: ListPage, whole: ListPage, offset: int, size: int) -> None:
        """Compare a page with the same part of the whole list."""
        if len(page.items) < min(size, whole.total - offset):
            self._differs(place, "as many items as were asked for", "fewer")
        if offset + size > len(whole.items) and not whole.is_whole:
            return
        if page.keys != whole.keys[offset : offset + size]:
            self._differs(place, "the items that the whole list has there", "others")

    async def _orders(self, first: ListPage, whole: ListPage) -> None:
        name = self.operation.paging_name("sortby")
        if name is None:
            return
        keys = self.prober.document.values(self.operation.parameters[name])
        if keys:
            unknown = await self._page(sortby=_NO_FIELD, limit=_SORTED)
            if unknown.paging.get("SortBy") != first.paging.get("SortBy"):
                self._differs(f"sortby={_NO_FIELD}", "the order that the list has without sortby", "another")
        for key in keys or [""]:
            ascending, descending = [await self._ordered(key, order, whole) for order in ("Asc", "Desc")]
            if len(ascending.items) > 1 and ascending.is_whole and ascending.keys == descending.keys:
                self._differs("sortdir", "another order for Desc than for Asc", f"the same with sortby={key}")

    async def _ordered(self, key: str, order: str, whole: ListPage) -> ListPage:
        page = await self._page(**{"sortby": key} if key else {}, sortdir=order, limit=_SORTED)
        place = f"sortby={key}"
        for name, asked in (("SortBy", key), ("SortDir", order)):
            echoed = page.paging.get(name)
            if asked and echoed != asked:
                self._differs(f"Paging.{name}", asked, "missing" if echoed is None else word(echoed))
        if page.total != whole.total:
            self._differs(place, "the same number of items", "another number")
        if whole.is_whole and page.is_whole and Counter(page.keys) != Counter(whole.keys):
            self._differs(place, "the same items", "others")
        if key and not is_sorted(page.items, key, order == "Desc"):
            self._differs(place, "items in this order", f"another order, with sortdir={order}")
        return page

    async def _narrowed(self, _first: ListPage, whole: ListPage) -> None:
        if self.query:
            return  # its parameters choose what the list is made of
        for name, schema in self.operation.filters():
            if name.lower() in _NO_FILTERS.split():
                continue
            schema = self.prober.document.resolve(schema)
            path = self._field(name)
            if schema.get("type") == "boolean":
                await self._flag(name, path)
            elif schema.get("type") in ("string", "array"):
                await self._filter(name, path, whole, takes_several=schema["type"] == "array")

    def _field(self, name: str) -> str:
        """Return where an item has what a filter looks at, or ""."""
        if name in _FILTER_FIELDS:
            return _FILTER_FIELDS[name]
        return next((field for field in self._item_properties() if field.lower() == name.lower()), "")

    async def _flag(self, name: str, path: str) -> None:
        for value in (True, False):
            page = await self._page(**{name: str(value).lower()}, limit=_SORTED)
            if path and any(value_at(item, path) is (not value) for item in page.items):
                self._differs(name, f"only items whose {path} is {str(value).lower()}", "others")

    async def _chosen(self, name: str, path: str, values: Sequence[str], whole: ListPage) -> None:
        """Ask for the items that have one of some values."""
        if not values:
            return
        page = await self._page(**{name: ",".join(values)}, limit=MAX_LIMIT)
        if any(value_at(item, path) not in values for item in page.items):
            self._differs(name, f"only items with this {path}", "others")
        expected = sum(value_at(item, path) in values for item in whole.items)
        if whole.is_whole and page.total != expected:
            self._differs(name, f"all items with this {path}", "another number of items")

    async def _filter(self, name: str, path: str, whole: ListPage, *, takes_several: bool) -> None:
        if path and (wanted := usable_values(whole.items, path)):
            for values in (wanted[:1], wanted[:2] if takes_several and len(wanted) > 1 else ()):
                await self._chosen(name, path, values, whole)
        if not whole.items:
            return
        query = {**self.query, name: "999999999", self.operation.paging_name("limit") or "limit": "10"}
        body = await self.prober.may_refuse(self.operation, self.path, query)
        if body is not None and self._parsed(body).items:
            self._differs(name, "no items for a value that nothing has", "items")
