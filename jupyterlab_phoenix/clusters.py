"""Clusters of a layout, as a DataFrame."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .measured import to_column, to_floats
from .metrics import HIGHER_IS_BETTER
from .umap_parameters import read_umap_parameters

if TYPE_CHECKING:
    import pandas as pd

SORTS = ("drift", "size", "metric")


def to_clusters(layout: dict[str, Any]) -> pd.DataFrame:
    """One row per cluster, in the order of the clustering."""
    import pandas as pd

    clusters = layout["clusters"]
    index = pd.Index([int(cluster["id"]) for cluster in clusters], name="cluster", dtype="int64")
    frame = pd.DataFrame(
        {
            "name": pd.Series([cluster["name"] for cluster in clusters], index=index, dtype=object),
            "points": pd.Series([cluster["count"] for cluster in clusters], index=index, dtype="int64"),
            **{
                role: pd.Series([cluster["counts"][role] for cluster in clusters], index=index, dtype="int64")
                for role in ("primary", "reference", "corpus")
                if layout["counts"][role] or role == "primary"
            },
            "drift": to_floats([_to_drift(cluster) for cluster in clusters]),
            "accuracy": to_floats([cluster["accuracy"]["primary"] for cluster in clusters]),
            "accuracy_reference": to_floats([cluster["accuracy"]["reference"] for cluster in clusters]),
        },
        index=index,
    )
    frame.attrs = {
        "layout": layout["hash"],
        "embedding": layout["embedding"],
        "parameters": read_umap_parameters(layout["parameters"]),
        "noise": layout["noise"],
    }
    return frame


def _to_drift(cluster: dict[str, Any]) -> float | None:
    drift = cluster["driftRatio"]
    return cluster["primaryToCorpusRatio"] if drift is None else drift


def add_measures(frame: pd.DataFrame, metric: str, measures: list[dict[str, Any]], is_time: bool) -> None:
    """Puts a metric of every cluster beside it, under its name and ``<metric>_reference``."""
    by_id = {int(measure["id"]): measure for measure in measures}
    for name, role in ((metric, "primary"), (f"{metric}_reference", "reference")):
        frame[name] = to_column(metric, [by_id.get(cluster, {}).get(role) for cluster in frame.index], is_time)


def sort_clusters(frame: pd.DataFrame, sort: str, metric: str | None) -> pd.DataFrame:
    """The clusters with the most interesting one first; those without a value last."""
    column = {"drift": "drift", "size": "points"}.get(sort, metric)
    is_ascending = sort == "metric" and metric in HIGHER_IS_BETTER
    sorted_frame = frame.sort_values(str(column), ascending=is_ascending, kind="stable", na_position="last")
    sorted_frame.attrs = frame.attrs
    return sorted_frame
