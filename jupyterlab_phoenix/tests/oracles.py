"""The numbers of the analysis half, computed again with numpy from their definitions (§4.1 to §4.7)."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd

TOLERANCE = 1e-9


def agree(found: float | None, wanted: float, scale: float = 0.0) -> bool:
    """Whether both are the same number to 1e-9; None and NaN stand for no finite number.

    Args:
        scale: size of what was added up, when the result is small next to it.
    """
    is_none = found is None or math.isnan(found)
    if not math.isfinite(wanted):
        return is_none
    return not is_none and math.isclose(found, wanted, rel_tol=TOLERANCE, abs_tol=max(TOLERANCE * scale, 1e-15))


def quality(values: np.ndarray) -> dict[str, float]:
    """Moments and quantiles of a numeric view; NaN is missing."""
    present = values[~np.isnan(values)].astype(float)
    if not len(present):
        return dict.fromkeys(("mean", "min", "max", "p01", "p25", "p50", "p75", "p99"), math.nan) | {"sum": 0.0}
    with np.errstate(invalid="ignore"):
        total = math.fsum(present) if np.isfinite(present).all() else present.sum()
    found = {"sum": total, "mean": total / len(present), "min": present.min(), "max": present.max()}
    if np.isfinite(present).all():
        probabilities = {"p01": 0.01, "p25": 0.25, "p50": 0.5, "p75": 0.75, "p99": 0.99}
        found |= {name: float(np.quantile(present, p)) for name, p in probabilities.items()}
    return {name: float(value) for name, value in found.items()}


def breaks_of(reference: np.ndarray) -> np.ndarray:
    """Inner edges of the quantile bins (§4.3)."""
    present = reference[~np.isnan(reference)]
    if not len(present):
        return np.array([])
    distinct = np.unique(np.quantile(present, np.arange(11) / 10))
    return distinct[1:-1] if len(distinct) > 2 else distinct[:1]


def histogram(values: np.ndarray, breaks: np.ndarray) -> np.ndarray:
    """Rows per bin, the missing ones in the last."""
    missing = np.isnan(values)
    bins = np.searchsorted(breaks, values[~missing], side="right")
    return np.append(np.bincount(bins, minlength=len(breaks) + 1), missing.sum())


def drift_of_numbers(primary: np.ndarray, reference: np.ndarray) -> dict[str, float]:
    breaks = breaks_of(reference)
    return drift(histogram(primary, breaks), histogram(reference, breaks))


def drift_of_categories(primary: pd.Series[Any], reference: pd.Series[Any]) -> dict[str, float]:
    keys = [*pd.unique(pd.concat([primary, reference]).dropna())]
    counts = [np.array([*((side == key).sum() for key in keys), side.isna().sum()]) for side in (primary, reference)]
    return drift(*counts)


def drift(primary: np.ndarray, reference: np.ndarray) -> dict[str, float]:
    """PSI, KL divergence and JS distance of two histograms over the same bins, with one pseudo-row per bin (§4.2)."""
    kept = (primary + reference) > 0
    p, q = ((side[kept] + 1) / (side.sum() + kept.sum()) for side in (primary, reference))
    middle = (p + q) / 2
    kl = (p * np.log(p / q)).sum()
    jensen = ((p * np.log(p / middle)).sum() + (q * np.log(q / middle)).sum()) / 2
    return {
        "kl_divergence": float(kl),
        "psi": float(kl + (q * np.log(q / p)).sum()),
        "js_distance": math.sqrt(max(0.0, float(jensen))),
    }


def edges_of(start: pd.Timestamp, stop: pd.Timestamp, every: pd.Timedelta) -> list[pd.Timestamp]:
    """Right edges: stop, stop − every, … while later than start, ascending (§4.7)."""
    edges = []
    edge = stop
    while edge > start:
        edges.append(edge)
        edge = edge - every
    return edges[::-1]
