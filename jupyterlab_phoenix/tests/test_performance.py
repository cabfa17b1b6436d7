"""How right a model is, against scikit-learn; and the clusters and segments in which it is not."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn import metrics as sk

import jupyterlab_phoenix as px
from jupyterlab_phoenix.errors import RequestError
from jupyterlab_phoenix.tests.oracles import agree
from jupyterlab_phoenix.tests.test_signals import launch, several

LABELS = {"prediction_label_column_name": "guess", "actual_label_column_name": "truth"}
SCORES = {"prediction_score_column_name": "score", "actual_score_column_name": "real"}
CHANGE = pd.Timestamp("2025-09-22", tz="UTC")


@st.composite
def labelled(draw: st.DrawFn) -> pd.DataFrame:
    """Labels of few or many classes, some missing, some only ever predicted or only ever true."""
    count = draw(st.integers(1, 120))
    names = [f"class {i}" for i in range(draw(st.integers(1, 6)))] + ["", "é"]
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    cells = rng.choice([*names, None], (2, count))
    return pd.DataFrame({"guess": cells[0], "truth": cells[1], "f": rng.normal(size=count)})


@several
@given(frame=labelled())
def test_classification_is_what_scikit_learn_says(frame: pd.DataFrame) -> None:
    session = launch(frame, feature_column_names=["f"], **LABELS)
    found = session.performance()
    both = frame.dropna(subset=["guess", "truth"])
    assert found.reference is None
    assert math.isnan(found.metrics["reference"].max())
    if both.empty:
        assert session.metric("accuracy") is None
        return
    assert found.primary is not None
    assert found.primary.rows == len(both)
    wanted = {"accuracy": sk.accuracy_score(both.truth, both.guess)}
    for name, score in (("precision", sk.precision_score), ("recall", sk.recall_score), ("f1", sk.f1_score)):
        wanted[name] = score(both.truth, both.guess, average="macro", zero_division=0)
    for name, value in wanted.items():
        assert agree(found.metrics.primary[name], value), name
        assert agree(session.metric(name), value), name

    classes = sorted({*both.truth, *both.guess})
    columns = sk.precision_recall_fscore_support(both.truth, both.guess, labels=classes, zero_division=0)
    report = pd.DataFrame(dict(zip(("precision", "recall", "f1", "support"), columns, strict=True)), index=classes)
    # The empty label says in quotes that it is one.
    shown = {label: label or '""' for label in classes}
    assert set(found.classes.index) == set(shown.values())
    assert found.classes.support.is_monotonic_decreasing
    for label in classes:
        for name in report:
            assert agree(found.classes.loc[shown[label], name], report.loc[label, name]), (label, name)
        assert agree(session.metric("recall", label=label), report.loc[label, "recall"])
    assert list(found.confusion.columns) == list(found.confusion.index)
    order = [label.replace('""', "") for label in found.confusion.index]
    assert found.confusion.to_numpy().tolist() == sk.confusion_matrix(both.truth, both.guess, labels=order).tolist()


def test_a_class_of_booleans_is_found_however_it_is_written() -> None:
    frame = pd.DataFrame({"guess": [True, False, True, True], "truth": [True, False, False, True]})
    session = launch(frame.assign(f=1), feature_column_names=["f"], **LABELS)
    for label in (True, np.True_, "True", "true", 1):
        assert agree(session.metric("precision", label=label), 2 / 3), label
    numbers = frame.astype(int)
    session = launch(numbers.assign(f=1), feature_column_names=["f"], **LABELS)
    assert [session.metric("recall", label=label) for label in (0, False)] == [0.5, 0.5]
    with pytest.raises(RequestError, match='Cannot find class "2"'):
        session.metric("recall", label=2)


@st.composite
def scored(draw: st.DrawFn) -> pd.DataFrame:
    count = draw(st.integers(2, 150))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    # Few distinct scores make ties.
    score = np.round(rng.uniform(0, 1, count), draw(st.integers(1, 8)))
    truth = np.where(rng.uniform(size=count) < 0.3 + 0.4 * score, "yes", "no").astype(object)
    truth[:2] = ["yes", "no"]
    truth[2:][rng.uniform(size=count - 2) < 0.1] = None
    return pd.DataFrame({"guess": np.where(score > 0.5, "yes", "no"), "truth": truth, "score": score})


@several
@given(frame=scored())
def test_scores_are_judged_as_scikit_learn_does(frame: pd.DataFrame) -> None:
    session = launch(frame.assign(f=1), feature_column_names=["f"], **LABELS, prediction_score_column_name="score")
    both = frame.dropna()
    for positive in ("yes", "no"):
        is_positive = (both.truth == positive).to_numpy()
        wanted = {
            "auc": sk.roc_auc_score(is_positive, both.score),
            "brier": sk.brier_score_loss(is_positive, both.score),
            "log_loss": sk.log_loss(is_positive, both.score, labels=[False, True]),
        }
        for name, value in wanted.items():
            assert agree(session.metric(name, label=positive), value), (name, positive)
    report = session.performance(label="yes").primary
    assert report is not None
    assert report.positive == "yes"
    calibration = report.calibration
    assert calibration.rows.sum() == len(both)
    # As calibration_curve() bins: a score on an edge belongs to the bin below.
    bins = np.searchsorted(np.linspace(0, 1, 11)[1:-1], both.score)
    for _, row in calibration.iterrows():
        inside = both[bins == round(row.low * 10)]
        assert len(inside) == row.rows
        assert agree(row.mean_score, inside.score.mean())
        assert agree(row.rate, (inside.truth == "yes").mean())
    curve = report.roc
    assert curve.iloc[0].tolist() == [0, 0]
    assert curve.iloc[-1].tolist() == [1, 1]
    assert agree(
        float(np.trapezoid(curve.true_positive_rate, curve.false_positive_rate)), session.metric("auc", label="yes")
    )


@st.composite
def predicted(draw: st.DrawFn) -> pd.DataFrame:
    count = draw(st.integers(1, 150))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    scale = 10.0 ** draw(st.integers(-6, 6))
    real = rng.normal(draw(st.sampled_from([0.0, 100.0])), 1, count) * scale
    score = real + rng.normal(0.3, 1, count) * scale
    real[rng.uniform(size=count) < 0.1] = math.nan
    score[rng.uniform(size=count) < 0.1] = math.nan
    return pd.DataFrame({"score": score, "real": real})


@several
@given(frame=predicted())
def test_regression_is_what_scikit_learn_says(frame: pd.DataFrame) -> None:
    session = launch(frame.assign(f=1), feature_column_names=["f"], **SCORES)
    found = session.performance()
    both = frame.dropna()
    if both.empty:
        assert session.metric("mae") is None
        return
    wanted = {
        "mae": sk.mean_absolute_error(both.real, both.score),
        "rmse": sk.root_mean_squared_error(both.real, both.score),
        "bias": (both.score - both.real).mean(),
        "mape": sk.mean_absolute_percentage_error(both.real, both.score),
        "r2": sk.r2_score(both.real, both.score) if both.real.nunique() > 1 else math.nan,
    }
    scale = float(both.abs().to_numpy().max())
    for name, value in wanted.items():
        # R² of nearly equal values divides by what rounding left of a sum of squares.
        assert agree(found.metrics.primary[name], value, scale if name == "bias" else 1e-3 if name == "r2" else 0), name
        assert agree(session.metric(name), found.metrics.primary[name]), name
    assert found.residuals.rows.sum() == len(both)
    assert found.confusion is None
    assert found.classes is None
    assert found.primary is not None
    assert found.primary.deciles.rows.sum() == len(both)


def test_the_tumor_example_tells_its_story() -> None:
    example = px.load_example("tumor_classification")
    session = px.launch_app(**example)
    frame = example.primary.dataframe
    found = session.performance()
    assert repr(found).startswith("Classification: primary 370 rows, reference 199 rows")
    assert "malignant" in repr(found)
    assert "<table" in found._repr_html_()
    assert agree(found.metrics.primary["accuracy"], (frame.diagnosis == frame.pathology).mean())
    assert list(found.classes.columns[5:]) == [f"{name}_reference" for name in found.classes.columns[:5]]

    late = frame[frame.time >= CHANGE]
    segments = session.segments("lab", "accuracy", start=CHANGE)
    for lab, rows in late.groupby("lab"):
        assert segments.loc[lab, "primary"] == len(rows)
        assert agree(segments.loc[lab, "accuracy"], (rows.diagnosis == rows.pathology).mean())

    worst = session.worst_segments(start=CHANGE)
    assert worst.attrs["metric"] == "accuracy"
    assert agree(worst.attrs["overall"], (late.diagnosis == late.pathology).mean())
    assert worst.segment.str.contains("lab = west").any()
    assert (worst.accuracy < worst.attrs["overall"]).all()
    assert ((worst.low <= worst.accuracy) & (worst.accuracy <= worst.high)).all()
    west = worst[worst.segment == "lab = west"].iloc[0]
    assert west.rows == (late.lab == "west").sum()

    weekly = session.timeseries(
        "accuracy", window="7D", every="7D", start="2025-09-01T00:00Z", stop="2025-10-06T00:00Z"
    )
    assert list(weekly.columns) == ["accuracy"]
    week = (frame.time - pd.Timestamp("2025-09-01", tz="UTC")) // pd.Timedelta("7D")
    np.testing.assert_allclose(weekly.accuracy, (frame.diagnosis == frame.pathology).groupby(week).mean(), rtol=1e-9)


def test_clusters_of_the_newest_layout() -> None:
    session = px.launch_app(**px.load_example("handbook_retrieval"))
    made = session.clusters()
    assert list(made.columns[:5]) == ["name", "points", "primary", "reference", "corpus"]
    assert made.drift.is_monotonic_decreasing
    assert (made.points == made.primary + made.reference + made.corpus).all()
    assert made.drift.to_numpy() == pytest.approx((made.primary - made.reference) / (made.primary + made.reference))
    again = session.clusters("question_vector", sort="size")
    assert again.attrs["layout"] == made.attrs["layout"]
    assert again.points.is_monotonic_decreasing

    newer = session.umap("question_vector", n_components=2, min_cluster_size=12, seed=7)
    points = newer.result()
    measured = session.clusters(sort="metric", metric="mean", dimension="similarity")
    assert measured.attrs["layout"] != made.attrs["layout"]
    assert measured.attrs["parameters"]["min_cluster_size"] == 12
    assert measured["mean"].dropna().is_monotonic_decreasing
    similarity = {
        "primary": px.load_example("handbook_retrieval").primary.dataframe.similarity,
        "reference": px.load_example("handbook_retrieval").reference.dataframe.similarity,
    }
    for cluster, row in measured.iterrows():
        for role, column in (("primary", "mean"), ("reference", "mean_reference")):
            rows = points[(points.cluster == cluster) & (points.dataset == role)].row
            # Rows of the example are in the order of time.
            assert agree(row[column], similarity[role].iloc[rows].mean() if len(rows) else math.nan)
    with pytest.raises(RequestError, match='"question_vector"'):
        session.clusters("question_vectors")


def test_retrieval_is_averaged_over_the_questions() -> None:
    example = px.load_example("handbook_retrieval")
    session = px.launch_app(**example)
    relevance = np.stack(example.primary.dataframe.relevance)
    discounts = 1 / np.log2(np.arange(2, 6))
    gains = relevance @ discounts
    wanted: dict[str, Any] = {
        "hit_rate": (relevance.max(axis=1) > 0).mean(),
        "precision_at_k": relevance.mean(),
        "reciprocal_rank": (relevance / np.arange(1, 5)).max(axis=1).mean(),
        # One passage at most is relevant: the best order has it first.
        "ndcg": gains.mean(),
    }
    for name, value in wanted.items():
        assert agree(session.metric(name), value), name
    assert agree(session.metric("precision_at_k", k=2), relevance[:, :2].mean())
    vectors, corpus = example.primary.dataframe.question_vector, example.corpus.dataframe.vector
    distance = np.linalg.norm(np.stack(vectors).mean(axis=0, dtype=float) - np.stack(corpus).mean(axis=0, dtype=float))
    assert agree(session.metric("query_distance", "question_vector"), float(distance), 1.0)


def test_without_predictions_it_says_why() -> None:
    session = launch(pd.DataFrame({"x": [1.0, 2.0]}))
    found = session.performance()
    assert found.metrics.empty
    assert "prediction" in found.reason
    assert repr(found) == f"<Performance: {found.reason}>"
    assert found.confusion is None
    with pytest.raises(RequestError, match="no embedding"):
        session.clusters()
