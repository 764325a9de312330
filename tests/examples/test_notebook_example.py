"""The notebook, executed as a user executes it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOK = Path(__file__).parents[2] / "examples" / "notebook.ipynb"


@pytest.mark.slow
def test_the_notebook_runs_from_the_first_cell_to_the_last(tmp_path: Path) -> None:
    notebook: Any = nbformat.read(NOTEBOOK, as_version=4)
    client = NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(tmp_path)}})
    executed = client.execute()
    shown = [
        output["data"].get("text/html", output["data"].get("text/plain", ""))
        for cell in executed.cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if "data" in output
    ]
    text = "\n".join(shown)
    assert "Pager listDatasets" in text
    assert "total_size" in text
    assert "<caption>Dataset</caption>" in text
    assert "(100%)" in text
    assert not [
        output for cell in executed.cells for output in cell.get("outputs", []) if output.output_type == "error"
    ]
    files = [path for path in (tmp_path / "fastq").rglob("*") if path.is_file()]
    assert shown[-1] == str(len(files))


def test_the_notebook_is_kept_without_its_outputs() -> None:
    notebook: Any = nbformat.read(NOTEBOOK, as_version=4)
    assert not [cell for cell in notebook.cells if cell.get("outputs")]
