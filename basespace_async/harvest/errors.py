"""What a harvest raises of its own."""

from __future__ import annotations

from ..errors import BaseSpaceError


class HarvestError(BaseSpaceError):
    """The folder of a harvest cannot be written, is in use, or is not what the manifest says.

    What was committed before stays; unless the message says otherwise, the same call goes on from there.
    """
