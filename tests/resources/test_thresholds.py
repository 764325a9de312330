"""QC thresholds and workflow dependencies: rules, and what is sent."""

from __future__ import annotations

from typing import Any

import pytest

from basespace_async import PreconditionError
from basespace_async.resources.thresholds import qc_threshold, workflow_dependency

DEPENDENCY = workflow_dependency("BioSampleYield", attributes={"RequiredYield": 9})


@pytest.mark.parametrize(
    ("operator", "values", "problem"),
    [
        ("Between", [1], "needs 2 values for Between, and has 1"),
        ("Outside", [1, 2, 3], "needs 2 values"),
        ("Equal", [], "needs 1 value for Equal, and has 0"),
        ("LessThan", [1, 2], "needs 1 value "),
        ("LessThan", [1.5], "no whole number"),
        ("LessThan", [True], "no whole number"),
    ],
)
def test_a_threshold_has_the_values_that_its_operator_needs(operator: str, values: list[Any], problem: str) -> None:
    with pytest.raises(PreconditionError, match=problem):
        qc_threshold("m", operator, *values)


def test_an_operator_that_is_not_documented_is_left_to_the_service() -> None:
    assert qc_threshold("m", "Near", 1, 2, 3).threshold_values == [1, 2, 3]
    nested = workflow_dependency("All", attributes={}, dependencies=[DEPENDENCY])
    assert nested.dependencies == [DEPENDENCY]
