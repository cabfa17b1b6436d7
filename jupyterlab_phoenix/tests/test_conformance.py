"""What the product promises of data, seen from a notebook: every test is one rule, against the real server."""

from __future__ import annotations

import datetime as dt
import decimal
import io
import os
import urllib.request
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import jupyterlab_phoenix as px
from jupyterlab_phoenix import discovery, launch, spawn
from jupyterlab_phoenix.errors import PhoenixWarning
from jupyterlab_phoenix.tests.own_folders import to_environment

ZONE = "America/New_York"
NAME = "__phoenix_dataset_name__"
CLUSTER = "__phoenix_cluster_id__"


@pytest.fixture(scope="module", autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """One server for all tests of this file: every launch replaces its data."""
    folder = tmp_path_factory.mktemp("own")
    with pytest.MonkeyPatch.context() as patch:
        for name, value in to_environment(folder).items():
            patch.setenv(name, value)
        for name in ("PHOENIX_HOST", "PHOENIX_NODE", "JPY_SESSION_NAME", "NODE_OPTIONS"):
            patch.delenv(name, raising=False)
        # A zone with a change of the clock, so that times without a zone have something to get wrong.
        patch.setenv("TZ", ZONE)
        launch._session = None
        yield folder
        for record in discovery.read_records():
            spawn.close_session(record)
        launch._session = None


def show(
    primary: px.Dataset | None = None,
    reference: px.Dataset | None = None,
    corpus: px.Dataset | None = None,
    **options: Any,
) -> px.Session:
    return px.launch_app(primary, reference, corpus, run_in_thread=False, **options)


def show_frame(frame: Any, schema: px.Schema | None = None) -> px.Session:
    return show(px.Dataset(frame, schema or px.Schema()))


def export_all(session: px.Session) -> pd.DataFrame:
    """Every row of primary and reference, as an export gives it."""
    datasets = session.state["datasets"]
    session.selection = {
        role: range(datasets[role]["rowCount"]) for role in ("primary", "reference") if datasets[role] is not None
    }
    return session.export()


def round_trip(frame: Any, schema: px.Schema | None = None) -> pd.DataFrame:
    return export_all(show_frame(frame, schema))


def dimensions(session: px.Session) -> dict[str, tuple[str, str]]:
    return {found["name"]: (found["type"], found["dataType"]) for found in session.state["dimensions"]}


def embedding_names(session: px.Session) -> list[str]:
    return [found["name"] for found in session.state["embeddings"]]


def vectors(rows: int, length: int = 4, seed: int = 0) -> list[np.ndarray]:
    return list(np.random.default_rng(seed).normal(size=(rows, length)).astype("float32"))


def embedding(column: str = "v", **columns: str) -> dict[str, Any]:
    return {"embedding_feature_column_names": {"shape": px.EmbeddingColumnNames(column, **columns)}}


def times(rows: int) -> pd.DatetimeIndex:
    return pd.date_range("2025-03-01", periods=rows, freq="h", tz="UTC")


def hear(call: Any) -> list[str]:
    """The warnings of a call."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        call()
    return [str(warning.message) for warning in caught if issubclass(warning.category, PhoenixWarning)]


def download(session: px.Session, name: str, form: str) -> bytes:
    return session._connection.send("GET", f"/api/exports/{quote(name, safe='')}?format={form}")


# Launch: §1.1 – 1.4, §14.22, G13


@pytest.mark.parametrize("given", [None, {}, {"unknown": "ignored"}])
def test_g13_no_umap_defaults(given):
    session = show(px.Dataset({"v": np.eye(12)}, px.Schema(**embedding())), default_umap_parameters=given)
    assert session.state["umap"] == {}
    parameters = session.umap(n_components=2).parameters
    assert (parameters["min_dist"], parameters["n_neighbors"], parameters["n_samples"]) == (0, 30, 500)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({"n_samples": 5}, {"nSamples": 5}),
        ({"n_neighbors": "12"}, {"nNeighbors": 12}),
        ({"min_dist": "0.5", "n_neighbors": 5.0, "n_samples": 1}, {"minDist": 0.5, "nNeighbors": 5, "nSamples": 1}),
        (
            {"min_dist": 0.99, "n_neighbors": 100, "n_samples": 1000},
            {"minDist": 0.99, "nNeighbors": 100, "nSamples": 1000},
        ),
        ({"n_samples": np.int64(7), "min_dist": np.float32(0.25)}, {"nSamples": 7, "minDist": 0.25}),
    ],
)
def test_g13_umap_defaults_in_range(given, kept):
    assert show(px.Dataset({"n": [1]}), default_umap_parameters=given).state["umap"] == kept


@pytest.mark.parametrize(
    "given",
    [
        {"n_neighbors": 4},
        {"n_neighbors": 101},
        {"n_neighbors": 5.5},
        {"n_samples": 0},
        {"n_samples": 1001},
        {"min_dist": 1},
        {"min_dist": -0.01},
        {"min_dist": None},
        {"min_dist": float("nan")},
        {"n_neighbors": True},
        {"n_samples": "many"},
        {"n_samples": [5]},
        {"n_neighbors": float("inf")},
        5,
        [("min_dist", 0.1)],
    ],
)
def test_g13_umap_defaults_out_of_range_touch_nothing(given):
    session = show(px.Dataset({"n": [1, 2]}, name="before"))
    revision = session.state["revision"]
    with pytest.raises(px.RequestError) as caught:
        show(px.Dataset({"n": [1]}, name="after"), default_umap_parameters=given)
    assert isinstance(caught.value, ValueError)
    assert len(str(caught.value).splitlines()) == 1
    assert session.state["revision"] == revision
    assert session.state["datasets"]["primary"]["name"] == "before"


def test_1_1_published_order_of_the_parameters():
    import inspect

    assert list(inspect.signature(px.launch_app).parameters) == [
        "primary",
        "reference",
        "corpus",
        "trace",
        "host",
        "port",
        "run_in_thread",
        "default_umap_parameters",
        "notebook_environment",
    ]


def test_1_3_no_data_at_all():
    session = show(px.Dataset({"n": []}))
    state = session.state
    assert state["datasets"]["primary"]["rowCount"] == 0
    assert (state["datasets"]["reference"], state["datasets"]["corpus"]) == (None, None)
    assert state["embeddings"] == []


def test_a_launch_replaces_every_data_set():
    show(px.Dataset({"a": [1]}), px.Dataset({"a": [1]}), px.Dataset({"a": [1]}))
    session = show(px.Dataset({"b": [1]}))
    assert [name for name, found in session.state["datasets"].items() if found] == ["primary"]
    assert list(dimensions(session)) == ["b"]
    session = show(reference=px.Dataset({"c": [1]}))
    assert [name for name, found in session.state["datasets"].items() if found] == ["reference"]


def test_2_4_names_that_people_read():
    frame = {"n": [1, 2]}
    session = show(px.Dataset(frame), px.Dataset(frame), px.Dataset(frame))
    assert [found["name"] for found in session.state["datasets"].values()] == ["primary", "reference", "corpus"]
    session = show(
        px.Dataset(frame, name="Übung 😀"), px.Dataset(frame, name="reference"), px.Dataset(frame, name="a\nb")
    )
    names = [found["name"] for found in session.state["datasets"].values()]
    assert names == ["Übung 😀", "reference", "a\nb"]
    assert set(export_all(session)[NAME]) == {"Übung 😀", "reference"}


@pytest.mark.parametrize("name", ["\ud800", 5, "x" * 501, ["a"]])
def test_2_4_names_that_are_no_text_are_refused(name):
    with pytest.raises(px.DatasetError) as caught:
        px.Dataset({"n": [1]}, name=name)
    assert len(str(caught.value).splitlines()) == 1


def test_2_4_both_data_sets_of_one_name():
    session = show(px.Dataset({"n": [1, 2]}, name="same"), px.Dataset({"n": [3]}, name="same"))
    assert export_all(session)[NAME].tolist() == ["same"] * 3
    session.selection = {"reference": [True]}
    assert session.selection["n"].tolist() == [3]


def test_2_4_the_frame_is_not_changed_and_later_changes_are_not_seen():
    frame = pd.DataFrame({"id": ["a", "b"], "n": [1, 2], "v": [[1.0, 2.0], [3.0, 4.0]]}, index=[7, 7])
    before = frame.copy(deep=True)
    dataset = px.Dataset(frame, px.Schema(id_column_name="id", **embedding()))
    pd.testing.assert_frame_equal(frame, before)
    frame.loc[:, "n"] = 9
    assert export_all(show(dataset))["n"].tolist() == [1, 2]


# Which columns survive, and as what: §2.5, §14.19


def test_2_5_unclaimed_columns_are_features_in_the_order_of_the_frame():
    frame = pd.DataFrame({"z": [1], "id": ["a"], "a": [2], "tag": [3], "M": [4]})
    schema = px.Schema(prediction_id_column_name="id", tag_column_names=["tag"])
    dataset = px.Dataset(frame, schema)
    assert dataset.schema.feature_column_names == ["z", "a", "M"]
    session = show(dataset)
    assert list(export_all(session).columns) == ["z", "id", "a", "tag", "M", "timestamp"]
    assert list(dimensions(session)) == ["M", "a", "tag", "z"]


def test_2_5_columns_that_nothing_names_are_dropped():
    frame = pd.DataFrame({"id": ["a"], "f": [1], "other": [2]})
    exported = round_trip(frame, px.Schema(prediction_id_column_name="id", feature_column_names=["f"]))
    assert list(exported.columns) == ["id", "f", "timestamp"]


def test_2_5_2_prediction_id_is_reserved():
    frame = pd.DataFrame({"prediction_id": ["mine"], "f": [1]})
    session = show_frame(frame)
    assert list(dimensions(session)) == ["f"]
    exported = export_all(session)
    assert list(exported.columns) == ["f", "prediction_id", "timestamp"]
    assert exported["prediction_id"].tolist() != ["mine"]


def test_14_19_prediction_id_listed_as_a_feature_stays_one():
    session = show_frame(
        pd.DataFrame({"prediction_id": [7], "f": [1]}), px.Schema(feature_column_names=["prediction_id"])
    )
    assert dimensions(session) == {"prediction_id": ("feature", "numeric")}
    exported = export_all(session)
    assert exported["prediction_id"].tolist() == [7]
    assert len(exported.columns) == 3


def test_2_5_3_a_response_that_is_a_string_is_claimed():
    frame = pd.DataFrame({"answer": ["yes"], "f": [1]})
    session = show_frame(frame, px.Schema(response_column_names="answer"))
    assert list(dimensions(session)) == ["f"]
    session = show_frame(frame, px.Schema(response_column_names="answer", feature_column_names=["f"]))
    assert export_all(session)["answer"].tolist() == ["yes"]
    card = session._connection.send_json("GET", "/api/cards/primary/0")
    assert card["response"] == "yes"


def test_2_5_4_exclusions():
    frame = pd.DataFrame({"label": ["a"], "f": [1], "g": [2], "t": [3], "v": [[1.0, 2.0]], "text": ["x"]})
    schema = px.Schema(
        prediction_label_column_name="label",
        tag_column_names=["t"],
        embedding_feature_column_names={"shape": px.EmbeddingColumnNames("v", "text")},
        excluded_column_names=["label", "g", "t", "shape"],
    )
    dataset = px.Dataset(frame, schema)
    assert (dataset.schema.prediction_label_column_name, dataset.schema.tag_column_names) == (None, None)
    assert dataset.schema.excluded_column_names is None
    session = show(dataset)
    assert dimensions(session) == {"f": ("feature", "numeric")}
    assert session.state["embeddings"] == []
    assert list(export_all(session).columns) == ["f", "prediction_id", "timestamp"]


def test_2_5_5_a_column_of_an_embedding_cannot_be_excluded():
    frame = pd.DataFrame({"f": [1], "v": [[1.0, 2.0]]})
    kept: list[px.Dataset] = []
    heard = hear(lambda: kept.append(px.Dataset(frame, px.Schema(**embedding(), excluded_column_names=["v"]))))
    assert ["shape" in text for text in heard] == [True]
    assert embedding_names(show(kept[0])) == ["shape"]


def test_2_5_5_no_warning_when_name_and_column_are_one():
    frame = pd.DataFrame({"f": [1], "v": [[1.0, 2.0]]})
    schema = px.Schema(embedding_feature_column_names={"v": px.EmbeddingColumnNames("v")}, excluded_column_names=["v"])
    assert hear(lambda: show_frame(frame, schema)) == []
    assert show_frame(frame, schema).state["embeddings"] == []


def test_2_5_6_excluded_names_found_nowhere_are_one_warning():
    heard = hear(lambda: px.Dataset({"f": [1]}, px.Schema(excluded_column_names=["x", "y"])))
    assert len(heard) == 1
    assert '"x"' in heard[0]
    assert '"y"' in heard[0]


def test_14_19_excluding_all_explicit_features_leaves_none():
    frame = pd.DataFrame({"f": [1], "g": [2]})
    session = show_frame(frame, px.Schema(feature_column_names=["f"], excluded_column_names=["f"]))
    assert dimensions(session) == {}
    assert list(export_all(session).columns) == ["prediction_id", "timestamp"]


def test_14_19_feature_in_one_set_and_tag_in_the_other_is_a_feature():
    for first, second in (("feature_column_names", "tag_column_names"), ("tag_column_names", "feature_column_names")):
        one = px.Dataset({"a": [1], "x": [1]}, px.Schema(**{first: ["a"]}))
        two = px.Dataset({"a": [2], "x": [1]}, px.Schema(**{second: ["a"]}))
        assert dimensions(show(one, two))["a"] == ("feature", "numeric")


def test_14_19_two_embeddings_on_one_vector_column():
    schema = px.Schema(
        embedding_feature_column_names={"one": px.EmbeddingColumnNames("v"), "two": px.EmbeddingColumnNames("v", "t")}
    )
    session = show_frame({"v": np.eye(12), "t": list("abcdefghijkl")}, schema)
    assert sorted(embedding_names(session)) == ["one", "two"]
    assert len(session.umap("one", n_components=2).result()) == 12
    assert len(session.umap("two", n_components=2).result()) == 12


def test_3_1_a_column_in_several_roles_keeps_the_first():
    frame = pd.DataFrame({"a": ["x", "y"], "b": [1.0, 2.0]})
    schema = px.Schema(
        prediction_label_column_name="a",
        actual_label_column_name="a",
        actual_score_column_name="b",
        feature_column_names=["a", "b"],
        tag_column_names=["b"],
    )
    session = show_frame(frame, schema)
    assert dimensions(session) == {"a": ("prediction", "categorical"), "b": ("actual", "numeric")}
    assert list(export_all(session).columns) == ["a", "b", "prediction_id", "timestamp"]


# Ids: §2.6.1, §14.18


@pytest.mark.parametrize(
    ("ids", "texts"),
    [
        ([10, 11], ["10", "11"]),
        ([1.0, 2.5], ["1.0", "2.5"]),
        (np.array([2**53 + 1, 2**63 - 1]), ["9007199254740993", "9223372036854775807"]),
        (np.array([2**64 - 1, 0], dtype="uint64"), ["18446744073709551615", "0"]),
        (np.array([1e16, 1e-7]), ["1e+16", "1e-07"]),
        (np.array([0.1, 16777216.0], dtype="float32"), ["0.1", "16777216.0"]),
        ([True, False], ["True", "False"]),
        (["007", " x "], ["007", " x "]),
        (pd.Categorical(["b", "a"]), ["b", "a"]),
        (pd.Categorical([5, 3]), ["5", "3"]),
        (pd.array([1, 2], dtype="Int64"), ["1", "2"]),
        (pd.array(["p", "q"], dtype="string"), ["p", "q"]),
        ([1, "a"], ["1", "a"]),
        ([decimal.Decimal("1.50"), decimal.Decimal("2.00")], ["1.50", "2.00"]),
    ],
)
def test_2_6_1_ids_as_text(ids, texts):
    session = show_frame(pd.DataFrame({"id": ids, "f": [1, 2]}), px.Schema(prediction_id_column_name="id"))
    assert export_all(session)["id"].tolist() == texts
    session.selection = [texts[1]]
    assert session.selection["f"].tolist() == [2]


def test_14_18_missing_ids_get_generated_ones():
    frame = pd.DataFrame({"id": ["a", None, np.nan, "a"], "f": [1, 2, 3, 4]})
    ids = round_trip(frame, px.Schema(prediction_id_column_name="id"))["id"].tolist()
    assert (ids[0], ids[3]) == ("a", "a")
    assert len({*ids[1:3], "a", "nan", "None"}) == 5


@pytest.mark.parametrize("ids", [pd.date_range("2025", periods=2), pd.to_timedelta([1, 2], unit="s")])
def test_14_18_times_are_no_ids(ids):
    with pytest.raises(px.DatasetError, match='"id"'):
        px.Dataset(pd.DataFrame({"id": ids}), px.Schema(prediction_id_column_name="id"))


def test_generated_ids_are_unique_across_the_data_sets():
    frame = pd.DataFrame({"f": range(500)})
    session = show(px.Dataset(frame), px.Dataset(frame), px.Dataset(frame))
    exported = export_all(session)
    assert exported["prediction_id"].is_unique
    assert (
        exported["prediction_id"]
        .str.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
        .all()
    )
    mixed = px.Dataset(pd.DataFrame({"id": [None] * 3, "f": [1, 2, 3]}), px.Schema(prediction_id_column_name="id"))
    assert export_all(show(mixed, mixed))["id"].nunique() == 6


def test_same_ids_in_both_data_sets():
    frame = pd.DataFrame({"id": ["a", "b"], "f": [1, 2]})
    schema = px.Schema(prediction_id_column_name="id")
    session = show(px.Dataset(frame, schema), px.Dataset(frame, schema))
    session.selection = ["a"]
    assert session.selection["id"].tolist() == ["a", "a"]
    assert session.selection[NAME].tolist() == ["primary", "reference"]
    session.selection = {"reference": ["b"]}
    assert session.export()[NAME].tolist() == ["reference"]


# Times: §2.6.3, §3.4, §14.5


def export_times(values: Any) -> pd.Series:
    """The times of the rows as the server read them, in the order handed over."""
    frame = pd.DataFrame({"when": values})
    frame["row"] = range(len(frame))
    exported = round_trip(frame, px.Schema(timestamp_column_name="when", feature_column_names=["row"]))
    return exported.sort_values("row").set_index("row")["when"]


def expect_times(values: Any, texts: list[str | None]) -> None:
    read = export_times(values)
    assert str(read.dt.tz) == "UTC"
    assert read.tolist() == [pd.NaT if text is None else pd.Timestamp(text, tz="UTC") for text in texts]


def test_2_6_3_no_times_declared_is_now():
    before = dt.datetime.now(dt.timezone.utc)
    exported = round_trip({"f": [1, 2, 3]})
    assert exported["timestamp"].nunique() == 1
    assert abs(exported["timestamp"][0] - before) < dt.timedelta(seconds=20)
    assert exported["f"].tolist() == [1, 2, 3]


def test_2_6_3_an_undeclared_timestamp_column_is_kept():
    frame = pd.DataFrame({"timestamp": [5, 3], "f": [1, 2]})
    heard = hear(lambda: show_frame(frame))
    session = show_frame(frame)
    assert any('"timestamp"' in text for text in heard)
    assert dimensions(session)["timestamp"] == ("feature", "numeric")
    exported = export_all(session)
    assert exported["timestamp"].tolist() == [5, 3]
    assert isinstance(exported.iloc[:, -1].dtype, pd.DatetimeTZDtype)


def test_2_6_3_numbers_are_unix_seconds():
    expect_times([0, 1_700_000_000], ["1970-01-01", "2023-11-14T22:13:20"])
    expect_times([1_700_000_000.25, 0.5], ["2023-11-14T22:13:20.25", "1970-01-01T00:00:00.5"])
    expect_times(pd.array([-1, None], dtype="Int64"), ["1969-12-31T23:59:59", None])
    expect_times(np.array([60], dtype="uint8"), ["1970-01-01T00:01"])


@pytest.mark.parametrize(
    ("value", "word"),
    [(1_700_000_000_000, "milliseconds"), (1_700_000_000_000_000, "microseconds"), (1.7e18, "nanoseconds")],
)
def test_14_5_numbers_far_outside_seconds_name_the_unit(value, word):
    with pytest.raises(px.DatasetError, match=word) as caught:
        export_times([value])
    assert '"when"' in str(caught.value)


def test_2_6_3_times_with_a_zone_become_utc():
    berlin = pd.DatetimeIndex(["2025-03-30 01:59", "2025-03-30 03:00"], tz="Europe/Berlin")
    expect_times(berlin, ["2025-03-30T00:59", "2025-03-30T01:00"])


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
def test_14_5_times_without_a_zone_follow_the_rules_of_the_local_zone(unit):
    # New York: UTC−5 in winter, UTC−4 in summer; the clock changed on March 9 and November 2, 2025.
    naive = pd.DatetimeIndex(["2025-01-15 12:00", "2025-07-15 12:00", "2025-03-09 01:59", "2025-03-09 03:00"]).as_unit(
        unit
    )
    expect_times(naive, ["2025-01-15T17:00", "2025-07-15T16:00", "2025-03-09T06:59", "2025-03-09T07:00"])


def test_14_5_times_that_occur_twice_or_never_are_read_as_python_does():
    texts = [
        "2025-11-02 01:30",
        "2025-03-09 02:30",
        "1890-01-01 00:00",
        "1960-07-01 00:00",
        "2200-07-01 00:00",
        "0001-02-01 00:00",
    ]
    read = export_times(pd.DatetimeIndex(texts).as_unit("us"))
    from zoneinfo import ZoneInfo

    expected = [
        dt.datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(ZONE)).astimezone(dt.timezone.utc) for text in texts
    ]
    assert [time.to_pydatetime() for time in read] == expected


def test_14_5_text_is_parsed_cell_by_cell():
    expect_times(
        [
            "2025-03-01T12:00:00Z",
            "2025-03-01 12:00:00.123456+01:00",
            "2025-01-01",
            "2025-07-01T00:00",
            "2025-03-30T03:00:00+02:00",
            "20250301T120000Z",
            None,
        ],
        [
            "2025-03-01T12:00",
            "2025-03-01T11:00:00.123456",
            "2025-01-01T05:00",
            "2025-07-01T04:00",
            "2025-03-30T01:00",
            "2025-03-01T12:00",
            None,
        ],
    )


@pytest.mark.parametrize("dtype", ["string", "category", object])
def test_14_5_text_times_of_every_storage(dtype):
    texts = pd.Series(["2025-03-01T12:00:00Z", "2025-03-01T11:00:00Z"], dtype=dtype)
    expect_times(texts, ["2025-03-01T12:00", "2025-03-01T11:00"])


def test_14_5_years_1700_to_2261():
    expect_times(["1700-01-01T00:00Z", "2261-12-31T00:00Z"], ["1700-01-01", "2261-12-31"])
    expect_times(pd.DatetimeIndex(["1700-01-01", "2261-12-31"], tz="UTC"), ["1700-01-01", "2261-12-31"])


@pytest.mark.parametrize("values", [["yesterday"], [True], [pd.Timedelta(1, "s")], [[1]], [b"2025"]])
def test_2_6_3_what_is_no_time_is_refused_in_one_sentence(values):
    session = show(px.Dataset({"f": [1]}, name="before"))
    with pytest.raises(px.DatasetError, match='"when"') as caught:
        export_times(values)
    assert len(caught.value.errors) == 1
    assert session.state["datasets"]["primary"]["name"] == "before"


def test_14_5_rows_without_a_time_are_last_counted_and_warned_of_once():
    frame = pd.DataFrame({"when": [pd.NaT, times(1)[0], pd.NaT], "f": [1, 2, 3], "v": vectors(3)})
    schema = px.Schema(timestamp_column_name="when", **embedding())
    heard = hear(lambda: show_frame(frame, schema))
    assert [text for text in heard if "2 rows have no time" in text] == heard
    session = show_frame(frame, schema)
    summary = session.state["datasets"]["primary"]
    assert (summary["rowCount"], summary["rowsWithoutTime"]) == (3, 2)
    assert export_all(session)["f"].tolist() == [2, 1, 3]
    assert len(session.umap(n_components=2).result()) == 3
    assert summary["startTime"] == "2025-03-01T00:00:00.000Z"


def test_g6_bookends():
    def bookends(values: Any) -> tuple[str, str]:
        session = show_frame(pd.DataFrame({"when": values}), px.Schema(timestamp_column_name="when"))
        summary = session.state["datasets"]["primary"]
        return summary["startTime"], summary["endTime"]

    assert bookends([1, 2, 3]) == ("1970-01-01T00:00:00.000Z", "1970-01-01T00:01:00.000Z")
    assert bookends(["2025-01-01T01:00Z", "2025-01-03T01:00Z"]) == (
        "2025-01-01T01:00:00.000Z",
        "2025-01-03T01:01:00.000Z",
    )
    assert bookends(["2025-01-01T01:00:59.999999Z"]) == ("2025-01-01T01:00:00.000Z", "2025-01-01T01:01:00.000Z")
    assert bookends([-1]) == ("1969-12-31T23:59:00.000Z", "1970-01-01T00:00:00.000Z")


def test_14_21_the_order_by_time_is_stable():
    frame = pd.DataFrame({"when": [2, 1, 2, 1, 2, 1] * 200, "row": range(1200)})
    exported = round_trip(frame, px.Schema(timestamp_column_name="when"))
    expected = frame.sort_values("when", kind="stable")
    assert exported["row"].tolist() == expected["row"].tolist()


# Vectors: §2.6.2, §2.7, §14.6, §14.18, §14.20


@pytest.mark.parametrize(
    "cells",
    [
        [[1, 2], [3, 4]],
        [np.array([1, 2], dtype=dtype) for dtype in ("int8", "uint64")],
        [np.array([1, 0], dtype=bool), np.array([0.5, 1], dtype="float16")],
        [[True, 2.5], [decimal.Decimal(1), np.int64(2)]],
        [pd.Series([1.0, 2.0]), [1, 2]],
        [None, [1.0, 2.0]],
        [float("nan"), np.array([1.0, 2.0])],
    ],
)
def test_14_18_element_types_of_vectors(cells):
    session = show_frame(pd.DataFrame({"v": pd.Series(cells, dtype=object)}), px.Schema(**embedding()))
    [found] = session.state["embeddings"]
    present = [cell for cell in cells if cell is not None and not isinstance(cell, float)]
    assert (found["length"], found["vectorCounts"]["primary"]) == (2, len(present))
    exported = export_all(session)["v"].tolist()
    expected = [None if not hasattr(cell, "__len__") else [float(x) for x in cell] for cell in cells]
    assert [None if cell is None else list(cell) for cell in exported] == expected


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ([[1, 2], (3, 4)], "tuple"),
        ([[1, 2], "text"], "str"),
        ([[1, 2], ["a", 2]], "'a'"),
        ([[1, 2], [None, 2]], "None"),
        ([[1, 2], [1, 2, 3]], "3"),
        ([[1], [2]], "at least 2"),
        ([[], []], "at least 2"),
        ([5.0, 6.0], "float"),
        ([[[1, 2]], [[3, 4]]], "list"),
        ([np.eye(2), np.eye(2)], "shape"),
    ],
)
def test_2_7_vector_faults(cells, words):
    with pytest.raises(px.DatasetError, match=words) as caught:
        px.Dataset(pd.DataFrame({"v": pd.Series(cells, dtype=object)}), px.Schema(**embedding()))
    assert [text for text in map(str, caught.value.errors) if '"shape"' in text and '"v"' in text]


def test_2_7_every_embedding_is_checked_and_prompts_later():
    bad = pd.Series([[1, 2], [1]], dtype=object)
    frame = pd.DataFrame({"a": bad, "b": bad, "p": bad})
    names = {"A": px.EmbeddingColumnNames("a"), "B": px.EmbeddingColumnNames("b")}
    prompt = px.EmbeddingColumnNames("p")
    with pytest.raises(px.DatasetError) as caught:
        px.Dataset(frame, px.Schema(embedding_feature_column_names=names, prompt_column_names=prompt))
    assert len(caught.value.errors) == 2
    with pytest.raises(px.DatasetError, match='"p"'):
        px.Dataset(frame, px.Schema(prompt_column_names=prompt, feature_column_names=["a"]))


def test_2_7_groups_of_checks_stop_at_the_first_that_finds_faults():
    frame = pd.DataFrame({"when": pd.date_range("2025", periods=2), "v": pd.Series([[1], [2]], dtype=object)})
    schema = px.Schema(
        timestamp_column_name="when", prediction_id_column_name="when", excluded_column_names=["when"], **embedding()
    )
    with pytest.raises(px.DatasetError) as caught:
        px.Dataset(frame, schema.replace(actual_label_column_name="x", prediction_label_column_name="y"))
    assert len(caught.value.errors) == 1
    assert str(caught.value).index('"y"') < str(caught.value).index('"x"')
    with pytest.raises(px.DatasetError, match="prediction id"):
        px.Dataset(frame, schema)
    frame["when"] = [1, 2]
    with pytest.raises(px.DatasetError, match="exclude") as caught:
        px.Dataset(frame, schema)
    assert len(caught.value.errors) == 2


def test_2_7_what_may_be_missing():
    schema = px.Schema(
        tag_column_names=["no tag"],
        response_column_names="no response",
        prompt_column_names=px.RetrievalEmbeddingColumnNames(
            "v",
            context_retrieval_ids_column_name="no ids",
            context_retrieval_scores_column_name="no scores",
        ),
    )
    session = show_frame({"v": np.eye(3)}, schema)
    assert dimensions(session)["no tag"] == ("tag", "categorical")
    assert len(export_all(session)) == 3


def test_2_7_an_all_missing_vector_column_is_valid():
    session = show_frame(pd.DataFrame({"v": [None, None], "f": [1, 2]}), px.Schema(**embedding()))
    [found] = session.state["embeddings"]
    assert (found["length"], found["vectorCounts"]["primary"]) == (0, 0)
    assert len(export_all(session)) == 2
    with pytest.raises(px.RequestError, match="no row has a usable vector"):
        session.umap("shape")


def test_14_6_vectors_with_nan_or_infinity_count_as_missing():
    cells = [[1.0, 2.0], [np.nan, 1.0], [np.inf, 1.0], [-np.inf, np.nan], [3.0, 4.0], [1e300, 1.0]]
    frame = pd.DataFrame({"v": cells, "f": range(6)})
    heard = hear(lambda: show_frame(frame, px.Schema(**embedding())))
    assert [text for text in heard if "4 vectors" in text] == heard
    session = show_frame(frame, px.Schema(**embedding()))
    assert session.state["embeddings"][0]["vectorCounts"]["primary"] == 2
    assert sorted(session.umap("shape", n_components=2).result()["row"]) == [0, 4]
    exported = export_all(session)
    assert np.isnan(exported["v"][1][0])
    assert exported["v"][2][0] == np.inf


def test_14_6_lists_of_numbers_are_embeddings_and_other_lists_are_not():
    frame = pd.DataFrame(
        {
            "same": [[1.0, 2.0], [3.0, 4.0]],
            "ragged": [[1.0], [1.0, 2.0]],
            "words": [["a", "b"], ["c", "d"]],
            "empty": [[], []],
        }
    )
    session = show_frame(frame, px.Schema(tag_column_names=["same"]))
    assert [(found["name"], found["kind"]) for found in session.state["embeddings"]] == [("same", "tag")]
    assert sorted(dimensions(session)) == ["empty", "ragged", "words"]
    exported = export_all(session)
    assert [list(cell) for cell in exported["ragged"]] == [[1.0], [1.0, 2.0]]
    assert [list(cell) for cell in exported["words"]] == [["a", "b"], ["c", "d"]]
    assert [list(cell) for cell in exported["empty"]] == [[], []]


def test_14_20_lengths_are_compared_by_display_name():
    one = px.Dataset({"v": np.eye(3)}, px.Schema(**embedding("v")))
    two = px.Dataset({"w": np.eye(4)}, px.Schema(**embedding("w")))
    with pytest.raises(px.DatasetError, match=r'"shape".* 3 .* 4 '):
        show(one, two)


def test_14_20_a_corpus_of_another_length_is_refused_for_the_prompt_only():
    documents = px.Dataset({"d": np.eye(5)}, px.Schema(document_column_names=px.EmbeddingColumnNames("d")))
    prompt = px.Schema(prompt_column_names=px.EmbeddingColumnNames("v"))
    with pytest.raises(px.DatasetError, match="corpus"):
        show(px.Dataset({"v": np.eye(4)}, prompt), corpus=documents)
    session = show(px.Dataset({"v": np.eye(4)}, px.Schema(**embedding())), corpus=documents)
    assert session.state["embeddings"][0]["vectorCounts"]["corpus"] == 0


# Dimensions and merging: §3.2, §3.3, §14.21


def test_3_2_kinds_of_dimensions():
    frame = pd.DataFrame(
        {
            "label": [1, 2],
            "score": ["0.5", "1"],
            "truth": [0.5, 1.5],
            "int": [1, 2],
            "float": [0.5, 1.5],
            "bool": [True, False],
            "text": ["1", "2"],
            "when": times(2),
            "category of ints": pd.Categorical([1, 2]),
            "category": pd.Categorical(["a", "b"]),
            "Int64": pd.array([1, None], dtype="Int64"),
            "Float64": pd.array([1.5, None], dtype="Float64"),
            "boolean": pd.array([True, None], dtype="boolean"),
            "string": pd.array(["a", None], dtype="string"),
            "bool with missing": [True, None],
            "int with missing": [1, None],
            "none": [None, None],
            "timedelta": pd.to_timedelta([1, 2], unit="s"),
            "date": [dt.date(2025, 1, 1), dt.date(2025, 1, 2)],
            "mixed": [1, "a"],
            "decimal": [decimal.Decimal("1.5"), None],
            "nan": [np.nan, np.nan],
        }
    )
    schema = px.Schema(
        prediction_label_column_name="label", prediction_score_column_name="score", actual_label_column_name="truth"
    )
    found = dimensions(show_frame(frame, schema))
    categorical = {name for name, (_, data_type) in found.items() if data_type == "categorical"}
    assert found["label"] == ("prediction", "categorical")
    assert found["score"] == ("prediction", "numeric")
    assert found["truth"] == ("actual", "categorical")
    numeric = {"score", "int", "float", "when", "Int64", "Float64", "int with missing", "nan"}
    assert set(found) - categorical - {"decimal"} == numeric


@pytest.mark.parametrize(("rows", "psi"), [(1, 0.0743), (2, 0.11), (3, 0.1188), (4, 0.108), (5, 0.1777)])
def test_g3_numbers_match_numbers_beside_text_by_value(rows, psi):
    reference = pd.DataFrame({"ts": times(7), "label": pd.Series([-1, 0, 1, 2, 3, None, ""], dtype=object)})
    primary = pd.DataFrame({"ts": times(rows), "label": range(rows)})
    schema = px.Schema(timestamp_column_name="ts", prediction_label_column_name="label")
    session = show(px.Dataset(primary, schema), px.Dataset(reference, schema))
    assert session.metric("psi", "label") == pytest.approx(psi, abs=5e-5)


@pytest.mark.parametrize(
    ("dtype", "distinct"),
    [
        ("Int64", 2),
        ("UInt8", 2),
        ("int64[pyarrow]", 2),
        ("uint8[pyarrow]", 2),
        ("object", 2),
        ("float64", None),
        ("Float64", None),
        ("double[pyarrow]", None),
    ],
)
def test_4_1_only_floats_have_no_cardinality(dtype, distinct):
    frame = pd.DataFrame({"cells": pd.Series([1, 2, None, 2], dtype=dtype)})
    assert show_frame(frame).metric("cardinality", "cells") == distinct


def test_14_4_one_and_the_text_one_are_two_values_and_true_is_one():
    cells = pd.Series([1, "1", True, 1.0, "True", 2.5, None, "2.5"], dtype=object)
    session = show_frame(pd.DataFrame({"cells": cells}))
    bins = session.segments("cells")
    assert dict(zip(bins.index, bins["primary"], strict=True)) == {
        "1": 3,
        "2.5": 1,
        '"1"': 1,
        '"2.5"': 1,
        "True": 1,
        "(empty)": 1,
    }
    assert session.metric("cardinality", "cells") == 5
    assert session.metric("percent_empty", "cells") == 12.5
    # "True" is no number, True is.
    assert session.metric("sum", "cells") == 1 + 1 + 1 + 1 + 2.5 + 2.5


def test_14_8_numbers_beside_text_are_exported_as_text():
    cells = [1, "1", True, 1.0, None, 2.5, -0.0, 10**15]
    exported = round_trip(pd.DataFrame({"cells": pd.Series(cells, dtype=object)}))["cells"]
    assert exported.fillna("missing").tolist() == ["1", "1", "True", "1.0", "missing", "2.5", "-0.0", str(10**15)]


@pytest.mark.parametrize(
    ("predicted", "actual", "accuracy"),
    [
        ([1, "a", 2], ["1", "a", "2"], None),
        ([1, "a", 2], [1, "a", 2], None),
        ([True, 1, 0, None], [1, 1.0, 1, 0], 2 / 3),
    ],
)
def test_14_15_numbers_beside_text_have_no_accuracy(predicted, actual, accuracy):
    frame = pd.DataFrame({"predicted": pd.Series(predicted, dtype=object), "actual": pd.Series(actual, dtype=object)})
    schema = px.Schema(prediction_label_column_name="predicted", actual_label_column_name="actual")
    assert show_frame(frame, schema).metric("accuracy") == accuracy


def test_3_2_the_next_data_set_decides_when_the_first_has_nothing_to_say():
    one = px.Dataset(pd.DataFrame({"a": ["1", "2"], "b": [None, None], "c": [True, False]}))
    two = px.Dataset(pd.DataFrame({"a": [1, 2], "b": [1.5, 2.5], "c": [1, 2]}))
    found = dimensions(show(one, two))
    assert {name: kind for name, (_, kind) in found.items()} == {"a": "numeric", "b": "numeric", "c": "categorical"}


def test_3_2_dimensions_in_code_point_order():
    names = ["b", "a", "Z", "é", "_", "10", "9", "😀", "\uff5e"]
    session = show_frame(pd.DataFrame({name: [1] for name in names}))
    assert list(dimensions(session)) == sorted(names)


def test_3_2_embeddings_by_vector_column_and_their_names():
    frame = {"z": np.eye(2), "m": np.eye(2), "p": np.eye(2), "a": np.eye(2), "B": np.eye(2)}
    schema = px.Schema(
        embedding_feature_column_names={"first": px.EmbeddingColumnNames("z"), "second": px.EmbeddingColumnNames("m")},
        prompt_column_names=px.EmbeddingColumnNames("p"),
        response_column_names=px.EmbeddingColumnNames("a"),
    )
    session = show_frame(frame, schema)
    found = [(each["name"], each["kind"]) for each in session.state["embeddings"]]
    assert found == [("B", "feature"), ("a", "response"), ("second", "feature"), ("p", "prompt"), ("first", "feature")]


def test_3_3_columns_of_one_role_under_the_name_of_the_primary():
    one = px.Dataset(
        pd.DataFrame({"v": vectors(2), "text": ["a", "b"], "guess": ["x", "y"]}),
        px.Schema(prediction_label_column_name="guess", **embedding("v", raw_data_column_name="text")),
    )
    two = px.Dataset(
        pd.DataFrame({"w": vectors(2, seed=1), "body": ["c", "d"], "label": ["x", "x"], "truth": ["x", "y"]}),
        px.Schema(
            prediction_label_column_name="label",
            actual_label_column_name="truth",
            **embedding("w", raw_data_column_name="body"),
        ),
    )
    session = show(one, two)
    assert embedding_names(session) == ["shape"]
    assert dimensions(session) == {"guess": ("prediction", "categorical"), "truth": ("actual", "categorical")}
    exported = export_all(session)
    assert list(exported.columns) == ["v", "text", "guess", "prediction_id", "timestamp", NAME, "truth"]
    assert exported["text"].tolist() == ["a", "b", "c", "d"]
    assert exported["truth"].isna().tolist() == [True, True, False, False]
    assert len(exported["v"][3]) == 4


def test_3_3_a_name_that_means_two_things():
    one = px.Dataset({"label": ["a"], "x": [1]}, px.Schema(prediction_label_column_name="label"))
    two = px.Dataset({"other": ["b"], "label": [2], "x": [3]}, px.Schema(prediction_label_column_name="other"))
    exported = export_all(show(one, two))
    assert exported["label"].tolist() == ["a", "b"]
    assert exported["x"].tolist() == [1, 3]
    assert exported["label_reference"].tolist()[1] == 2


def test_3_3_different_features():
    session = show(px.Dataset({"a": [1, 2], "b": ["x", "y"]}), px.Dataset({"c": [3], "a": [4]}))
    found = {each["name"]: each["datasets"] for each in session.state["dimensions"]}
    assert found == {"a": ["primary", "reference"], "b": ["primary"], "c": ["reference"]}
    exported = export_all(session)
    assert list(exported.columns) == ["a", "b", "prediction_id", "timestamp", NAME, "c"]
    assert exported["a"].tolist() == [1, 2, 4]
    assert exported["c"].tolist()[2] == 3
    assert exported["c"].isna().tolist() == [True, True, False]
    assert exported["b"].isna().tolist() == [False, False, True]


# The sample and the map: §5.2, §5.4, G10, §14.7, §14.17


def make_holey() -> px.Dataset:
    rng = np.random.default_rng(0)
    cells = [None if row % 2 else rng.normal(size=3) for row in range(20)]
    return px.Dataset(pd.DataFrame({"v": cells, "f": range(20)}), px.Schema(**embedding()))


@pytest.mark.parametrize(("n_samples", "count"), [(1, 1), (3, 3), (15, 10), (20, 10), (25, 10)])
def test_g10_sampling(n_samples, count):
    points = show(make_holey()).umap("shape", n_components=2, n_samples=n_samples).result()
    assert len(points) == count
    assert points["row"].is_unique
    assert (points["row"] % 2 == 0).all()


def test_g10_no_samples_is_no_map():
    with pytest.raises(px.JobFailed, match="no row was drawn"):
        show(make_holey()).umap("shape", n_samples=0).result()


def test_5_2_samples_are_drawn_anew_without_a_seed_and_again_with_one():
    dataset = px.Dataset({"v": np.random.default_rng(0).normal(size=(300, 3))}, px.Schema(**embedding()))
    session = show(dataset, dataset)
    draw = lambda **options: session.umap(n_components=2, n_samples=20, **options).result()  # noqa: E731
    first = draw(seed=1)
    pd.testing.assert_frame_equal(first, draw(seed=1))
    assert set(first["row"]) != set(draw(seed=2)["row"])
    assert first["dataset"].value_counts().to_dict() == {"primary": 20, "reference": 20}


def test_5_3_positions_are_centered():
    points = show(make_holey()).umap("shape", n_components=3).result()
    assert list(points.columns) == ["dataset", "row", "id", "x", "y", "z", "cluster"]
    np.testing.assert_allclose(points[["x", "y", "z"]].mean(), 0, atol=1e-4)


@pytest.mark.parametrize("rows", [1, 2, 3, 4, 5, 6])
@pytest.mark.parametrize("components", [2, 3])
def test_14_7_small_clouds(rows, components):
    dataset = px.Dataset({"v": np.random.default_rng(rows).normal(size=(rows, 5))}, px.Schema(**embedding()))
    points = show(dataset).umap(n_components=components).result()
    assert len(points) == rows
    assert np.isfinite(points[["x", "y"]].to_numpy()).all()
    if rows <= 3:
        assert points["cluster"].isna().all()


def test_14_7_equal_points_have_no_cluster_and_two_blobs_have_two():
    same = px.Dataset({"v": np.ones((60, 8))}, px.Schema(**embedding()))
    points = show(same).umap(n_components=2, seed=0).result()
    assert np.isfinite(points[["x", "y"]].to_numpy()).all()
    assert points["cluster"].isna().all()
    two = px.Dataset({"v": np.repeat([[0.0, 0.0], [9.0, 9.0]], 40, axis=0)}, px.Schema(**embedding()))
    for options in ({"seed": 0, "n_neighbors": 10}, {}):
        points = show(two).umap(n_components=2, **options).result()
        assert np.isfinite(points[["x", "y"]].to_numpy()).all()
        assert points.groupby(points["row"] < 40)["cluster"].nunique().tolist() == [1, 1]
        assert points["cluster"].nunique() == 2


def test_14_7_n_neighbors_beyond_the_points_is_clipped():
    assert len(show(make_holey()).umap("shape", n_neighbors=1000, n_components=2).result()) == 10


@pytest.mark.parametrize(
    "wrong",
    [
        {"min_cluster_size": 1},
        {"min_samples": 0},
        {"epsilon": -1},
        {"n_neighbors": 1},
        {"min_dist": -0.1},
        {"min_dist": 5},
        {"n_components": 1},
        {"n_components": 4},
        {"n_components": "two"},
        {"n_samples": -1},
        {"n_samples": 2.5},
        {"n_samples": True},
        {"n_samples": [5]},
        {"n_samples": object()},
        {"n_neighbors": 10**30},
        {"min_dist": float("nan")},
        {"epsilon": float("inf")},
        {"seed": 2**32},
        {"seed": np.array([1, 2])},
        {"metric": "taxi"},
        {"metric": 5},
    ],
)
def test_14_17_parameters_are_checked_with_one_sentence(wrong):
    session = show(make_holey())
    with pytest.raises(px.RequestError) as caught:
        session.umap("shape", **wrong)
    assert len(str(caught.value).splitlines()) == 1
    assert len(str(caught.value)) < 300


def test_5_4_rows_of_a_map_are_rows_of_the_selection():
    frame = pd.DataFrame({"id": [f"k{i}" for i in range(40)], "when": times(40)[::-1], "v": vectors(40)})
    session = show_frame(frame, px.Schema(prediction_id_column_name="id", timestamp_column_name="when", **embedding()))
    points = session.umap(n_components=2).result()
    assert points.sort_values("row")["id"].tolist() == frame.sort_values("when")["id"].tolist()
    chosen = points.sort_values("x").head(7)
    session.selection = chosen
    assert set(session.selection["id"]) == set(chosen["id"])


# Retrieval: §2.3, §5.2.3, §5.2.4


def make_retrieval(ids: Any, lists: list[Any], scores: Any = None) -> px.Session:
    documents = px.Dataset(
        pd.DataFrame({"id": ids, "text": [f"doc {i}" for i in range(len(ids))], "d": vectors(len(ids))}),
        px.Schema(id_column_name="id", document_column_names=px.EmbeddingColumnNames("d", "text")),
    )
    frame = pd.DataFrame({"q": vectors(len(lists), seed=1), "question": ["?"] * len(lists)})
    frame["found"] = pd.Series(lists, dtype=object)
    if scores is not None:
        frame["scores"] = pd.Series(scores, dtype=object)
    prompt = px.RetrievalEmbeddingColumnNames(
        "q",
        raw_data_column_name="question",
        context_retrieval_ids_column_name="found",
        context_retrieval_scores_column_name=None if scores is None else "scores",
    )
    return show(px.Dataset(frame, px.Schema(prompt_column_names=prompt)), corpus=documents)


def read_retrievals(session: px.Session) -> dict[int, list[tuple[str, float | None]]]:
    """By row of the query: ids of the documents and their scores."""
    job = session.umap("q", n_components=2)
    points = job.result()
    layout = job._job["layout"]
    found = {}
    for point, (dataset, row) in enumerate(zip(points["dataset"], points["row"], strict=True)):
        if dataset == "primary":
            answer = session._connection.send_json("GET", f"/api/layouts/{layout}/retrievals?point={point}")
            found[row] = [(points["id"][each["point"]], each["relevance"]) for each in answer["documents"]]
    return found


def test_5_2_3_the_corpus_comes_whole_and_only_for_the_prompt():
    session = make_retrieval(range(50), [[1]] * 30)
    points = session.umap("q", n_components=2, n_samples=5).result()
    assert points["dataset"].value_counts().to_dict() == {"corpus": 50, "primary": 5}


def test_5_2_4_integer_ids_match_and_unknown_ones_are_skipped():
    session = make_retrieval([1, 2, 3], [[3, 1, 99], [], None, [2]], [[0.9, 0.1, 0.5], [], None, [0.7, 0.6]])
    assert read_retrievals(session) == {0: [("3", 0.9), ("1", 0.1)], 1: [], 2: [], 3: [("2", 0.7)]}


@pytest.mark.parametrize("ids", [["1", "2", "3"], [1.0, 2.0, 3.0], np.array([1, 2, 3], dtype="uint8")])
@pytest.mark.parametrize("lists", [[[3, 1]], [["3", "1"]], [[3.0, 1.0]], [np.array([3, 1])]])
def test_5_2_4_ids_are_compared_as_text(ids, lists):
    [found] = read_retrievals(make_retrieval(ids, lists)).values()
    assert [text.removesuffix(".0") for text, _ in found] == ["3", "1"]
    assert [score for _, score in found] == [None, None]


def test_5_2_4_fewer_scores_than_ids():
    session = make_retrieval(["a", "b"], [["b", "a"]], [[0.5]])
    assert read_retrievals(session) == {0: [("b", 0.5), ("a", None)]}


# Selecting from code: §4 of the API


def test_selection_by_mask_row_frame_and_id_agree_with_pandas():
    rng = np.random.default_rng(3)
    frame = pd.DataFrame({"id": [f"k{i}" for i in range(200)], "when": rng.permutation(200), "n": rng.normal(size=200)})
    frame.index = rng.permutation(200)
    session = show_frame(frame, px.Schema(prediction_id_column_name="id", timestamp_column_name="when"))
    wanted = frame["n"] > 0.3
    expected = frame[wanted].sort_values("when")["id"].tolist()
    by_time = frame.sort_values("when").reset_index(drop=True)
    for value in (
        wanted,
        wanted.to_numpy(),
        wanted.tolist(),
        wanted.sample(frac=1, random_state=0),
        frame[wanted],
        frame.loc[wanted, ["n"]],
        frame.loc[wanted, "id"],
        set(frame.loc[wanted, "id"]),
        by_time.index[by_time["n"] > 0.3],
        by_time.index[by_time["n"] > 0.3].to_numpy(dtype="uint16"),
        pl.DataFrame({"id": frame.loc[wanted, "id"].tolist()}),
        pl.Series(frame.loc[wanted, "id"].tolist()),
        pa.table({"id": frame.loc[wanted, "id"].tolist()}),
        {"primary": wanted},
    ):
        session.selection = None
        session.selection = value
        assert session.selection["id"].tolist() == expected


def test_a_mask_of_a_frame_with_a_doubled_index():
    frame = pd.DataFrame({"f": [1, 2, 3, 4]}, index=[0, 0, 1, 1])
    session = show_frame(frame)
    session.selection = frame["f"] > 2
    assert session.selection["f"].tolist() == [3, 4]
    with pytest.raises(px.RequestError, match="more than once"):
        session.selection = frame[frame["f"] > 2]


@pytest.mark.parametrize(
    "bad",
    [
        [60],
        [-1],
        np.array([-1]),
        [10**20],
        np.array([2**64 - 1], dtype="uint64"),
        [True],
        np.ones((60, 1), dtype=bool),
        ["nobody"],
        ["\ud800"],
        {"corpus": [0]},
        {"nothing": [0]},
        "k1",
        5,
        [1.5],
        [None, 1],
        [[1, 2]],
        object(),
    ],
)
def test_a_selection_that_names_no_rows_is_one_sentence_and_changes_nothing(bad):
    session = show_frame({"f": list(range(60))})
    session.selection = [3]
    with pytest.raises(px.RequestError) as caught:
        session.selection = bad
    assert len(str(caught.value).splitlines()) == 1
    assert session.selection["f"].tolist() == [3]


# Exports: §1.9, §1.10, G11, §14.8


def make_golden() -> tuple[px.Dataset, px.Dataset]:
    vector = [[1.0, 2.0]] * 3
    primary = px.Dataset(
        pd.DataFrame(
            {
                "pid": [10, 11, 12],
                "ts": [3, 1, 2],
                "pl": ["a", "b", "b"],
                "v": vector,
                "extra": [1, 2, 3],
                "drop": [0, 0, 0],
            }
        ),
        px.Schema(
            prediction_id_column_name="pid",
            timestamp_column_name="ts",
            prediction_label_column_name="pl",
            embedding_feature_column_names={"e": px.EmbeddingColumnNames("v")},
            excluded_column_names=["drop"],
        ),
        name="prod",
    )
    reference = px.Dataset(
        pd.DataFrame({"rid": ["x", "y"], "rts": [1, 2], "rl": ["a", "a"], "truth": ["a", "b"], "v": vector[:2]}),
        px.Schema(
            prediction_id_column_name="rid",
            timestamp_column_name="rts",
            prediction_label_column_name="rl",
            actual_label_column_name="truth",
            embedding_feature_column_names={"e": px.EmbeddingColumnNames("v")},
        ),
    )
    return primary, reference


def test_g11_export():
    session = show(*make_golden())
    session.selection = {"primary": [2, 0, 2], "reference": [1]}
    exported = session.export()
    assert exported["pid"].tolist() == ["11", "10", "y"]
    assert list(exported.columns) == ["pid", "ts", "pl", "v", "extra", NAME, "truth"]
    assert exported[NAME].tolist() == ["prod", "prod", "reference"]
    assert exported["extra"].tolist()[:2] == [2.0, 1.0]
    assert exported["extra"].isna().tolist() == [False, False, True]
    assert exported["truth"].tolist()[2] == "b"
    assert exported["pl"].tolist() == ["b", "a", "a"]
    assert exported["ts"].tolist() == [pd.Timestamp(second, unit="s", tz="UTC") for second in (1, 3, 2)]
    assert exported.index.equals(pd.RangeIndex(3))


def test_1_10_exported_clusters_carry_their_ids_as_text():
    blobs = np.random.default_rng(0).normal(size=(90, 6)) + 30 * (np.arange(90) % 3)[:, None]
    dataset = px.Dataset(
        {"id": [f"k{i}" for i in range(90)], "v": blobs}, px.Schema(id_column_name="id", **embedding())
    )
    session = show(dataset, px.Dataset({"v": blobs[:30]}, px.Schema(**embedding())))
    job = session.umap(n_components=2, n_neighbors=8, seed=1)
    points = job.result()
    assert points["cluster"].nunique() >= 2
    source = {"kind": "clusters", "layout": job._job["layout"]}
    entry = session._connection.send_json("POST", "/api/exports", {"source": source, "name": "clusters"})
    exported = session.exports[entry["name"]]
    clustered = points[points["cluster"].notna()]
    assert len(exported) == len(clustered)
    assert list(exported.columns) == ["id", "v", "timestamp", NAME, CLUSTER]
    by_id = clustered.set_index(["dataset", "id"])["cluster"].astype(str)
    assert exported[CLUSTER].tolist() == [by_id[key] for key in zip(exported[NAME], exported["id"], strict=True)]


def test_1_10_no_name_column_for_one_data_set():
    empty = px.Dataset(pd.DataFrame({"f": pd.Series([], dtype="int64")}))
    session = show(px.Dataset({"f": [1]}), empty)
    assert session.state["datasets"]["reference"]["rowCount"] == 0
    assert NAME not in export_all(session)
    session = show(reference=px.Dataset({"f": [1]}))
    assert export_all(session)["f"].tolist() == [1]


def make_corpus_only(name: str) -> px.Session:
    documents = px.Dataset({"d": np.eye(3)}, px.Schema(document_column_names=px.EmbeddingColumnNames("d")))
    session = show(px.Dataset({"f": [1]}), corpus=documents)
    session.selection = {"corpus": [0, 2]}
    assert session.export(name).shape == (0, 0)
    return session


def test_1_10_corpus_rows_are_left_out():
    session = make_corpus_only("ignored")
    session.selection = {"corpus": [0], "primary": [0]}
    assert session.export()["f"].tolist() == [1]


def test_1_10_an_export_of_the_corpus_alone_is_a_valid_empty_file():
    session = make_corpus_only("only corpus")
    path = Path(session._connection.record.folder) / "exports" / "only corpus.arrow"
    with pa.OSFile(str(path)) as file:
        assert pa.ipc.open_file(file).read_all().shape == (0, 0)
    assert pa.ipc.open_file(download(session, "only corpus", "arrow")).read_all().shape == (0, 0)
    stream = session._connection.send("GET", "/api/selection/rows.arrow")
    assert pa.ipc.open_stream(stream).read_all().shape == (0, 0)
    parquet = io.BytesIO(download(session, "only corpus", "parquet"))
    assert pq.read_table(parquet).shape == (0, 0)
    assert pd.read_parquet(parquet).shape == (0, 0)
    assert download(session, "only corpus", "csv").strip() == b""


def test_1_9_exports_are_in_the_order_they_were_made():
    session = show_frame({"f": list(range(9))})
    names = []
    for count in (1, 2, 3, 4, 5):
        session.selection = list(range(count))
        session.export()
        names.append(session.exports.names[-1])
    assert len(set(names)) == 5
    assert session.exports.names[-5:] == names
    assert [len(frame) for frame in session.exports[-5:]] == [1, 2, 3, 4, 5]
    assert len(session.exports[-1]) == 5
    assert repr(session.exports).endswith(f"<DataFrame {names[-1]}>]")
    assert dt.datetime.strptime(names[0][:19], "%Y-%m-%d_%H-%M-%S")


def test_1_9_3_a_file_overwritten_under_a_known_name_is_not_read_again():
    session = show_frame({"f": [1, 2]})
    session.selection = [0]
    session.export("known")
    first = session.exports["known"]
    folder = Path(session._connection.record.folder) / "exports"
    session.selection = [0, 1]
    session.export("other")
    os.replace(folder / "other.arrow", folder / "known.arrow")
    assert session.exports["known"] is first
    (folder / "known.arrow").unlink()
    assert len(session.exports["known"]) == 1


def test_1_9_a_taken_name_gets_a_number():
    session = show_frame({"f": [1, 2]})
    for rows in ([0], [0, 1]):
        session.selection = rows
        session.export("twice")
    assert session.exports.names[-2:] == ["twice", "twice-2"]
    assert [len(session.exports[name]) for name in ("twice", "twice-2")] == [1, 2]


@pytest.mark.parametrize(
    "name", ["", " ", ".", "..", "../up", "a/b", "a\\b", "\0", "a\nb", "C:x", "con", "x" * 300, ".hidden", "😀" * 60]
)
def test_14_8_names_that_no_file_can_have_are_one_sentence(name):
    session = show_frame({"f": [1]})
    session.selection = [0]
    before = sorted(os.listdir(Path(session._connection.record.folder) / "exports"))
    with pytest.raises(px.RequestError) as caught:
        session.export(name)
    assert session._connection.record.folder not in str(caught.value)
    assert sorted(os.listdir(Path(session._connection.record.folder) / "exports")) == before


@pytest.mark.parametrize("name", ["Übung 😀", "a.b", "100%", "q?"[:1], "it's", "日本語", "-rf", "#1 & 2"])
def test_14_8_names_that_are_odd_but_good(name):
    session = show_frame({"f": [1]})
    session.selection = [0]
    assert len(session.export(name)) == 1
    assert pq.read_table(io.BytesIO(download(session, name, "parquet"))).num_rows == 1


@pytest.mark.filterwarnings("ignore::jupyterlab_phoenix.errors.PhoenixWarning")
@pytest.mark.parametrize("content", [b"", b"x", b"ARROW1", b"ARROW1\0\0" + b"\xff" * 400])
def test_14_8_an_unreadable_file_never_makes_exports_raise(content):
    session = show_frame({"f": [1]})
    session.selection = [0]
    session.export("fine")
    path = Path(session._connection.record.folder) / "exports" / f"broken {len(content)}.arrow"
    path.write_bytes(content)
    assert path.stem not in session.exports.names
    assert len(session.exports[-1]) == 1
    path.unlink()


@pytest.mark.parametrize(
    ("one", "two", "joined"),
    [
        ([1, 2], ["a", None], ["1", "2", "a", None]),
        ([1, 2], [0.5, 1.5], [1.0, 2.0, 0.5, 1.5]),
        ([True, False], [1, 2], [1, 0, 1, 2]),
        ([1, 2], [2**53 + 1, 5], [1, 2, 2**53 + 1, 5]),
        (np.array([1, 2], dtype="int8"), np.array([200, 2], dtype="uint8"), [1, 2, 200, 2]),
        (pd.Categorical(["a", "b"]), pd.Categorical(["c", "a"]), ["a", "b", "c", "a"]),
        (pd.Categorical(["a", "b"]), ["c", "a"], ["a", "b", "c", "a"]),
        ([None, None], [1.5, 2.5], [None, None, 1.5, 2.5]),
        (["a", "b"], pd.array(["c", None], dtype="string"), ["a", "b", "c", None]),
        (times(2).tz_convert("Europe/Berlin"), times(2), [*times(2), *times(2)]),
        (times(2).as_unit("s"), times(2).as_unit("ns"), [*times(2), *times(2)]),
        ([0.5, 1.0], ["x", "y"], ["0.5", "1.0", "x", "y"]),
        ([True, False], ["x", "y"], ["True", "False", "x", "y"]),
        ([[1.0, 2.0], [3.0]], [[4], [5, 6]], [[1.0, 2.0], [3.0], [4.0], [5.0, 6.0]]),
    ],
)
def test_14_8_columns_that_differ_between_the_data_sets(one, two, joined):
    session = show(px.Dataset(pd.DataFrame({"c": one})), px.Dataset(pd.DataFrame({"c": two})))
    cells = [cell.tolist() if isinstance(cell, np.ndarray) else cell for cell in export_all(session)["c"].tolist()]
    assert [None if not isinstance(cell, list) and pd.isna(cell) else cell for cell in cells] == joined


def test_14_24_frames_read_before_the_end_survive_it():
    session = show_frame({"f": [1, 2]})
    session.selection = [0, 1]
    session.export("kept")
    exports = session.exports
    frame = exports["kept"]
    px.close_app()
    assert frame["f"].tolist() == [1, 2]
    assert exports["kept"]["f"].tolist() == [1, 2]


# Types that come back as they were


def expect_same(frame: pd.DataFrame) -> None:
    """The frame as it comes back, after the columns that every export has."""
    exported = round_trip(frame)[list(frame.columns)]
    pd.testing.assert_frame_equal(exported, frame.reset_index(drop=True))


@pytest.mark.parametrize(
    "values",
    [
        pytest.param(np.array([1, -2, 3], dtype=dtype), id=dtype)
        for dtype in ("int8", "int16", "int32", "int64", "float32", "float64", "bool")
    ]
    + [
        pytest.param(np.array([2**64 - 1, 0, 1], dtype="uint64"), id="uint64"),
        pytest.param(np.array([2**53 + 1, -(2**63), 2**63 - 1]), id="beyond 2^53"),
        pytest.param([0.1, np.nan, -0.0], id="floats"),
        pytest.param([np.inf, -np.inf, 5e-324], id="infinities"),
        pytest.param(np.array([0.1, 1e-8, 3e38], dtype="float32"), id="float32"),
        pytest.param(["a", "", "ü😀\u0000x"], id="text"),
        pytest.param(pd.Series(["a", None, "c"], dtype="str"), id="text with missing"),
        pytest.param(pd.array([1, None, 2**53 + 1], dtype="Int64"), id="Int64"),
        pytest.param(pd.array([1, None, 3], dtype="UInt8"), id="UInt8"),
        pytest.param(pd.array([1.5, None, 3], dtype="Float64"), id="Float64"),
        pytest.param(pd.array([True, None, False], dtype="boolean"), id="boolean"),
        pytest.param(pd.array(["a", None, "c"], dtype="string"), id="string"),
        pytest.param(pd.array([1, None, 3], dtype="int64[pyarrow]"), id="ArrowDtype"),
        pytest.param(pd.Categorical(["b", "a", "b"]), id="category"),
        pytest.param(pd.Categorical(["b", None, "b"], categories=["c", "b", "a"], ordered=True), id="ordered"),
        pytest.param(pd.Categorical([3, 1, 3]), id="category of integers"),
        pytest.param(pd.date_range("2025", periods=3, tz="UTC"), id="UTC"),
        pytest.param(pd.date_range("2025-03-30", periods=3, freq="h", tz="Europe/Berlin"), id="zone"),
        pytest.param(pd.date_range("2025", periods=3).as_unit("ns"), id="without zone"),
        pytest.param(pd.DatetimeIndex(["2025", None, "1700"]).as_unit("s"), id="missing time"),
        pytest.param(pd.to_timedelta([1, None, 3], unit="s"), id="durations"),
        pytest.param([dt.date(2025, 1, 1), None, dt.date(1600, 1, 1)], id="dates"),
        pytest.param([dt.time(1, 2, 3), None, dt.time(0)], id="times of day"),
        pytest.param([decimal.Decimal("1.50"), None, decimal.Decimal("-12345678901234567890.12")], id="decimal"),
        pytest.param([b"a", None, b"\xff\x00"], id="bytes"),
        pytest.param([True, None, False], id="booleans with missing"),
        pytest.param([None, None, None], id="nothing"),
    ],
)
def test_types_come_back_as_they_were(values):
    expect_same(pd.DataFrame({"c": values, "other": [1, 2, 3]}))


def test_an_export_can_be_launched_again():
    session = show(*make_golden())
    exported = export_all(session)
    schema = px.Schema(
        prediction_id_column_name="pid",
        timestamp_column_name="ts",
        prediction_label_column_name="pl",
        embedding_feature_column_names={"e": px.EmbeddingColumnNames("v")},
    )
    alone = show_frame(exported, schema)
    pd.testing.assert_frame_equal(
        export_all(alone)[["pid", "ts", NAME]], exported.sort_values("ts")[["pid", "ts", NAME]].reset_index(drop=True)
    )
    alone.selection = exported[exported["pid"] == "12"]
    assert alone.selection["pid"].tolist() == ["12"]
    both = show(px.Dataset(exported, schema, name="one"), px.Dataset(exported, schema, name="two"))
    assert export_all(both)[NAME].tolist() == ["one"] * 5 + ["two"] * 5


@pytest.mark.parametrize(
    ("cells", "read"),
    [
        (pd.Series([(1, 2), (3, 4), (1, 2)]).astype("category"), [[1, 2], [3, 4], [1, 2]]),
        (pa.DictionaryArray.from_arrays(pa.array([0, 1, 2]), pa.array(["a", None, "b"])), ["a", None, "b"]),
        (pa.array([1, None, 1500], pa.time64("ns")), [dt.time(0), None, dt.time(0, 0, 0, 1)]),
        ([dt.time(1, tzinfo=dt.timezone.utc), None, dt.time(2)], ["01:00:00+00:00", None, "02:00:00"]),
        ([[{"x": 1}], [{"y": 2}], []], ["[{'x': 1}]", "[{'y': 2}]", "[]"]),
        (pd.Series([[1.0], None, [2.0]], dtype=pd.ArrowDtype(pa.list_(pa.float64()))), [[1.0], None, [2.0]]),
    ],
)
def test_columns_that_few_libraries_have(cells, read):
    is_arrow = isinstance(cells, pa.Array)
    session = show_frame(pa.table({"c": cells}) if is_arrow else pd.DataFrame({"c": cells}))
    exported = export_all(session)["c"].tolist()
    plain = [cell.tolist() if isinstance(cell, np.ndarray) else cell for cell in exported]
    assert [None if not isinstance(cell, list) and pd.isna(cell) else cell for cell in plain] == read
    assert pq.read_table(io.BytesIO(download(session, session.exports.names[-1], "parquet"))).num_rows == 3


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"a": np.zeros((3, 2, 2))}, "of 3"),
        ({"a": np.array(5)}, "of 0"),
        ({"a": [1], "b": [1, 2]}, "different lengths"),
        ({"a": 1}, "a list or an array"),
        ({"\ud800": [1]}, "Unicode"),
        (pl.DataFrame({"a": pl.Series([object()], dtype=pl.Object)}), "Python objects"),
        (pl.DataFrame({"a": pl.Series([2**100], dtype=pl.Int128)}), "of type Int128"),
        (pl.LazyFrame({"a": [1]}), r"collect\(\)"),
        (np.eye(3), "ndarray"),
        (None, "NoneType"),
    ],
)
def test_what_is_no_table_is_refused_in_one_sentence(data, words):
    with pytest.raises(px.DatasetError, match=words) as caught:
        px.Dataset(data)
    assert len(str(caught.value).splitlines()) == 1


def test_cells_of_no_common_type_come_back_as_text():
    cells = [1, "a", 2.5]
    assert round_trip(pd.DataFrame({"c": cells}))["c"].tolist() == ["1", "a", "2.5"]
    assert round_trip(pd.DataFrame({"c": [{"a": 1}, None, {"b": [2]}]}))["c"].tolist()[0] == '{"a": 1}'


NASTY_NAMES = [
    "",
    " ",
    "__proto__",
    "constructor",
    "toString",
    "hasOwnProperty",
    "a.b",
    "a[0]",
    "ü",
    "😀",
    'quo"te',
    "new\nline",
    "comma,",
    "$ref",
    "length",
    "id",
    "row",
    "dataset",
    "0",
    "null",
    "\u202eright to left",
    "x" * 2000,
]


def test_14_9_column_names_of_every_kind():
    frame = pd.DataFrame({name: [position, position + 1] for position, name in enumerate(NASTY_NAMES)})
    session = show_frame(frame)
    assert sorted(dimensions(session)) == sorted(NASTY_NAMES)
    assert session.metric("mean", NASTY_NAMES[-1]) == len(NASTY_NAMES) - 0.5
    exported = export_all(session)
    assert list(exported.columns) == [*NASTY_NAMES, "prediction_id", "timestamp"]
    pd.testing.assert_frame_equal(exported[NASTY_NAMES], frame)
    name = session.exports.names[-1]
    parquet = pd.read_parquet(io.BytesIO(download(session, name, "parquet")))
    assert parquet[NASTY_NAMES].to_numpy().tolist() == frame.to_numpy().tolist()
    csv = pd.read_csv(io.BytesIO(download(session, name, "csv")), na_filter=False)
    assert csv["__proto__"].tolist() == [2, 3]
    page = session._connection.send_json(
        "POST", "/api/rows", {"source": {"kind": "dataset", "dataset": "primary"}, "sort": {"column": "__proto__"}}
    )
    assert [column["name"] for column in page["columns"]] == list(exported.columns)


def test_14_9_roles_of_nasty_names():
    frame = pd.DataFrame({"__proto__": ["a", "b"], "": times(2), "constructor": vectors(2), "t.x": ["p", "q"]})
    schema = px.Schema(
        prediction_id_column_name="__proto__",
        timestamp_column_name="",
        embedding_feature_column_names={"__proto__": px.EmbeddingColumnNames("constructor", "t.x")},
    )
    session = show_frame(frame, schema)
    assert embedding_names(session) == ["__proto__"]
    assert len(session.umap("__proto__", n_components=2).result()) == 2
    assert export_all(session)["__proto__"].tolist() == ["a", "b"]


def test_labels_that_are_no_text_become_text():
    frame = pd.DataFrame({0: [1], 1.5: [2], ("a", "b"): [3]})
    assert list(round_trip(frame).columns)[:3] == ["0", "1.5", "('a', 'b')"]


def test_doubled_and_many_level_labels_are_refused():
    with pytest.raises(px.DatasetError, match='"a"'):
        px.Dataset(pd.DataFrame([[1, 2]], columns=["a", "a"]))
    with pytest.raises(px.DatasetError, match='"1"'):
        px.Dataset(pd.DataFrame([[1, 2]], columns=[1, "1"]))
    with pytest.raises(px.DatasetError, match="2 levels"):
        px.Dataset(pd.DataFrame([[1, 2]], columns=pd.MultiIndex.from_tuples([("a", "b"), ("a", "c")])))


def test_an_index_that_is_not_unique_or_has_many_levels():
    frame = pd.DataFrame({"f": [1, 2, 3]}, index=[5, 5, 5])
    expect_same(frame)
    frame.index = pd.MultiIndex.from_tuples([(0, "a"), (0, "b"), (1, "a")], names=["f", None])
    expect_same(frame)
    frame.index = pd.Index([1, 2, 3], name="f")
    expect_same(frame)


# Sizes


def test_zero_rows():
    frame = pd.DataFrame({"id": pd.Series([], dtype="str"), "when": times(0), "v": pd.Series([], dtype=object)})
    session = show_frame(frame, px.Schema(prediction_id_column_name="id", timestamp_column_name="when", **embedding()))
    summary = session.state["datasets"]["primary"]
    assert (summary["rowCount"], summary["startTime"]) == (0, None)
    assert len(session.selection) == 0
    with pytest.raises(px.RequestError, match="no row has a usable vector"):
        session.umap("shape")
    with pytest.raises(px.RequestError):
        session.export()


def test_no_columns_at_all():
    assert show_frame(pd.DataFrame()).state["datasets"]["primary"]["rowCount"] == 0
    assert show_frame(pd.DataFrame(index=range(3))).state["datasets"]["primary"]["rowCount"] == 3


def test_one_row():
    session = show_frame(pd.DataFrame({"f": [1], "v": [[1.0, 2.0]]}), px.Schema(**embedding()))
    points = session.umap("shape", n_components=2).result()
    assert points[["row", "x", "y"]].to_numpy().tolist() == [[0, 0, 0]]
    session.selection = points
    assert session.export()["f"].tolist() == [1]


def test_2000_columns():
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(rng.normal(size=(20, 2000)), columns=[f"c{i}" for i in range(2000)])
    session = show_frame(frame)
    assert len(session.state["dimensions"]) == 2000
    pd.testing.assert_frame_equal(export_all(session)[list(frame.columns)], frame)
    parquet = download(session, session.exports.names[-1], "parquet")
    assert pd.read_parquet(io.BytesIO(parquet)).shape == (20, 2002)


def test_long_column_names_by_the_thousand():
    names = [f"{position} {'long name ' * 60}" for position in range(2000)]
    session = show_frame(pd.DataFrame(np.zeros((1, 2000)), columns=names))
    assert list(dimensions(session)) == sorted(names)


@pytest.mark.parametrize("length", [2, 3, 1536])
def test_vectors_of_2_to_1536_numbers(length):
    rng = np.random.default_rng(0)
    matrix = rng.normal(size=(60, length)).astype("float32")
    session = show_frame({"v": matrix}, px.Schema(**embedding()))
    assert session.state["embeddings"][0]["length"] == length
    assert len(session.umap(n_components=2, n_neighbors=5).result()) == 60
    np.testing.assert_array_equal(np.stack(export_all(session)["v"]), matrix)


def test_100000_rows():
    rng = np.random.default_rng(0)
    rows = 100_000
    frame = pd.DataFrame(
        {
            "id": np.arange(rows),
            "when": pd.Timestamp("2025", tz="UTC") + pd.to_timedelta(rng.permutation(rows), unit="s"),
            "label": pd.Categorical(rng.choice(["a", "b", "c"], rows)),
            "x": rng.normal(size=rows),
            "v": list(rng.normal(size=(rows, 16)).astype("float32")),
        }
    )
    session = show_frame(
        frame,
        px.Schema(
            prediction_id_column_name="id",
            timestamp_column_name="when",
            prediction_label_column_name="label",
            **embedding(),
        ),
    )
    wanted = frame["x"] > 0
    session.selection = wanted
    exported = session.export()
    expected = frame[wanted].sort_values("when").reset_index(drop=True)
    expected["id"] = expected["id"].astype(str)
    pd.testing.assert_frame_equal(exported.drop(columns="v"), expected.drop(columns="v"), check_dtype=True)
    np.testing.assert_array_equal(np.stack(exported["v"]), np.stack(expected["v"]))


# Other libraries


def test_polars_and_pyarrow_come_as_pandas_does():
    columns = {
        "id": ["a", "b", "c"],
        "when": [dt.datetime(2025, 1, day, tzinfo=dt.timezone.utc) for day in (3, 1, 2)],
        "n": [1, None, 2**53 + 1],
        "v": [[1.0, 2.0], [3.0, 4.0], None],
    }
    schema = px.Schema(prediction_id_column_name="id", timestamp_column_name="when", **embedding())
    for frame in (pl.DataFrame(columns), pa.table(columns), pa.table(pl.DataFrame(columns))):
        exported = round_trip(frame, schema)
        assert exported["id"].tolist() == ["b", "c", "a"]
        assert exported["n"].tolist()[1:] == [2**53 + 1, 1]
        assert exported["v"][1] is None
        assert exported["v"][0].tolist() == [3.0, 4.0]


def test_polars_types():
    frame = pl.DataFrame(
        {
            "cat": pl.Series(["a", "b", "a"], dtype=pl.Categorical),
            "enum": pl.Series(["a", "b", "a"], dtype=pl.Enum(["b", "a"])),
            "array": pl.Series([[1.0, 2.0], [3.0, 4.0], None], dtype=pl.Array(pl.Float64, 2)),
            "u8": pl.Series([1, 2, None], dtype=pl.UInt8),
            "duration": pl.Series([dt.timedelta(seconds=1), None, dt.timedelta(days=1)]),
            "struct": [{"a": 1}, {"a": 2}, None],
            "text": ["x", None, "z"],
        }
    )
    session = show_frame(frame)
    assert embedding_names(session) == ["array"]
    exported = export_all(session)
    assert exported["cat"].tolist() == ["a", "b", "a"]
    assert isinstance(exported["enum"].dtype, pd.CategoricalDtype)
    assert exported["u8"].tolist()[:2] == [1, 2]
    assert exported["duration"][2] == pd.Timedelta(days=1)


# Downloads


def test_downloads_say_the_same_as_the_export():
    frame = pd.DataFrame(
        {
            "n": [1, 2**53 + 1, -5],
            "x": [0.1, np.nan, 1e300],
            "t": ['quo"te', "new\nline", "comma, ü"],
            "c": pd.Categorical(["a", "b", "a"]),
            "b": [True, False, True],
            "when": times(3),
            "v": [[1.0, 2.0], None, [0.5, 0.25]],
        }
    )
    session = show_frame(frame, px.Schema(timestamp_column_name="when", **embedding()))
    exported = export_all(session)
    name = session.exports.names[-1]
    parquet = pd.read_parquet(io.BytesIO(download(session, name, "parquet")))
    pd.testing.assert_frame_equal(parquet.drop(columns="v"), exported.drop(columns="v"))
    assert [None if cell is None else list(cell) for cell in parquet["v"]] == [[1.0, 2.0], None, [0.5, 0.25]]
    csv = pd.read_csv(io.BytesIO(download(session, name, "csv")))
    assert list(csv.columns) == list(exported.columns)
    for label in ("n", "x", "t", "b"):
        assert csv[label].tolist()[0] == exported[label].tolist()[0]
    assert csv["n"].tolist() == exported["n"].tolist()
    assert csv["t"].tolist() == exported["t"].tolist()
    assert pd.to_datetime(csv["when"]).tolist() == exported["when"].tolist()


def test_categories_in_parquet_never_claim_a_wrong_order():
    levels = pd.Categorical(["high", "low", "high"], categories=["low", "mid", "high"], ordered=True)
    session = show_frame(pd.DataFrame({"level": levels, "n": pd.Categorical([3, None, 1])}))
    assert export_all(session)["level"].cat.ordered
    parquet = pd.read_parquet(io.BytesIO(download(session, session.exports.names[-1], "parquet")))
    assert parquet["level"].astype(str).tolist() == ["high", "low", "high"]
    assert not parquet["level"].cat.ordered or list(parquet["level"].cat.categories) == ["low", "mid", "high"]
    assert parquet["n"].tolist()[::2] == [3, 1]


def test_a_download_is_an_attachment_with_its_name():
    session = show_frame({"f": [1]})
    session.selection = [0]
    session.export("day one ü")
    record = session._connection.record
    request = urllib.request.Request(
        f"{record.url}api/exports/{quote('day one ü')}?format=csv", headers={"Authorization": f"Bearer {record.token}"}
    )
    with urllib.request.urlopen(request) as answer:
        assert "attachment" in answer.headers["Content-Disposition"]
        assert quote("day one ü.csv") in answer.headers["Content-Disposition"]
        assert answer.read().startswith(b"f,prediction_id,timestamp\n")
