"""``%phoenix`` and ``view()`` in a real kernel."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator

import pytest

from jupyterlab_phoenix import discovery
from jupyterlab_phoenix.magic import complete
from jupyterlab_phoenix.tests.kernel import Kernel

MIME = "application/vnd.phoenix.session+json"
DATA = """
import pandas as pd
import jupyterlab_phoenix as px
frame = pd.DataFrame({"n": range(20), "v": [[float(i), 1.0] for i in range(20)]})
prod = px.Dataset(frame, px.Schema(embedding_feature_column_names={"e": px.EmbeddingColumnNames("v")}), name="prod")
train = px.Dataset(frame, px.Schema(feature_column_names=["n"]))
"""


@pytest.fixture
def kernel() -> Iterator[Kernel]:
    kernel = Kernel()
    try:
        assert kernel.run("%load_ext jupyterlab_phoenix").error == ""
        yield kernel
    finally:
        kernel.stop()


def test_a_session_from_the_line(kernel):
    kernel.run(DATA)
    answer = kernel.run("%phoenix launch prod train")
    assert "Phoenix runs at http://127.0.0.1:" in answer.text
    assert 'primary "prod" 20 rows, reference 20 rows>' in answer.text
    [record] = discovery.read_records()
    assert record.token not in answer.text
    assert "ticket=" not in answer.text

    status = kernel.run("%phoenix").text
    assert f"id {record.id}" in status
    assert 'embeddings: "e"' in status
    # The memory of a server is never twice the same.
    again = kernel.run("%phoenix status").text
    assert re.sub(r"\d+ MB", "", again) == re.sub(r"\d+ MB", "", status)

    view = kernel.run("%phoenix view 300").bundle
    assert view[MIME] == {"version": 1, "id": record.id, "name": "Python", "height": 300}
    assert record.token not in str(view)
    assert kernel.run("session.view()").bundle[MIME]["height"] == 1000

    assert "?ticket=" in kernel.run("%phoenix url").text
    assert kernel.run("%phoenix exports").text == "[]\n"
    assert kernel.run("session is px.active_session()").text == "True\n"

    kernel.run("%phoenix select frame.n > 16")
    assert kernel.run("len(session.selection)").text == "3\n"
    assert "prediction_id" in kernel.run("%phoenix select").text
    kernel.run("%phoenix select none")
    assert kernel.run("len(session.selection)").text == "0\n"

    kernel.restart()
    kernel.run("%load_ext jupyterlab_phoenix")
    assert f"id {record.id}" in kernel.run("%phoenix status").text
    kernel.run("%phoenix launch")
    assert [found.pid for found in discovery.read_records()] == [record.pid]

    assert "Closed the Phoenix session" in kernel.run("%phoenix close").text
    assert discovery.read_records() == []
    assert "No Phoenix session" in kernel.run("%phoenix close").text


def test_what_moved_from_the_line(kernel):
    kernel.run(DATA + "moved = px.Dataset(frame.assign(n=frame.n + 15), px.Schema(), name='moved')")
    assert "start one with %phoenix launch" in kernel.run("%phoenix drift").text
    kernel.run("%phoenix launch moved")
    assert 'session.baseline = "first week"' in kernel.run("%phoenix drift").text
    kernel.run("%phoenix launch moved prod")
    drift = kernel.run("moved_far = get_ipython().run_line_magic('phoenix', 'drift')\nprint(list(moved_far.index))")
    assert drift.text.splitlines()[-1].startswith("['n'")
    table = kernel.run("%phoenix signals mean, psi").text
    assert "mean_reference" in table
    assert "9.5" in table
    assert "24.5" in table
    assert 'Use "psi"' in kernel.run("%phoenix signals psy").text


def test_wrong_words_get_the_nearest_right_one(kernel):
    assert kernel.run("%phoenix lunch").text == "UsageError: There is no command 'lunch': did you mean 'launch'?\n"
    assert kernel.run("%phoenix xyzzy").text.startswith("UsageError: There is no command 'xyzzy'; there are launch")
    kernel.run(DATA)
    assert "did you mean 'prod'?" in kernel.run("%phoenix launch prd").text
    assert "'frame' is a DataFrame, not a Dataset" in kernel.run("%phoenix launch frame").text
    assert "at most 3" in kernel.run("%phoenix launch prod prod prod prod").text
    assert "start one with %phoenix launch" in kernel.run("%phoenix view").text
    assert "No Phoenix session runs" in kernel.run("%phoenix").text
    assert discovery.read_records() == []


def test_errors_are_one_line(kernel):
    answer = kernel.run(DATA + "px.launch_app(frame)")
    assert answer.text.strip() == (
        "RequestError: Cannot use a DataFrame as primary: a Dataset is needed. "
        "Wrap it: primary=px.Dataset(frame, schema)"
    )


def test_help_lists_every_command(kernel):
    words = "launch view url signals drift spans traces inline exports select status close help"
    text = kernel.run("%phoenix help").text
    assert all(f"%phoenix {word}" in text for word in words.split())


def test_the_kernel_completes(kernel):
    kernel.run(DATA)
    assert kernel.complete("%phoenix la") == ["launch"]
    assert {"launch", "view", "close"} <= set(kernel.complete("%phoenix "))
    offered = set(kernel.complete("%phoenix launch "))
    assert {"prod", "train"} <= offered
    assert not {"frame", "px", "get_ipython"} & offered
    assert kernel.complete("%phoenix launch prod tr") == ["train"]
    assert "frame" in kernel.complete("%phoenix select fr")
    assert "%phoenix" in kernel.complete("%phoe")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("%phoenix v", ["view"]),
        ("%phoenix launch ", ["a", "b"]),
        ("%phoenix launch a b a ", []),
        ("%phoenix select n", ["none"]),
        ("%phoenix signals ps", ["psi"]),
        ("%phoenix signals psi percent_", ["percent_empty"]),
        ("%phoenix dr", ["drift"]),
        ("%phoenix drift ", []),
        ("%phoenix inline o", ["on", "off"]),
        ("%phoenix url ", []),
    ],
)
def test_complete_knows_what_follows(line, words):
    assert complete(line, ["a", "b"]) == words


@pytest.mark.parametrize("module", ["jupyterlab_phoenix", "jupyterlab_phoenix.magic", "jupyterlab_phoenix.launch"])
def test_importing_loads_no_large_library(module):
    code = f"import sys, {module}; print([m for m in ('pandas', 'pyarrow', 'numpy', 'IPython') if m in sys.modules])"
    printed = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    assert printed.strip() == "[]"


def test_without_ipython_view_says_where_to_look():
    code = """
import sys
sys.modules["IPython"] = None
import jupyterlab_phoenix as px
session = px.launch_app()
print(session.view())
px.close_app()
"""
    printed = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    assert 'Phoenix session "Python" at http://127.0.0.1:' in printed
