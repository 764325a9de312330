"""The document: valid, complete, described, and honest about where each thing comes from."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from openapi_spec_validator import OpenAPIV30SpecValidator

from tests.support.openapi_document import DOCUMENT, OPERATIONS, REFERENCE, SCHEMAS, parameters
from tests.support.paths import DOCUMENT_PATH, ROOT

CHECK = ROOT.parent / "shared" / "check_spec.py"
BEYOND = CHECK.with_name("check_beyond.py")


def nodes(node: Any, place: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every object in the document, with its place."""
    if isinstance(node, dict):
        yield place, node
        for key, value in node.items():
            yield from nodes(value, f"{place}/{key}")
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from nodes(value, f"{place}/{index}")


def test_the_document_is_valid_openapi() -> None:
    OpenAPIV30SpecValidator(DOCUMENT).validate()


@pytest.mark.skipif(not CHECK.exists(), reason="the inventory of the reference does not lie beside the checkout")
def test_the_document_has_everything_that_the_reference_has() -> None:
    run = subprocess.run([sys.executable, str(CHECK), str(DOCUMENT_PATH)], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout
    assert run.stdout.splitlines()[-1].startswith("0 differences")


def test_there_are_62_operations_of_the_reference_and_88_beyond_it() -> None:
    assert len(REFERENCE) == 62
    assert len(OPERATIONS) == 150
    from_clients = sum(
        parameter.get("x-basespace-source") == "client"
        for _, _, operation in REFERENCE.values()
        for parameter in parameters(operation)
    )
    assert sum(len(list(parameters(operation))) for _, _, operation in REFERENCE.values()) - from_clients == 254


@pytest.mark.skipif(not BEYOND.exists(), reason="the facts beyond the reference do not lie beside the checkout")
def test_the_document_has_everything_that_is_known_beyond_the_reference() -> None:
    run = subprocess.run([sys.executable, str(BEYOND), str(DOCUMENT_PATH)], capture_output=True, text=True, check=False)
    assert run.stdout.splitlines()[-1].startswith("0 differences"), run.stdout


def test_every_operation_parameter_response_body_and_schema_is_described() -> None:
    silent = [name for name, schema in SCHEMAS.items() if not schema.get("description", "").strip()]
    for name, (_, _, operation) in OPERATIONS.items():
        described = [operation, *parameters(operation), operation.get("requestBody", {"description": "none"})]
        described += [response for response in operation["responses"].values() if "$ref" not in response]
        silent += [name for node in described if not node.get("description", "").strip()]
        silent += [] if operation["summary"].strip() else [name]
    silent += [tag["name"] for tag in DOCUMENT["tags"] if not tag.get("description", "").strip()]
    assert silent == []


def test_a_source_is_observed_client_or_inferred() -> None:
    sources = [node["x-basespace-source"] for _, node in nodes(DOCUMENT) if "x-basespace-source" in node]
    assert set(sources) == {"observed", "client", "inferred"}
    assert len(sources) > 100


def test_required_fields_say_how_they_are_known() -> None:
    required = {name: schema for name, schema in SCHEMAS.items() if "required" in schema}
    assert len(required) > 15
    for name, schema in required.items():
        assert schema["x-basespace-required-source"] in ("observed", "inferred"), name
        assert set(schema["required"]) <= set(schema["properties"]), name


def test_every_deviation_says_why() -> None:
    reasons = [node["x-basespace-deviation"] for _, node in nodes(DOCUMENT) if "x-basespace-deviation" in node]
    assert len(reasons) >= 5
    assert all(len(reason) > 30 for reason in reasons)


def test_what_the_reference_does_not_say_names_its_source() -> None:
    """Schemas of responses and request bodies, and item types of lists of objects."""
    unmarked = []
    for name, (_, _, operation) in OPERATIONS.items():
        answers = [node for node in operation["responses"].values() if "content" in node]
        bodies = [operation["requestBody"]] if "requestBody" in operation else []
        unmarked += [name for node in answers + bodies if "x-basespace-source" not in node]
    for name, schema in SCHEMAS.items():
        for field, node in schema.get("properties", {}).items():
            of_objects = node.get("type") == "array" and "$ref" in node.get("items", {})
            if of_objects and "x-basespace-source" not in node and "x-basespace-source" not in schema:
                unmarked.append(f"{name}.{field}")
    assert unmarked == []


@pytest.mark.parametrize(
    ("schema", "field"),
    [
        ("V2DatasetCompact", "Attributes"),
        ("V1pre3FileCompact", "IsArchived"),
        ("V2AppSession", "DateStarted"),
        ("V1pre3RunCompact", "UserUploadedBy"),
        ("SequencingStatsCompact", "ClustersPf"),
    ],
)
def test_a_field_that_only_real_responses_have_is_marked_as_observed(schema: str, field: str) -> None:
    assert SCHEMAS[schema]["properties"][field]["x-basespace-source"] == "observed"


def test_both_error_bodies_are_the_answer_where_nothing_else_is() -> None:
    for _, _, operation in OPERATIONS.values():
        assert operation["responses"]["default"] == {"$ref": "#/components/responses/Error"}
    schema = DOCUMENT["components"]["responses"]["Error"]["content"]["application/json"]["schema"]
    assert [kind["$ref"].rpartition("/")[2] for kind in schema["anyOf"]] == ["V2Error", "ResponseStatusError"]


def test_both_security_schemes_are_there() -> None:
    schemes = DOCUMENT["components"]["securitySchemes"]
    assert (schemes["api_key"]["in"], schemes["api_key"]["name"]) == ("header", "x-access-token")
    assert schemes["basespace_auth"]["type"] == "oauth2"
    assert DOCUMENT["security"] == [{"api_key": []}, {"basespace_auth": []}]


def test_nothing_stands_beside_a_reference_where_openapi_would_ignore_it() -> None:
    assert [place for place, node in nodes(DOCUMENT) if "$ref" in node and len(node) > 1] == []


def test_every_reference_leads_somewhere_and_every_name_is_allowed() -> None:
    for place, node in nodes(DOCUMENT):
        if "$ref" in node:
            found: Any = DOCUMENT
            for part in node["$ref"].removeprefix("#/").split("/"):
                assert part in found, place
                found = found[part]
    for kind in DOCUMENT["components"].values():
        assert all(re.fullmatch(r"[A-Za-z0-9._-]+", name) for name in kind)


def test_query_arrays_are_comma_separated() -> None:
    arrays = [
        parameter
        for _, _, operation in OPERATIONS.values()
        for parameter in parameters(operation)
        if parameter["schema"].get("type") == "array"
    ]
    assert len(arrays) == 64
    assert all((each["in"], each["style"], each["explode"]) == ("query", "form", False) for each in arrays)


def test_a_foreign_tool_reads_the_document_and_makes_a_case_of_every_operation() -> None:
    schema = schemathesis.openapi.from_dict(DOCUMENT)
    found = {result.ok().definition.raw["operationId"] for result in schema.get_all_operations()}
    assert found == set(OPERATIONS)
