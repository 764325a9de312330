"""Write generated/basespace_openapi from openapi/basespace-v2.yaml.

    python openapi/generate.py            write it
    python openapi/generate.py --check    fail where what is checked in differs from what would be written

openapi-python-client does the work, with our configuration and templates. What its templates cannot see of the
document is handed to them in a template of its own. Everything is written to a scratch folder first and swapped in
only when nothing is missing from it: the generator drops what it does not understand, and says so only in warnings.
"""

from __future__ import annotations

import argparse
import difflib
import filecmp
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from names import class_name, field_name, generator_class_name, module_name, operation_id
from openapi_spec_validator import OpenAPIV30SpecValidator
from openapi_spec_validator.validation.exceptions import OpenAPIValidationError

HERE = Path(__file__).resolve().parent
DOCUMENT = HERE / "basespace-v2.yaml"
TARGET = HERE.parent / "generated" / "basespace_openapi"
METHODS = ("get", "put", "post", "delete", "patch", "head", "options")
SHIPPED = "document.json"
NOT_WRITTEN = "errors.py"  # the upstream layout wants this module; ours has no use for it

Document = dict[str, Any]


class GenerationError(Exception):
    """Document, or what came out of it, that cannot be used; the message says why."""


def load(path: Path) -> Document:
    """Read the document, and check that it is OpenAPI.

    Raises:
        GenerationError: If it cannot be read, or is not valid.
    """
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise GenerationError(f"cannot read {path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise GenerationError(f"{path} is not UTF-8 text: byte {error.start} does not fit") from error
    except yaml.MarkedYAMLError as error:
        place = f" line {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise GenerationError(f"{path}{place} is not YAML: {error.problem}") from error
    except yaml.YAMLError as error:
        raise GenerationError(f"{path} is not YAML: {error}") from error
    if not isinstance(document, dict) or "openapi" not in document:
        raise GenerationError(f"{path} is not an OpenAPI document: it has no 'openapi' at its top")
    try:
        OpenAPIV30SpecValidator(document).validate()
    except OpenAPIValidationError as error:
        place = "/".join(str(part) for part in error.absolute_path) or "the top"
        problem = (error.message.strip() or "it is not valid").splitlines()[0]
        raise GenerationError(f"{path} is not valid OpenAPI 3.0 at {place}: {problem[:200]}") from error
    except RecursionError as error:
        raise GenerationError(f"{path} has a schema that refers to itself without end") from error
    return document


def operations(document: Document) -> Iterator[tuple[str, str, Document]]:
    """Yield method, path and operation of each."""
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                yield method.upper(), path, item[method]


def resolve(document: Document, node: Document) -> Document:
    """Follow the reference that `node` may be."""
    while "$ref" in node:
        target: Any = document
        for part in node["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        node = target
    return node


def opened(document: Document) -> tuple[Document, list[str]]:
    """Replace schemas that wrap a result in `Response`, as those of v1pre3 do, by the result.

    Returns:
        The document without them, and the operations whose answers are wrapped.
    """
    schemas = document["components"]["schemas"]
    results = {
        f"#/components/schemas/{name}": schema["properties"]["Response"]["allOf"][0]["$ref"]
        for name, schema in schemas.items()
        if "Response" in schema.get("properties", {})
    }
    wrapped: list[str] = []

    def replaced(node: Any, operation: str = "") -> Any:
        if isinstance(node, list):
            return [replaced(item, operation) for item in node]
        if not isinstance(node, dict):
            return node
        operation = node.get("operationId", operation)
        if node.get("$ref") not in results:
            return {key: replaced(value, operation) for key, value in node.items()}
        wrapped.append(operation)
        return {"$ref": results[node["$ref"]]}

    paths = replaced(document["paths"])
    plain = {name: schema for name, schema in schemas.items() if f"#/components/schemas/{name}" not in results}
    return {**document, "paths": paths, "components": {**document["components"], "schemas": plain}}, sorted({*wrapped})


def operation_ids(document: Document) -> dict[str, str]:
    """Map method and path to the operationId, which the templates only see in snake case."""
    return {f"{method} {path}": operation["operationId"] for method, path, operation in operations(document)}


def parameters(document: Document, path: str, operation: Document) -> Iterator[Document]:
    """Yield the parameters of an operation, references followed."""
    for parameter in [*document["paths"][path].get("parameters", []), *operation.get("parameters", [])]:
        yield resolve(document, parameter)


def repeated_arrays(document: Document) -> list[tuple[str, str]]:
    """List query arrays that are sent as repeated keys, as (operationId, parameter); the others are comma separated."""
    found = []
    for _, path, operation in operations(document):
        for parameter in parameters(document, path, operation):
            if resolve(document, parameter.get("schema", {})).get("type") != "array":
                continue
            where = f"{operation['operationId']}, parameter {parameter['name']}"
            if parameter["in"] != "query" or parameter.get("style", "form") != "form":
                raise GenerationError(f"{where}: arrays are supported in the query and with style form only")
            if parameter.get("explode", True):
                found.append((operation["operationId"], parameter["name"]))
    return found


def is_second_name(schema: Document) -> bool:
    """Tell whether a schema only gives another one a second name (allOf of one reference); it has no class."""
    return len(schema.get("allOf", [])) == 1 and "properties" not in schema


def class_overrides(document: Document) -> dict[str, dict[str, str]]:
    """Map the generator's name of each class to ours."""
    return {
        generator_class_name(name): {"class_name": class_name(name), "module_name": module_name(name)}
        for name in document["components"]["schemas"]
    }


def field_names(document: Document) -> dict[str, str]:
    """Map each property of the document to its attribute."""
    schemas = document["components"]["schemas"].values()
    return {name: field_name(name) for schema in schemas for name in schema.get("properties", {})}


def free_objects(document: Document) -> list[str]:
    """List classes of schemas that are objects without properties of their own."""
    schemas = document["components"]["schemas"].items()
    return [
        class_name(name) for name, schema in schemas if schema.get("type") == "object" and "properties" not in schema
    ]


def required_fields(document: Document) -> list[tuple[str, str]]:
    """List the required properties of all classes, as (class, property)."""
    schemas = document["components"]["schemas"].items()
    return [(class_name(name), field) for name, schema in schemas for field in schema.get("required", ())]


def reachable(document: Document, nodes: list[Any]) -> set[str]:
    """Name the schemas that `nodes` refer to, directly or through others."""
    found: set[str] = set()
    while nodes:
        node = nodes.pop()
        if not isinstance(node, dict):
            nodes += node if isinstance(node, list) else []
            continue
        name = str(node.get("$ref", "")).rpartition("/")[2]
        if name and name not in found:
            found.add(name)
            nodes.append(resolve(document, node))
        nodes += node.values()
    return found


def request_models(document: Document) -> list[str]:
    """List classes of schemas that are sent only. One that is also received is a model of answers."""
    listed = [operation for _, _, operation in operations(document)]
    sent = reachable(document, [operation.get("requestBody") for operation in listed])
    other = reachable(document, [[operation["responses"], operation.get("parameters")] for operation in listed])
    return sorted(class_name(name) for name in sent - other)


def derived_document(document: Document) -> Document:
    """Rewrite the document in the form that serves the generator best.

    `x-extensible-enum` becomes `enum`, which it knows (our templates open both). A parameter's description moves to
    the parameter's schema, the only place where it looks. Free-form values are left free, without a class for each.
    """
    schemas = document["components"]["schemas"]

    def plain(name: re.Match[str]) -> str:
        return f"`{class_name(name[1])}`" if name[1] in schemas else name[0]

    def derived(node: Any) -> Any:
        if isinstance(node, list):
            return [derived(item) for item in node]
        if not isinstance(node, dict):
            return node
        node = {"enum" if key == "x-extensible-enum" else key: derived(value) for key, value in node.items()}
        if "properties" in node:
            node.pop("required", None)  # the generator would change the order of the fields
        if isinstance(node.get("additionalProperties"), dict):
            node["additionalProperties"] = True
        if isinstance(node.get("description"), str):
            node["description"] = re.sub(r"`(\w+)`", plain, node["description"])
        if "operationId" in node:
            node["operationId"] = operation_id(node["operationId"])
        if "in" in node and "schema" in node:
            schema = node["schema"]
            node["schema"] = {"allOf": [schema]} if "$ref" in schema else schema
            node["schema"]["description"] = node["description"]
        return node

    result: Document = derived(document)
    return result


def shipped_document(document: Document) -> Document:
    """Return what a program needs to compare answers with: the GET operations and their schemas, without prose."""

    def bare(node: Any, *, is_named: bool = False) -> Any:
        if isinstance(node, list):
            return [bare(item) for item in node]
        if not isinstance(node, dict):
            return node
        prose = () if is_named else ("description", "summary", "tags")  # a property may have one of these names
        return {key: bare(value, is_named=key == "properties") for key, value in node.items() if key not in prose}

    paths = {path: {"get": item["get"]} for path, item in document["paths"].items() if "get" in item}
    used = reachable(document, [paths, document["components"]["responses"]])
    schemas = {name: schema for name, schema in document["components"]["schemas"].items() if name in used}
    components = {**document["components"], "schemas": schemas}
    result: Document = bare(
        {"info": {"version": document["info"]["version"]}, "paths": paths, "components": components}
    )
    return result


def run_generator(document: Document, wrapped: list[str], scratch: Path) -> Path:
    """Generate the package in `scratch`, and return its folder."""
    derived, templates, output = scratch / "document.yaml", scratch / "templates", scratch / "basespace_openapi"
    configuration = yaml.safe_load((HERE / "generator.yaml").read_text(encoding="utf-8"))
    configuration["class_overrides"] = class_overrides(document)
    (scratch / "generator.yaml").write_text(yaml.safe_dump(configuration), encoding="utf-8")
    derived.write_text(yaml.safe_dump(derived_document(document), sort_keys=False), encoding="utf-8")
    shutil.copytree(HERE / "templates", templates)
    (templates / "document_facts.jinja").write_text(
        f"{{% set operation_ids = {operation_ids(document)!r} %}}\n"
        f"{{% set wrapped_operations = {wrapped!r} %}}\n"
        f"{{% set repeated_arrays = {repeated_arrays(document)!r} %}}\n"
        f"{{% set free_objects = {free_objects(document)!r} %}}\n"
        f"{{% set request_models = {request_models(document)!r} %}}\n"
        f"{{% set required_fields = {required_fields(document)!r} %}}\n"
        f"{{% set field_names = {field_names(document)!r} %}}\n",
        encoding="utf-8",
    )
    # The generator and the formatter that its hooks call are those of this interpreter's environment.
    programs = str(Path(sys.executable).parent)
    run = subprocess.run(
        [
            *(sys.executable, "-m", "openapi_python_client", "generate", "--fail-on-warning"),
            *("--path", str(derived), "--config", str(scratch / "generator.yaml")),
            *("--custom-template-path", str(templates), "--meta", "none", "--output-path", str(output)),
        ],
        env={**os.environ, "PATH": programs + os.pathsep + os.environ.get("PATH", "")},
        capture_output=True,
        text=True,
        check=False,
    )
    if run.returncode != 0:
        raise GenerationError(f"openapi-python-client failed:\n{run.stdout}{run.stderr}")
    (output / NOT_WRITTEN).unlink()
    (output / "py.typed").touch()
    return output


def check_complete(document: Document, package: Path) -> None:
    """Raise where an operation, a parameter or a schema of the document is not in the package."""
    modules = [path.read_text(encoding="utf-8") for path in package.glob("api/*/*.py")]
    lost: list[str] = []
    for _, path, operation in operations(document):
        name = operation["operationId"]
        module = next((text for text in modules if f'operation="{name}"' in text), "")
        queried = [each["name"] for each in parameters(document, path, operation) if each["in"] == "query"]
        lost += [] if module else [name]
        lost += [f"{name}, parameter {each}" for each in queried if module and f'"{each}": ' not in module]
    models = (package / "models" / "__init__.py").read_text(encoding="utf-8")
    kinds = {"properties", "allOf", "enum", "x-extensible-enum"}  # anything else is a list or free JSON: no class
    schemas = document["components"]["schemas"].items()
    named = [name for name, schema in schemas if kinds & set(schema) and not is_second_name(schema)]
    lost += [name for name in named if f'"{class_name(name)}": ' not in models]
    if lost:
        raise GenerationError(f"the generator dropped {'; '.join(lost)}")


def differences(expected: Path, actual: Path) -> list[str]:
    """List the differences between two trees, then the start of the first changed file's diff."""

    def files(root: Path) -> set[str]:
        return {
            path.relative_to(root).as_posix() for path in root.rglob("*") if path.suffix in (".py", ".typed", ".json")
        }

    wanted, present = files(expected), files(actual)
    changed = sorted(n for n in wanted & present if not filecmp.cmp(expected / n, actual / n, shallow=False))
    lines = [f"missing: {name}" for name in sorted(wanted - present)]
    lines += [f"not generated: {name}" for name in sorted(present - wanted)]
    lines += [f"differs: {name}" for name in changed]
    for name in changed[:1]:
        old, new = ((root / name).read_text(encoding="utf-8").splitlines() for root in (actual, expected))
        lines += list(difflib.unified_diff(old, new, f"checked in {name}", f"generated {name}", lineterm=""))[:40]
    return lines


def main() -> int:
    """Run the script; see its module docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="compare only, write nothing")
    parser.add_argument("--document", type=Path, default=DOCUMENT)
    parser.add_argument("--target", type=Path, default=TARGET)
    arguments = parser.parse_args()
    try:
        complete = load(arguments.document)
        document, wrapped = opened(complete)
        with tempfile.TemporaryDirectory() as scratch:
            package = run_generator(document, wrapped, Path(scratch))
            check_complete(document, package)
            (package / SHIPPED).write_text(json.dumps(shipped_document(complete), indent=1) + "\n", encoding="utf-8")
            if arguments.check:
                found = differences(package, arguments.target)
                print("\n".join(found) or "generated code is up to date")
                return 1 if found else 0
            shutil.rmtree(arguments.target, ignore_errors=True)
            shutil.copytree(package, arguments.target, ignore=shutil.ignore_patterns("__pycache__", ".ruff_cache"))
    except GenerationError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    print(f"wrote {arguments.target}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
