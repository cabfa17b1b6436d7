"""Lengths of time, moments and names, as the analysis calls take them."""

from __future__ import annotations

import datetime as dt
import warnings
from typing import Any

import numpy as np
import pandas as pd
import pytest

from jupyterlab_phoenix.arguments import to_label, to_milliseconds, to_names, to_query, to_time
from jupyterlab_phoenix.errors import RequestError
from jupyterlab_phoenix.nearest import unknown

DAY = 86_400_000


@pytest.mark.parametrize(
    ("value", "milliseconds"),
    [
        ("2d", 2 * DAY),
        ("2D", 2 * DAY),
        ("d", DAY),
        ("1w", 7 * DAY),
        ("W", 7 * DAY),
        ("1d 12h", 1.5 * DAY),
        ("90min", DAY / 16),
        ("2 days", 2 * DAY),
        ("0.5h", DAY / 48),
        ("250ms", 250),
        (dt.timedelta(hours=6), DAY / 4),
        (pd.Timedelta("3h"), DAY / 8),
        (np.timedelta64(30, "s"), 30_000),
        (pd.offsets.Hour(12), DAY / 2),
        (pd.offsets.Day(2), 2 * DAY),
        (None, None),
    ],
)
def test_lengths_of_time(value: Any, milliseconds: float | None) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert to_milliseconds(value, "window") == milliseconds


@pytest.mark.parametrize(
    "value", ["1 month", "M", "", "soon", 2, 2.5, True, -DAY, "-1d", "0d", "1ns", pd.NaT, pd.offsets.MonthEnd(), []]
)
def test_what_is_no_length_of_time(value: Any) -> None:
    with pytest.raises(RequestError, match="as window: "):
        to_milliseconds(value, "window")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("2025-03-01", "2025-03-01"),
        (dt.date(2025, 3, 1), "2025-03-01T00:00:00"),
        (dt.datetime(2025, 3, 1, 12, 30), "2025-03-01T12:30:00"),
        (dt.datetime(2025, 3, 1, tzinfo=dt.timezone.utc), "2025-03-01T00:00:00+00:00"),
        (pd.Timestamp("2025-03-01T01:02:03.456789123", tz="Asia/Kolkata"), "2025-03-01T01:02:03.456789123+05:30"),
        (np.datetime64("2025-03-01T06"), "2025-03-01T06:00:00"),
    ],
)
def test_moments(value: Any, text: str) -> None:
    assert to_time(value, "start") == text


@pytest.mark.parametrize("value", [5, 1.7e9, True, "", " ", pd.NaT, np.datetime64("NaT"), dt.time(1), ("a", "b")])
def test_what_is_no_moment(value: Any) -> None:
    with pytest.raises(RequestError, match="as start: a datetime, a date or ISO 8601 text is needed"):
        to_time(value, "start")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("cat", "cat"),
        ("", '""'),
        (1, "1"),
        (1.0, "1"),
        (np.int64(7), "7"),
        (1.5, "1.5"),
        (True, "True"),
        (np.True_, "True"),
    ],
)
def test_labels(value: Any, text: str) -> None:
    assert to_label(value) == text


def test_names() -> None:
    assert to_names("psi", "metrics") == ["psi"]
    assert to_names(("psi", 0), "dimension") == ["psi", "0"]
    assert to_names(pd.Index(["a", "b"]), "dimension") == ["a", "b"]
    assert to_names(None, "metrics") is None
    assert to_query(metric="psi", start=None, k=None) == {"metric": "psi"}


def test_the_nearest_name() -> None:
    known = ["mean_area", "mean_texture", "lab"]
    assert "Did you mean" in str(unknown("dimension", "Mean Area", known, code="x/y"))
    assert '"mean_area"?' in str(unknown("dimension", "mean-aera", known, code="x/y"))
    assert 'There are "mean_area", "mean_texture", "lab"' in str(unknown("dimension", "qqqq", known, code="x/y"))
    many = unknown("dimension", "qqqq", [f"column {i}" for i in range(1000)], code="x/y")
    assert str(many).endswith('"column 11" and 988 more')
    assert many.code == "x/y"
