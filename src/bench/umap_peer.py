"""The warm umap-learn of umap.ts: one JSON line in, one JSON line out."""

import json
import sys
import time

import numba
import numpy as np
import sklearn
import umap


def fit(vectors: np.ndarray, **parameters) -> np.ndarray:
    return umap.UMAP(n_components=2, **parameters).fit_transform(vectors)


for line in sys.stdin:
    ask = json.loads(line)
    if ask.get("warm"):
        # Compiles both ways to find neighbors: exact below 4,096 rows, NN-descent above.
        random = np.random.default_rng(0).normal(size=(5000, 20)).astype(np.float32)
        fit(random[:500])
        fit(random)
        versions = {"umap-learn": umap.__version__, "numba": numba.__version__}
        answer = {"versions": versions | {"scikit-learn": sklearn.__version__, "numpy": np.__version__}}
    else:
        shape = (ask["count"], ask["dimension"])
        vectors = np.fromfile(ask["file"], dtype=np.float32, count=shape[0] * shape[1]).reshape(shape)
        wall, cpu = time.perf_counter(), time.process_time()
        positions = fit(vectors, n_neighbors=ask["neighbors"], min_dist=ask["minDist"])
        answer = {"wallSeconds": time.perf_counter() - wall, "cpuSeconds": time.process_time() - cpu}
        np.ascontiguousarray(positions, dtype=np.float32).tofile(ask["out"])
    print(json.dumps(answer), flush=True)
