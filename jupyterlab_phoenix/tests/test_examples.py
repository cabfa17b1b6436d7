"""The example notebooks, run top to bottom in a real kernel."""

from __future__ import annotations

import json
import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"

pytestmark = pytest.mark.skipif(not EXAMPLES.is_dir(), reason="the examples are part of the source tree only")


def run(name: str, folder: Path, last: str) -> nbformat.NotebookNode:
    """The executed notebook, with one more cell that reports and closes the session."""
    notebook = nbformat.read(EXAMPLES / name, as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell(last))
    return NotebookClient(
        notebook, timeout=180, kernel_name="python3", resources={"metadata": {"path": folder}}
    ).execute()


def text_of(cell: nbformat.NotebookNode) -> str:
    return "".join(output.get("text", "") or output.get("data", {}).get("text/plain", "") for output in cell.outputs)


def test_quickstart_finds_the_broken_scanner(tmp_path: Path) -> None:
    notebook = run(
        "quickstart.ipynb",
        tmp_path,
        "import json\nprint(json.dumps({'rows': len(crooked), 'stations': sorted(crooked.station.unique()),"
        " 'first': crooked.time.min().isoformat(), 'columns': list(crooked.columns)}))\npx.close_app()",
    )
    answer = json.loads(re.search(r"\{.*\}", text_of(notebook.cells[-1])).group())
    assert answer["rows"] >= 150
    assert answer["stations"] == ["south"]
    assert answer["first"] >= "2025-11-15"
    assert {"time", "vector", "image", "predicted", "digit", "prediction_id"} <= set(answer["columns"])


def test_text_example_finds_what_training_never_saw(tmp_path: Path) -> None:
    notebook = run("text.ipynb", tmp_path, "print(len(unseen), f'{share[newest]:.2f}')\npx.close_app()")
    rows, share = re.search(r"(\d+) ([\d.]+)", text_of(notebook.cells[-1])).groups()
    assert int(rows) >= 15
    assert float(share) >= 0.8


def test_executed_notebooks_hold_no_secret(tmp_path: Path) -> None:
    notebook = run("quickstart.ipynb", tmp_path, "session.url\npx.close_app()")
    assert not re.search(r"(ticket|token)=[\w-]{8,}", nbformat.writes(notebook))
