"""Options come from the façade's methods: all of them, with their texts."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable
from datetime import date
from typing import Any, Unpack

import click
import pytest

from basespace_async import Pager, PagingArguments
from basespace_async.cli import cli
from basespace_async.cli.commands.catalog import GETS, LISTS, CatalogEntry
from basespace_async.cli.method_options import (
    OpenChoice,
    click_parameters,
    given_options,
    item_type_of,
    parameters_of,
)
from basespace_async.models import BiosampleCompact, SortDirection
from tests.support.command_line import walk
from tests.support.paths import DOCS

OPERATIONS = DOCS / "operations.md"
ENTRIES = [*LISTS, *GETS]
COMMANDS = dict(walk(cli))


class Example:
    """A method with every kind of argument."""

    def method(
        self,
        thing: str,
        *,
        name: str | None = None,
        several: str | Iterable[str] | None = None,
        number: int | None = None,
        since: str | date | None = None,
        flag: bool | None = None,
        undocumented: str | None = None,
        sort_by: SortDirection | None = "Asc",
        **paging: Unpack[PagingArguments],
    ) -> Pager[BiosampleCompact]:
        """What it does (`listExamples`).

        Args:
            thing: its id, or
                the thing itself.
            name: a name; `None` for any.
            several: one or many.
            number: how many.
            since: a date
            flag: whether.
            **paging: see there.

        Returns:
            name: not this.
        """
        raise NotImplementedError


def operations_in_docs() -> set[str]:
    """The operations that read by a method of their own; `property` reads the properties of every resource."""
    rows = re.findall(
        r"^\| `GET [^|]*\| `(\w+)` \|[^|]*\| (.*) \|$", OPERATIONS.read_text(encoding="utf-8"), re.MULTILINE
    )
    return {
        operation
        for operation, methods in rows
        if methods != "`call`" and ("properties(" not in methods or methods.startswith("`appsessions."))
    }


def operations_of(entry: CatalogEntry) -> set[str]:
    summary = (inspect.getdoc(entry.function()) or "").split("\n\n")[0]
    return set(re.findall(r"\(`(\w+)`", summary))


WITHOUT_A_COMMAND = {"listApplicationForms"}  # JSON of no known shape


def test_every_operation_that_reads_is_reached() -> None:
    reached = {operation for entry in ENTRIES for operation in operations_of(entry)}
    assert len(operations_in_docs()) > 35
    assert operations_in_docs() - reached == WITHOUT_A_COMMAND


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_every_argument_of_a_method_is_an_option(entry: CatalogEntry) -> None:
    command = COMMANDS["list" if entry in LISTS else "get", entry.name]
    signature = inspect.signature(entry.function()).parameters
    wanted = {name for name in signature if name not in ("self", "paging", "listing")}
    if "paging" in signature or "listing" in signature:
        wanted |= {"offset", "page_size", "concurrency", "ordered"}
    if "listing" in signature:
        wanted |= {"extensions", "directory", "include_subdirectories", "resolve_links", "statuses", "path_prefix"}
    there = {parameter.name for parameter in command.params}
    assert wanted <= there
    assert ("limit" in there) == (entry in LISTS)
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, parameter.name
            assert len(parameter.help) > 3, parameter.name


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_known_values_are_named_once(entry: CatalogEntry) -> None:
    for parameter in parameters_of(entry.function()):
        assert len(set(parameter.values)) == len(parameter.values), parameter.name


def test_names_of_commands_are_distinct_and_plain() -> None:
    for entries in (LISTS, GETS):
        names = [entry.name for entry in entries]
        assert len(set(names)) == len(names)
        assert all(re.fullmatch(r"[a-z-]+", name) for name in names)
    assert all(entry.columns for entry in LISTS)


def test_columns_are_fields_of_the_model() -> None:
    for entry in LISTS:
        fields = {one.metadata.get("wire") for one in item_type_of(entry.function()).__attrs_attrs__}
        missing = {column.split(".")[0] for column in entry.columns} - fields
        assert not missing, (entry.name, missing)


def test_arguments_are_read_from_signature_and_docstring() -> None:
    found = {parameter.name: parameter for parameter in parameters_of(Example.method)}
    assert [*found] == [
        "thing",
        "name",
        "several",
        "number",
        "since",
        "flag",
        "undocumented",
        "sort_by",
        "offset",
        "limit",
        "page_size",
        "concurrency",
        "ordered",
        "expected",
    ]
    assert found["thing"].required
    assert found["thing"].help == "its id, or the thing itself."
    assert not any(parameter.required for name, parameter in found.items() if name != "thing")
    assert found["several"].multiple
    assert not found["name"].multiple
    assert (found["several"].help, found["number"].help) == ("one or many.", "how many.")
    assert found["since"].help == "a date"
    assert found["undocumented"].help == ""
    assert found["sort_by"].values == ("Asc", "Desc")
    assert found["sort_by"].default == "Asc"
    assert found["name"].help == "a name; `None` for any."
    assert found["page_size"].help.startswith("Items per page, 1 to 1,024")
    assert item_type_of(Example.method) is BiosampleCompact


def test_arguments_become_options_of_their_kind() -> None:
    found: dict[str, Any] = {parameter.name or "": parameter for parameter in click_parameters(Example.method)}
    assert isinstance(found["thing"], click.Argument)
    assert found["thing"].human_readable_name == "THING"
    assert found["several"].multiple
    assert found["number"].type is click.INT
    assert found["page_size"].type is click.INT
    assert found["flag"].secondary_opts == ["--no-flag"]
    assert found["flag"].default is None
    assert found["name"].help == "A name; none for any."
    assert found["since"].opts == ["--since"]
    assert found["page_size"].opts == ["--page-size"]
    assert found["sort_by"].help == "; Asc, Desc. [default: Asc]"
    assert isinstance(found["sort_by"].type, OpenChoice)


def test_the_direction_has_a_text_of_its_own() -> None:
    entry = next(entry for entry in LISTS if entry.name == "biosamples")
    found: dict[str, Any] = {parameter.name or "": parameter for parameter in click_parameters(entry.function())}
    assert found["sort_dir"].help == "The direction of that order: Asc or Desc. [default: Asc]"
    assert "Nickname" in found["sort_by"].help
    assert found["status"].help == "Only those with these statuses: New, Active, Done, QcFailed, Canceled."


def test_what_was_not_given_is_left_to_the_method() -> None:
    assert given_options({"a": None, "b": (), "c": 0, "d": False, "e": ("x, y", "z,"), "f": "t,u"}) == {
        "c": 0,
        "d": False,
        "e": ["x", "y", "z"],
        "f": "t,u",
    }


@pytest.mark.parametrize("value", ["", " ", (",",), ("x", "")])
def test_an_empty_value_is_refused(value: object) -> None:
    with pytest.raises(click.UsageError, match="--lab-status is empty"):
        given_options({"lab_status": value})


def test_no_order_is_none() -> None:
    assert given_options({"sort_by": "none", "sort_dir": "none", "name": "none"}) == {
        "sort_by": None,
        "sort_dir": None,
        "name": "none",
    }


def test_known_values_are_taken_in_any_case_and_others_as_they_are() -> None:
    known = OpenChoice(("QcPassed", "Done"))
    assert known.convert("qcpassed", None, None) == "QcPassed"
    assert known.convert("done, QCPASSED,New one", None, None) == "Done,QcPassed,New one"
    context, option = click.Context(click.Command("x")), click.Option(["--status"])
    assert [item.value for item in known.shell_complete(context, option, "q")] == ["QcPassed"]
    assert [item.value for item in known.shell_complete(context, option, "")] == ["QcPassed", "Done"]


INCLUDES = [entry for entry in ENTRIES if "include" in {one.name for one in parameters_of(entry.function())}]


@pytest.mark.parametrize("entry", INCLUDES, ids=lambda entry: f"{entry.resource}.{entry.method}")
def test_include_has_its_values_in_help_and_completion_or_says_that_there_are_none(entry: CatalogEntry) -> None:
    (option,) = (one for one in click_parameters(entry.function()) if one.name == "include")
    assert isinstance(option, click.Option)
    assert option.help is not None
    known = option.type.values if isinstance(option.type, OpenChoice) else ()
    assert known or "no source names them" in option.help
    assert all(value in option.help for value in known)
    context = click.Context(click.Command("get"))
    assert [item.value for item in option.type.shell_complete(context, option, "")] == [*known]


def test_values_are_completed_behind_a_comma() -> None:
    choice = OpenChoice(("Children", "Logs"))
    completed = choice.shell_complete(click.Context(click.Command("get")), click.Option(["--include"]), "logs,c")
    assert [item.value for item in completed] == ["logs,Children"]
