"""The options of a watch."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypedDict, cast

from attrs import field, frozen

from ..errors import ConfigurationError
from .store import CheckedStore, SQLiteStore, WatchStore, default_path


class WatchOptions(TypedDict, total=False):
    """What a watch reads, where it keeps its state, and how often it asks.

    Attributes:
        existing: Also give what is there when the watch starts for the first time. Without it, the first poll only
            notes what is there. [default: False]
        filters: Further arguments of the resource's `list`, such as `{"experiment_name": "Batch 7"}`.
        store: File of the state, or a `WatchStore`.
            [default: `~/.local/state/basespace-async/watch.sqlite`, or below `XDG_STATE_HOME`]
        name: Name of the state. Watches of different names each get every event; a watch goes on where the last one
            of its name ended. [default: made of the status and the filters]
        min_interval: Seconds between polls after something new came. [default: 15]
        max_interval: Seconds between polls to which the interval grows while nothing comes. [default: 300]
        once: End after one poll, for cron. [default: False]
    """

    existing: bool
    filters: Mapping[str, Any]
    store: str | Path | WatchStore
    name: str
    min_interval: float
    max_interval: float
    once: bool


@frozen(kw_only=True)
class WatchSettings:
    """The options of a watch, checked; `WatchOptions` describes them."""

    existing: bool = False
    filters: Mapping[str, Any] = field(factory=dict)
    store: WatchStore
    name: str = ""
    min_interval: float = 15.0
    max_interval: float = 300.0
    once: bool = False

    @classmethod
    def of(cls, options: WatchOptions) -> WatchSettings:
        """Check options.

        Raises:
            ConfigurationError: If an option is unknown or out of range.
        """
        if unknown := options.keys() - WatchOptions.__annotations__.keys():
            raise ConfigurationError(
                f"watch does not know {', '.join(sorted(unknown))}; put arguments of `list` in filters"
            )
        values: dict[str, Any] = {**options}
        settings = cls(**{**values, "store": _store(values.get("store", default_path()))})
        if not 0 < settings.min_interval <= settings.max_interval < float("inf"):
            intervals = f"min_interval is {settings.min_interval}, max_interval is {settings.max_interval}"
            raise ConfigurationError(f"{intervals}; give seconds above 0, the second no less than the first")
        if taken := settings.filters.keys() & {"sort_by", "sort_dir", "offset", "limit", "page_size", "ordered"}:
            raise ConfigurationError(f"filters has {', '.join(sorted(taken))}; a watch chooses its own order and pages")
        return settings


def _store(store: object) -> WatchStore:
    if isinstance(store, SQLiteStore):
        return store
    if isinstance(store, str | Path) and str(store):
        return SQLiteStore(store)
    if not all(callable(getattr(store, name, None)) for name in ("load", "save")):
        what = "empty" if store == "" else f"a {type(store).__name__}"
        raise ConfigurationError(f"store is {what}; give a file, or an object with the methods load and save")
    return CheckedStore(cast("WatchStore", store))
