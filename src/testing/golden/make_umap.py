"""Writes umap.json: what umap-learn makes of small sets. Run: .venv/bin/python src/testing/golden/make_umap.py"""

import base64
import json
from pathlib import Path

import numpy as np
import sklearn
import umap
from sklearn.datasets import load_digits, make_swiss_roll
from sklearn.manifold import trustworthiness
from umap.umap_ import find_ab_params, fuzzy_simplicial_set

SEED = 20240611


def pack(values: np.ndarray, kind: str) -> str:
    return base64.b64encode(np.ascontiguousarray(values, dtype=kind).tobytes()).decode()


def stored(values: np.ndarray) -> tuple[np.ndarray, str, float]:
    """The values as int8 multiples of a step, so that both sides read the same numbers."""
    step = float(np.float32(np.abs(values).max() / 127))
    steps = np.round(values / step).astype("i1")
    return (steps * np.float32(step)).astype(np.float32), pack(steps, "i1"), step


def sets() -> dict[str, np.ndarray]:
    random = np.random.default_rng(SEED)
    centers = random.normal(size=(8, 32)) * 2
    blobs = centers[random.integers(8, size=600)] + random.normal(size=(600, 32))
    roll, _ = make_swiss_roll(600, noise=0.3, random_state=SEED)
    digits = load_digits().data[:600]
    return {"blobs": blobs, "swiss roll": roll, "digits": digits}


def fit(vectors: np.ndarray, components: int, metric: str) -> float:
    """Mean trustworthiness@15 over three seeds."""
    scores = [
        trustworthiness(
            vectors,
            umap.UMAP(n_components=components, metric=metric, random_state=seed).fit_transform(vectors),
            n_neighbors=15,
        )
        for seed in (1, 2, 3)
    ]
    return float(np.mean(scores))


def graph_of(vectors: np.ndarray, neighbors: int) -> dict:
    vectors = vectors[:60]
    distances = np.sqrt(((vectors[:, None].astype(float) - vectors[None]) ** 2).sum(-1))
    ids = np.argsort(distances, axis=1, kind="stable")[:, :neighbors]
    near = np.take_along_axis(distances, ids, axis=1).astype(np.float32)
    graph, _sigmas, _rhos = fuzzy_simplicial_set(
        vectors, neighbors, np.random.RandomState(SEED), "euclidean", knn_indices=ids, knn_dists=near
    )[:3]
    graph = graph.tocsr()
    graph.sort_indices()
    return {
        "nNeighbors": neighbors,
        "starts": graph.indptr.tolist(),
        "tails": graph.indices.tolist(),
        "weights": [round(float(w), 6) for w in graph.data],
    }


def main() -> None:
    data = []
    for name, values in sets().items():
        vectors, text, step = stored(values)
        data.append(
            {
                "name": name,
                "count": len(vectors),
                "dimension": vectors.shape[1],
                "step": step,
                "values": text,
                "trustworthiness": {
                    "2": fit(vectors, 2, "euclidean"),
                    "3": fit(vectors, 3, "euclidean"),
                },
                "graph": graph_of(vectors, 10),
            }
        )
    curves = [
        {"minDist": d, "spread": s, "a": float(find_ab_params(s, d)[0]), "b": float(find_ab_params(s, d)[1])}
        for d, s in [(0.0, 1.0), (0.1, 1.0), (0.5, 1.0), (0.99, 1.0), (0.25, 2.0)]
    ]
    made = {"script": Path(__file__).name, "seed": SEED, "umap-learn": umap.__version__}
    made |= {"scikit-learn": sklearn.__version__, "numpy": np.__version__}
    document = {"made": made, "curves": curves, "sets": data}
    Path(__file__).with_name("umap.json").write_text(json.dumps(document) + "\n")


if __name__ == "__main__":
    main()
