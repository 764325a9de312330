"""Comments, which come with changes of a status."""

from __future__ import annotations

from ..queries import Body
from ..world.records import CommentRecord
from ..world.world import World

MAX_LENGTH = 1024
"""Characters of a comment (reference: for analyses; taken to hold for the others)."""


def comment_from(body: Body) -> str:
    """The comment that a body carries; empty where it has none.

    Raises:
        BadRequestError: it is too long, or no text.
    """
    return body.text("Comment", most=MAX_LENGTH) or ""


def add_comment(world: World, parent: str, text: str, changes: list[tuple[str, str, str]]) -> None:
    """Keep a comment on what is at `parent`, such as `appsessions/1`, with the change that it came with.

    Without a text nothing is kept.

    Args:
        changes: name, value before and value after; the first one is said in the comment.
    """
    if not text:
        return
    action, prior, new = changes[0] if changes else ("", "", "")
    number = str(30_000_000 + world.number("comment"))
    world.comments[parent].append(CommentRecord(number, world.user.id, text, action, prior, new, world.now()))
