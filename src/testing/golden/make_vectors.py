"""Writes vectors.json: how far two sets of vectors are apart.

Run: .venv/bin/python src/testing/golden/make_vectors.py
"""

import base64
import json
from pathlib import Path

import numpy as np
import scipy
import sklearn
from scipy.spatial.distance import cosine, euclidean, pdist
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.metrics.pairwise import rbf_kernel
from sklearn.model_selection import PredefinedSplit, StratifiedKFold, cross_val_predict
from sklearn.preprocessing import StandardScaler

SEED = 20240613


def pack(values: np.ndarray, kind: str) -> str:
    return base64.b64encode(np.ascontiguousarray(values, dtype=kind).tobytes()).decode()


def sets() -> dict[str, tuple[np.ndarray, np.ndarray]]:
    random = np.random.default_rng(SEED)
    base = random.normal(size=(80, 24))
    mixing = random.normal(size=(24, 24)) / 5
    shift = np.zeros(24)
    shift[:3] = 0.6
    return {
        "alike": (random.normal(size=(60, 24)), base),
        "shifted": (random.normal(size=(60, 24)) + shift, base),
        "wider": (random.normal(size=(60, 24)) * 1.7, base),
        "correlated": (random.normal(size=(40, 24)) @ mixing + 0.1, base @ mixing),
        "more numbers than rows": (random.normal(size=(20, 90)) + 0.3, random.normal(size=(25, 90))),
        "far from the origin": (1000 + random.normal(size=(30, 6)), 1000.5 + random.normal(size=(30, 6))),
        "a constant column": (
            np.column_stack([random.normal(size=(30, 3)), np.full(30, 0.1)]),
            np.column_stack([random.normal(size=(30, 3)) + 0.4, np.full(30, 0.1)]),
        ),
        "mostly equal": (
            np.repeat([[1.0, 2.0]], 20, axis=0),
            np.concatenate([np.repeat([[1.0, 2.0]], 17, axis=0), random.normal(size=(3, 2))]),
        ),
        "apart": (random.normal(size=(12, 5)) + 30, random.normal(size=(14, 5))),
    }


def unbiased_mmd(x: np.ndarray, y: np.ndarray) -> float:
    distances = pdist(np.concatenate([x, y]))
    sigma = np.median(distances) or np.median(distances[distances > 0])
    gamma = 1 / (2 * sigma**2)
    xx, yy, xy = rbf_kernel(x, x, gamma), rbf_kernel(y, y, gamma), rbf_kernel(x, y, gamma)
    m, n = len(x), len(y)
    np.fill_diagonal(xx, 0)
    np.fill_diagonal(yy, 0)
    return float(xx.sum() / (m * (m - 1)) + yy.sum() / (n * (n - 1)) - 2 * xy.mean())


def domain(x: np.ndarray, y: np.ndarray) -> dict:
    labels = np.r_[np.ones(len(x), int), np.zeros(len(y), int)]
    rows = StandardScaler().fit_transform(np.concatenate([x, y]))
    folds = np.empty(len(labels), int)
    for fold, (_, left_out) in enumerate(StratifiedKFold(5, shuffle=True, random_state=SEED).split(rows, labels)):
        folds[left_out] = fold
    model = LogisticRegression(tol=1e-12, max_iter=100_000)
    scores = cross_val_predict(model, rows, labels, cv=PredefinedSplit(folds), method="decision_function")
    return {
        "folds": pack(folds, "u1"),
        "scores": pack(scores, "<f8"),
        "auc": float(roc_auc_score(labels, scores)),
    }


def main() -> None:
    data = []
    for name, (primary, reference) in sets().items():
        # What is stored is float32; all that follows is computed from that, in double precision.
        x, y = primary.astype("<f4").astype(float), reference.astype("<f4").astype(float)
        case = {"name": name, "dimension": x.shape[1], "primary": pack(x, "<f4"), "reference": pack(y, "<f4")}
        case["euclidean"] = float(euclidean(x.mean(axis=0), y.mean(axis=0)))
        case["cosine"] = float(cosine(x.mean(axis=0), y.mean(axis=0)))
        case["mmd"] = unbiased_mmd(x, y)
        data.append(case | domain(x, y))
    made = {"script": Path(__file__).name, "seed": SEED}
    made |= {"scikit-learn": sklearn.__version__, "scipy": scipy.__version__, "numpy": np.__version__}
    Path(__file__).with_name("vectors.json").write_text(json.dumps({"made": made, "sets": data}) + "\n")


if __name__ == "__main__":
    main()
