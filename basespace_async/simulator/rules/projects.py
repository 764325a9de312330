"""Projects: made once for each name."""

from __future__ import annotations

from ..errors import InvalidValueError
from ..world.records import ProjectRecord
from ..world.world import World


def own_project(world: World, name: str | None, description: str | None) -> tuple[ProjectRecord, bool]:
    """Return the user's project of a name, made if there is none, and whether it is new (client).

    Raises:
        InvalidValueError: If the name is empty.
    """
    if not name or not name.strip():
        raise InvalidValueError("A project needs a Name")
    own = (project for project in world.projects.values() if project.name == name and project.owner_id == world.user.id)
    known = next(own, None)
    return known or world.add_project(name, description=description or ""), known is None
