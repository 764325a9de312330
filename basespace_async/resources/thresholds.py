"""Create and check QC thresholds and workflow dependencies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from basespace_openapi import models as generated

from .._core.parameters import ResourceId, identifier
from ..errors import ConfigurationError, PreconditionError

if TYPE_CHECKING:
    from ..models import QcThreshold, QcThresholdOperator, WorkflowDependency, WorkflowDependencyType

_PAIRED = ("Between", "Outside")
OPERATORS = ("Equal", "LessThan", "GreaterThan", "LessThanOrEqual", "GreaterThanOrEqual", "NotEqual", *_PAIRED)


def qc_threshold(
    name: str,
    operator: QcThresholdOperator,
    *values: int,
    dataset_type: ResourceId | None = None,
    group: str | None = None,
) -> QcThreshold:
    """Create a QC threshold: the condition that a metric must meet.

    Args:
        name: Name of the metric.
        operator: Equal, NotEqual, LessThan, LessThanOrEqual, GreaterThan, GreaterThanOrEqual, Between or Outside
            (reference).
        *values: Whole numbers to compare with: two for Between and Outside, one for the others (reference).
        dataset_type: Slug of the dataset type, needed for the thresholds of a workflow.
        group: For lanes: the whole lane, or one read of it (reference, which names no values).

    Raises:
        PreconditionError: If there are too many or too few values, or one is not a whole number.

    Example:
        ```python
        qc_threshold("PercentGtQ30", "Between", 80, 100, dataset_type="illumina.fastq.v1.8")
        ```
    """
    threshold = generated.QcThreshold(
        name=name,
        operator=operator,
        dataset_type_id=None if dataset_type is None else identifier(dataset_type),
        threshold_values=list(values),
        group=group,
    )
    check_thresholds([threshold], dataset_type_needed=False)
    return threshold


def workflow_dependency(
    type: WorkflowDependencyType, *, attributes: Mapping[str, Any], dependencies: Iterable[WorkflowDependency] = ()
) -> WorkflowDependency:
    """Create a workflow dependency: a condition that must hold before a workflow is launched.

    Args:
        type: BioSampleYield or AppCompletion (reference).
        attributes: What the type needs; the reference names none of them.
        dependencies: Nested ones; those two types need none (reference).

    Raises:
        PreconditionError: If there is no type.

    Example:
        ```python
        workflow_dependency("BioSampleYield", attributes={"RequiredYield": 90_000_000_000})
        ```
    """
    nested = list(dependencies)
    dependency = generated.WorkflowDependency(type_=type, attributes=dict(attributes), dependencies=nested or None)
    return check_dependencies([dependency])[0]


def check_thresholds(thresholds: Iterable[QcThreshold], *, dataset_type_needed: bool) -> list[QcThreshold]:
    """Check QC thresholds.

    Raises:
        PreconditionError: If one of them lacks a part that the reference asks for.
        ConfigurationError: If none is given.
    """
    checked = list(thresholds)
    if not checked:
        raise ConfigurationError("no threshold was given; nothing would change")
    for threshold in checked:
        _check_threshold(threshold, dataset_type_needed=dataset_type_needed)
    return checked


def _check_threshold(threshold: QcThreshold, *, dataset_type_needed: bool) -> None:
    if not threshold.name or not threshold.operator:
        raise PreconditionError("a threshold needs the name of its metric and an operator")
    if dataset_type_needed and not threshold.dataset_type_id:
        raise PreconditionError(f"the threshold of {threshold.name} needs a dataset type, such as illumina.fastq.v1.8")
    values = threshold.threshold_values or []
    if any(type(value) is not int for value in values):
        raise PreconditionError(f"the threshold of {threshold.name} has a value that is no whole number: {values}")
    wanted = 2 if threshold.operator in _PAIRED else 1
    if threshold.operator in OPERATORS and len(values) != wanted:
        raise PreconditionError(
            f"the threshold of {threshold.name} needs {wanted} value{'s' * (wanted > 1)} for {threshold.operator}, "
            f"and has {len(values)}"
        )


def check_dependencies(dependencies: Iterable[WorkflowDependency]) -> list[WorkflowDependency]:
    """Check workflow dependencies.

    Raises:
        PreconditionError: If one of them lacks its type.
        ConfigurationError: If none is given.
    """
    checked = list(dependencies)
    if not checked:
        raise ConfigurationError("no dependency was given; nothing would change")
    if any(not dependency.type_ for dependency in checked):
        raise PreconditionError("a workflow dependency needs its type: BioSampleYield or AppCompletion")
    return checked
