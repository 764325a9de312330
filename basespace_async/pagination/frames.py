"""Lists as tables: of Arrow, pandas and polars."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from basespace_openapi.types import Model

from .._util.tasks import in_thread
from ..errors import ConfigurationError

if TYPE_CHECKING:
    import pandas  # type: ignore[import-untyped]
    import polars
    import pyarrow  # type: ignore[import-untyped]

    from .page import Page

T = TypeVar("T")


class Frames(Generic[T]):
    """What a `Pager` can do for tables. Its columns are those of a harvest's tables.

    Text, whole numbers, numbers, truth values and dates (UTC) are columns of their type, with nulls; an object within a
    record gives a column for each of its fields, such as `default_project_name`; lists, and what the document does not
    know (`additional`), are JSON text; links are left out.
    """

    @abstractmethod
    def pages(self) -> AsyncGenerator[Page[T], None]:
        """Iterate over the pages."""

    @abstractmethod
    async def _shortest_page(self) -> Page[T]:
        """Fetch a page of one item at most, whatever the limit is."""

    async def to_arrow(self) -> pyarrow.Table:
        """Fetch the whole list as an Arrow table. Needs the extra `parquet`.

        Returns:
            The `pyarrow.Table`; without rows it has the columns, too.

        Raises:
            ConfigurationError: If pyarrow is not installed.

        Example:
            ```python
            table = await basespace.datasets.list().to_arrow()
            ```
        """
        try:
            import pyarrow
        except ImportError:
            raise _missing("pyarrow", "parquet") from None
        tables: list[Any] = []
        async with aclosing(self.pages()) as pages:
            async for page in pages:
                tables.append(await in_thread(_table_of, page))
        if not tables:  # nothing was asked for; only a page says what its items are
            tables.append(_table_of(await self._shortest_page()).slice(0, 0))
        return await in_thread(lambda: pyarrow.concat_tables(tables, promote_options="permissive"))

    async def to_pandas(self) -> pandas.DataFrame:
        """Fetch the whole list as a pandas data frame. Needs the extra `pandas`.

        Whole numbers and truth values keep their types where there are nulls (`Int64`, `boolean`); dates are in UTC.

        Returns:
            The `pandas.DataFrame`.

        Raises:
            ConfigurationError: If pandas or pyarrow is not installed.

        Example:
            ```python
            runs = await basespace.runs.list().to_pandas()
            runs.groupby("status").size()
            ```
        """
        try:
            import pandas
        except ImportError:
            raise _missing("pandas", "pandas") from None
        table = await self.to_arrow()
        nullable = {"int64": pandas.Int64Dtype(), "bool": pandas.BooleanDtype()}
        return await in_thread(lambda: table.to_pandas(types_mapper=lambda type_: nullable.get(str(type_))))

    async def to_polars(self) -> polars.DataFrame:
        """Fetch the whole list as a polars data frame. Needs the extra `polars`.

        Returns:
            The `polars.DataFrame`.

        Raises:
            ConfigurationError: If polars or pyarrow is not installed.

        Example:
            ```python
            biosamples = await basespace.biosamples.list().to_polars()
            biosamples["biosample_name"].to_list()
            ```
        """
        try:
            import polars
        except ImportError:
            raise _missing("polars", "polars") from None
        frame: polars.DataFrame = polars.from_arrow(await self.to_arrow())  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
        return frame


def _missing(library: str, extra: str) -> ConfigurationError:
    return ConfigurationError(f"this needs {library}: pip install 'basespace-async[{extra}]'")


def _table_of(page: Page[Any]) -> Any:
    import pyarrow

    from .._codec.arrow import schema_of, table_of_rows
    from .._codec.columns import Flattening

    if not (isinstance(page.item_type, type) and issubclass(page.item_type, Model)):
        return pyarrow.Table.from_pylist(list(page))
    flattening = Flattening(page.item_type)
    return table_of_rows(map(flattening.flatten, page), schema_of(flattening.columns))
