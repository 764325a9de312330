"""Rows whose keys hold what separates, ends or quotes elsewhere."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from basespace_async.harvest.schema.rows import convert_plain
from basespace_async.harvest.schema.tables import TABLES, first_key, get_table
from basespace_async.harvest.store import index, sync_state
from basespace_async.harvest.store.index import Index
from basespace_async.harvest.store.manifest import ManifestIdentity, open_manifest
from basespace_async.harvest.store.part_files import part_format
from basespace_async.models import File
from tests.support.harvest_folder import rows as rows_in

FILES = TABLES.index("files")
PARTS = st.text("AB/%\0é0.", min_size=1, max_size=4)


def put(rows: Index, generation: int, size: int, *keys: tuple[str, str]) -> None:
    for dataset, file in keys:
        made = convert_plain(get_table("files"), [File(id=file, size=size)], dataset_id=dataset).rows
        with rows.transaction():
            rows.put(FILES, made, generation, generation)
    list(rows.apply_all([FILES]))


def found(folder: Path) -> dict[tuple[str, str], int]:
    listed = [((row["dataset_id"], row["id"]), row["size"]) for row in rows_in(folder, "files")]
    assert len(dict(listed)) == len(listed)
    return dict(listed)


def opened(folder: Path, format: str) -> Iterator[tuple[Index, sqlite3.Connection]]:
    connection = open_manifest(folder, ManifestIdentity("http://127.0.0.1/v2", format))
    sync_state.begin_all(connection, ("files",), 1, full=False, keep_counts=False)
    yield Index(connection, folder, part_format(format)), connection
    connection.close()


@pytest.mark.slow
@pytest.mark.parametrize("format", ["parquet", "jsonl"])
@given(keys=st.lists(st.tuples(PARTS, PARTS), min_size=1, max_size=8, unique=True))
def test_every_row_is_there_once_and_replaced_by_its_own_alone(
    tmp_path_factory: pytest.TempPathFactory, format: str, keys: list[tuple[str, str]]
) -> None:
    folder = tmp_path_factory.mktemp("lab")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(index, "PART_ROWS", 3)
        patch.setattr(index, "_MAX_VARIABLES", 2)
        for rows, connection in opened(folder, format):
            put(rows, 1, 1, *keys)
            assert found(folder) == dict.fromkeys(keys, 1)
            put(rows, 2, 2, *keys[::2])
            expected: dict[Any, int] = {**dict.fromkeys(keys, 1), **dict.fromkeys(keys[::2], 2)}
            assert found(folder) == expected
            state = sync_state.find(connection, "files")
            assert state is not None
            assert (state.new, state.changed) == (len(keys), len(keys[::2]))
            parent = keys[0][0]
            with rows.transaction():
                gone = rows.keys_under(FILES, parent, 9)
                rows.remove(FILES, gone)
            list(rows.apply_all([FILES]))
            assert found(folder) == {key: size for key, size in expected.items() if key[0] != parent}
            assert all(key.startswith(first_key(parent) + "/") for key in gone)
