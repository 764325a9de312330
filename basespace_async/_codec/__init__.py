"""JSON to models and back."""

from __future__ import annotations

from basespace_openapi.types import Codec, Model


def load() -> Codec:
    """Import what the models need for `to_dict` and the like."""
    from . import model_methods

    return model_methods


setattr(Model, "_load_codec", staticmethod(load))  # noqa: B010 - pyright would bind it as a method
