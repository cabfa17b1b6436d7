"""The example notebooks, run top to bottom in a real kernel."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"

pytestmark = pytest.mark.skipif(not EXAMPLES.is_dir(), reason="the examples are part of the source tree only")


def run(name: str, folder: Path, last: str, first: str = "") -> nbformat.NotebookNode:
    """The executed notebook, with one more cell that reports and closes the session, and one before all others."""
    notebook = nbformat.read(EXAMPLES / name, as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell(last))
    if first:
        notebook.cells.insert(0, nbformat.v4.new_code_cell(first))
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


def test_drift_example_finds_the_magnification(tmp_path: Path) -> None:
    answer = ask(
        "drift.ipynb",
        tmp_path,
        labs="sorted(west.lab.unique())",
        since="since.isoformat()",
        moved="list(moved.index[:3])",
        worst="list(worst.segment)",
        factor="factor.mean().to_dict()",
        limit="session.thresholds.upper[0]",
    )
    assert answer["labs"] == ["west"]
    assert answer["since"].startswith("2025-09-22")
    assert {name.partition("_")[2] for name in answer["moved"]} == {"radius", "perimeter", "area"}
    assert "lab = west" in answer["worst"]
    assert answer["factor"]["mean_radius"] == pytest.approx(1.5, abs=0.05)
    assert answer["factor"]["mean_area"] == pytest.approx(2.25, abs=0.15)
    assert answer["factor"]["mean_texture"] == pytest.approx(1, abs=0.1)
    assert answer["limit"] == 0.5


def test_regression_example_finds_the_unit(tmp_path: Path) -> None:
    answer = ask(
        "regression.ipynb",
        tmp_path,
        clinics="sorted(low.clinic.unique())",
        rows="len(low)",
        factor="factor",
        error="error",
        bias="bins.bias.iloc[0]",
        moved="features.spreads.idxmax()",
    )
    assert answer["clinics"] == ["east"]
    assert answer["rows"] == 44
    assert answer["moved"] == "blood_pressure"
    assert answer["bias"] < -60
    assert answer["factor"] == pytest.approx(7.5, abs=0.3)
    assert answer["error"] < 50


def test_retrieval_example_finds_what_is_not_written(tmp_path: Path) -> None:
    answer = ask(
        "retrieval.ipynb",
        tmp_path,
        rows="len(missing)",
        columns="list(missing.columns)",
        alerts="len(alerts)",
        answered="float((missing.relevance.map(max) > 0).mean())",
        questions="list(missing.question)",
    )
    assert answer["rows"] >= 25
    assert answer["answered"] < 0.1
    assert answer["alerts"] == 2
    words = " ".join(answer["questions"])
    assert all(word in words for word in ("GDPR", "Docker", "license"))
    assert {"question", "question_vector", "retrieved", "relevance", "similarity"} <= set(answer["columns"])


def test_traces_example_finds_since_when_questions_fail(tmp_path: Path) -> None:
    last = (
        "import json\nprint(json.dumps({'before': share.iloc[:3].max(), 'after': share.iloc[3:].min(),"
        " 'rows': len(failed), 'answered': sum(answer is not None for answer in answers.values()),"
        " 'names': sorted(spans.name.unique())}))\npx.close_app()"
    )
    # A loaded machine may need longer than a cell waits for its card.
    patient = "from jupyterlab_phoenix.cellcard import output\noutput._WAIT_SECONDS = 30.0"
    notebook = run("traces.ipynb", tmp_path, last, patient)
    answer = json.loads(re.search(r"\{.*\}", text_of(notebook.cells[-1])).group())
    assert answer["before"] < 0.1
    assert answer["after"] > 0.25
    assert answer["rows"] == 136 - answer["answered"]
    assert answer["names"] == ["ask", "look up", "quote"]
    outputs = [output.get("data", {}) for cell in notebook.cells for output in cell.get("outputs", [])]
    mime = "application/vnd.phoenix.trace+json"
    cards = [data[mime]["card"] for data in outputs if mime in data]
    assert [card["traces"] for card in cards] == [1, 136]


def ask(name: str, folder: Path, **expressions: str) -> dict[str, Any]:
    """What expressions are worth at the end of a notebook."""
    listed = ", ".join(f"{key!r}: {expression}" for key, expression in expressions.items())
    notebook = run(name, folder, f"import json\nprint(json.dumps({{{listed}}}))\npx.close_app()")
    found = re.search(r"\{.*\}", text_of(notebook.cells[-1]))
    assert found is not None
    return json.loads(found.group())
