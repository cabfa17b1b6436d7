"""What a session measures of columns, against pandas, numpy and scipy, on random and nasty data."""

from __future__ import annotations

import datetime as dt
import decimal
import math
import re
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy import stats

import jupyterlab_phoenix as px
from jupyterlab_phoenix import metrics
from jupyterlab_phoenix.errors import RequestError
from jupyterlab_phoenix.tests import oracles
from jupyterlab_phoenix.tests.oracles import agree

ROOT = Path(__file__).resolve().parents[2]

# A load costs more than a column: few examples, each of many columns, in the one session of the test.
WIDTH = 6
several = settings(
    max_examples=4,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.large_base_example],
)

numbers = st.one_of(
    st.floats(-1e6, 1e6),
    st.integers(-5, 5).map(float),
    st.sampled_from([0.0, -0.0, 5e-324, 1e-300, 1e100, -1e100, 0.1, math.nan, math.inf, -math.inf]),
)
finite = st.one_of(st.floats(-1e6, 1e6), st.integers(-3, 3).map(float), st.just(math.nan))
integers = st.one_of(st.integers(-3, 3), st.integers(-(2**53), 2**53))
texts = st.one_of(
    st.sampled_from(
        ["", " ", "a", "A", "1", "1.0", " 2 ", "-.5", "5.", "1e3", "0x10", "1_000", "nan", "inf", "__proto__"]
    ),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=5),
    st.none(),
)


def launch(primary: pd.DataFrame, reference: pd.DataFrame | None = None, **schema: Any) -> px.Session:
    roles = px.Schema(**{"feature_column_names": list(primary), **schema})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        datasets = {"primary": px.Dataset(primary, roles)}
        if reference is not None:
            datasets["reference"] = px.Dataset(reference, roles)
        return px.launch_app(**datasets)


def columns_of(count: int, cells: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Any]]:
    return st.lists(cells, min_size=count, max_size=count)


@st.composite
def nasty_frames(draw: st.DrawFn) -> pd.DataFrame:
    count = draw(st.integers(1, 25))
    kinds = {
        "number": lambda: draw(columns_of(count, numbers)),
        "integer": lambda: np.array(draw(columns_of(count, integers)), dtype=np.int64),
        "flag": lambda: draw(columns_of(count, st.booleans())),
        "text": lambda: pd.Series(draw(columns_of(count, texts)), dtype=object),
    }
    columns = {f"{kind}{i}": make() for kind, make in kinds.items() for i in range(WIDTH)}
    return pd.DataFrame({**columns, "nothing": [math.nan] * count})


@several
@given(frame=nasty_frames())
def test_data_quality_is_what_pandas_says(frame: pd.DataFrame) -> None:
    session = launch(frame)
    found = session.signals(list(metrics.QUALITY))
    assert list(found.index) == sorted(frame.columns)
    for name in frame:
        row, column = found.loc[name], frame[name]
        assert row["count"] == len(frame)
        assert agree(row.percent_empty, 100 * column.isna().mean())
        if name.startswith("n"):
            assert math.isnan(row.cardinality)
        else:
            assert row.cardinality == column.nunique()
        if name.startswith(("n", "i")):
            values = column.to_numpy(dtype=float)
            scale = float(np.abs(values[np.isfinite(values)]).sum())
            for metric, wanted in oracles.quality(values).items():
                assert agree(row[metric], wanted, scale), (name, metric)
    for name in ("text0", "text1"):
        # Text that is a number counts as one (§14.10).
        values = np.array([read_number(cell) for cell in frame[name]])
        for metric, wanted in oracles.quality(values).items():
            assert agree(session.metric(metric, name), wanted, 1e3), (name, metric)


GRAMMAR = re.compile(r"\s*[+-]?(?:(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:e[+-]?[0-9]+)?|inf|infinity)\s*", re.I)


def read_number(cell: str | None) -> float:
    return float(cell) if cell is not None and GRAMMAR.fullmatch(cell) else math.nan


@st.composite
def two_samples(draw: st.DrawFn) -> tuple[pd.DataFrame, pd.DataFrame]:
    wild = st.one_of(finite, st.sampled_from([math.inf, -math.inf]))
    samples = ((wild, draw(st.integers(1, 40))), (finite, draw(st.integers(1, 40))))
    primary, reference = (
        pd.DataFrame({f"x{i}": draw(columns_of(count, cells)) for i in range(WIDTH)}) for cells, count in samples
    )
    return primary, reference


@several
@given(samples=two_samples())
def test_drift_of_numbers_is_its_definition(samples: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    session = launch(*samples)
    found = session.signals(["psi", "kl_divergence", "js_distance", "wasserstein", "kolmogorov_smirnov"])
    for name in samples[0]:
        row = found.loc[name]
        primary, reference = (side[name].to_numpy() for side in samples)
        for metric, wanted in oracles.drift_of_numbers(primary, reference).items():
            # A distance near zero is the root of what rounding left of a sum.
            assert agree(row[metric], wanted, 10.0 if metric == "js_distance" else 1.0), (name, metric)
        p, q = (side[~np.isnan(side)] for side in (primary, reference))
        if len(p) and len(q):
            assert agree(row.kolmogorov_smirnov, stats.ks_2samp(p, q, method="exact").statistic)
            distance = stats.wasserstein_distance(p, q) if np.isfinite(p).all() else math.nan
            assert agree(row.wasserstein, distance, 1e6)
        else:
            assert math.isnan(row.kolmogorov_smirnov)
            assert math.isnan(row.wasserstein)


categories = st.one_of(st.sampled_from(["a", "b", "c", "", "1", "NaN"]), st.none())


@st.composite
def two_category_samples(draw: st.DrawFn) -> tuple[pd.DataFrame, pd.DataFrame]:
    counts = draw(st.integers(1, 30)), draw(st.integers(1, 30))
    primary, reference = (
        pd.DataFrame({f"c{i}": pd.Series(draw(columns_of(count, categories)), dtype=object) for i in range(WIDTH)})
        for count in counts
    )
    return primary, reference


@several
@given(samples=two_category_samples())
def test_drift_of_categories_is_its_definition(samples: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    session = launch(*samples)
    found = session.signals(["psi", "kl_divergence", "js_distance", "chi_square", "total_variation"])
    for name in samples[0]:
        row = found.loc[name]
        sides = [side[name] for side in samples]
        for metric, wanted in oracles.drift_of_categories(*sides).items():
            assert agree(row[metric], wanted, 10.0 if metric == "js_distance" else 1.0), (name, metric)
        named = [side.map(lambda cell: "(empty)" if cell is None else f"'{cell}'") for side in sides]
        table = pd.DataFrame({i: side.value_counts() for i, side in enumerate(named)}).fillna(0)
        if len(table) > 1:
            chi_square = stats.chi2_contingency(table.to_numpy(), correction=False).statistic
            assert agree(row.chi_square, chi_square, 1.0)
        shares = table / table.sum()
        assert agree(row.total_variation, (shares[0] - shares[1]).abs().sum() / 2, 1.0)


def test_the_first_golden_example() -> None:
    """G1 of §12."""
    hours = pd.date_range("2025-01-01", periods=10, freq="h", tz="UTC")
    frames = [
        pd.DataFrame({"x": x, "c": c, "t": hours})
        for x, c in (
            ([1, 1, 2, 2, 9, 10, 11, 12, None, 3], ["a", "a", "z", None, "b", "b", "c", "d", "d", "d"]),
            (range(1, 11), list("aaabbbcccd")),
        )
    ]
    session = launch(*frames, feature_column_names=["x", "c"], timestamp_column_name="t")
    found = session.signals()
    assert agree(found.psi["x"], 0.302671793366471)
    assert agree(found.psi["c"], 0.295890451766452)
    assert agree(found.kl_divergence["x"], 0.14885418234328246)
    assert agree(found.js_distance["c"], 0.19061916243561858)
    assert agree(found.p99["x"], 11.92)
    assert found.cardinality["c"] == 5
    assert math.isnan(found.cardinality["x"])
    assert found["count_reference"].tolist() == [10, 10]
    assert list(found.columns[:4]) == ["type", "role", "count", "count_reference"]
    assert "psi_reference" not in found

    bins = session.segments("x")
    assert bins.primary.tolist() == [2, 2, 1, 0, 0, 0, 0, 0, 1, 3, 1]
    assert bins.reference.tolist() == [1] * 10 + [0]
    assert bins.start.tolist()[:3] == [1, 1.9, 2.8]
    assert bins.stop.tolist()[-2] == 12
    assert bins.index[-1] == "(empty)"
    assert agree(bins.psi.sum(), found.psi["x"])
    assert agree(bins.attrs["psi"], found.psi["x"])
    kinds = session.segments("c")
    assert list(kinds.index) == ["a", "b", "c", "d", "z", "(empty)"]
    assert kinds.primary.tolist() == [2, 2, 1, 3, 1, 1]
    assert "start" not in kinds


def test_every_storage_is_read_as_pandas_reads_it() -> None:
    frame = pd.DataFrame(
        {
            "Int64": pd.array([1, 2, None, 2**60], dtype="Int64"),
            "uint8": np.array([1, 2, 255, 255], dtype="uint8"),
            "float32": np.array([0.1, math.nan, 0.2, 0.3], dtype="float32"),
            "boolean": pd.array([True, None, False, True], dtype="boolean"),
            "string": pd.array(["1", None, "2", "x"], dtype="string"),
            "category": pd.Categorical(["a", None, "b", "a"]),
            "codes": pd.Categorical([1, None, 3, 1]),
            "decimal": [decimal.Decimal("1.5"), None, decimal.Decimal("2.5"), decimal.Decimal(-1)],
            "date": [dt.date(2025, 1, 1), None, dt.date(2025, 1, 1), dt.date(2025, 1, 2)],
            "duration": pd.to_timedelta([1, None, 2, 1], unit="h"),
            "when": pd.to_datetime(["2025-01-01", None, "2025-01-02", "2025-01-01"]),
        }
    )
    session = launch(frame, frame)
    found = session.signals()
    for name, column in frame.items():
        assert agree(found.percent_empty[name], 100 * column.isna().mean()), name
        assert agree(found.cardinality[name], math.nan if name == "float32" else column.nunique()), name
        # Nothing differs from itself, whatever it is stored as.
        assert agree(found.psi[name], 0.0), name
    for name in ("Int64", "uint8", "float32"):
        values = frame[name].astype("Float64").to_numpy(dtype=float, na_value=math.nan)
        for metric, wanted in oracles.quality(values).items():
            assert agree(found.loc[name, metric], wanted), (name, metric)
    numeric = set(found.index[found.type == "numeric"])
    assert numeric == {"Int64", "uint8", "float32", "when"}
    assert agree(session.metric("mean", "decimal"), 1.0)
    assert agree(session.metric("mean", "boolean"), 2 / 3)


def test_ranges_are_exact_and_take_every_kind_of_time(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(5)
    times = pd.Timestamp("2025-03-01", tz="UTC") + pd.to_timedelta(np.sort(rng.integers(0, 10**9, 500)), unit="ms")
    frame = pd.DataFrame({"x": rng.normal(size=500), "t": times})
    session = launch(frame, feature_column_names=["x"], timestamp_column_name="t")
    start, stop = times[100], times[400]
    wanted = frame.x[100:400].mean()
    for a, b in (
        (start, stop),
        (start.to_pydatetime(), stop.to_pydatetime()),
        (start.isoformat(), stop.isoformat()),
        (start.tz_convert("Asia/Kolkata"), stop.tz_convert("America/New_York")),
    ):
        assert agree(session.metric("mean", "x", start=a, stop=b), wanted)
        assert agree(session.signals("mean", a, b)["mean"]["x"], wanted)
    day = dt.date(2025, 3, 5)
    local = dt.datetime(2025, 3, 5).astimezone()
    for moment in (day, dt.datetime(2025, 3, 5), "2025-03-05", np.datetime64("2025-03-05"), pd.Timestamp("2025-03-05")):
        assert session.metric("count", start=moment) == (times >= local).sum()
    assert session.metric("count", stop=day) == (times < local).sum()
    assert session.metric("mean", "x", start=stop, stop=start) is None
    assert session.metric("count", start=stop, stop=start) == 0


def test_dimensions_say_what_they_are() -> None:
    found = px.launch_app(**px.load_example("tumor_classification")).dimensions
    assert found.index.name == "name"
    assert list(found.columns) == ["role", "type", "shape", "datasets"]
    assert found.loc["mean_area"].tolist() == ["feature", "numeric", "continuous", ("primary", "reference")]
    assert found.loc["lab"].tolist() == ["tag", "categorical", "discrete", ("primary", "reference")]
    assert found.loc["diagnosis"].tolist()[:3] == ["prediction", "categorical", "discrete"]
    assert found.loc["nuclei"].tolist() == ["feature", "embedding", 30, ("primary", "reference")]


def test_without_rows_or_reference_there_is_no_number() -> None:
    session = launch(pd.DataFrame({"x": [1.0, 2.0]}))
    assert session.metric("psi", "x") is None
    assert session.metric("mean", "x", dataset="reference") is None
    assert session.metric("count", dataset="reference") == 0
    assert session.signals().loc["x", "mean"] == 1.5
    assert session.segments("x").reference.isna().all()


def test_a_p_value_comes_with_permutations() -> None:
    rng = np.random.default_rng(1)
    frames = [pd.DataFrame({"same": rng.normal(size=300), "moved": rng.normal(shift, size=300)}) for shift in (1, 0)]
    session = launch(*frames)
    assert not hasattr(session.metric("psi", "moved"), "p_value")
    moved = session.metric("psi", "moved", permutations=199, seed=3)
    assert float(moved) == session.metric("psi", "moved")
    assert moved.p_value == 1 / 200
    assert session.metric("psi", "same", permutations=199, seed=3).p_value > 0.05
    assert moved.p_value == session.metric("psi", "moved", permutations=199, seed=3).p_value


WRONG_CALLS = [
    (lambda s: s.metric("pis", "x"), '"psi"'),
    (lambda s: s.metric("psi", "xs"), '"x"'),
    (lambda s: s.metric("psi"), "without a dimension"),
    (lambda s: s.metric("psi", "x", dataset="refrence"), 'Did you mean "reference"'),
    (lambda s: s.metric(3.5), "Cannot use 3.5 as metric: a name is needed"),
    (lambda s: s.metric("psi", ["x"]), "as dimension: a name is needed"),
    (lambda s: s.metric("mean", "x", start=17), "Cannot use 17 as start: a datetime, a date or ISO 8601 text"),
    (lambda s: s.metric("mean", "x", start=pd.NaT), "Cannot use NaT as start"),
    (lambda s: s.metric("mean", "x", stop="tomorrow"), '"tomorrow"'),
    (lambda s: s.metric("psi", "x", permutations=-1), "as permutations: a whole number is needed, from 0 to 10,000"),
    (lambda s: s.metric("psi", "x", permutations=10**6), "from 0 to 10,000"),
    (lambda s: s.metric("psi", "x", seed=2**32), "as seed"),
    (lambda s: s.worst_segments(limit=1001), "as limit: a whole number is needed, from 1 to 1,000"),
    (lambda s: s.metric("psi", "x", permutations=2.5), "as permutations"),
    (lambda s: s.metric("hit_rate", k=0), "as k: a whole number is needed, from 1 to 1,000,000"),
    (lambda s: s.metric("auc", label=["a"]), "as label: the name of one class"),
    (lambda s: s.signals(["psi", "jsdistance"]), '"js_distance"'),
    (lambda s: s.signals({"psi": 1}), "a name or a list of names"),
    (lambda s: s.timeseries("mean", "x", window="2 months"), "Cannot use '2 months' as window: a length of time"),
    (lambda s: s.timeseries("mean", "x", every=2), "Cannot use 2 as every"),
    (lambda s: s.timeseries("mean", "x", every="1us"), "a whole number of milliseconds, at least 1"),
    (lambda s: s.segments("xx"), '"x"'),
    (lambda s: s.segments("x", "psi"), "psi"),
    (lambda s: s.clusters(sort="drfit"), 'Did you mean "drift"'),
    (lambda s: s.clusters(sort="metric"), "name one, metric="),
    (lambda s: s.worst_segments(min_rows=0), "as min_rows"),
    (lambda s: s.set_threshold("psi"), "give lower or upper"),
    (lambda s: s.set_threshold("psi", upper=1, deviations=2), "give lower or upper"),
    (lambda s: s.set_threshold("psi", upper="high"), "as upper: a finite number is needed"),
    (lambda s: s.set_threshold("psi", deviations=1000), "as deviations: a finite number from 0.1 to 100 is needed"),
    (lambda s: s.set_threshold("psi", "xs", upper=1), '"x"'),
    (lambda s: s.remove_threshold("psi"), "none is set"),
    (lambda s: setattr(s, "baseline", "first weak"), '"first week", "7d"'),
    (lambda s: setattr(s, "baseline", (1, 2, 3)), "two times are needed"),
]


def test_wrong_calls_get_one_sentence() -> None:
    session = launch(pd.DataFrame({"x": [1.0, 2.0, 3.0]}))
    for call, message in WRONG_CALLS:
        with pytest.raises(RequestError, match=re.escape(message)) as raised:
            call(session)
        assert "\n" not in str(raised.value)


@pytest.mark.skipif(not (ROOT / "src").is_dir(), reason="the contract is part of the source tree only")
def test_names_are_those_of_the_contract() -> None:
    text = (ROOT / "src" / "contract" / "metrics.ts").read_text()
    for kind in ("QUALITY", "DRIFT", "EMBEDDING", "PERFORMANCE", "RETRIEVAL"):
        listed = re.search(rf"{kind}_METRICS = \[(.*?)\]", text, re.S)
        assert listed is not None
        assert tuple(re.findall(r"'(\w+)'", listed.group(1))) == getattr(metrics, kind)
    facts = text.partition("METRIC_FACTS:")[2].partition("};")[0]
    higher = set(re.findall(r"(\w+): performance\('higher'", facts)) | set(metrics.RETRIEVAL)
    assert higher == metrics.HIGHER_IS_BETTER


def test_times_are_times_again() -> None:
    when = pd.to_datetime(["2025-01-01 06:30", None, "2025-01-05", "2025-03-01 00:00:00.123456"], format="ISO8601")
    rows = pd.date_range("2025-01-01", periods=4, freq="D", tz="UTC")
    frame = pd.DataFrame({"naive": when, "zoned": when.tz_localize("Asia/Tokyo"), "x": [1.0, 2, 3, 4], "t": rows})
    session = launch(frame, frame, feature_column_names=["naive", "zoned", "x"], timestamp_column_name="t")
    found = session.signals()
    for name, column in (("naive", frame.naive.dt.tz_localize("UTC")), ("zoned", frame.zoned.dt.tz_convert("UTC"))):
        for metric in ("mean", "min", "max"):
            wanted = getattr(column, metric)()
            assert abs(found.loc[name, metric] - wanted) <= pd.Timedelta("1us"), (name, metric)
            # One number is a number: nanoseconds, as pandas counts them.
            assert agree(session.metric(metric, name), wanted.value)
        assert abs(found.loc[name, "p25_reference"] - column.quantile(0.25)) <= pd.Timedelta("1us")
        assert found.loc[name, "cardinality"] == 3
        assert session.metric("wasserstein", name) == 0

        series = session.timeseries("max", name, window="1d")
        assert series[name].dtype == "datetime64[us, UTC]"
        assert series[name].isna().tolist() == [False, True, False, False]
        assert series.attrs["value"][name] == column.max()
        assert series.attrs["band"][name]["mean"].tz is not None

        bins = session.segments(name)
        assert bins.start.iloc[0] == column.min()
        assert bins.stop.iloc[-2] == column.max()
        assert bins.start.isna().tolist() == [False] * (len(bins) - 1) + [True]
    assert found.loc["x", "mean"] == 2.5
    assert session.signals(["psi", "percent_empty"]).dtypes.tolist()[2:] == [np.dtype(float)] * 3
    assert agree(session.metric("mean", "naive", start=rows[2], stop=rows[3]), frame.naive[2].value)


def test_vectors_are_compared_in_double_precision() -> None:
    rng = np.random.default_rng(3)
    vectors = [rng.normal(1000, 1, size=(count, 5)) for count in (40, 30)]
    frames = [pd.DataFrame({"v": list(each)}) for each in vectors]
    columns = {"e": px.EmbeddingColumnNames(vector_column_name="v")}
    session = launch(*frames, feature_column_names=[], embedding_feature_column_names=columns)
    wanted = float(np.linalg.norm(vectors[0].mean(0) - vectors[1].mean(0)))
    assert agree(session.metric("euclidean_distance", "e"), wanted)


def test_a_column_of_objects_is_what_pandas_takes_it_for() -> None:
    """Numbers among objects are counted as categories (§3.2), and have the numeric view of numbers."""
    frame = pd.DataFrame({name: pd.Series(cells, dtype=object) for name, cells in OBJECTS.items()})
    session = launch(frame, frame)
    assert set(session.dimensions.type) == {"categorical"}
    for name, column in frame.items():
        assert session.metric("cardinality", name) == column.nunique()
        assert agree(session.metric("percent_empty", name), 100 * column.isna().mean())
        assert agree(session.metric("mean", name), column.dropna().astype(float).mean())
        assert session.segments(name).primary.sum() == len(frame)


OBJECTS = {
    "integers": [1, 2, 3, 3],
    "with a gap": [1, None, 3, 3],
    "fractions": [1.5, 2.5, None, 1.5],
    "both": [1, 2.0, 2.5, None],
    "flags": [True, None, True, False],
    "beyond 64 bits": [2**70, 1, 2, None],
}
