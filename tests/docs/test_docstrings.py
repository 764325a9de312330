"""How the site reads our docstrings."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import griffe
import pytest

SITE = Path(__file__).parent.parent.parent / "docs" / "site"


@pytest.fixture(scope="module")
def docstrings() -> ModuleType:
    found = importlib.util.spec_from_file_location("site_docstrings", SITE / "docstrings.py")
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


def loaded(docstrings: ModuleType, source: str) -> griffe.Module:
    with griffe.temporary_visited_module(source, extensions=griffe.Extensions(docstrings.Docstrings())) as module:
        return module


def test_a_line_for_several_names_becomes_one_for_each(docstrings: ModuleType) -> None:
    text = "What.\n\nArgs:\n    a, *b: both,\n        on two lines.\n    c: one.\n\nMore a, b: text.\n"
    assert docstrings.rewritten(text) == (
        "What.\n\nArgs:\n    a: both,\n        on two lines.\n    *b: both,\n        on two lines.\n    c: one.\n\n"
        "More a, b: text."
    )


def test_an_example_is_marked_as_code(docstrings: ModuleType) -> None:
    text = "What.\n\nExample:\n    for each in all:\n        go(each)\n\nRaises:\n    ValueError: bad.\n"
    assert docstrings.rewritten(text) == (
        "What.\n\n**Example**\n\n```python\nfor each in all:\n    go(each)\n```\n\nRaises:\n    ValueError: bad."
    )
    assert "```pycon\n>>> 1" in docstrings.rewritten("What.\n\nExample:\n    >>> 1\n    1\n")


def test_what_is_raised_may_be_told_in_a_sentence(docstrings: ModuleType) -> None:
    text = "What.\n\nRaises:\n    What the method\n    raises.\n"
    assert docstrings.rewritten(text) == "What.\n\n\n**Raises:** What the method raises.\n"
    text = "What.\n\nRaises:\n    As `open`, and later: ValueError.\n"
    assert docstrings.rewritten(text) == "What.\n\n\n**Raises:** As `open`, and later: ValueError.\n"


def test_several_errors_for_one_reason_are_told_one_by_one(docstrings: ModuleType) -> None:
    text = "What.\n\nRaises:\n    OSError, ValueError: it is\n        bad.\n"
    assert docstrings.rewritten(text) == (
        "What.\n\nRaises:\n    OSError: it is\n        bad.\n    ValueError: it is\n        bad."
    )


def test_keys_of_a_typed_dict_have_their_lines(docstrings: ModuleType) -> None:
    source = (
        "class Options(TypedDict, total=False):\n"
        '    """What can be said.\n\n    one, two: the first\n        two.\n    three: last.\n    """\n\n'
        "    one: int\n    two: int\n    three: str\n"
    )
    options = loaded(docstrings, source)["Options"]
    assert options.docstring.value == (
        "What can be said.\n\nAttributes:\n    one: the first two.\n    two: the first two.\n    three: last."
    )


def test_another_class_keeps_lines_that_look_like_keys(docstrings: ModuleType) -> None:
    source = 'class Plain:\n    """What.\n\n    one: text.\n    """\n\n    one: int = 1\n'
    plain = loaded(docstrings, source)["Plain"]
    assert plain.docstring.value == "What.\n\none: text."
    assert plain["one"].docstring is None


def test_attrs_classes_have_constructors(docstrings: ModuleType) -> None:
    source = (
        "@frozen\nclass One:\n    a: int\n    _b: str = 'b'\n    c: tuple[int, ...] = field(default=(1, 2), converter=tuple)\n"
        "    d: list[int] = Factory(list)\n    e: int = field(repr=False)\n    f: ClassVar[int] = 3\n\n"
        "    @property\n    def g(self) -> int: ...\n\n"
        "@define(kw_only=True)\nclass Two:\n    a: int = 1\n\n"
        "@frozen\nclass Three:\n    a: int\n\n    def __init__(self) -> None: ...\n"
    )
    module = loaded(docstrings, source)
    one = module["One.__init__"].parameters
    assert {p.name: p.default for p in one} == {
        "self": None, "a": None, "b": "'b'", "c": "(1, 2)", "d": "...", "e": None,
    }  # fmt: skip
    two = module["Two.__init__"].parameters["a"]
    assert (two.kind, two.default) == (griffe.ParameterKind.keyword_only, "1")
    assert [p.name for p in module["Three.__init__"].parameters] == ["self"]
