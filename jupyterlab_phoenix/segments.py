"""Parts of the data, as DataFrames."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .measured import to_floats, to_timestamps

if TYPE_CHECKING:
    import pandas as pd


def to_segments(answer: dict[str, Any], metric: str | None) -> pd.DataFrame:
    """One row per bin of a dimension, numbers ascending, missing last."""
    import pandas as pd

    segments = answer["segments"]
    index = pd.Index([segment["label"] for segment in segments], name=answer["dimension"], dtype=object)
    to_edges = to_timestamps if answer.get("isTime", False) else to_floats
    columns: dict[str, Any] = {
        "start": to_edges([segment["start"] for segment in segments]),
        "stop": to_edges([segment["end"] for segment in segments]),
        "primary": _to_counts([segment["primary"] for segment in segments]),
        "reference": _to_counts([segment["reference"] for segment in segments]),
        "primary_share": to_floats([segment["primaryShare"] for segment in segments]),
        "reference_share": to_floats([segment["referenceShare"] for segment in segments]),
        "psi": to_floats([segment["psi"] for segment in segments]),
    }
    if answer["dataType"] == "categorical":
        del columns["start"], columns["stop"]
    if metric is not None:
        columns[metric] = to_floats([segment["primaryMetric"] for segment in segments])
        columns[f"{metric}_reference"] = to_floats([segment["referenceMetric"] for segment in segments])
    frame = pd.DataFrame(columns, index=index)
    frame.attrs = {"type": answer["dataType"], "psi": answer["psi"], "rows": dict(answer["totals"])}
    return frame


def to_worst_segments(answer: dict[str, Any]) -> pd.DataFrame:
    """One row per segment, the worst first."""
    import pandas as pd

    segments = answer["segments"]
    frame = pd.DataFrame(
        {
            "segment": pd.Series([describe_segment(segment) for segment in segments], dtype=object),
            "rows": pd.Series([segment["count"] for segment in segments], dtype="int64"),
            "share": to_floats([segment["share"] for segment in segments]),
            answer["metric"]: to_floats([segment["value"] for segment in segments]),
            "low": to_floats([segment["low"] for segment in segments]),
            "high": to_floats([segment["high"] for segment in segments]),
            "difference": to_floats([segment["difference"] for segment in segments]),
        }
    )
    frame.attrs = {
        "metric": answer["metric"],
        "overall": answer["overall"],
        "where": [[{"dimension": part["dimension"], **part["bin"]} for part in s["where"]] for s in segments],
    }
    return frame


def describe_segment(segment: dict[str, Any]) -> str:
    """``lab = west and age in [40, 50)``."""
    return " and ".join(
        f"{part['dimension']} {'in' if part['bin']['kind'] == 'interval' else '='} {part['label']}"
        for part in segment["where"]
    )


def _to_counts(values: list[int | None]) -> Any:
    import pandas as pd

    return pd.array(values, dtype="Int64")
