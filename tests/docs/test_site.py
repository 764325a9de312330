"""The site builds without a warning, works without a network, and its reference has everything that is public."""

from __future__ import annotations

import inspect
import re
import zlib
from functools import cached_property
from html import unescape
from pathlib import Path

import pytest
from names import class_name

import basespace_async
from basespace_async import BaseSpace, models
from basespace_async.resources.properties import Properties

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent.parent
RESOURCES = [name for name, member in inspect.getmembers_static(BaseSpace) if isinstance(member, cached_property)]


@pytest.fixture(scope="module")
def documented(site: Path) -> set[str]:
    """Every name in the inventory of the reference."""
    head, _, packed = (site / "objects.inv").read_bytes().partition(b"compressed using zlib.\n")
    assert head
    return {line.split()[0] for line in zlib.decompress(packed).decode().splitlines()}


def test_every_public_name_is_in_the_reference(documented: set[str]) -> None:
    public = {name for name in basespace_async.__all__ if not name.startswith("__")}
    assert {name for name in public if f"basespace_async.{name}" not in documented} == set()


def test_every_method_of_the_client_and_its_resources_is_in_the_reference(documented: set[str]) -> None:
    client = BaseSpace("token")
    kinds = [BaseSpace, Properties, *(type(getattr(client, name)) for name in RESOURCES)]
    methods = {
        f"{kind.__module__}.{kind.__name__}.{name}"
        for kind in kinds
        for name, member in inspect.getmembers(kind)
        if not name.startswith("_") and not isinstance(member, type)
    }
    assert len(methods) > 100
    assert methods - documented == set()


def test_every_model_is_in_the_reference_under_its_plain_name(documented: set[str]) -> None:
    names = set(models.__all__) - {"UNSET", "Model", "Unset", "to_jsonable"}
    assert {name for name in names if f"basespace_async.models.{name}" not in documented} == set()


def test_the_table_of_models_says_which_schema_each_one_is() -> None:
    page = (ROOT / "docs" / "reference" / "models.md").read_text(encoding="utf-8")
    shown = dict(re.findall(r"^\| \[`(\w+)`\]\[basespace_async\.models\.\1\] \| `(\w+)` \|$", page, re.MULTILINE))
    assert shown.keys() == set(models.__all__) - {"UNSET", "Model", "Unset", "to_jsonable"}
    assert shown == {model: schema for model, schema in shown.items() if class_name(schema) == model}


def rows(page: Path) -> dict[str, list[list[str]]]:
    """The rows of a page's tables by their first cell: the text of the other cells."""
    found: dict[str, list[list[str]]] = {}
    for row in re.findall(r"<tr.*?</tr>", page.read_text(encoding="utf-8"), re.DOTALL):
        cells = re.findall(r"<td.*?</td>", row, re.DOTALL)
        first, *others = [" ".join(unescape(re.sub(r"<[^>]+>", "", cell)).split()) for cell in cells] or [""]
        found.setdefault(first, []).append(others)
    return found


def test_the_fields_of_a_model_are_a_table_with_what_the_document_says_of_them(site: Path) -> None:
    found = rows(site / "reference" / "models.html")
    assert ["str", "Name of the biosample."] in found["biosample_name"]
    assert ["list[PrepRequest] | None", "Requests to prepare libraries from it."] in found["prep_requests"]


def test_one_line_for_several_arguments_tells_of_each(site: Path) -> None:
    found = rows(site / "reference" / "resources" / "workgroups.html")
    assert found["sort_by"] == [
        ["WorkgroupSortField | None", "Field to sort by; None leaves the order to the service.", "'Id'"]
    ]
    assert found["sort_dir"] == [
        ["SortDirection | None", "Asc or Desc; None leaves the direction to the service.", "'Asc'"]
    ]


def test_the_constructor_of_an_attrs_class_is_shown_with_its_defaults(site: Path) -> None:
    page = (site / "reference" / "transport.html").read_text(encoding="utf-8")
    text = re.sub(r"<[^>]+>", "", page)
    assert re.search(r"RetryPolicy\(\s*max_retries: int \| None = None,\s*deadline: float \| None = 600\.0,", text)
    assert re.search(r"RequestEvent\(\s*method: str, url: str, operation: str, attempt: int\s*\)", text)


def test_the_keys_of_typed_dicts_are_a_table_with_the_text_of_each(site: Path) -> None:
    lists = rows(site / "reference" / "lists.html")
    assert ["int", "Items per page, 1 to 1,024. The service may return fewer. [default: 500]"] in lists["page_size"]
    assert lists["exclude_system_folder"] == [["bool", "Leave out the system folder."]]
    client = rows(site / "reference" / "client.html")
    assert ["float | None", "Seconds for a whole call, including waiting and retries, or None."] in client["deadline"]
    downloads = rows(site / "reference" / "downloads.html")
    assert ["int", "Minimum size in bytes."] in downloads["min_size"]


def test_programs_are_on_the_site_as_they_are(site: Path) -> None:
    shown = {
        page: re.sub(r"<[^>]+>", "", (site / page).read_text("utf-8")) for page in ("examples.html", "tutorial.html")
    }
    for program in (ROOT / "examples").glob("*.py"):
        assert program.read_text(encoding="utf-8").strip() in unescape(shown["examples.html"])
    program = ROOT / "tests" / "typing" / "lab_program.py"
    assert program.read_text(encoding="utf-8").strip() in unescape(shown["tutorial.html"])
    assert not [page for page in site.rglob("*.html") if "--8&lt;--" in page.read_text("utf-8")]


def test_pages_with_marks_say_where_these_are_explained(site: Path) -> None:
    reference = site / "reference"
    texts = {page: page.read_text(encoding="utf-8") for page in reference.rglob("*.html")}
    marked = [page for page, text in texts.items() if re.search(r"\((reference|observed|inferred|client)\)", text)]
    assert len(marked) > 20
    assert [page for page in marked if not re.search(r'href="[./]*(index.html)?#marks"', texts[page])] == []
    assert 'id="marks"' in texts[reference / "index.html"]


def test_pages_load_nothing_from_elsewhere(site: Path) -> None:
    loaded = r"""<(?:script|link|img|iframe)\b[^>]*\b(?:src|href)=["']?(https?:)?//"""
    pages = list(site.rglob("*.html"))
    assert len(pages) > 30
    found = [page.name for page in pages if re.search(loaded, page.read_text(encoding="utf-8"))]
    assert found == []
    sheets = [sheet.name for sheet in site.rglob("*.css") if re.search(r"url\(['\"]?https?:", sheet.read_text("utf-8"))]
    assert sheets == []


def test_the_site_can_be_searched(site: Path) -> None:
    index = (site / "search" / "search_index.json").read_text(encoding="utf-8")
    assert "find_by_name" in index


def test_every_page_of_the_documentation_is_in_the_menu() -> None:
    menu = (ROOT / "docs" / "site" / "mkdocs.yml").read_text(encoding="utf-8").partition("\nnav:\n")[2]
    listed = set(re.findall(r"([\w/-]+\.md)$", menu, re.MULTILINE))
    there = {str(page.relative_to(ROOT / "docs")) for page in (ROOT / "docs").rglob("*.md")}
    assert listed == there
