"""What every model can do: dicts, JSON, comparison, tables of pandas, and types of pydantic's."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
from datetime import UTC, datetime
from typing import Any

import pandas
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from basespace_async import ConfigurationError, DecodeError, models
from basespace_async._codec.converter import decode, encode
from tests.support.document_strategies import body
from tests.support.openapi_document import CLASSES
from tests.support.paths import RECORDED

WIRE = {
    "Id": "5",
    "Name": "a",
    "Size": None,
    "DateCreated": "2018-07-19T23:50:10.1234567Z",
    "ParentDataset": {"Id": "ds.1", "Attributes": {"x": [1.5, {"y": None}]}},
    "Tomorrow": [1],
}
FILE = models.File.from_dict(WIRE)


def test_wire_names_give_back_exactly_what_came() -> None:
    assert FILE.to_dict() == FILE.to_dict(by="wire") == WIRE
    assert json.loads(FILE.to_json()) == WIRE
    assert models.File.from_dict(FILE.to_dict()) == FILE


def test_python_names_have_every_field_and_dates() -> None:
    values = FILE.to_dict(by="python")
    assert (values["id"], values["size"], values["etag"]) == ("5", None, None)
    assert values["date_created"] == datetime(2018, 7, 19, 23, 50, 10, 123456, UTC)
    assert values["parent_dataset"]["id"] == "ds.1"
    assert values["parent_dataset"]["attributes"] == {"x": [1.5, {"y": None}]}
    assert values["additional_properties"] == {"Tomorrow": [1]}
    assert models.File.from_dict(values, by="python") == FILE


def test_a_request_as_a_dict_has_what_was_given_and_no_sentinel() -> None:
    request = models.UpdateBiosampleRequest(biosample_name="b", container_name=None)
    assert request.to_dict() == {"BioSampleName": "b", "ContainerName": None}
    assert request.to_dict(by="python") == {"biosample_name": "b", "container_name": None}
    again = models.UpdateBiosampleRequest.from_dict(request.to_dict(by="python"), by="python")
    assert again == request
    assert again.fields_set == {"biosample_name", "container_name"}


@pytest.mark.slow
@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
@pytest.mark.parametrize("name", sorted(CLASSES))
def test_every_model_survives_a_dict_pickling_and_pydantic(name: str, data: st.DataObject) -> None:
    model = CLASSES[name]
    sent = data.draw(body(name))
    made = model.from_dict(sent)
    assert json.loads(made.to_json()) == sent
    assert model.from_dict(made.to_dict(by="python"), by="python") == made
    assert json.loads(pickle.loads(pickle.dumps(made)).to_json()) == sent
    assert json.loads(TypeAdapter(model).dump_json(made)) == sent
    assert repr(made).startswith(f"{model.__name__}(")


def test_a_date_that_came_in_another_form_is_pickled_as_it_came() -> None:
    comment = decode(b'{"DateCreated":"2018-07-19T23:50:10+02:00"}', models.Comment)
    assert pickle.loads(pickle.dumps(comment)).to_dict() == {"DateCreated": "2018-07-19T23:50:10+02:00"}


def test_what_does_not_fit_is_named() -> None:
    with pytest.raises(DecodeError, match=r"File\.from_dict: expected text, found a number at \$\.Id"):
        models.File.from_dict({"Id": 5})
    with pytest.raises(ConfigurationError, match="File has no field 'Id'"):
        models.File.from_dict({"Id": "5"}, by="python")
    with pytest.raises(ConfigurationError, match="by is 'wire' or 'python', not 'json'"):
        FILE.to_dict(by="json")  # type: ignore[arg-type]


def test_json_dumps_takes_models_and_dates_by_a_default() -> None:
    assert json.loads(json.dumps({"files": [FILE]}, default=models.to_jsonable)) == {"files": [WIRE]}
    assert json.dumps(FILE.date_created, default=models.to_jsonable) == '"2018-07-19T23:50:10.1234567Z"'
    with pytest.raises(TypeError, match="set is not JSON serializable"):
        json.dumps({1}, default=models.to_jsonable)


@pytest.mark.parametrize("by", ["wire", "python"])
def test_a_data_frame_of_models_has_no_sentinel(by: Any) -> None:
    files = [FILE, models.File(id="6", size=7)]
    frame = pandas.DataFrame(file.to_dict(by=by) for file in files)
    assert list(frame["Id" if by == "wire" else "id"]) == ["5", "6"]
    assert "UNSET" not in frame.to_string() + frame.to_csv()
    assert frame["Size" if by == "wire" else "size"].sum() == 7


@pytest.mark.skipif(not RECORDED.is_dir(), reason="no recorded responses beside the checkout")
def test_recorded_datasets_are_the_same_by_every_way() -> None:
    for exchange in json.loads((RECORDED / "datasets.json").read_text(encoding="utf-8")):
        for item in exchange["body"].get("Items", []):
            dataset = models.DatasetCompact.from_dict(item)
            assert dataset.to_dict() == json.loads(encode(dataset)) == item
            assert dataset.id
            assert dataset.name
            assert isinstance(dataset.total_size, int)


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted({model.__name__ for model in CLASSES.values()} & set(dir(models))))
def test_every_model_has_a_json_schema(name: str) -> None:
    model: Any = getattr(models, name)
    schema = TypeAdapter(model).json_schema()
    wanted = {field.metadata["wire"] for field in model.__attrs_attrs__ if "wire" in field.metadata}
    described = schema if "properties" in schema else schema["$defs"][name]
    assert set(described["properties"]) == wanted
    assert TypeAdapter(list[model]).json_schema(mode="serialization")["type"] == "array"


def test_pydantic_validates_and_names_the_place() -> None:
    adapter = TypeAdapter(list[models.File])
    assert adapter.validate_python([FILE, WIRE]) == [FILE, FILE]
    assert adapter.validate_json(f"[{FILE.to_json()}]") == [FILE]
    with pytest.raises(ValidationError, match=r"expected text, found a number at \$\.Id"):
        adapter.validate_python([{"Id": 5}])


def test_models_alone_import_neither_pydantic_nor_the_codec() -> None:
    code = (
        "import sys\nfrom basespace_async.models import File\nFile(id='5')\n"
        "print([name for name in ('pydantic', 'orjson', 'cattrs', 'aiohttp') if name in sys.modules])\n"
        "print(File(id='5').to_dict(), 'pydantic' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n{'Id': '5'} False\n"
