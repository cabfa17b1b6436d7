"""Windows of time against pandas, and the limits around them."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import jupyterlab_phoenix as px
from jupyterlab_phoenix.errors import RequestError
from jupyterlab_phoenix.tests import oracles
from jupyterlab_phoenix.tests.oracles import agree
from jupyterlab_phoenix.tests.test_signals import launch, several

START = pd.Timestamp("2025-03-28T22:00", tz="UTC")


@st.composite
def events(draw: st.DrawFn) -> pd.DataFrame:
    """Rows in clumps and holes; some at the same moment, some on the edge of a window, some without a time."""
    minutes = draw(
        st.lists(st.one_of(st.integers(0, 3000), st.integers(0, 50).map(lambda h: h * 60)), min_size=1, max_size=80)
    )
    count = len(minutes)
    times = pd.Series(START + pd.to_timedelta(minutes, unit="min"))
    lost = np.array(draw(st.lists(st.booleans(), min_size=count, max_size=count)))
    times[lost & (np.arange(count) % 7 == 3)] = pd.NaT
    cell = st.one_of(st.floats(-100, 100), st.just(math.nan))
    kinds = st.sampled_from(["a", "b", "c", None])
    return pd.DataFrame(
        {
            "time": times,
            "x": draw(st.lists(cell, min_size=count, max_size=count)),
            "c": pd.Series(draw(st.lists(kinds, min_size=count, max_size=count)), dtype=object),
        }
    )


REFERENCE = pd.DataFrame(
    {
        "time": START - pd.to_timedelta(np.arange(40), unit="h"),
        "x": np.linspace(-50, 120, 40),
        "c": ["a", "b", None, "d"] * 10,
    }
)


@several
@given(
    frame=events(),
    window=st.sampled_from(["1h", "90min", "7h", "1D", "50h"]),
    every=st.sampled_from(["1h", "5h", "1D", "37min"]),
)
def test_windows_are_those_of_pandas(frame: pd.DataFrame, window: str, every: str) -> None:
    session = launch(frame, REFERENCE, feature_column_names=["x", "c"], timestamp_column_name="time")
    start, stop = START - pd.Timedelta("3h"), START + pd.Timedelta("40h")
    options: dict[str, Any] = {"window": window, "every": every, "start": start, "stop": stop}
    edges = oracles.edges_of(start, stop, pd.Timedelta(every))
    timed = frame.dropna(subset="time")
    rows = [timed[(timed.time >= edge - pd.Timedelta(window)) & (timed.time < edge)] for edge in edges]

    means = session.timeseries("mean", "x", **options)
    assert list(means.index) == edges
    assert means.index.name == "time"
    assert str(means.index.tz) == "UTC"
    assert means.attrs["rows"] == [len(part) for part in rows]
    counts = session.timeseries("count", "x", **options)
    empties = session.timeseries("percent_empty", ["x", "c"], **options)
    drifts = session.timeseries("psi", **options)
    assert sorted(drifts.columns) == ["c", "x"]
    medians = session.timeseries("p50", "x", **options)
    for i, part in enumerate(rows):
        assert agree(means.x.iloc[i], part.x.mean() if len(part) else math.nan, 100.0)
        assert agree(medians.x.iloc[i], part.x.median() if len(part) else math.nan, 100.0)
        assert counts.x.iloc[i] == len(part)
        for name in ("x", "c"):
            assert agree(empties[name].iloc[i], 100 * part[name].isna().mean() if len(part) else math.nan)
        if len(part):
            psi_of_numbers = oracles.drift_of_numbers(part.x.to_numpy(), REFERENCE.x.to_numpy())["psi"]
            assert agree(drifts.x.iloc[i], psi_of_numbers, 1.0)
            assert agree(drifts.c.iloc[i], oracles.drift_of_categories(part.c, REFERENCE.c)["psi"], 1.0)
        else:
            assert drifts.iloc[i].isna().all()


def test_windows_of_the_golden_example() -> None:
    """G4 of §12, with an empty window that has no drift."""
    times = pd.to_datetime(["2025-01-02T06:00Z", "2025-01-02T07:00Z", "2025-01-05T06:00Z"])
    frame = pd.DataFrame({"c": list("aba"), "n": [1.0, 2.0, 3.0], "t": times})
    reference = pd.DataFrame({"c": list("aab"), "n": [1.0, 2.0, 3.0]})
    with_times = px.Schema(feature_column_names=["c", "n"], timestamp_column_name="t")
    session = px.launch_app(
        px.Dataset(frame, with_times), px.Dataset(reference, px.Schema(feature_column_names=["c", "n"]))
    )
    options: dict[str, Any] = {"start": "2025-01-01T00:00Z", "stop": "2025-01-08T00:00Z", "window": "1d", "every": "1d"}
    counts = session.timeseries("count", "n", **options)["n"]
    assert counts.tolist() == [0, 2, 0, 0, 1, 0, 0]
    assert session.timeseries("count", **options)["count"].tolist() == counts.tolist()
    assert session.timeseries("mean", "n", **options)["n"].dropna().tolist() == [1.5, 3]
    psi = session.timeseries("psi", "c", **options)["c"]
    assert psi.isna().tolist() == [True, False, True, True, False, True, True]
    assert agree(psi.iloc[1], 0.0405465108, 1.0)
    wide = session.timeseries("count", "n", **{**options, "stop": "2025-01-09T00:00Z", "window": dt.timedelta(days=2)})
    assert wide["n"].tolist() == [0, 2, 2, 0, 1, 1, 0, 0]
    assert wide.attrs["window"] == pd.Timedelta(days=2)


def test_limits_come_from_the_reference_and_can_be_set() -> None:
    rng = np.random.default_rng(0)
    hours = pd.date_range(START, periods=24 * 20, freq="h")
    moved = np.where(np.arange(len(hours)) < 24 * 15, 0, 3.0)
    production = pd.DataFrame(
        {"time": hours, "x": rng.normal(size=len(hours)) + moved, "y": rng.normal(size=len(hours))}
    )
    training = pd.DataFrame(
        {"time": hours - pd.Timedelta("30D"), "x": rng.normal(size=len(hours)), "y": rng.normal(size=len(hours))}
    )
    session = launch(production, training, feature_column_names=["x", "y"], timestamp_column_name="time")
    turn = START + pd.Timedelta("15D")
    found = session.timeseries("mean", window="1d")
    band, limits = found.attrs["band"]["x"], found.attrs["limits"]["x"]
    assert band["from"] == "times"
    inside = pd.Series(found.attrs["reference"]["x"])
    assert agree(band["mean"], inside.mean())
    assert agree(band["deviation"], inside.std())
    assert agree(limits["upper"], inside.mean() + 3 * inside.std())
    assert limits["deviations"] == 3
    assert min(found.attrs["alerts"]["x"]) > turn
    assert found.attrs["alerts"]["x"] == [time for time in found.index if time > turn]
    assert found.attrs["alerts"]["y"] == []

    session.set_threshold("mean", upper=10)
    session.set_threshold("mean", "x", deviations=2)
    session.set_threshold("mean", "x", lower=-1, upper=1)
    session.set_threshold("psi", "y", off=True)
    rules = session.thresholds
    assert rules.metric.tolist() == ["mean", "mean", "psi"]
    assert rules.dimension.tolist() == [None, "x", "y"]
    assert rules.upper.tolist()[:2] == [10, 1]
    assert rules.off.tolist() == [False, False, True]
    limits = session.timeseries("mean").attrs["limits"]
    assert limits["x"] == {"lower": -1, "upper": 1, "deviations": None}
    assert limits["y"] == {"lower": None, "upper": 10, "deviations": None}
    assert session.timeseries("psi").attrs["limits"]["y"] is None
    session.remove_threshold("mean")
    session.remove_threshold("mean", "x")
    session.remove_threshold("psi", "y")
    assert session.thresholds.empty
    with pytest.raises(RequestError, match="none is set"):
        session.remove_threshold("mean")


def test_a_period_stands_in_for_the_reference() -> None:
    hours = pd.date_range("2025-03-01T00:00:30", periods=24 * 20, freq="h", tz="UTC")
    frame = pd.DataFrame({"time": hours, "x": np.r_[np.arange(168) % 24, np.arange(312) % 24 + 12.0]})
    session = launch(frame, feature_column_names=["x"], timestamp_column_name="time")
    assert session.baseline is None
    assert session.metric("psi", "x") is None
    week = (pd.Timestamp("2025-03-01", tz="UTC"), pd.Timestamp("2025-03-08", tz="UTC"))
    for value in ("first week", "7d", "first 7 days", dt.timedelta(days=7), week, ("2025-03-01T00:00Z", week[1])):
        session.baseline = value
        assert session.baseline == week
        session.baseline = None
        assert session.baseline is None
    session.baseline = "first week"
    x = frame.x.to_numpy()
    assert agree(session.metric("psi", "x"), oracles.drift_of_numbers(x, x[:168])["psi"], 1.0)
    assert session.metric("mean", "x", dataset="reference") == x[:168].mean()
    assert session.segments("x").reference.sum() == 168
