"""The generator's script: deterministic, complete, and clear about what it cannot use."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from copy import deepcopy
from importlib.metadata import version
from pathlib import Path
from typing import Any

import openapi_python_client
import pytest
import yaml

from tests.support.openapi_document import DOCUMENT, DUMPER
from tests.support.paths import ROOT

SCRIPT = ROOT / "openapi" / "generate.py"
CHECKED_IN = ROOT / "generated" / "basespace_openapi"
UPSTREAM = Path(openapi_python_client.__file__).parent / "templates"

UPSTREAM_HASHES = {
    "api_init.py.jinja": "f3b0290732b219be",
    "client.py.jinja": "4eac65762f21014a",
    "endpoint_init.py.jinja": "c1837a037fdbbd85",
    "endpoint_module.py.jinja": "c1b2628053eb4875",
    "errors.py.jinja": "b6ba7ea79aa7d7f2",
    "literal_enum.py.jinja": "04f2eb9334dd543a",
    "model.py.jinja": "fd1c79680d51c06c",
    "models_init.py.jinja": "4f64a3d6e1b15a56",
    "package_init.py.jinja": "ac15907e32dc39bd",
    "types.py.jinja": "93df9d75883a4eaf",
}


def generate(*arguments: str | Path, hash_seed: str = "0") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(SCRIPT), *map(str, arguments)]
    # The generator is no part of what coverage is measured of, and would take twice as long.
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    environment = {**inherited, "PYTHONHASHSEED": hash_seed}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def changed(folder: Path, change: Callable[[dict[str, Any]], None]) -> Path:
    """A copy of the document with a change in it."""
    document = deepcopy(DOCUMENT)
    change(document)
    path = folder / "changed.yaml"
    path.write_text(yaml.dump(document, Dumper=DUMPER, sort_keys=False), encoding="utf-8")
    return path


@pytest.mark.slow
@pytest.mark.parametrize("hash_seed", ["1"])
def test_every_kind_of_drift_is_found_and_the_rest_has_the_same_bytes_every_time(
    tmp_path: Path, hash_seed: str
) -> None:
    target = tmp_path / "tree"
    shutil.copytree(CHECKED_IN, target, ignore=shutil.ignore_patterns("__pycache__"))
    (target / "models" / "lane.py").write_text("# edited by hand\n")
    (target / "models" / "wallet.py").unlink()
    (target / "extra.py").touch()
    run = generate("--check", "--target", target, hash_seed=hash_seed)
    assert run.returncode == 1
    assert re.findall(r"^(?:differs|missing|not generated): .*", run.stdout, re.MULTILINE) == [
        "missing: models/wallet.py",
        "not generated: extra.py",
        "differs: models/lane.py",
    ]
    assert "-# edited by hand" in run.stdout


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "cannot read"),
        *(
            pytest.param(*case, marks=pytest.mark.slow)
            for case in (
                (b"\xff\xfe", "not UTF-8"),
                (b"a: [1\nb: 2", "line 2 is not YAML"),
                (b"- 1", "not an OpenAPI document"),
                (b"a: 1", "not an OpenAPI document"),
            )
        ),
        (b"openapi: 3.0.3\ninfo: {title: x}\npaths: {}", "not valid OpenAPI 3.0 at info"),
    ],
)
def test_a_document_that_cannot_be_used_is_one_clear_line(tmp_path: Path, content: bytes | None, message: str) -> None:
    path = tmp_path / "document.yaml"
    if content is not None:
        path.write_bytes(content)
    run = generate("--document", path, "--target", tmp_path / "out")
    assert run.returncode == 2
    assert run.stderr.startswith("error: ")
    assert str(path) in run.stderr
    assert message in run.stderr
    assert run.stderr.count("\n") == 1
    assert not (tmp_path / "out").exists()


@pytest.mark.slow
def test_two_operations_of_one_name_are_refused(tmp_path: Path) -> None:
    def rename(document: dict[str, Any]) -> None:
        document["paths"]["/biosamples"]["get"]["operationId"] = "listDatasets"

    run = generate("--document", changed(tmp_path, rename), "--target", tmp_path / "out")
    assert run.returncode == 2
    assert "'listDatasets' for 'get' in '/datasets' is not unique" in run.stderr


def mixed_enumeration(document: dict[str, Any]) -> None:
    document["components"]["schemas"]["Wallet"]["properties"]["Odd"] = {"enum": [1, "a"], "description": "Odd."}


def parameter_with_content(document: dict[str, Any]) -> None:
    parameter = {"name": "odd", "in": "query", "content": {"application/json": {"schema": {"type": "string"}}}}
    document["paths"]["/trash"]["get"]["parameters"].append({**parameter, "description": "Odd."})


def list_of_itself(document: dict[str, Any]) -> None:
    document["components"]["schemas"]["MapContent"]["items"] = {"$ref": "#/components/schemas/MapContent"}


@pytest.mark.exhaustive
@pytest.mark.slow
@pytest.mark.parametrize(
    ("change", "message"),
    [
        (mixed_enumeration, "openapi-python-client failed"),
        (parameter_with_content, "the generator dropped listTrash, parameter odd"),
        (list_of_itself, "refers to itself without end"),
    ],
)
def test_what_the_generator_would_drop_fails_and_leaves_the_tree_alone(
    tmp_path: Path, change: Callable[[dict[str, Any]], None], message: str
) -> None:
    target = tmp_path / "out"
    target.mkdir()
    (target / "kept.py").touch()
    run = generate("--document", changed(tmp_path, change), "--target", target)
    assert run.returncode == 2
    assert message in run.stderr
    assert [path.name for path in target.iterdir()] == ["kept.py"]


@pytest.mark.slow
def test_a_changed_document_changes_the_code_as_it_says(tmp_path: Path) -> None:
    """Repeated keys instead of commas, a keyword as a field, and a schema under a second name."""

    def change(document: dict[str, Any]) -> None:
        for parameter in document["paths"]["/biosamples"]["get"]["parameters"]:
            if parameter.get("name") == "status":
                parameter["explode"] = True
        fields = document["components"]["schemas"]["Lane"]["properties"]
        fields["class"] = {"type": "string", "description": "A keyword."}

    target = tmp_path / "basespace_openapi"
    run = generate("--document", changed(tmp_path, change), "--target", target)
    assert run.returncode == 0, run.stderr
    code = (
        "from basespace_openapi.api.biosamples import list_biosamples\n"
        "from basespace_openapi.models import Lane\n"
        "query = list_biosamples.request(status=['a'], include=['b']).query\n"
        "assert query['status'] == ['a'] and query['include'].values == ('b',)\n"
        "assert Lane(class_='x', yield_=1.0).class_ == 'x'\n"
        "wires = {f.name: f.metadata.get('wire') for f in Lane.__attrs_attrs__}\n"
        "assert wires['class_'] == 'class' and wires['yield_'] == 'Yield'\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    used = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    assert used.returncode == 0, used.stderr


def test_the_upstream_templates_that_ours_replace_are_the_ones_that_ours_were_written_for() -> None:
    """Templates are no public interface of the generator: compare ours with the new ones, then renew the hashes."""
    assert version("openapi-python-client") == "0.29.1"
    ours = {path.name for path in (ROOT / "openapi" / "templates").iterdir()}
    replaced = {name for name in ours if (UPSTREAM / name).exists()}
    assert replaced == set(UPSTREAM_HASHES)
    found = {name: hashlib.sha256((UPSTREAM / name).read_bytes()).hexdigest()[:16] for name in replaced}
    assert found == UPSTREAM_HASHES
