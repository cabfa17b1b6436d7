"""The examples that come along: what they promise is in the data, and the script makes the same files again."""

from __future__ import annotations

import importlib.util
import sys
import types
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
from sklearn.metrics import accuracy_score, mean_absolute_error

import jupyterlab_phoenix as px
from jupyterlab_phoenix.errors import RequestError

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = ROOT / "jupyterlab_phoenix" / "examples_data"
CHANGE = pd.Timestamp("2025-09-22", tz="UTC")


def test_without_a_name_it_lists_what_there_is() -> None:
    listed = px.load_example()
    assert list(listed) == ["tumor_classification", "diabetes_regression", "handbook_retrieval"]
    assert all(name in repr(listed) for name in listed)


@pytest.mark.parametrize("name", px.load_example())
def test_an_example_is_what_launch_app_takes(name: str) -> None:
    example = px.load_example(name)
    assert list(example) == ["primary", "reference", "corpus"]
    assert example.primary.name == "production"
    assert example["reference"] is example.reference
    assert example.reference.dataframe.time.max() < example.primary.dataframe.time.min()
    assert "Real: " in repr(example)
    assert "Made up: " in example.description
    session = px.launch_app(**example)
    try:
        assert session.state["warnings"] == []
    finally:
        session.end()


def test_wrong_names_get_the_nearest_right_one() -> None:
    with pytest.raises(RequestError, match=r'no example called "tumour-classification"\. Did you mean "tumor_class'):
        px.load_example("tumour-classification")
    with pytest.raises(RequestError, match="a name is needed"):
        px.load_example(3)  # type: ignore[call-overload]


def test_one_lab_misreads_tumors() -> None:
    example = px.load_example("tumor_classification")
    frame, training = example.primary.dataframe, example.reference.dataframe
    enlarged = (frame.lab == "west") & (frame.time >= CHANGE)
    assert accuracy_score(training.pathology, training.diagnosis) > 0.94
    assert accuracy_score(frame.pathology[~enlarged], frame.diagnosis[~enlarged]) > 0.94
    assert accuracy_score(frame.pathology[enlarged], frame.diagnosis[enlarged]) < 0.8
    # The score is the one that the diagnosis was made from.
    assert ((frame.malignant_score > 0.5) == (frame.diagnosis == "malignant")).all()


def test_one_clinic_changes_the_unit() -> None:
    frame = px.load_example("diabetes_regression").primary.dataframe
    changed = (frame.clinic == "east") & (frame.time >= CHANGE)
    assert frame.blood_pressure[changed].max() < 20
    assert frame.blood_pressure[~changed].min() > 50
    assert mean_absolute_error(frame.progression[~changed], frame.predicted_progression[~changed]) < 55
    assert mean_absolute_error(frame.progression[changed], frame.predicted_progression[changed]) > 80


def test_retrieved_passages_are_the_nearest_ones() -> None:
    example = px.load_example("handbook_retrieval")
    questions, passages = example.primary.dataframe, example.corpus.dataframe
    similarity = np.stack(questions.question_vector) @ np.stack(passages.vector).T
    ids = passages.id.to_numpy()
    for row, retrieved in enumerate(questions.retrieved):
        chosen = [int(np.flatnonzero(ids == wanted)[0]) for wanted in retrieved]
        assert similarity[row, chosen].min() >= np.delete(similarity[row], chosen).max() - 1e-6
    np.testing.assert_allclose(questions.similarity, similarity.max(axis=1), atol=1e-6)
    hit = questions.relevance.map(max) > 0
    assert hit[questions.time < CHANGE].mean() > 0.85
    assert hit[questions.time >= CHANGE].mean() < 0.6


def test_the_files_are_small() -> None:
    assert sum(path.stat().st_size for path in SHIPPED.iterdir()) < 1_000_000


@pytest.mark.skipif(not (ROOT / "examples").is_dir(), reason="the script is part of the source tree only")
def test_the_script_makes_the_shipped_files(tmp_path: Path) -> None:
    load_script().main(tmp_path / "made")
    made = sorted(path.name for path in (tmp_path / "made").iterdir())
    assert made == sorted(path.name for path in SHIPPED.iterdir())
    for name in made:
        here, there = (pq.read_table(folder / name).to_pandas() for folder in (tmp_path / "made", SHIPPED))
        vectors = [label for label in here if label.endswith(("vector", "nuclei"))]
        # Other builds of the linear algebra round the last digits differently.
        pd.testing.assert_frame_equal(here.drop(columns=vectors), there.drop(columns=vectors), rtol=1e-4, atol=1e-6)
        for label in vectors:
            angles = [np.stack(frame[label]) @ np.stack(frame[label]).T for frame in (here, there)]
            np.testing.assert_allclose(*angles, rtol=1e-3, atol=1e-3)


def load_script() -> types.ModuleType:
    spec = importlib.util.spec_from_file_location("make_examples", ROOT / "examples" / "data" / "make.py")
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    # dataclasses look their module up.
    sys.modules[spec.name] = script
    spec.loader.exec_module(script)
    return script
