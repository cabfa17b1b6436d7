"""The scikit-learn of hdbscan.ts: one JSON line in, one JSON line out."""

import json
import sys
import time

import numpy as np
import sklearn
from sklearn.cluster import HDBSCAN

for line in sys.stdin:
    ask = json.loads(line)
    if ask.get("warm"):
        HDBSCAN(copy=True).fit(np.random.default_rng(0).normal(size=(200, 3)))
        answer = {"versions": {"scikit-learn": sklearn.__version__, "numpy": np.__version__}}
    else:
        shape = (ask["count"], ask["components"])
        points = np.fromfile(ask["file"], dtype=np.float32, count=shape[0] * shape[1]).reshape(shape)
        wall, cpu = time.perf_counter(), time.process_time()
        # scikit-learn counts the point itself among its samples.
        model = HDBSCAN(min_cluster_size=ask["minClusterSize"], min_samples=ask["minSamples"] + 1, copy=True).fit(
            points
        )
        answer = {"wallSeconds": time.perf_counter() - wall, "cpuSeconds": time.process_time() - cpu}
        model.labels_.astype(np.int32).tofile(ask["out"])
    print(json.dumps(answer), flush=True)
