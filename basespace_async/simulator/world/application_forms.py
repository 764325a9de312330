"""Inputs of the applications: what their forms ask for."""

from __future__ import annotations

from attrs import frozen

from .factory import GERMLINE


@frozen
class Control:
    """A control of a form: its name is that of an input.

    Attributes:
        name: Name of the input.
        type: Type of the control.
        label: Text for people.
        required: Whether a launch needs a value.
        choices: Values that it takes; none for any.
    """

    name: str
    type: str
    label: str
    required: bool = False
    choices: tuple[str, ...] = ()


_COMMON = (
    Control("app-session-name", "TextBox", "Analysis name", required=True),
    Control("project-id", "ProjectChooser", "Save results to", required=True),
    Control("sample-id", "BiosampleChooser", "Biosamples", required=True),
)
_GERMLINE = (
    Control("genome-id", "Select", "Reference genome", choices=("hg19", "hg38")),
    Control("target_bed_id", "FileChooser", "Target regions"),
    Control("gvcfs", "DatasetChooser", "Earlier gVCFs"),
    Control("cnv_checkbox", "CheckBox", "Copy number variants"),
)


def controls_of(application: str) -> tuple[Control, ...]:
    """Return the controls of an application's form."""
    return (*_COMMON, *_GERMLINE) if application == GERMLINE else _COMMON
