"""Times the way of a large frame there and back: launched, selected, read, exported; against Parquet of pandas.

Run with the environment's Python: ``python src/bench/round_trip.py [rows]``. Every figure is the median of three runs
on this machine. What comes back is compared with what went in, cell by cell.
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    import pandas as pd

ROWS = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
RUNS = 3
Result = TypeVar("Result")


class Timer(Protocol):
    """Does the work, and keeps how long it took."""

    def __call__(self, name: str, work: Callable[[], Result]) -> Result: ...


def make_frame() -> pd.DataFrame:
    """Fourteen columns of floats, three of whole numbers, two of categories, one of free text."""
    import numpy as np
    import pandas as pd

    rng = np.random.default_rng(7)
    frame = pd.DataFrame({f"x{i}": rng.normal(size=ROWS) for i in range(14)})
    for i in range(3):
        frame[f"n{i}"] = rng.integers(0, 10 ** (2 * i + 1), ROWS)
    for i in range(2):
        frame[f"c{i}"] = pd.Categorical(rng.integers(0, 10 * (i + 1), ROWS).astype(str))
    frame["text"] = [f"request {row} of customer {row % 977}" for row in range(ROWS)]
    return frame


def go_there_and_back(frame: pd.DataFrame, path: str, take: Timer) -> None:
    import numpy as np
    import pandas as pd

    import jupyterlab_phoenix as px

    def compare(found: pd.DataFrame) -> None:
        pd.testing.assert_frame_equal(found[frame.columns], frame, check_index_type=False)

    everything = np.ones(ROWS, dtype=bool)
    schema = px.Schema(feature_column_names=list(frame.columns))
    session = take("launch_app(primary) → loaded", lambda: px.launch_app(primary=px.Dataset(frame, schema)))
    take("selection = every row", lambda: setattr(session, "selection", everything))
    compare(take("selection → DataFrame", lambda: session.selection))
    compare(take("export() → DataFrame", lambda: session.export("all")))
    px.close_app()
    take("pandas: to_parquet", lambda: frame.to_parquet(path))
    take("pandas: read_parquet", lambda: pd.read_parquet(path))


def main() -> None:
    scratch = tempfile.TemporaryDirectory(prefix="phoenix-bench-")
    os.environ.update(
        HOME=scratch.name, PHOENIX_WORKING_DIR=f"{scratch.name}/work", JUPYTER_RUNTIME_DIR=f"{scratch.name}/run"
    )
    import pandas as pd

    times: dict[str, list[float]] = defaultdict(list)

    def take(name: str, work: Callable[[], Result]) -> Result:
        start = time.perf_counter()
        result = work()
        times[name].append(time.perf_counter() - start)
        return result

    frame = make_frame()
    for _ in range(RUNS):
        go_there_and_back(frame, f"{scratch.name}/frame.parquet", take)
    medians = {name: statistics.median(taken) for name, taken in times.items()}
    width = max(map(len, medians))
    print(f"Python {platform.python_version()}, pandas {pd.__version__}, {os.cpu_count()} cores, {platform.machine()}")
    print(f"{ROWS:,} rows × {len(frame.columns)} columns, seconds")
    for name, value in medians.items():
        print(f"{name:<{width}}  {value:8.2f}")
    print(
        json.dumps({"bench": "round trip", "rows": ROWS, **{name: round(value, 3) for name, value in medians.items()}})
    )


if __name__ == "__main__":
    main()
