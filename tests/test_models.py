"""The models that the package exports."""

from __future__ import annotations

import pytest

from basespace_async import models
from basespace_openapi import models as generated


def test_every_name_of_the_module_can_be_imported_and_is_the_generated_one() -> None:
    assert set(dir(models)) == set(models.__all__)
    for name in set(models.__all__) - {"UNSET", "Model", "Unset", "to_jsonable"}:
        assert getattr(models, name) is getattr(generated, name)


def test_envelopes_of_lists_are_not_exported() -> None:
    assert set(dir(generated)) - set(models.__all__) == {
        name for name in dir(generated) if name.endswith(("List", "Paging"))
    }
    with pytest.raises(AttributeError, match="BiosampleCompactList"):
        _ = models.BiosampleCompactList


def test_a_name_that_there_is_not_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="Specimen"):
        _ = models.Specimen
