"""Dimensions of the data and what is measured of them, as DataFrames."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .measured import INSTANTS, to_floats, to_nanoseconds, to_timestamp
from .metrics import COMPARISONS

if TYPE_CHECKING:
    import pandas as pd


def to_dimensions(state: dict[str, Any]) -> pd.DataFrame:
    """One row per dimension and embedding of a session's state."""
    import pandas as pd

    scalars = [
        {
            "name": found["name"],
            "role": found["type"],
            "type": found["dataType"],
            "shape": "continuous" if found["dataType"] == "numeric" else "discrete",
            "datasets": tuple(found["datasets"]),
        }
        for found in state["dimensions"]
    ]
    embeddings = [
        {
            "name": found["name"],
            "role": found["kind"],
            "type": "embedding",
            "shape": found["length"],
            "datasets": tuple(role for role, count in found["vectorCounts"].items() if count),
        }
        for found in state["embeddings"]
    ]
    columns = ["name", "role", "type", "shape", "datasets"]
    return pd.DataFrame([*scalars, *embeddings], columns=columns).set_index("name")


def to_signals(answer: dict[str, Any]) -> pd.DataFrame:
    """One row per dimension, one column per metric, and one of the reference for metrics that compare nothing."""
    import pandas as pd

    signals = answer["signals"]
    index = pd.Index([signal["name"] for signal in signals], name="name", dtype=object)
    columns: dict[str, Any] = {
        "type": pd.Series([signal["dataType"] for signal in signals], index=index, dtype=object),
        "role": pd.Series([signal["type"] for signal in signals], index=index, dtype=object),
    }
    are_times = [signal.get("isTime", False) for signal in signals]
    for position, metric in enumerate(answer["metrics"]):
        pairs = [signal["values"][position] for signal in signals]
        columns[metric] = _to_values(metric, [primary for primary, _ in pairs], are_times)
        if metric not in COMPARISONS:
            columns[f"{metric}_reference"] = _to_values(metric, [reference for _, reference in pairs], are_times)
    return pd.DataFrame(columns, index=index)


def _to_values(metric: str, values: list[float | None], are_times: list[bool]) -> Any:
    """Numbers as float64; as objects where some are times."""
    import numpy as np

    if metric not in INSTANTS or not any(are_times):
        return to_floats(
            [
                None if value is None else to_nanoseconds(metric, value, is_time)
                for value, is_time in zip(values, are_times, strict=True)
            ]
        )
    cells = np.empty(len(values), dtype=object)
    for place, (value, is_time) in enumerate(zip(values, are_times, strict=True)):
        cells[place] = to_timestamp(value) if is_time else np.nan if value is None else float(value)
    return cells
