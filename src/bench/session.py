"""Times what a notebook user waits for: import, launch, data to cloud, selection, export; and the server's memory.

Run with the environment's Python: ``python src/bench/session.py [rows] [dimensions]``. Prints a table and a JSON line.
Every figure is the median of several runs on this machine; only their order of magnitude carries over to another.
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable

ROWS = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
DIMENSIONS = int(sys.argv[2]) if len(sys.argv) > 2 else 768


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def import_seconds(statement: str, runs: int = 7) -> float:
    code = f"import time; t = time.perf_counter(); {statement}; print(time.perf_counter() - t)"
    return statistics.median(
        float(subprocess.check_output([sys.executable, "-c", code], text=True)) for _ in range(runs)
    )


def main() -> None:
    scratch = tempfile.TemporaryDirectory(prefix="phoenix-bench-")
    os.environ.update(
        HOME=scratch.name, PHOENIX_WORKING_DIR=f"{scratch.name}/work", JUPYTER_RUNTIME_DIR=f"{scratch.name}/run"
    )
    rows: dict[str, float] = {}
    pandas_alone = import_seconds("import pandas")
    rows["import beyond pandas, s"] = (
        import_seconds("import pandas, jupyterlab_phoenix as px; px.launch_app, px.Dataset, px.Schema") - pandas_alone
    )

    import numpy as np
    import pandas as pd

    import jupyterlab_phoenix as px

    def launch_and_read_page() -> None:
        session = px.launch_app()
        # The ticket in the link is swapped for a cookie.
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
        with browser.open(session.url) as page:
            page.read(1)

    launches = []
    for _ in range(5):
        launches.append(seconds(launch_and_read_page))
        px.close_app()
    rows["launch_app() to first page byte, s"] = statistics.median(launches)

    rng = np.random.default_rng(7)
    centers = rng.normal(0, 4, (40, DIMENSIONS)).astype(np.float32)
    vectors = centers[rng.integers(0, 40, ROWS)] + rng.normal(0, 1, (ROWS, DIMENSIONS)).astype(np.float32)
    frame = pd.DataFrame({f"x{i}": rng.normal(size=ROWS) for i in range(14)})
    for i in range(6):
        frame[f"c{i}"] = pd.Categorical(rng.integers(0, 10 * (i + 1), ROWS).astype(str))
    frame["vector"] = list(vectors)
    schema = px.Schema(embedding_feature_column_names={"vector": px.EmbeddingColumnNames(vector_column_name="vector")})

    start = time.perf_counter()
    session = px.launch_app(primary=px.Dataset(frame, schema, name="bench"))
    rows[f"{ROWS:,} × {DIMENSIONS} + 20 columns → loaded, s"] = time.perf_counter() - start
    job = session.umap("vector", n_components=2, n_samples=5000, n_neighbors=15)
    job.result()
    rows["… → cloud of 5,000 drawn rows, s"] = time.perf_counter() - start
    everything = np.ones(ROWS, dtype=bool)
    rows["select every row from code, s"] = seconds(lambda: setattr(session, "selection", everything))
    rows["selection as a DataFrame, s"] = seconds(lambda: session.selection)
    rows["export of every row to disk, s"] = seconds(lambda: session.export("all"))
    rows["exports[-1] as a DataFrame, s"] = seconds(lambda: session.exports[-1])
    rows["server memory, MB"] = session.state["memoryBytes"] / 1e6
    px.close_app()

    width = max(map(len, rows))
    print(f"Python {platform.python_version()}, pandas {pd.__version__}, {os.cpu_count()} cores, {platform.machine()}")
    for name, value in rows.items():
        print(f"{name:<{width}}  {value:8.2f}")
    print(json.dumps(rows))


if __name__ == "__main__":
    main()
