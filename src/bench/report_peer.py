"""The pandas and the polars of report.ts: one JSON line in, one JSON line out; one engine per process."""

import json
import resource
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

QUANTILES = [0.01, 0.25, 0.5, 0.75, 0.99]
DECILES = np.arange(11) / 10


def write_frame(file: str, rows: int, floats: int, categories: int, text: bool, seed: int, shift: float) -> None:
    """Floats of four shapes with 5 % nulls, categories of 2 to 5,000 values with 2 %, a time per row."""
    random = np.random.default_rng(seed)
    columns: dict[str, Any] = {}
    for i in range(floats):
        kind = i % 4
        if kind == 0:
            values = random.normal(shift, 1 + i / 10, rows)
        elif kind == 1:
            values = random.lognormal(shift, 1.5, rows)
        elif kind == 2:
            values = random.uniform(-1, 1 + shift, rows)
        else:
            values = np.round(random.gamma(2, 20 + shift, rows))
        values[random.random(rows) < 0.05] = np.nan
        columns[f"f{i:04}"] = pa.array(values, from_pandas=True)
    sizes = np.geomspace(2, 5000, max(categories, 2)).round().astype(int)
    for i in range(categories):
        size = int(min(sizes[i], max(2, rows)))
        codes = (random.beta(1 + shift, 3, rows) * size).astype(np.int32)
        values = pa.array([f"value {k}" for k in range(size)])
        keys = pa.array(codes, mask=random.random(rows) < 0.02)
        array = pa.DictionaryArray.from_arrays(keys, values)
        columns[f"c{i:04}"] = array.cast(pa.string()) if text else array
    start = 1_700_000_000_000_000
    columns["time"] = pa.array(
        np.sort(random.integers(start, start + 30 * 86_400_000_000, rows)), pa.timestamp("us", "UTC")
    )
    table = pa.table(columns)
    with pa.OSFile(file, "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table, max_chunksize=rows)


def diverge(p: np.ndarray, q: np.ndarray) -> tuple[float, float, float]:
    """PSI, KL divergence and JS distance of two histograms after Laplace smoothing."""
    kept = (p + q) > 0
    p, q = p[kept] + 1.0, q[kept] + 1.0
    p, q = p / p.sum(), q / q.sum()
    m = (p + q) / 2
    kl = float((p * np.log(p / q)).sum())
    js = float(np.sqrt(((p * np.log(p / m)).sum() + (q * np.log(q / m)).sum()) / 2))
    return kl + float((q * np.log(q / p)).sum()), kl, js


def inner(deciles: np.ndarray) -> np.ndarray:
    breaks = np.unique(deciles)
    return breaks[1:-1] if len(breaks) > 2 else breaks[:1]


def count_between(breaks: np.ndarray, present: np.ndarray, rows: int) -> np.ndarray:
    """Rows per bin, the missing ones last."""
    bins = np.searchsorted(breaks, present, side="right")
    return np.append(np.bincount(bins, minlength=len(breaks) + 1), rows - len(present))


class Pandas:
    def __init__(self) -> None:
        import pandas

        self.pd = pandas
        self.versions = {"pandas": pandas.__version__, "numpy": np.__version__}

    def load(self, file: str) -> Any:
        return pa.ipc.open_file(pa.memory_map(file)).read_all().to_pandas()

    def summarise(self, series: Any, is_float: bool) -> dict[str, Any]:
        missing = int(series.isna().sum())
        found: dict[str, Any] = {"count": len(series), "percent_empty": 100 * missing / len(series)}
        if is_float:
            found |= {"mean": series.mean(), "sum": series.sum(), "min": series.min(), "max": series.max()}
            found["quantiles"] = series.quantile(QUANTILES).to_list()
        else:
            found["cardinality"] = series.nunique()
        return found

    def report(self, primary: Any, reference: Any) -> dict[str, Any]:
        answer = {}
        for name in primary.columns:
            if name == "time":
                continue
            a, b = primary[name], reference[name]
            is_float = name.startswith("f")
            if is_float:
                p, q = a.to_numpy(), b.to_numpy()
                p, q = p[~np.isnan(p)], q[~np.isnan(q)]
                breaks = inner(np.quantile(q, DECILES))
                drift = diverge(count_between(breaks, p, len(a)), count_between(breaks, q, len(b)))
            else:
                both = self.pd.concat([a.value_counts(dropna=False), b.value_counts(dropna=False)], axis=1).fillna(0)
                drift = diverge(both.iloc[:, 0].to_numpy(), both.iloc[:, 1].to_numpy())
            answer[name] = [self.summarise(a, is_float), self.summarise(b, is_float), drift]
        return answer


class Polars:
    def __init__(self) -> None:
        import polars

        self.pl = polars
        self.versions = {"polars": polars.__version__, "threads": str(polars.thread_pool_size())}

    def load(self, file: str) -> Any:
        return self.pl.from_arrow(pa.ipc.open_file(pa.memory_map(file)).read_all())

    def summarise(self, frame: Any, floats: list[str], categories: list[str], quantiles: list[float]) -> dict[str, Any]:
        """All of one frame in one query, so that polars shares the work between its threads."""
        col = self.pl.col
        parts = [col(n).null_count().alias(f"{n}|missing") for n in floats + categories]
        for n in floats:
            parts += [getattr(col(n), how)().alias(f"{n}|{how}") for how in ("mean", "sum", "min", "max")]
            # All at once: polars sorts a column once per call.
            parts.append(col(n).quantile(quantiles, "linear").alias(f"{n}|quantiles"))
        parts += [col(n).value_counts(sort=False).implode().alias(f"{n}|values") for n in categories]
        facts = frame.lazy().select(parts).collect().to_dicts()[0]
        for n in floats:
            facts |= {f"{n}|{p}": value for p, value in zip(quantiles, facts[f"{n}|quantiles"], strict=True)}
        return facts

    def report(self, primary: Any, reference: Any) -> dict[str, Any]:
        floats = [n for n in primary.columns if n.startswith("f")]
        categories = [n for n in primary.columns if n.startswith("c")]
        deciles = [float(d) for d in DECILES]
        found = [
            self.summarise(primary, floats, categories, QUANTILES),
            self.summarise(reference, floats, categories, sorted({*QUANTILES, *deciles})),
        ]
        breaks = {n: inner(np.array([found[1][f"{n}|{d}"] for d in deciles])) for n in floats}
        # Sums of comparisons are what polars counts fastest.
        below = [
            frame.lazy()
            .select([(self.pl.col(n) < b).sum().alias(f"{n}|{i}") for n in floats for i, b in enumerate(breaks[n])])
            .collect()
            .to_dicts()[0]
            for frame in (primary, reference)
        ]
        answer = {}
        for name in floats + categories:
            sides, counts = [], []
            for frame, facts, less in zip((primary, reference), found, below, strict=True):
                rows, missing = frame.height, facts[f"{name}|missing"]
                side = {"count": rows, "percent_empty": 100 * missing / rows}
                if name in breaks:
                    side |= {how: facts[f"{name}|{how}"] for how in ("mean", "sum", "min", "max")}
                    side["quantiles"] = [facts[f"{name}|{p}"] for p in QUANTILES]
                    cumulated = [less[f"{name}|{i}"] for i in range(len(breaks[name]))]
                    counts.append(np.append(np.diff([0, *cumulated, rows - missing]), missing))
                else:
                    by_value = {each[name]: each["count"] for each in flatten(facts[f"{name}|values"])}
                    side["cardinality"] = len(by_value) - (None in by_value)
                    counts.append(by_value)
                sides.append(side)
            if name not in breaks:
                keys = list({**counts[0], **counts[1]})
                counts = [np.array([each.get(key, 0) for key in keys]) for each in counts]
            answer[name] = [*sides, diverge(*counts)]
        return answer


def flatten(values: Any) -> list[dict[str, Any]]:
    return values[0] if values and isinstance(values[0], list) else values


def status(key: str) -> int:
    """A size in kB that the kernel keeps of this process."""
    return int(
        next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith(key)).split()[1]
    )


engine: Pandas | Polars | None = None
frames: list[Any] = []
for line in sys.stdin:
    ask = json.loads(line)
    answer: dict[str, Any] = {}
    wall, cpu = time.perf_counter(), time.process_time()
    if "write" in ask:
        write_frame(**ask["write"])
    elif "engine" in ask:
        engine = Pandas() if ask["engine"] == "pandas" else Polars()
        answer["versions"] = engine.versions
    elif engine and "load" in ask:
        frames = []
        frames = [engine.load(file) for file in ask["load"]]
    elif engine:
        made = engine.report(*frames)
        answer["report"] = made if ask.get("whole") else {}
    answer |= {
        "wallSeconds": time.perf_counter() - wall,
        "cpuSeconds": time.process_time() - cpu,
        "rss": status("VmRSS") / 1024,
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    print(json.dumps(answer, default=float), flush=True)
