"""`basespace-async search`: the list of that name."""

from __future__ import annotations

from .catalog import LISTS
from .listing import list_command

search = list_command(next(entry for entry in LISTS if entry.name == "search"))
