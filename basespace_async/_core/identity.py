"""Check that a record is the one that was asked for, and not the answer to another request."""

from __future__ import annotations

import re
from typing import Any, Final
from urllib.parse import unquote

from basespace_openapi.client import Request
from basespace_openapi.types import Model

from ..errors import DecodeError

_RECORD: Final = re.compile(r"/[a-z]+/([^/]+)(?:/stop)?")
_NO_IDS: Final = frozenset({"current", "bulkimport", "bulkupdate"})
_OTHER_IDS: Final = ("v1pre3_id", "id_as_long")
"""Ids of the same record in other versions of the API (reference)."""


def check_record(request: Request[Any], record: object) -> None:
    """Check the record that answers a request for one by its id.

    Raises:
        DecodeError: If it is another record, or none.
    """
    if request.path.endswith(f"/{getattr(record, 'id', None)}"):
        return  # nearly always, and quicker to see
    path = _RECORD.fullmatch(request.path)
    # What answers DELETE is a trash item, which has an id of its own.
    if path is not None and request.method != "DELETE" and path[1] not in _NO_IDS and isinstance(record, Model):
        check_id(record, unquote(path[1]), operation=request.operation)


def check_id(record: Model, asked: str, *, operation: str, path: str = "$") -> None:
    """Check that a record has the id that was asked for; letter case and leading zeros do not matter.

    Args:
        record: The answer. One without an id is taken for the record, unless it has no field of its model at all.
        asked: The id.
        operation: Named in the error.
        path: Where the record stands in the body.

    Raises:
        DecodeError: If it has another id.
    """
    record_id = getattr(record, "id", None)
    if record_id is None:
        if getattr(record, "additional_properties", None) and not record.fields_set:
            raise DecodeError(f"expected the record {asked}, found something else", operation=operation, path=path)
        return
    ids = [record_id, *(getattr(record, name, None) for name in _OTHER_IDS)]
    if _normalized(asked) not in [_normalized(str(id_)) for id_ in ids if id_ is not None]:
        problem = f"asked for the record {asked}, the answer is of {str(record_id)[:100]!r}"
        raise DecodeError(problem, operation=operation, path=f"{path}.Id")


def _normalized(text: str) -> str:
    text = text.strip().casefold()
    return (text.lstrip("0") or "0") if text.isascii() and text.isdigit() else text
