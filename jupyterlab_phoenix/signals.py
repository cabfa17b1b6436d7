"""Dimensions of the data and what is measured of them, as DataFrames."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

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
    for position, metric in enumerate(answer["metrics"]):
        pairs = [signal["values"][position] for signal in signals]
        columns[metric] = to_floats([primary for primary, _ in pairs])
        if metric not in COMPARISONS:
            columns[f"{metric}_reference"] = to_floats([reference for _, reference in pairs])
    return pd.DataFrame(columns, index=index)


def to_floats(values: list[float | None]) -> Any:
    """Numbers as float64, NaN where there is none."""
    import numpy as np

    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)
