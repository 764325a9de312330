"""Every call and every command that the tables of the migration pages name exists and takes the arguments shown."""

from __future__ import annotations

import ast
import inspect
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import basespace_async
from basespace_async import BaseSpace, CallOptions, ClientOptions, FileListing, LaunchOptions, PagingArguments
from basespace_async.auth import credentials
from basespace_async.cli import cli
from basespace_async.downloads import DownloadOptions, FilteredDownload
from basespace_async.harvest import harvest
from basespace_async.sync import SyncOptions
from basespace_async.uploads import FilteredUpload, UploadOptions

DOCS = Path(__file__).parent.parent.parent / "docs"
KEYWORDS = {
    kind.__name__: set(kind.__annotations__)
    for kind in (
        CallOptions,
        ClientOptions,
        DownloadOptions,
        FileListing,
        FilteredDownload,
        FilteredUpload,
        UploadOptions,
        LaunchOptions,
        PagingArguments,
        SyncOptions,
    )
}
ROW = re.compile(r"^\| (?!---)(.+) \|$", re.MULTILINE)
SPAN = re.compile(r"(?<!`)`([^`]+)`(?!`)")


def rows(page: str) -> list[list[str]]:
    """The cells of the tables of a page, without their heads."""
    text = (DOCS / page).read_text(encoding="utf-8")
    heads = {head for head, _ in re.findall(r"^(\|.*\|)\n(\| ---.*)$", text, re.MULTILINE)}
    return [row.split(" | ") for row in ROW.findall(text) if f"| {row} |" not in heads]


def spans(page: str, columns: slice) -> list[str]:
    """The code in some columns of the tables of a page."""
    return [code for row in rows(page) for cell in row[columns] for code in SPAN.findall(cell)]


def found(node: ast.expr, client: BaseSpace) -> Any:
    """What an expression such as `basespace.trash.list` names."""
    if isinstance(node, ast.Name):
        known = {**vars(credentials), "basespace": client, "basespace_async": basespace_async, "harvest": harvest}
        return known.get(node.id) or getattr(basespace_async, node.id)
    if isinstance(node, ast.Attribute):
        return getattr(found(node.value, client), node.attr)
    assert isinstance(node, ast.Call), ast.dump(node)
    return found(node.func, client)(*["7" for _ in node.args])  # a view of properties, or a pager


def check(call: ast.Call, client: BaseSpace) -> None:
    """Fails where what is called does not take such arguments."""
    signature = inspect.signature(found(call.func, client))
    named = {keyword.arg: None for keyword in call.keywords}
    try:
        signature.bind(*call.args, **named)
    except TypeError as error:
        pytest.fail(f"{ast.unparse(call)}: {error}")
    for parameter in signature.parameters.values():
        if options := re.match(r"Unpack\[(\w+)\]", str(parameter.annotation)):
            assert set(named) <= KEYWORDS[options[1]] | set(signature.parameters), ast.unparse(call)


@pytest.mark.parametrize("page", ["migration-python.md", "migration-bs.md"])
async def test_every_call_exists_and_takes_its_arguments(page: str) -> None:
    client = BaseSpace("token")
    checked = 0
    for code in spans(page, slice(1, 2)):
        if not re.match(r"(async for .* )?(basespace\.|basespace_async\.|harvest\(|[A-Z]\w+\()", code):
            continue
        tree = ast.parse(f"async def block():\n    {code}" + (": pass" if code.startswith("async for") else ""))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                check(node, client)
            elif isinstance(node, ast.Attribute) and code.startswith("basespace"):
                found(node, client)
        checked += 1
    await client.aclose()
    assert checked > 50


def test_every_command_exists_and_has_the_options_shown() -> None:
    lines = [code for code in spans("migration-bs.md", slice(1, None)) if code.startswith("basespace-async ")]
    assert len(lines) > 30
    for line in lines:
        _, *words = shlex.split(line)
        shown = CliRunner().invoke(cli, [*words, "--help"])
        assert shown.exit_code == 0, f"{line}: {shown.output}"
        assert "COMMAND [ARGS]" not in shown.output, f"{line} is not a whole command"


def test_each_row_says_what_to_do_instead_or_why_there_is_nothing() -> None:
    for page in ("migration-python.md", "migration-bs.md"):
        for old, *new in rows(page):
            assert all(cell.strip() for cell in new), f"{page}: {old}"


def test_every_method_of_the_older_clients_is_there_once() -> None:
    named = [
        code
        for code in spans("migration-python.md", slice(0, 1))
        if re.fullmatch(r"(get|post|put|delete)_v2_\w+", code)
    ]
    assert len(named) == len(set(named)) == 184


def test_every_action_of_bs_is_there() -> None:
    shown = {code.split()[1] for code in spans("migration-bs.md", slice(0, 1)) if code.startswith("bs ")}
    actions = (
        "accession add archive auth await children clear content copy create delete download empty export get header"
        " history import kill launch link list load logs rename restore revoke seqstats set translate unarchive unlock"
        " update upload whoami yield cp legal-notices"
    )
    assert set(actions.split()) - shown == set()
