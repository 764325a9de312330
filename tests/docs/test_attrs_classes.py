"""How the site shows attrs classes."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

griffe = pytest.importorskip("griffe", reason="the site's tools are not installed")

SITE = Path(__file__).parent.parent.parent / "docs" / "site"


@pytest.fixture(scope="module")
def attrs_classes() -> ModuleType:
    found = importlib.util.spec_from_file_location("site_attrs_classes", SITE / "attrs_classes.py")
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


def loaded(attrs_classes: ModuleType, source: str) -> Any:
    with griffe.temporary_visited_module(source, extensions=griffe.Extensions(attrs_classes.AttrsClasses())) as module:
        return module


def test_attrs_classes_have_constructors(attrs_classes: ModuleType) -> None:
    source = (
        "@frozen\nclass One:\n    a: int\n    _b: str = 'b'\n    c: tuple[int, ...] = field(default=(1, 2), converter=tuple)\n"
        "    d: list[int] = Factory(list)\n    e: int = field(repr=False)\n    f: ClassVar[int] = 3\n\n"
        "    @property\n    def g(self) -> int: ...\n\n"
        "@define(kw_only=True)\nclass Two:\n    a: int = 1\n\n"
        "@frozen\nclass Three:\n    a: int\n\n    def __init__(self) -> None: ...\n"
    )
    module = loaded(attrs_classes, source)
    one = module["One.__init__"].parameters
    assert {p.name: p.default for p in one} == {
        "self": None, "a": None, "b": "'b'", "c": "(1, 2)", "d": "...", "e": None,
    }  # fmt: skip
    two = module["Two.__init__"].parameters["a"]
    assert (two.kind, two.default) == (griffe.ParameterKind.keyword_only, "1")
    assert [p.name for p in module["Three.__init__"].parameters] == ["self"]
