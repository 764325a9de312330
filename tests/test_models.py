"""The models under plain names."""

from __future__ import annotations

import ast
import inspect

import pytest

from basespace_async import models
from basespace_openapi import models as generated


def test_type_checkers_and_the_interpreter_see_the_same_models() -> None:
    tree = ast.parse(inspect.getsource(models))
    block = next(node for node in tree.body if isinstance(node, ast.If))
    aliases = [node for node in block.body if isinstance(node, ast.AnnAssign)]
    seen = {ast.unparse(each.target): ast.unparse(each.value or each).removeprefix("generated.") for each in aliases}
    assert seen == models._NAMES
    for name, target in seen.items():
        assert getattr(models, name) is getattr(generated, target)


def test_every_name_of_the_module_can_be_imported() -> None:
    assert set(dir(models)) == set(models.__all__)
    for name in models.__all__:
        assert hasattr(models, name)


def test_a_name_that_there_is_not_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="Specimen"):
        _ = models.Specimen  # type: ignore[attr-defined]
