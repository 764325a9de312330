"""The models: what the service sends and takes, as attrs classes.

These are the generated classes. A model's module is imported when the model is first asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from basespace_openapi import models as _generated
from basespace_openapi.types import UNSET, Model, Unset

from . import _codec as _codec  # gives the models `to_dict` and the like

if TYPE_CHECKING:
    from basespace_openapi.models import *  # noqa: F403

    from ._codec.model_methods import to_jsonable as to_jsonable

# The envelopes of lists are not public: a `Pager` gives their items.
_NAMES = frozenset(name for name in dir(_generated) if not name.endswith(("List", "Paging")))

__all__ = ["UNSET", "Model", "Unset", "to_jsonable", *sorted(_NAMES)]  # pyright: ignore[reportUnsupportedDunderAll]


def __getattr__(name: str) -> Any:
    if name == "to_jsonable":
        from ._codec.model_methods import to_jsonable

        return to_jsonable
    if name not in _NAMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(_generated, name)


def __dir__() -> list[str]:
    return sorted(__all__)
