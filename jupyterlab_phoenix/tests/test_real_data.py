"""Real tables that scikit-learn carries, and large made ones, from launch to export, compared with pandas."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn import datasets
from sklearn.decomposition import PCA, TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.preprocessing import StandardScaler

import jupyterlab_phoenix as px
from jupyterlab_phoenix import discovery, launch, spawn
from jupyterlab_phoenix.tests.own_folders import to_environment

NAME = "__phoenix_dataset_name__"


@pytest.fixture(scope="module", autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """One server for all tests of this file."""
    folder = tmp_path_factory.mktemp("own")
    with pytest.MonkeyPatch.context() as patch:
        for name, value in to_environment(folder).items():
            patch.setenv(name, value)
        for name in ("PHOENIX_HOST", "PHOENIX_NODE", "JPY_SESSION_NAME", "NODE_OPTIONS"):
            patch.delenv(name, raising=False)
        launch._session = None
        yield folder
        for record in discovery.read_records():
            spawn.close_session(record)
        launch._session = None


def to_vectors(matrix: Any, length: int) -> list[np.ndarray]:
    scaled = StandardScaler().fit_transform(matrix)
    return list(PCA(length, random_state=0).fit_transform(scaled).astype("float32"))


def add_times(frame: pd.DataFrame) -> pd.DataFrame:
    """Times in an order of their own, as data arrives."""
    seconds = np.random.default_rng(7).permutation(len(frame)) * 37
    return frame.assign(when=pd.Timestamp("2025-03-01", tz="UTC") + pd.to_timedelta(seconds, unit="s"))


def make_classified(load: Callable[..., Any]) -> tuple[pd.DataFrame, px.Schema]:
    """Measurements, the class as category, and what a model trained on half of it says."""
    bunch = load(as_frame=True)
    frame = bunch.data.copy()
    names = np.array([str(name) for name in bunch.target_names])
    model = LogisticRegression(max_iter=2000).fit(StandardScaler().fit_transform(frame)[::2], bunch.target[::2])
    scores = model.predict_proba(StandardScaler().fit_transform(frame))
    frame["truth"] = pd.Categorical(names[bunch.target], categories=names)
    frame["guess"] = names[scores.argmax(axis=1)]
    frame["score"] = scores.max(axis=1)
    frame["v"] = to_vectors(bunch.data, 4)
    schema = px.Schema(
        timestamp_column_name="when",
        prediction_label_column_name="guess",
        prediction_score_column_name="score",
        actual_label_column_name="truth",
        embedding_feature_column_names={"measurements": px.EmbeddingColumnNames("v")},
    )
    return add_times(frame), schema


def make_diabetes() -> tuple[pd.DataFrame, px.Schema]:
    bunch = datasets.load_diabetes(as_frame=True, scaled=False)
    frame = bunch.data.copy()
    frame["truth"] = bunch.target
    frame["guess"] = Ridge().fit(bunch.data, bunch.target).predict(bunch.data)
    frame["v"] = to_vectors(bunch.data, 6)
    schema = px.Schema(
        timestamp_column_name="when",
        prediction_score_column_name="guess",
        actual_score_column_name="truth",
        embedding_feature_column_names={"measurements": px.EmbeddingColumnNames("v")},
    )
    return add_times(frame), schema


def make_linnerud() -> tuple[pd.DataFrame, px.Schema]:
    bunch = datasets.load_linnerud(as_frame=True)
    frame = bunch.frame.astype({"Weight": "Int64", "Pulse": "float32"})
    frame["v"] = to_vectors(bunch.data, 2)
    schema = px.Schema(
        timestamp_column_name="when",
        tag_column_names=list(bunch.target_names),
        embedding_feature_column_names={"exercises": px.EmbeddingColumnNames("v")},
    )
    return add_times(frame), schema


def make_sentences() -> tuple[pd.DataFrame, px.Schema]:
    """The paragraphs of the data sets' own descriptions, embedded by latent semantic analysis."""
    loaders = ("iris", "wine", "breast_cancer", "diabetes", "digits", "linnerud")
    rows = [
        {"source": name, "text": " ".join(paragraph.split())}
        for name in loaders
        for paragraph in getattr(datasets, f"load_{name}")().DESCR.split("\n\n")
        if paragraph.strip()
    ]
    frame = pd.DataFrame(rows)
    words = TfidfVectorizer(min_df=2).fit_transform(frame["text"])
    frame["v"] = list(TruncatedSVD(16, random_state=0).fit_transform(words).astype("float32"))
    schema = px.Schema(
        timestamp_column_name="when",
        tag_column_names=["source"],
        embedding_feature_column_names={"paragraph": px.EmbeddingColumnNames("v", raw_data_column_name="text")},
    )
    return add_times(frame), schema


REAL = {
    "iris": lambda: make_classified(datasets.load_iris),
    "wine": lambda: make_classified(datasets.load_wine),
    "breast cancer": lambda: make_classified(datasets.load_breast_cancer),
    "digits": lambda: make_classified(datasets.load_digits),
    "diabetes": make_diabetes,
    "linnerud": make_linnerud,
    "sentences": make_sentences,
}


def is_inside(points: pd.DataFrame, polygon: np.ndarray) -> np.ndarray:
    """Which points lie in a polygon, by the even-odd rule, as the lasso of the page decides it."""
    x, y = points["x"].to_numpy()[:, None], points["y"].to_numpy()[:, None]
    (x0, y0), (x1, y1) = polygon.T, np.roll(polygon, -1, axis=0).T
    with np.errstate(divide="ignore", invalid="ignore"):
        crosses = ((y0 > y) != (y1 > y)) & (x < (x1 - x0) * (y - y0) / (y1 - y0) + x0)
    return crosses.sum(axis=1) % 2 == 1


def without_categories(frame: pd.DataFrame) -> pd.DataFrame:
    categories = frame.select_dtypes("category").columns
    return frame.drop(columns="v").astype(dict.fromkeys(categories, "str"))


@pytest.mark.parametrize("name", REAL)
def test_lassoed_rows_are_the_rows_of_the_frame(name):
    frame, schema = REAL[name]()
    frame["id"] = [f"{name} {row}" for row in range(len(frame))]
    schema = schema.replace(prediction_id_column_name="id")
    half = np.random.default_rng(1).random(len(frame)) < 0.6
    parts = {"primary": frame[half], "reference": frame[~half]}
    session = px.launch_app(
        px.Dataset(parts["primary"], schema, name="production"),
        px.Dataset(parts["reference"], schema, name="training"),
        run_in_thread=False,
    )
    [embedding] = session.state["embeddings"]
    job = session.umap(embedding["name"], n_components=2, n_samples=len(frame), n_neighbors=15, seed=0)
    points = job.result()
    assert points["dataset"].value_counts().to_dict() == {role: len(part) for role, part in parts.items()}
    assert points.merge(frame, on="id").shape[0] == len(frame)

    angles = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    spread = points[["x", "y"]].std().to_numpy()
    polygon = points[["x", "y"]].iloc[0].to_numpy() + 0.8 * spread * np.stack([np.cos(angles), np.sin(angles)], axis=1)
    lassoed = points[is_inside(points, polygon)]
    assert 0 < len(lassoed) < len(points)
    session.selection = lassoed
    exported = session.export()

    expected = pd.concat([part[part["id"].isin(lassoed["id"])].sort_values("when") for part in parts.values()])
    names = ["production"] * int(lassoed["dataset"].eq("primary").sum())
    names += ["training"] * (len(lassoed) - len(names))
    expected = expected.reset_index(drop=True).assign(**{NAME: pd.Series(names, dtype="str")})
    pd.testing.assert_frame_equal(exported.drop(columns="v"), expected.drop(columns="v"))
    np.testing.assert_array_equal(np.stack(exported["v"]), np.stack(expected["v"]))
    path = f"/api/exports/{session.exports.names[-1]}?format=parquet"
    parquet = pd.read_parquet(io.BytesIO(session._connection.send("GET", path)))
    # Parquet keeps the categories that occur, in the order in which they do.
    pd.testing.assert_frame_equal(without_categories(parquet), without_categories(exported))


def test_clusters_of_the_digits_are_digits():
    frame, schema = REAL["digits"]()
    frame["v"] = to_vectors(datasets.load_digits().data + 0.0, 32)
    session = px.launch_app(px.Dataset(frame, schema), run_in_thread=False)
    points = session.umap(
        n_components=2, n_neighbors=15, n_samples=2000, min_cluster_size=30, min_samples=5, seed=0
    ).result()
    truth = frame.sort_values("when")["truth"].to_numpy()[points["row"]]
    table = pd.crosstab(points["cluster"].fillna(-1), truth).drop(index=-1, errors="ignore")
    assert 7 <= len(table) <= 25
    assert table.max(axis=1).sum() / table.to_numpy().sum() > 0.8
    assert table.to_numpy().sum() > 0.7 * len(frame)


def test_state_of_a_real_table_agrees_with_pandas():
    frame, schema = REAL["breast cancer"]()
    session = px.launch_app(px.Dataset(frame, schema), run_in_thread=False)
    state = session.state
    measurements = [name for name in frame.columns if name not in ("truth", "guess", "score", "v", "when")]
    assert [found["name"] for found in state["dimensions"]] == sorted([*measurements, "truth", "guess", "score"])
    assert {found["dataType"] for found in state["dimensions"] if found["type"] == "feature"} == {"numeric"}
    summary = state["datasets"]["primary"]
    assert pd.Timestamp(summary["startTime"]) == frame["when"].min().floor("min")
    assert pd.Timestamp(summary["endTime"]) == (frame["when"].max() + pd.Timedelta(minutes=1)).floor("min")
    assert state["hasCorrectness"]


@pytest.mark.parametrize("column", ["mean radius", "truth", "score", "when"])
def test_sorted_pages_of_a_table_agree_with_pandas(column):
    frame, schema = REAL["breast cancer"]()
    session = px.launch_app(px.Dataset(frame, schema), run_in_thread=False)
    query = {
        "source": {"kind": "dataset", "dataset": "primary"},
        "sort": {"column": column, "descending": True},
        "limit": 50,
        "columns": ["mean area"],
    }
    page = session._connection.send_json("POST", "/api/rows", query)
    by_time = frame.sort_values("when", kind="stable")
    key = by_time[column].astype(str) if column == "truth" else by_time[column]
    expected = by_time.assign(key=key).sort_values("key", ascending=False, kind="stable")["mean area"].head(50)
    assert page["total"] == len(frame)
    got = [row["cells"][0] for row in page["rows"]]
    assert sorted(got) == sorted(expected) if column == "truth" else got == expected.tolist()


def test_100000_rows_of_128_numbers():
    rng = np.random.default_rng(0)
    rows = 100_000
    matrix = rng.normal(size=(rows, 128)).astype("float32")
    frame = pd.DataFrame({f"c{i}": rng.normal(size=rows) for i in range(20)})
    frame["kind"] = pd.Categorical(rng.choice(["a", "b", "c"], rows))
    frame["v"] = list(matrix)
    schema = px.Schema(embedding_feature_column_names={"e": px.EmbeddingColumnNames("v")})
    session = px.launch_app(px.Dataset(frame, schema), px.Dataset(frame[:1000], schema), run_in_thread=False)
    points = session.umap(n_components=2, n_samples=2000).result()
    assert points["dataset"].value_counts().to_dict() == {"primary": 2000, "reference": 1000}
    session.selection = frame["kind"] == "b"
    exported = session.export()
    expected = frame[frame["kind"] == "b"].reset_index(drop=True)
    pd.testing.assert_frame_equal(
        exported.drop(columns=["v", "prediction_id", "timestamp", NAME]), expected.drop(columns="v")
    )
    np.testing.assert_array_equal(np.stack(exported["v"]), matrix[frame["kind"] == "b"])


def test_10_rows_of_2_numbers():
    frame = pd.DataFrame({"v": [[float(i), float(i * i)] for i in range(10)], "n": range(10)})
    schema = px.Schema(embedding_feature_column_names={"e": px.EmbeddingColumnNames("v")})
    session = px.launch_app(px.Dataset(frame, schema), run_in_thread=False)
    points = session.umap().result()
    assert sorted(points["row"]) == list(range(10))
    session.selection = points[points["x"] > 0]
    assert set(session.export()["n"]) == set(points.loc[points["x"] > 0, "row"])
