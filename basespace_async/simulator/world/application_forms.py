"""Inputs of the applications: what their forms ask for."""

from __future__ import annotations

from attrs import frozen

from .factory import GERMLINE


@frozen
class FormControl:
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
    FormControl("app-session-name", "TextBox", "Analysis name", required=True),
    FormControl("project-id", "ProjectChooser", "Save results to", required=True),
    FormControl("sample-id", "BiosampleChooser", "Biosamples", required=True),
)
_GERMLINE = (
    FormControl("genome-id", "Select", "Reference genome", choices=("hg19", "hg38")),
    FormControl("target_bed_id", "FileChooser", "Target regions"),
    FormControl("gvcfs", "DatasetChooser", "Earlier gVCFs"),
    FormControl("cnv_checkbox", "CheckBox", "Copy number variants"),
)


def controls_of(application: str) -> tuple[FormControl, ...]:
    """Return the controls of an application's form."""
    return (*_COMMON, *_GERMLINE) if application == GERMLINE else _COMMON
