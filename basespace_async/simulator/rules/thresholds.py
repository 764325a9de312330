"""QC thresholds and workflow dependencies, as they come: objects in a query, or in a body."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson

from ..errors import InvalidValueError
from ..queries import Body
from ..world.lanes import IN_PAIRS, OPERATORS
from ..world.records import ThresholdRecord

DEPENDENCY_TYPES = ("BioSampleYield", "AppCompletion")


def objects_in(name: str, text: str | None, body: Body, field: str) -> list[Body]:
    """Read the objects of a PUT: from the query as JSON with commas between them (inferred), or from its body.

    Raises:
        InvalidValueError: If there is none, or they cannot be read.
    """
    if text is None:
        bodies = body.objects(field)
    else:
        try:
            values = orjson.loads(text if text.lstrip().startswith("[") else f"[{text}]")
        except orjson.JSONDecodeError:
            raise InvalidValueError(f"'{name}' must be JSON objects with commas between them") from None
        bodies = Body({field: values}).objects(field)
    if not bodies:
        raise InvalidValueError(f"'{name}' must have at least one object")
    return bodies


def threshold(given: Body, *, dataset_type_needed: bool, types: Mapping[str, Any]) -> ThresholdRecord:
    """Read a threshold.

    Raises:
        InvalidValueError: If it lacks a part, or has a wrong one.
    """
    name, operator = given.text("Name"), given.choice("Operator", OPERATORS)
    type_id, values = given.text("DatasetTypeId"), given.fields.get("ThresholdValues")
    if not name or operator is None:
        raise InvalidValueError("A threshold needs Name and Operator")
    if dataset_type_needed and type_id not in types:
        raise InvalidValueError(f"The threshold of {name} needs the DatasetTypeId of a dataset type")
    wanted = 2 if operator in IN_PAIRS else 1
    if not isinstance(values, list) or len(values) != wanted or any(type(value) is not int for value in values):
        raise InvalidValueError(f"The threshold of {name} needs {wanted} whole numbers in ThresholdValues")
    return ThresholdRecord(name, operator, tuple(values), type_id or "", given.text("Group") or "")


def dependency(given: Body) -> dict[str, Any]:
    """Read a dependency of a workflow.

    Raises:
        InvalidValueError: If it has no known type, or attributes that are none.
    """
    if given.choice("Type", DEPENDENCY_TYPES) is None:
        raise InvalidValueError(f"A dependency needs a Type: {' or '.join(DEPENDENCY_TYPES)}")
    attributes = given.fields.get("Attributes")
    if attributes is not None and not isinstance(attributes, dict):
        raise InvalidValueError("The Attributes of a dependency must be an object")
    view: dict[str, Any] = {"Type": given.fields["Type"], "Attributes": attributes or {}}
    nested = [dependency(body) for body in given.objects("Dependencies")]
    return {**view, "Dependencies": nested} if nested else view
