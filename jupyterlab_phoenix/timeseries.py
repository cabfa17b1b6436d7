"""A metric over windows of time, as a DataFrame."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .signals import to_floats

if TYPE_CHECKING:
    import pandas as pd


def to_timeseries(answer: dict[str, Any]) -> pd.DataFrame:
    """One row per window, by its right edge; one column per dimension, or one called by the metric."""
    import pandas as pd

    metric = answer["metric"]
    times = _to_index(answer["times"])
    names = {series["name"]: series["name"] or metric for series in answer["series"]}
    columns = {names[series["name"]]: to_floats(series["values"]) for series in answer["series"]}
    frame = pd.DataFrame(columns, index=times)
    # Plain values: pandas compares and copies attrs.
    frame.attrs = {
        "metric": metric,
        "start": pd.Timestamp(answer["start"]),
        "stop": pd.Timestamp(answer["end"]),
        "window": pd.Timedelta(milliseconds=answer["windowMs"]),
        "every": pd.Timedelta(milliseconds=answer["everyMs"]),
        "rows": list(answer["counts"]),
        "value": {names[s["name"]]: s["value"] for s in answer["series"]},
        "reference_value": {names[s["name"]]: s["referenceValue"] for s in answer["series"]},
        "band": {names[s["name"]]: s["band"] for s in answer["series"]},
        "limits": {names[s["name"]]: _to_limits(s["limits"]) for s in answer["series"]},
        "alerts": {names[s["name"]]: [times[position] for position in s["alerts"]] for s in answer["series"]},
        "reference": {
            "time": list(_to_index(answer["referenceTimes"])),
            **{names[s["name"]]: list(s["reference"]) for s in answer["series"]},
        },
    }
    return frame


def _to_index(times: list[str]) -> pd.DatetimeIndex:
    import pandas as pd

    return pd.DatetimeIndex(pd.to_datetime(times, utc=True, format="ISO8601"), name="time")


def _to_limits(limits: dict[str, Any] | None) -> dict[str, Any] | None:
    if limits is None:
        return None
    by = limits["by"]
    return {"lower": limits["lower"], "upper": limits["upper"], "deviations": by.get("k")}
