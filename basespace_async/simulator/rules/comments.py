"""Comments, which come with changes of a status."""

from __future__ import annotations

from ..queries import Body
from ..world.records import CommentRecord
from ..world.world import World

MAX_LENGTH = 1024
"""Characters of a comment (reference: for analyses; taken to hold for the others)."""


def comment_from(body: Body) -> str:
    """Read the comment in a body; empty if there is none.

    Raises:
        InvalidValueError: If it is too long, or no text.
    """
    return body.text("Comment", most=MAX_LENGTH) or ""


def add_comment(world: World, parent: str, text: str, changes: list[tuple[str, str, str]]) -> None:
    """Add a comment to the resource at `parent`, such as `appsessions/1`, with the change it came with.

    Without a text nothing is kept.

    Args:
        world: World that the comment is added to.
        parent: Path of the resource.
        text: Text of the comment.
        changes: Names of the changes, each with the value before and after; the comment names the first one.
    """
    if not text:
        return
    action, prior, new = changes[0] if changes else ("", "", "")
    number = str(30_000_000 + world.number("comment"))
    world.comments[parent].append(CommentRecord(number, world.user.id, text, action, prior, new, world.now()))
