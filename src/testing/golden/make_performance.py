"""Writes performance.json: scikit-learn's scores of predictions.

Run: .venv/bin/python src/testing/golden/make_performance.py
"""

import json
import warnings
from pathlib import Path

import numpy as np
import sklearn
from sklearn import metrics
from sklearn.calibration import calibration_curve

SEED = 20240612


def finite(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def label_cases() -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Codes of predicted and actual labels, -1 for a missing one."""
    random = np.random.default_rng(SEED)
    skewed = random.choice(7, size=400, p=[0.5, 0.2, 0.1, 0.1, 0.05, 0.03, 0.02])
    noisy = np.where(random.random(400) < 0.3, random.integers(0, 9, 400), skewed)
    holes = noisy.copy()
    holes[random.random(400) < 0.2] = -1
    gaps = skewed.copy()
    gaps[random.random(400) < 0.2] = -1
    return {
        "seven classes, two more predicted": (noisy, skewed),
        "missing labels": (holes, gaps),
        "two classes": (random.integers(0, 2, 300), random.integers(0, 2, 300)),
        "a single class": (np.zeros(20, int), np.zeros(20, int)),
        "always wrong": (np.zeros(20, int), np.ones(20, int)),
        "one row": (np.array([3]), np.array([3])),
        "one row, wrong": (np.array([1]), np.array([4])),
        "a class that is never predicted": (np.array([0, 0, 1, 1]), np.array([0, 2, 1, 2])),
    }


def classification(predicted: np.ndarray, actual: np.ndarray) -> dict:
    both = (predicted >= 0) & (actual >= 0)
    p, a = predicted[both], actual[both]
    labels = np.union1d(p, a)
    precision, recall, f1, support = metrics.precision_recall_fscore_support(a, p, labels=labels, zero_division=0)
    macro = metrics.precision_recall_fscore_support(a, p, average="macro", zero_division=0)
    return {
        "classes": labels.tolist(),
        "precision": precision.tolist(),
        "recall": recall.tolist(),
        "f1": f1.tolist(),
        "support": support.tolist(),
        "macro": [float(value) for value in macro[:3]],
        "accuracy": float(metrics.accuracy_score(a, p)),
        "confusion": metrics.confusion_matrix(a, p, labels=labels).ravel().tolist(),
    }


def score_cases() -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Labels 1 and 0, and scores."""
    random = np.random.default_rng(SEED + 1)
    labels = random.integers(0, 2, 500)
    scores = np.clip(labels * 0.3 + random.random(500) * 0.7, 0, 1)
    rare = (random.random(500) < 0.02).astype(int)
    rare[0] = 1
    return {
        "random": (labels, scores),
        "ties on a grid": (labels, np.round(scores, 1)),
        "edges of the bins": (np.array([0, 1] * 11)[:22], np.repeat(np.linspace(0, 1, 11), 2)),
        "constant scores": (labels, np.full(500, 0.4)),
        "zeros and ones": (labels, (scores > 0.5).astype(float)),
        "rare positives": (rare, random.random(500)),
        "perfect": (labels, labels * 0.5 + 0.25),
        "upside down": (labels, 0.75 - labels * 0.5),
        "no positives": (np.zeros(30, int), random.random(30)),
        "one row": (np.array([1]), np.array([0.3])),
        "tiny and nearly one": (np.array([1, 0, 1, 0]), np.array([1e-300, 1 - 1e-16, 1.0, 0.0])),
    }


def probabilities(labels: np.ndarray, scores: np.ndarray) -> dict:
    single = len(np.unique(labels)) < 2
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        result = {
            "auc": None if single else finite(metrics.roc_auc_score(labels, scores)),
            "logLoss": float(metrics.log_loss(labels, scores, labels=[0, 1])),
            "brier": float(np.mean((scores - labels) ** 2)),
        }
        rate, mean = calibration_curve(labels, scores, n_bins=10, pos_label=1)
        result["calibration"] = [mean.tolist(), rate.tolist()]
        if not single:
            false_rate, true_rate, _ = metrics.roc_curve(labels, scores, drop_intermediate=False)
            result["roc"] = [false_rate.tolist(), true_rate.tolist()]
            result["brier"] = float(metrics.brier_score_loss(labels, scores, pos_label=1))
    return result


def regression_cases() -> dict[str, tuple[np.ndarray, np.ndarray]]:
    random = np.random.default_rng(SEED + 2)
    actual = random.normal(50, 12, 600)
    return {
        "random": (actual + random.normal(1, 4, 600), actual),
        "zeros among the actuals": (
            random.normal(size=40),
            np.where(np.arange(40) % 3 == 0, 0.0, random.normal(size=40)),
        ),
        "constant actuals": (random.normal(size=30), np.full(30, 0.1)),
        "constant and right": (np.full(30, 0.1), np.full(30, 0.1)),
        "perfect": (actual, actual),
        "far from zero": (1e9 + random.normal(size=500), 1e9 + random.normal(size=500)),
        "heavy tails": (random.standard_cauchy(500), random.standard_cauchy(500)),
        "one row": (np.array([2.5]), np.array([2.0])),
        "two rows": (np.array([1.0, 2.0]), np.array([2.0, 1.0])),
    }


def regression(predicted: np.ndarray, actual: np.ndarray) -> dict:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        r2 = metrics.r2_score(actual, predicted) if len(actual) > 1 else np.nan
    # Its own mean of equal numbers is not exact, and what remains is taken for a spread.
    if len(actual) > 1 and np.ptp(actual) == 0:
        r2 = 1.0 if np.array_equal(actual, predicted) else 0.0
    edges = np.unique(np.quantile(actual, np.linspace(0, 1, 11)))
    place = np.clip(np.searchsorted(edges, actual, side="right") - 1, 0, max(0, len(edges) - 2))
    deciles = [place == bin for bin in np.unique(place)]
    return {
        "mae": float(metrics.mean_absolute_error(actual, predicted)),
        "rmse": float(metrics.root_mean_squared_error(actual, predicted)),
        "mape": float(metrics.mean_absolute_percentage_error(actual, predicted)),
        "r2": finite(r2),
        "bias": float(np.mean(predicted - actual)),
        "deciles": [[int(rows.sum()), actual[rows].mean(), predicted[rows].mean()] for rows in deciles],
        "residualEdges": np.quantile(predicted - actual, [0.01, 0.99]).tolist(),
    }


def main() -> None:
    made = {"script": Path(__file__).name, "seed": SEED}
    made |= {"scikit-learn": sklearn.__version__, "numpy": np.__version__}
    data = {
        "made": made,
        "classification": [
            {"name": name, "predicted": p.tolist(), "actual": a.tolist()} | classification(p, a)
            for name, (p, a) in label_cases().items()
        ],
        "probabilities": [
            {"name": name, "labels": y.tolist(), "scores": s.tolist()} | probabilities(y, s)
            for name, (y, s) in score_cases().items()
        ],
        "regression": [
            {"name": name, "predicted": p.tolist(), "actual": a.tolist()} | regression(p, a)
            for name, (p, a) in regression_cases().items()
        ],
    }
    Path(__file__).with_name("performance.json").write_text(json.dumps(data) + "\n")


if __name__ == "__main__":
    main()
