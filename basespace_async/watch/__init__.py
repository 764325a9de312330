"""Events for what is new or changed on the service, each given once, also across restarts.

The methods belong to the resources: `runs.watch`, `appsessions.watch`, `biosamples.watch`, `datasets.watch`, and
`BaseSpace.watch` for several. This package has their options, events and state.

    watch      `Watch`, the iterator: when each list is polled
    poller     one poll of one list: which items are events
    event      `WatchEvent`, which is acknowledged when it has been handled
    lists      the lists that can be watched
    store      `WatchStore`, and `SQLiteStore`, where the state is kept
"""

from .event import WatchEvent
from .options import WatchOptions
from .store import SQLiteStore, WatchStore
from .watch import Watch

__all__ = ["SQLiteStore", "Watch", "WatchEvent", "WatchOptions", "WatchStore"]
