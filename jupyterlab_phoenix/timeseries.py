"""A metric over windows of time, as a DataFrame."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .measured import INSTANTS, to_column, to_nanoseconds, to_timestamp

if TYPE_CHECKING:
    import pandas as pd


def to_timeseries(answer: dict[str, Any]) -> pd.DataFrame:
    """One row per window, by its right edge; one column per dimension, or one called by the metric."""
    import pandas as pd

    metric = answer["metric"]
    times = _to_index(answer["times"])
    names = {series["name"]: series["name"] or metric for series in answer["series"]}
    columns = {
        names[series["name"]]: to_column(metric, series["values"], series.get("isTime", False))
        for series in answer["series"]
    }
    frame = pd.DataFrame(columns, index=times)
    # Plain values: pandas compares and copies attrs.
    frame.attrs = {
        "metric": metric,
        "start": pd.Timestamp(answer["start"]),
        "stop": pd.Timestamp(answer["end"]),
        "window": pd.Timedelta(milliseconds=answer["windowMs"]),
        "every": pd.Timedelta(milliseconds=answer["everyMs"]),
        "rows": list(answer["counts"]),
        "value": {names[s["name"]]: _to_value(metric, s, s["value"]) for s in answer["series"]},
        "reference_value": {names[s["name"]]: _to_value(metric, s, s["referenceValue"]) for s in answer["series"]},
        "band": {names[s["name"]]: _to_band(metric, s) for s in answer["series"]},
        "limits": {names[s["name"]]: _to_limits(metric, s) for s in answer["series"]},
        "alerts": {names[s["name"]]: [times[position] for position in s["alerts"]] for s in answer["series"]},
        "reference": {
            "time": list(_to_index(answer["referenceTimes"])),
            **{names[s["name"]]: [_to_value(metric, s, value) for value in s["reference"]] for s in answer["series"]},
        },
    }
    return frame


def _to_index(times: list[str]) -> pd.DatetimeIndex:
    import pandas as pd

    return pd.DatetimeIndex(pd.to_datetime(times, utc=True, format="ISO8601"), name="time")


def _to_value(metric: str, series: dict[str, Any], value: float | None) -> Any:
    """A number of the series: of times a timestamp where it is a moment."""
    is_time = series.get("isTime", False)
    if value is None:
        return None
    return to_timestamp(value) if is_time and metric in INSTANTS else to_nanoseconds(metric, value, is_time)


def _to_band(metric: str, series: dict[str, Any]) -> dict[str, Any] | None:
    import pandas as pd

    band = series["band"]
    if band is None or not series.get("isTime", False):
        return band
    moments = {name: _to_value(metric, series, band[name]) for name in ("mean", "low", "high")}
    deviation: Any = to_nanoseconds(metric, band["deviation"], True)
    return band | moments | {"deviation": pd.Timedelta(round(deviation)) if metric in INSTANTS else deviation}


def _to_limits(metric: str, series: dict[str, Any]) -> dict[str, Any] | None:
    limits = series["limits"]
    if limits is None:
        return None
    sides = {name: _to_value(metric, series, limits[name]) for name in ("lower", "upper")}
    return {**sides, "deviations": limits["by"].get("k")}
