"""Readers that are compiled for a shape do what the loop for any shape does, and only so many are kept."""

from __future__ import annotations

from typing import Any

import cattrs
import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from basespace_async import DecodeError
from basespace_async._codec import shape_cache, structure
from basespace_async._codec.codegen import Field, StructureError
from basespace_async._codec.converter import decode, encode
from basespace_async._codec.shape_cache import Readers
from basespace_openapi import models
from basespace_openapi.types import Model
from tests.support.document_strategies import FREE, body
from tests.support.openapi_document import CLASSES
from tests.support.sampling import every_third

NAME_FIELDS = {"Id": Field("id", str, structure._structure_text)}


def structured(value: Any, model: type[Model], *, often: int) -> Any:
    """A model, or what is wrong and where; compiled for shapes that came so often."""
    converter = cattrs.Converter()
    structure.register(converter)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shape_cache, "OFTEN", often)
        try:
            return converter.structure(value, model)
        except StructureError as misfit:
            return misfit.problem, misfit.path


def both_ways(value: Any, model: type[Model]) -> None:
    compiled, looped = (structured(value, model, often=often) for often in (1, 10**9))
    assert compiled == looped
    assert repr(compiled) == repr(looped)


@pytest.mark.slow
@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
@pytest.mark.parametrize("name", every_third(sorted(CLASSES)))
def test_what_the_document_describes_is_read_alike(name: str, data: st.DataObject) -> None:
    both_ways(data.draw(body(name)), CLASSES[name])


@pytest.mark.slow
@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data(), value=FREE)
@pytest.mark.parametrize("name", every_third(sorted(CLASSES)))
def test_values_of_another_kind_and_unknown_fields_are_read_alike(name: str, data: st.DataObject, value: Any) -> None:
    sent = data.draw(body(name))
    fields = [field.metadata["wire"] for field in CLASSES[name].__attrs_attrs__ if "wire" in field.metadata]
    sent[data.draw(st.sampled_from([*fields, "Tomorrow"]))] = value
    both_ways(sent, CLASSES[name])


def page(count: int, **last: Any) -> bytes:
    items = [{"Id": str(number), "BioSampleName": None, "Tomorrow": [number]} for number in range(count)]
    items[-1].update(last)
    return orjson.dumps({"Items": items})


def test_a_long_page_keeps_null_absence_and_unknown_fields() -> None:
    sent = page(3 * shape_cache.OFTEN)
    decoded = decode(sent, models.BiosampleCompactList)
    assert isinstance(decoded.items, list)
    last = decoded.items[-1]
    assert (last.id, getattr(last, "biosample_name", "none"), last.nickname) == ("299", "none", None)
    assert last.additional_properties == {"Tomorrow": [299]}
    assert encode(decoded) == sent


def test_a_misfit_late_in_a_long_page_is_named_by_its_place() -> None:
    with pytest.raises(DecodeError) as caught:
        decode(page(3 * shape_cache.OFTEN, Id=5), models.BiosampleCompactList)
    assert caught.value.path == "$.Items[299].Id"


def test_a_reader_is_compiled_for_a_shape_that_came_often() -> None:
    readers = Readers(models.NameAndId, lambda: NAME_FIELDS)
    loops = {readers["Id", "New"] for _ in range(shape_cache.OFTEN - 1)}
    assert len(loops) == 1
    assert readers["Id", "New"] not in loops
    assert list(readers) == [("Id", "New")]
    assert readers["Id", "New"]({"Id": "7", "New": 1}) == models.NameAndId(id="7", additional_properties={"New": 1})


def test_the_service_cannot_make_us_keep_any_number_of_readers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shape_cache, "OFTEN", 1)
    readers = Readers(models.NameAndId, lambda: NAME_FIELDS)
    for number in range(3 * shape_cache.MAX_SHAPES):
        key = f"New{number}"
        assert readers["Id", key]({"Id": "7", key: 1}).additional_properties == {key: 1}
    assert len(readers) == shape_cache.MAX_SHAPES


def test_what_is_remembered_of_shapes_that_came_once_has_a_bound() -> None:
    readers = Readers(models.NameAndId, lambda: NAME_FIELDS)
    for number in range(5000):
        _ = readers["Id", f"New{number}"]
    assert len(readers) == 0
    assert len(readers._met) <= 1000


def test_an_object_of_very_many_keys_is_read_by_the_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shape_cache, "OFTEN", 1)
    readers = Readers(models.NameAndId, lambda: NAME_FIELDS)
    sent = {"Id": "7", **{f"New{number}": number for number in range(shape_cache.MAX_KEYS)}}
    assert readers[tuple(sent)](sent).additional_properties == {key: sent[key] for key in sent if key != "Id"}
    assert len(readers) == 0
    assert not readers._met


def test_keys_that_look_like_code_are_nothing_but_keys() -> None:
    sent = {"']: exit() #": 1, 'made"\n': 2, "{v0}": 3}
    both_ways(sent, models.NameAndId)
    assert structured(sent, models.NameAndId, often=1).additional_properties == sent
