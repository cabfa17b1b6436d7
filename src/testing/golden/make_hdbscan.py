"""Writes hdbscan.json: scikit-learn's labels. Run: .venv/bin/python src/testing/golden/make_hdbscan.py"""

import base64
import json
from pathlib import Path

import numpy as np
import sklearn
from sklearn.cluster import HDBSCAN
from sklearn.cluster._hdbscan._tree import _condense_tree, _do_labelling
from sklearn.datasets import make_circles, make_moons

SEED = 20240611


def pack(values: np.ndarray, kind: str) -> str:
    return base64.b64encode(np.ascontiguousarray(values, dtype=kind).tobytes()).decode()


def sets() -> dict[str, np.ndarray]:
    random = np.random.default_rng(SEED)
    centers = random.uniform(-10, 10, size=(12, 3))
    widths = random.uniform(0.2, 1.5, size=12)
    which = random.integers(12, size=1200)
    blobs = centers[which] + random.normal(size=(1200, 3)) * widths[which, None]
    moons, _ = make_moons(700, noise=0.06, random_state=SEED)
    circles, _ = make_circles(700, noise=0.04, factor=0.4, random_state=SEED)
    noise = random.uniform(-1, 1, size=(500, 2))
    centers = [(0, 0), (2, 0), (20, 0), (22, 1)]
    nested = np.concatenate([random.normal(size=(150, 2)) * 0.3 + [x, y] for x, y in centers])
    return {"blobs": blobs, "moons": moons, "circles": circles, "noise": noise, "nested": nested}


# (min_cluster_size, min_samples as the hdbscan package counts, cluster_selection_epsilon)
PARAMETERS = [(10, 1, 0.0), (5, 1, 0.0), (15, 5, 0.0), (8, 15, 0.0), (10, 1, 0.3), (6, 4, 1.0)]


def raise_clusters(linkage: np.ndarray, size: int, epsilon: float) -> np.ndarray:
    """
    Labels with cluster_selection_epsilon > 0 (Malzer & Baum, 2020), on scikit-learn's own condensed tree: its own
    search fails with numpy 2.4 ("only 0-dimensional arrays can be converted to Python scalars").
    """
    condensed = _condense_tree(linkage, size)
    splits = condensed[condensed["cluster_size"] > 1]
    root = condensed["parent"].min()
    parent = {int(row["child"]): int(row["parent"]) for row in splits}
    birth = {int(row["child"]): float(row["value"]) for row in splits} | {int(root): 0.0}
    below = {c: [int(row["child"]) for row in splits if row["parent"] == c] for c in birth}
    stability = {
        c: float(sum((row["value"] - birth[c]) * row["cluster_size"] for row in condensed[condensed["parent"] == c]))
        for c in birth
    }
    chosen: set[int] = set()

    def descend(cluster: int) -> set[int]:
        return {d for child in below[cluster] for d in {child} | descend(child)}

    for cluster in sorted(parent, reverse=True):
        inner = sum(stability[child] for child in below[cluster])
        if inner > stability[cluster]:
            stability[cluster] = inner
        else:
            chosen = (chosen - descend(cluster)) | {cluster}
    raised = set()
    for cluster in chosen:
        while 1 / birth[cluster] < epsilon and parent[cluster] != root:
            cluster = parent[cluster]
        raised.add(cluster)
    for cluster in list(raised):
        raised -= descend(cluster)
    numbers = {cluster: number for number, cluster in enumerate(sorted(raised))}
    return _do_labelling(condensed, raised, numbers, False, epsilon)


def find_ties(points: np.ndarray, labels: np.ndarray, size: int, samples: int) -> list[int]:
    """
    Points whose label changes when scikit-learn gets the points in another order. With more than one sample all edges
    shorter than a point's core distance are equally long, and which of two clusters such a point belongs to is a matter
    of order.
    """
    random = np.random.default_rng(SEED)
    tied: set[int] = set()
    for _ in range(24):
        order = random.permutation(len(points))
        other = np.empty_like(labels)
        model = HDBSCAN(min_cluster_size=size, min_samples=samples + 1, copy=True)
        other[order] = model.fit(points[order].astype(float)).labels_
        for label in np.unique(other):
            members = labels[other == label]
            name = np.bincount(members + 1).argmax() - 1 if label >= 0 else -1
            tied.update(np.flatnonzero((other == label) & (labels != name)).tolist())
    return sorted(tied)


def main() -> None:
    data = []
    for name, values in sets().items():
        points = values.astype("<f4")
        runs = []
        for size, samples, epsilon in PARAMETERS:
            # scikit-learn counts the point itself among its samples.
            model = HDBSCAN(min_cluster_size=size, min_samples=samples + 1, copy=True).fit(points.astype(float))
            run = {"minClusterSize": size, "minSamples": samples, "epsilon": epsilon}
            if epsilon > 0:
                run["labels"] = pack(raise_clusters(model._single_linkage_tree_, size, epsilon), "i1")
            else:
                run["labels"] = pack(model.labels_, "i1")
                run["tied"] = find_ties(points, model.labels_, size, samples) if samples > 1 else []
                run["probabilities"] = pack(np.round(model.probabilities_ * 255), "u1")
            runs.append(run)
        data.append(
            {
                "name": name,
                "count": len(points),
                "components": points.shape[1],
                "points": pack(points, "<f4"),
                "runs": runs,
            }
        )
    made = {"script": Path(__file__).name, "seed": SEED}
    made |= {"scikit-learn": sklearn.__version__, "numpy": np.__version__}
    Path(__file__).with_name("hdbscan.json").write_text(json.dumps({"made": made, "sets": data}) + "\n")


if __name__ == "__main__":
    main()
