"""Ids and other arguments of the resources' methods."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import respx

from basespace_async import BaseSpace, ConfigurationError
from basespace_async._core.parameters import identifier, numbers
from basespace_async.models import Biosample


class Thing:
    """An object with an id."""

    def __init__(self, value: object) -> None:
        self.id = value

    def __repr__(self) -> str:
        return f"Thing({self.id!r})"


TAKEN: list[tuple[Any, str]] = [
    ("7", "7"),
    ("ds.0a", "ds.0a"),
    (7, "7"),
    (2**70, str(2**70)),
    (np.int64(7), "7"),
    (np.uint8(7), "7"),
    (Thing("7"), "7"),
    (Thing(7), "7"),
    (Thing(np.int32(7)), "7"),
    (Biosample(id="7"), "7"),
]
REFUSED: list[Any] = [
    None,
    1.0,
    float("nan"),
    np.float64(7),
    np.array([1, 2]),
    True,
    False,
    b"7",
    ["7"],
    ("7",),
    {"id": "7"},
    "",
    " ",
    "a/b",
    "a\0b",
    -1,
    len,
    Thing(None),
    Thing(""),
    Thing(True),
    Thing(Thing("7")),
    Thing("a/b"),
    Biosample(),
]


@pytest.mark.parametrize(("given", "text"), TAKEN, ids=repr)
def test_an_id_is_text_an_integer_or_an_object_that_has_one(given: Any, text: str) -> None:
    assert identifier(given) == text


@pytest.mark.parametrize("given", REFUSED, ids=repr)
def test_anything_else_is_refused_with_words(given: Any) -> None:
    with pytest.raises(ConfigurationError, match="id"):
        identifier(given)


@pytest.mark.parametrize(
    "given", [3, "3", np.int64(3), Thing(3), [3], ["3"], (Thing("3"),), np.array([3]), {3}], ids=repr
)
def test_ids_that_are_numbers_may_come_alone_or_several(given: Any) -> None:
    assert numbers(given) == [3]


@pytest.mark.parametrize("given", ["x", [None], [1.5], b"3", 1.5, True, [True], -3, "²"], ids=repr)
def test_what_is_no_number_is_refused_where_numbers_are_needed(given: Any) -> None:
    with pytest.raises(ConfigurationError, match="id"):
        numbers(given)


METHODS: list[Callable[[BaseSpace], Callable[[Any], Any]]] = [
    lambda client: client.applications.qc_thresholds,
    lambda client: client.applications.settings,
    lambda client: client.appsessions.get,
    lambda client: client.appsessions.delete,
    lambda client: client.appsessions.stop,
    lambda client: client.appsessions.properties,
    lambda client: client.appsessions.log_files,
    lambda client: client.biosamples.get,
    lambda client: client.biosamples.libraries,
    lambda client: client.datasets.get,
    lambda client: client.datasets.files,
    lambda client: client.files.get,
    lambda client: lambda file: client.files.download(file, "to"),
    lambda client: client.files.iter_bytes,
    lambda client: client.lab_requeues.get,
    lambda client: client.lanes.get,
    lambda client: client.lanes.comments,
    lambda client: client.projects.get,
    lambda client: client.projects.datasets,
    lambda client: client.runs.files,
    lambda client: client.trash.get,
    lambda client: client.users.get,
    lambda client: client.users.settings,
    lambda client: client.workgroups.get,
]


@pytest.mark.parametrize("method", METHODS)
async def test_every_method_refuses_what_is_no_id_before_anything_is_sent(
    method: Callable[[BaseSpace], Callable[[Any], Any]],
) -> None:
    with respx.mock(assert_all_called=False) as router:
        async with BaseSpace("token") as basespace:
            call = method(basespace)
            for given in (None, 1.5, b"7", True, ["7"], ""):
                with pytest.raises(ConfigurationError, match="id"):
                    await call(given)
        assert not router.calls
