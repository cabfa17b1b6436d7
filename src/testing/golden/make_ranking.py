"""Writes ranking.json: scikit-learn's ndcg and plain counts.

Run: .venv/bin/python src/testing/golden/make_ranking.py
"""

import json
from pathlib import Path

import numpy as np
import sklearn
from sklearn.metrics import ndcg_score

SEED = 20240614


def main() -> None:
    random = np.random.default_rng(SEED)
    cases = []
    for length in (2, 3, 5, 8, 20):
        for kind in ("binary", "graded", "real"):
            for _ in range(3):
                scores = {
                    "binary": random.integers(0, 2, length).astype(float),
                    "graded": random.integers(0, 4, length).astype(float),
                    "real": random.random(length),
                }[kind]
                order = np.arange(length, 0, -1, dtype=float)
                for k in (1, 2, 5, length, length + 3):
                    hits = np.flatnonzero(scores)
                    cases.append(
                        {
                            "scores": scores.tolist(),
                            "k": k,
                            "ndcg": float(ndcg_score([scores], [order], k=k)),
                            "precision": float(np.count_nonzero(scores[:k]) / k),
                            "reciprocalRank": 1 / (hits[0] + 1) if len(hits) else 0.0,
                            "hit": int(len(hits) > 0),
                        }
                    )
    made = {"script": Path(__file__).name, "seed": SEED}
    made |= {"scikit-learn": sklearn.__version__, "numpy": np.__version__}
    Path(__file__).with_name("ranking.json").write_text(json.dumps({"made": made, "cases": cases}) + "\n")


if __name__ == "__main__":
    main()
