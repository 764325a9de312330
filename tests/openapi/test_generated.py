"""The generated package: every operation and model as the document has it."""

from __future__ import annotations

import copy
import pickle
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import attrs
import pytest
from names import class_name, field_name, operation_id
from openapi_python_client import strings

import basespace_openapi
from basespace_openapi import models
from basespace_openapi.client import Request
from basespace_openapi.types import UNSET, CommaSeparated, Model, RequestModel, Unset
from tests.support.openapi_document import CLASS_NAMES, OPENED, WRAPPED, operations_of, parameters

OPERATIONS = operations_of(OPENED)
SCHEMAS: dict[str, Any] = OPENED["components"]["schemas"]
PACKAGE = Path(basespace_openapi.__file__).parent
SOURCES = {path.relative_to(PACKAGE): path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py")}


def module_of(name: str) -> ModuleType:
    tag = strings.snake_case(OPERATIONS[name][2]["tags"][0])
    return import_module(f"basespace_openapi.api.{tag}.{strings.snake_case(operation_id(name))}")


def properties(schema: dict[str, Any]) -> set[str]:
    found = set(schema.get("properties", {}))
    for part in schema.get("allOf", []):
        found |= properties(SCHEMAS[part["$ref"].rpartition("/")[2]] if "$ref" in part else part)
    return found


def sample(parameter: dict[str, Any]) -> Any:
    schema = parameter["schema"]
    kind = SCHEMAS[schema["$ref"].rpartition("/")[2]]["type"] if "$ref" in schema else schema["type"]
    return {"array": ["a", "b"], "integer": 7, "boolean": True, "string": "text"}[kind]


def call(name: str) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """Arguments for every parameter of an operation."""
    _, _, operation = OPERATIONS[name]
    path = [f"a/b {parameter['name']}" for parameter in parameters(operation) if parameter["in"] == "path"]
    query = {
        str(strings.PythonIdentifier(each["name"], "field_")): sample(each)
        for each in parameters(operation)
        if each["in"] == "query"
    }
    if "requestBody" in operation:
        ((media, content),) = operation["requestBody"]["content"].items()
        of_bytes = media == "application/octet-stream"
        query["body"] = b"bytes" if of_bytes else getattr(models, _class_of(content["schema"]))()
    return tuple(path), query


def _class_of(schema: dict[str, Any]) -> str:
    return class_name(schema["$ref"].rpartition("/")[2])


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_a_request_is_what_the_document_says_of_its_operation(name: str) -> None:
    method, template, operation = OPERATIONS[name]
    path, query = call(name)
    request: Request[Any] = module_of(name).request(*path, **query)
    assert (request.operation, request.method, request.wrapped) == (name, method, name in WRAPPED)
    expected = template
    for parameter in parameters(operation):
        if parameter["in"] == "path":
            expected = expected.replace("{" + parameter["name"] + "}", f"a%2Fb%20{parameter['name']}")
    assert request.path == expected
    wanted = {each["name"]: sample(each) for each in parameters(operation) if each["in"] == "query"}
    sent = {key: list(v.values) if isinstance(v, CommaSeparated) else v for key, v in request.query.items()}
    assert sent == wanted
    for each in parameters(operation):
        if each["in"] == "query":
            assert isinstance(request.query[each["name"]], CommaSeparated) == (each["schema"].get("type") == "array")
    assert (request.body is UNSET) == ("requestBody" not in operation)


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_a_request_names_the_result_that_the_document_promises(name: str) -> None:
    _, _, operation = OPERATIONS[name]
    path, query = call(name)
    request: Request[Any] = module_of(name).request(*path, **query)
    success = {code: answer for code, answer in operation["responses"].items() if code.startswith("2")}
    schemas = {
        answer["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
        for answer in success.values()
        if "content" in answer
    } - {"StorageRequestAnswer"}  # anything at all
    if not schemas:
        assert request.result_type is type(None)
        return
    (schema,) = schemas
    assert request.result_type is getattr(models, CLASS_NAMES[schema])
    assert request.result_optional == any("content" not in answer for answer in success.values())


@pytest.mark.parametrize("name", sorted(OPERATIONS))
async def test_send_awaits_the_clients_answer_to_the_same_request(name: str) -> None:
    class Client:
        async def call(self, request: Any, /) -> Any:
            self.request = request
            return "the answer"

    client = Client()
    path, query = call(name)
    module = module_of(name)
    assert await module.send(client, *path, **query) == "the answer"
    assert client.request == module.request(*path, **query)


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_what_is_not_given_is_absent(name: str) -> None:
    path, query = call(name)
    _, _, operation = OPERATIONS[name]
    needed = {each["name"] for each in parameters(operation) if each.get("required")} | {"body"}
    required = {key: value for key, value in query.items() if key in needed}
    request: Request[Any] = module_of(name).request(*path, **required)
    assert all(value is UNSET for key, value in request.query.items() if key not in needed)


@pytest.mark.parametrize("name", sorted(name for name in SCHEMAS if "properties" in SCHEMAS[name]))
def test_a_model_has_every_field_of_its_schema_under_a_python_name(name: str) -> None:
    model = getattr(models, class_name(name))
    assert issubclass(model, Model)
    wires = {field.metadata["wire"]: field.name for field in attrs.fields(model) if field.metadata}
    assert wires == {wire: field_name(wire) for wire in properties(SCHEMAS[name])}
    assert all(attribute.isidentifier() and attribute == attribute.lower() for attribute in wires.values())
    empty = model()
    absent = UNSET if issubclass(model, RequestModel) else None
    required = [wires[wire] for wire in SCHEMAS[name].get("required", ())]
    assert all(getattr(empty, attribute, "none") is absent for attribute in set(wires.values()) - set(required))
    assert not any(hasattr(empty, attribute) for attribute in required)
    assert empty.additional_properties == {}


def test_keywords_and_builtins_are_renamed_and_nothing_else() -> None:
    assert attrs.fields_dict(models.Lane)["yield_"].metadata["wire"] == "Yield"
    assert attrs.fields_dict(models.Comment)["id"].metadata["wire"] == "Id"


def test_every_model_has_a_plain_name_of_its_own() -> None:
    assert not [name for name in dir(models) if name.startswith(("V1", "V2"))]
    assert {"Lane", "User", "UserCompact"} <= set(dir(models))
    assert len({class_name(name) for name in SCHEMAS if "properties" in SCHEMAS[name]}) == len(
        [name for name in SCHEMAS if "properties" in SCHEMAS[name]]
    )
    text = "".join(SOURCES.values()).replace('"V1pre3Id"', "")
    assert not re.search(r"\bV(?:2|1pre3)[A-Z]", text)
    with pytest.raises(AttributeError, match="Specimen"):
        _ = models.Specimen  # type: ignore[attr-defined]


def test_every_module_can_be_imported() -> None:
    names = [".".join(("basespace_openapi", *path.with_suffix("").parts)).removesuffix(".__init__") for path in SOURCES]
    code = "import importlib\n" + "\n".join(f"importlib.import_module({name!r})" for name in names)
    run = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert len(names) > 240


def test_the_package_is_small_async_and_knows_no_http_library() -> None:
    assert sum(text.count("\n") for text in SOURCES.values()) <= 17_000
    text = "".join(SOURCES.values())
    for absent in (
        "httpx",
        "aiohttp",
        "import requests",
        "def sync",
        "basespace_async",
    ):
        assert absent not in text
    assert text.count("def to_dict") == 2, "of the base class and of the protocol, not of each model"
    senders = [path for path, source in SOURCES.items() if "async def send(" in source]
    assert len(senders) == len(OPERATIONS)
    assert (PACKAGE / "py.typed").exists()


def test_building_a_request_imports_no_model() -> None:
    code = (
        "import sys\nfrom basespace_openapi.api.biosamples import list_biosamples\n"
        "list_biosamples.request(limit=1)\n"
        "print([name for name in sys.modules if name.startswith('basespace_openapi.models.')])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"


def test_absence_is_one_false_value_of_its_own() -> None:
    assert not UNSET
    assert repr(UNSET) == "UNSET"
    assert UNSET is not None
    assert isinstance(UNSET, Unset)
    for again in (copy.deepcopy(UNSET), pickle.loads(pickle.dumps(UNSET))):
        assert again is UNSET


@pytest.mark.parametrize(
    ("name", "is_sent_only"),
    [("UpdateLaneRequest", True), ("PropertyToWrite", True), ("UserSetting", False), ("QcThreshold", False)],
)
def test_what_is_only_sent_keeps_absence_apart_from_null(name: str, is_sent_only: bool) -> None:
    assert issubclass(getattr(models, name), RequestModel) == is_sent_only


def test_a_model_shows_what_it_has_and_no_secret() -> None:
    file = models.File(id="5", href_content="https://store.example/x?Signature=s3cret", etag=None)
    assert repr(file) == "File(id='5', href_content='https://store.example/x?***')"
    settings = models.ApplicationSettings(client_secret="s3cret", company_name="x")
    assert repr(settings) == "ApplicationSettings(client_secret='***', company_name='x')"
    unknown = {"New": ["https://store.example/x?Signature=s3cret"]}
    assert repr(models.Lane(additional_properties=unknown)) == (
        "Lane(additional_properties={'New': ['https://store.example/x?***']})"
    )
    assert repr(models.UpdateLaneRequest(comment=None)) == "UpdateLaneRequest(comment=None)"


def test_a_models_repr_is_short() -> None:
    dataset = models.DatasetCompact(
        project=models.ProjectCompact(id="2", name="P", description="x"),
        qc_status_summary="y" * 500,
        dataset_type=models.DatasetTypeCompact(conforms_to_ids=[str(number) for number in range(9)]),
    )
    assert repr(dataset) == (
        "DatasetCompact(project=ProjectCompact(id='2'), dataset_type=DatasetTypeCompact(...), "
        f"qc_status_summary='{'y' * 100}...')"
    )
    assert repr(dataset.dataset_type) == "DatasetTypeCompact(conforms_to_ids=['0', '1', '2', ... 6 more])"


def test_models_are_compared_copied_and_pickled_by_value() -> None:
    biosample = models.Biosample(id="1", default_project=models.ProjectCompact(id="2"))
    for again in (copy.copy(biosample), copy.deepcopy(biosample), pickle.loads(pickle.dumps(biosample))):
        assert again == biosample
        assert (again.status, hasattr(again, "biosample_name")) == (None, False)
    assert biosample != models.Biosample(id="1")
    assert biosample != "1"
    with pytest.raises(TypeError, match="unhashable"):
        hash(biosample)


def test_an_attribute_that_there_is_not_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="'Biosample' object has no attribute 'nickname_'"):
        _ = models.Biosample().nickname_  # type: ignore[attr-defined]
