"""Columns and rows: the rule by which records are flattened."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from basespace_async import BaseSpace, Page, models
from basespace_async._codec import converter
from basespace_async._codec.columns import column_name, date_text
from basespace_async.errors import DecodeError
from basespace_async.harvest import TABLES, harvest
from basespace_async.harvest.schema.rows import Row, convert, convert_plain, convert_properties, row_of
from basespace_async.harvest.schema.tables import chosen_tables, get_table, table_digests
from basespace_async.simulator import Simulator


def flat(name: str, body: dict[str, Any]) -> dict[str, Any]:
    """The row of a record that came in this form."""
    kind = get_table(name)
    return kind.flattening.flatten(converter.structure(body, kind.flattening.model))


def filled(name: str, body: dict[str, Any]) -> dict[str, Any]:
    """The columns of a row that are not null."""
    return {column: value for column, value in flat(name, body).items() if value is not None}


def test_scalars_are_columns_and_dates_are_in_utc() -> None:
    assert filled(
        "biosamples",
        {
            "Id": "7",
            "BioSampleName": "Liver",
            "HasQcPassedFastqDatasets": False,
            "DateCreated": "2018-07-19T23:50:10.1234560Z",
            "DateModified": "2018-07-19T23:50:10+02:00",
            "Status": "SomethingNew",
        },
    ) == {
        "id": "7",
        "biosample_name": "Liver",
        "has_qc_passed_fastq_datasets": False,
        "date_created": "2018-07-19T23:50:10.123456Z",
        "date_modified": "2018-07-19T21:50:10.000000Z",
        "status": "SomethingNew",
    }


def test_nulls_among_the_yields_of_a_biosample_are_left_out() -> None:
    body = b'{"Items": [{"Id": "7", "Yields": [null, {"LibraryPrep": {"Id": "3"}}, null]}]}'
    page = Page(body, models.BiosampleCompact, offset=0, operation="listBiosamples")
    converted = convert(get_table("biosamples"), page, ["biosample_yields"])
    assert [row.key for row in converted.rows] == ["7"]
    assert [row.key for row in converted.yields] == ["7/3"]


def test_the_year_0001_null_and_absence_are_null() -> None:
    row = flat("biosamples", {"Id": "7", "DateCreated": "0001-01-01T00:00:00.0000000Z", "Nickname": None})
    assert (row["date_created"], row["nickname"], row["status"]) == (None, None, None)
    assert filled("biosamples", {"Id": "7", "Subject": None, "Yields": None}) == {"id": "7"}


def test_resources_within_a_record_are_named_by_id_and_name() -> None:
    body = {
        "Id": "7",
        "BioSample": {"Id": "1", "BioSampleName": "Liver", "Status": "New"},
        "Project": {"Id": "2", "Name": "study", "Description": "not taken"},
        "Container": {"Id": "3", "UserContainerId": "PLATE", "ContainerType": "Plate", "LibraryCount": 5},
        "UserOwnedBy": {"Id": "4", "Name": "Ann", "GravatarUrl": "https://x"},
    }
    assert filled("libraries", body) == {
        "id": "7",
        "biosample_id": "1",
        "biosample_name": "Liver",
        "project_id": "2",
        "project_name": "study",
        "container_id": "3",
        "container_name": "PLATE",
        "container_type": "Plate",
        "user_owned_by_id": "4",
        "user_owned_by_name": "Ann",
    }


def test_other_objects_give_a_column_for_each_of_their_fields() -> None:
    statistics = {"PercentGtQ30": 91, "ReadsTotal": 5.0, "IsIndexed": True, "Href": "v1pre3/x", "Novel": [1]}
    row = filled("runs", {"Id": "7", "SequencingStats": statistics, "Instrument": {"InstrumentId": 9, "Name": "M1"}})
    assert row == {
        "id": "7",
        "sequencing_stats_percent_gt_q30": 91.0,
        "sequencing_stats_reads_total": 5,
        "sequencing_stats_is_indexed": True,
        "instrument_id": 9,
        "additional": '{"SequencingStats":{"Novel":[1]}}',
    }
    assert type(row["sequencing_stats_percent_gt_q30"]) is float
    assert type(row["sequencing_stats_reads_total"]) is int


def test_lists_maps_and_deeper_objects_are_json_with_sorted_keys() -> None:
    subject = {"Id": "1", "UserSubjectId": "P-1", "Species": {"Name": "Homo sapiens", "Id": "9606"}}
    row = filled("biosamples", {"Id": "7", "Subject": subject, "LibraryPreps": [{"Name": "TruSeq", "Id": "1"}]})
    assert row["subject_species"] == '{"Id":"9606","Name":"Homo sapiens"}'
    assert row["library_preps"] == '[{"Id":"1","Name":"TruSeq"}]'
    assert (row["subject_id"], row["subject_name"]) == ("1", "P-1")
    attributes = {"common_fastq": {"TotalReadsPF": 5, "IsPairedEnd": True}}
    assert filled("datasets", {"Id": "ds.1", "Attributes": attributes})["attributes"] == (
        '{"common_fastq":{"IsPairedEnd":true,"TotalReadsPF":5}}'
    )


def test_unknown_fields_are_kept_and_links_are_not() -> None:
    body = {
        "Id": "ds.1",
        "Href": "https://api/x",
        "HrefFiles": "https://api/x/files",
        "HrefBaseSpaceUI": "https://page",
        "Novel": {"B": 1, "A": 2},
        "Properties": {"Items": [], "Href": "https://api/x/properties"},
    }
    assert filled("datasets", body) == {
        "id": "ds.1",
        "href_basespace_ui": "https://page",
        "additional": '{"Novel":{"A":2,"B":1}}',
    }


def test_a_files_older_parents_are_kept_where_they_come_and_its_links_never() -> None:
    body = {"Id": "5", "IdAsLong": 5, "HrefContent": "https://s3/x?X-Amz-Signature=secret", "ParentRun": {"Id": "9"}}
    assert filled("files", body) == {"id": "5", "additional": '{"ParentRun":{"Id":"9"}}'}


def test_what_is_no_whole_number_of_64_bits_is_null() -> None:
    sizes = [2**63 - 1, -(2**63), 2**63, -(2**63) - 1, 12.5]
    assert [flat("files", {"Id": "5", "Size": size})["size"] for size in sizes] == [*sizes[:2], None, None, None]


def test_dates_are_written_in_one_form() -> None:
    east = timezone(timedelta(hours=5, minutes=30))
    assert date_text(datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)) == "2024-01-02T03:04:05.000000Z"
    assert date_text(datetime(2024, 1, 2, 3, 4, 5, tzinfo=east)) == "2024-01-01T21:34:05.000000Z"
    assert date_text(datetime(2024, 1, 2, 3, 4, 5)) == "2024-01-02T03:04:05.000000Z"
    assert date_text(datetime(1, 1, 1, tzinfo=east)) is None


def test_columns_are_named_as_attributes_without_the_underscore_after_a_keyword() -> None:
    assert [column_name(name) for name in ("biosample_name", "type_")] == ["biosample_name", "type"]


@pytest.mark.parametrize("name", TABLES)
def test_a_table_has_each_column_once_and_what_tells_its_rows_apart(name: str) -> None:
    names = [column.name for column in get_table(name).columns]
    assert len(names) == len(set(names)) < 115
    assert set(get_table(name).key) <= set(names)
    assert names[-1] == "additional"
    assert list(flat(name, {})) == names
    assert not [each for each in names if each.startswith("href") and each != "href_basespace_ui"]


def test_the_columns_are_these() -> None:
    # A change here makes harvests into folders of earlier releases list everything again.
    digest = hashlib.sha256(json.dumps(table_digests()).encode()).hexdigest()
    assert digest == "70c23755525525c5f7c1eb8dd9e75ca56d1afc79cfcf289dbf478d4a26f644e5"
    assert [f"{column.name}:{column.kind}" for column in get_table("files").columns] == [
        "dataset_id:text",
        "id:text",
        "name:text",
        "content_type:text",
        "size:integer",
        "path:text",
        "date_created:date",
        "category:text",
        "etag:text",
        "is_archived:boolean",
        "date_modified:date",
        "additional:json",
    ]


def test_a_record_that_cannot_be_told_from_others_is_an_error() -> None:
    with pytest.raises(DecodeError, match="a record of biosamples has no id, which tells it from others"):
        row_of(get_table("biosamples"), flat("biosamples", {"BioSampleName": "x"}))
    converted = convert_properties("7", [models.PropertyCompact(type_="string"), models.PropertyCompact(name="a")])
    assert [row.key for row in converted.rows] == ["7/a"]
    (skipped,) = converted.skipped
    assert "a record of properties has no appsession_id or no name" in str(skipped.error)


def test_rows_differ_where_a_value_does_and_not_otherwise() -> None:
    def rows_of(dataset: str, *files: models.File) -> list[Row]:
        return convert_plain(get_table("files"), files, dataset_id=dataset).rows

    one, same = rows_of("ds.1", models.File(id="1", size=5), models.File(id="1", size=5))
    other, elsewhere = rows_of("ds.1", models.File(id="1", size=6)) + rows_of("ds.2", models.File(id="1", size=5))
    assert one == same
    assert one.digest != other.digest
    assert [row.key for row in (one, other, elsewhere)] == ["ds.1/1", "ds.1/1", "ds.2/1"]
    assert json.loads(one.line)["dataset_id"] == "ds.1"
    assert one.line.endswith(b"}\n")
    assert len(one.digest) == 16


def dataset(**inputs: list[Any]) -> Any:
    items = [
        models.PropertyCompact(name=f"Input.{name}", type_=f"{name.lower()}[]", **{field: values})
        for name, (field, values) in inputs.items()
    ]
    return models.DatasetCompact(id="ds.1", properties=generated_container(items))


def generated_container(items: list[Any]) -> Any:
    from basespace_openapi.models import PropertyContainer

    return PropertyContainer(items=items)


def test_a_dataset_of_several_biosamples_names_all_of_them_and_no_single_one() -> None:
    biosamples = [models.BiosampleCompact(id="1"), models.BiosampleCompact(id="2")]
    runs = [models.LegacyRunCompact(id="9", name="run")]
    found = dataset(BioSamples=("biosample_items", biosamples), Runs=("run_items", runs), Other=("content", "x"))
    made = convert(get_table("datasets"), [found, found], ["runs"])
    row = json.loads(made.rows[0].line)
    assert (row["biosample_id"], row["input_biosample_ids"]) == (None, '["1","2"]')
    assert (row["run_id"], row["input_run_ids"], row["input_library_ids"]) == ("9", '["9"]', None)
    assert [json.loads(each.line)["name"] for each in made.runs] == ["run"]
    assert convert(get_table("datasets"), [found]).runs == []


def test_a_dataset_whose_inputs_are_cut_names_no_single_one() -> None:
    found = dataset(BioSamples=("biosample_items", [models.BiosampleCompact(id="1")]))
    found.properties.items[0].items_displayed_count, found.properties.items[0].items_total_count = 1, 2
    row = json.loads(convert(get_table("datasets"), [found]).rows[0].line)
    assert (row["biosample_id"], row["input_biosample_ids"]) == (None, '["1"]')


def test_projects_that_records_name_are_found_once_a_page() -> None:
    project = models.ProjectCompact(id="5", name="study")
    biosamples = [models.BiosampleCompact(id=str(number), default_project=project) for number in range(3)]
    biosamples.append(models.BiosampleCompact(id="4", default_project=models.ProjectCompact(name="no id")))
    made = convert(get_table("biosamples"), biosamples, ["projects"])
    assert [json.loads(each.line)["name"] for each in made.projects] == ["study"]
    assert convert(get_table("biosamples"), biosamples).projects == []


def test_a_propertys_resource_is_named() -> None:
    values = {
        "project": models.ProjectCompact(id="1", name="study"),
        "biosample": models.BiosampleCompact(id="2", biosample_name="Liver"),
        "library_pool": models.LibraryPool(id="3", user_pool_id="POOL"),
    }
    properties = [models.PropertyCompact(name=name, type_="x", **{name: value}) for name, value in values.items()]
    properties.append(models.PropertyCompact(name="none", type_="project"))
    rows = [json.loads(row.line) for row in convert_properties("7", properties).rows]
    assert [(row["resource_id"], row["resource_name"]) for row in rows] == [
        ("1", "study"),
        ("2", "Liver"),
        ("3", "POOL"),
        (None, None),
    ]
    assert {row["resource_ids"] for row in rows} == {None}
    assert {row["appsession_id"] for row in rows} == {"7"}


def test_the_tables_that_are_asked_for_come_in_order_with_those_that_they_need() -> None:
    assert chosen_tables(None) == TABLES
    assert chosen_tables(["usage", "files"]) == ("datasets", "files", "usage")
    assert chosen_tables("projects") == ("projects", "biosamples", "datasets")


@pytest.mark.slow
async def test_harvests_of_different_worlds_have_the_same_schema(tmp_path: Path) -> None:
    schemas = []
    for number, biosamples in enumerate((0, 3, 20)):
        async with (
            Simulator(biosamples=biosamples, seed=number) as simulator,
            BaseSpace(simulator.token, server=simulator.url) as basespace,
        ):
            await harvest(basespace, tmp_path / str(number))
        schemas.append(
            {name: pl.read_parquet_schema(tmp_path / str(number) / name / "part-000001.parquet") for name in TABLES}
        )
    assert schemas[0] == schemas[1] == schemas[2]
    assert schemas[0]["biosamples"]["date_modified"] == pl.Datetime("us", "UTC")
    assert schemas[0]["files"]["size"] == pl.Int64
    assert schemas[0]["runs"]["sequencing_stats_error_rate"] == pl.Float64
    assert schemas[0]["biosamples"]["has_qc_passed_fastq_datasets"] == pl.Boolean
    assert schemas[0]["datasets"]["attributes"] == pl.String


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("9999-12-31T23:59:59.0000000Z", "9999-12-31T23:59:59.000000Z"),
        ("9999-12-31T23:59:59-05:00", "9999-12-31T23:59:59.999999Z"),
        ("9999-12-31T12:00:00-23:59", "9999-12-31T23:59:59.999999Z"),
        ("9999-12-31T23:59:59+23:59", "9999-12-31T00:00:59.000000Z"),
        ("0001-01-01T00:00:00+05:00", None),
        ("0001-01-01T00:00:00-05:00", None),
        ("0002-01-01T00:00:00+14:00", "0001-12-31T10:00:00.000000Z"),
    ],
)
def test_dates_at_the_ends_of_time_are_rows(text: str, kept: str | None) -> None:
    record = converter.structure({"Id": "1", "DateModified": text}, models.BiosampleCompact)
    converted = convert(get_table("biosamples"), [record])
    assert not converted.skipped
    assert json.loads(converted.rows[0].line)["date_modified"] == kept


@pytest.mark.parametrize("size", [1e999, -1e999, 2**64 - 1, 1e300])
def test_numbers_that_no_column_holds_are_null(size: float) -> None:
    converted = convert_plain(get_table("files"), [models.File(id="1", size=size)], dataset_id="ds.1")  # type: ignore[arg-type]
    assert json.loads(converted.rows[0].line)["size"] is None


def test_the_parts_of_a_key_are_never_mixed_up() -> None:
    pairs = [("A", "B/2"), ("A/B", "2"), ("A%2FB", "2"), ("A%", "2"), ("A%25", "2"), ("A", "%2")]
    table = get_table("files")
    keys = {table.key_of({"dataset_id": dataset, "id": file}) for dataset, file in pairs}
    assert len(keys) == len(pairs)
    assert table.key_of({"dataset_id": "ds.1", "id": "B/2"}) == "ds.1/B/2"
