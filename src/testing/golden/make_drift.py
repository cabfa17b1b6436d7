"""Writes drift.json: numpy's, pandas' and scipy's statistics. Run: .venv/bin/python src/testing/golden/make_drift.py"""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import scipy
from scipy.stats import chi2_contingency, ks_2samp, wasserstein_distance

SEED = 20240803
QUANTILES = [0.0, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 1.0]


def samples() -> dict[str, tuple[np.ndarray, np.ndarray]]:
    random = np.random.default_rng(SEED)
    return {
        "normal": (random.normal(0, 1, 900), random.normal(0.3, 1.2, 700)),
        "heavy": (random.standard_cauchy(800) * 1e3, random.standard_cauchy(500) * 1e3),
        "lognormal": (random.lognormal(0, 3, 600), random.lognormal(0.5, 3, 650)),
        "integers": (random.poisson(4, 500).astype(float), random.poisson(5, 600).astype(float)),
        "two": (random.integers(0, 2, 50).astype(float), np.zeros(40)),
        "large": (random.normal(1e12, 1, 400), random.normal(1e12, 2, 300)),
        "few": (np.array([3.0]), np.array([1.0, 2.0])),
    }


def diverge(p: np.ndarray, q: np.ndarray) -> dict[str, float]:
    """After Laplace smoothing with one count per bin."""
    kept = (p + q) > 0
    p, q = p[kept] + 1.0, q[kept] + 1.0
    p, q = p / p.sum(), q / q.sum()
    kl = float(scipy.stats.entropy(p, q))
    return {
        "psi": kl + float(scipy.stats.entropy(q, p)),
        "klDivergence": kl,
        "jsDistance": float(scipy.spatial.distance.jensenshannon(p, q)),
    }


def compare(a: np.ndarray, b: np.ndarray) -> dict[str, Any]:
    deciles = np.unique(np.quantile(b, np.arange(11) / 10))
    breaks = deciles[1:-1] if len(deciles) > 2 else deciles[:1]
    edges = [-np.inf, *breaks, np.inf]
    counts = [np.bincount(pd.cut(x, edges, right=False, labels=False), minlength=len(edges) - 1) for x in (a, b)]
    series = pd.Series(a)
    return {
        "a": a.tolist(),
        "b": b.tolist(),
        "breaks": breaks.tolist(),
        "counts": [each.tolist() for each in counts],
        "moments": {"mean": series.mean(), "sum": series.sum(), "min": series.min(), "max": series.max()},
        "quantiles": series.quantile(QUANTILES).tolist(),
        "divergences": diverge(*counts),
        "wasserstein": wasserstein_distance(a, b),
        "kolmogorovSmirnov": float(ks_2samp(a, b).statistic),
    }


def tables() -> list[dict[str, Any]]:
    random = np.random.default_rng(SEED + 1)
    made = []
    for size in (2, 5, 40):
        counts = random.integers(0, 60, (2, size))
        counts[:, 0] += 1
        counts = counts[:, counts.sum(axis=0) > 0]
        shares = counts / counts.sum(axis=1, keepdims=True)
        made.append(
            {
                "counts": counts.tolist(),
                "chiSquare": float(chi2_contingency(counts, correction=False).statistic),
                "totalVariation": float(np.abs(shares[0] - shares[1]).sum() / 2),
                "divergences": diverge(counts[0], counts[1]),
            }
        )
    return made


def main() -> None:
    made = {"script": Path(__file__).name, "seed": SEED}
    made |= {"numpy": np.__version__, "pandas": pd.__version__, "scipy": scipy.__version__}
    data = {
        "made": made,
        "probabilities": QUANTILES,
        "samples": [{"name": name, **compare(a, b)} for name, (a, b) in samples().items()],
        "tables": tables(),
    }
    Path(__file__).with_name("drift.json").write_text(json.dumps(data) + "\n")


if __name__ == "__main__":
    main()
