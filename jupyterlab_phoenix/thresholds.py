"""Limits that raise alerts, and the period that stands in for a reference."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from .arguments import to_limit, to_milliseconds, to_time
from .connection import Connection
from .errors import RequestError
from .measured import to_floats

if TYPE_CHECKING:
    import pandas as pd

_CODE = "metric/invalid"
_FIRST = {"hour": "1h", "day": "1d", "week": "7d"}
_BASELINE_HINT = 'Use "first week", "7d", (start, stop) or None'


def read_thresholds(connection: Connection) -> list[dict[str, Any]]:
    """The thresholds as the wire has them."""
    return list(connection.send_json("GET", "/api/thresholds"))


def to_thresholds(thresholds: list[dict[str, Any]]) -> pd.DataFrame:
    """One row per threshold: ``metric``, ``dimension`` (None: all), ``lower``, ``upper``, ``deviations``, ``off``."""
    import pandas as pd

    rules = [threshold["rule"] for threshold in thresholds]
    return pd.DataFrame(
        {
            "metric": pd.Series([threshold["metric"] for threshold in thresholds], dtype=object),
            "dimension": pd.Series([threshold.get("dimension") for threshold in thresholds], dtype=object),
            "lower": to_floats([rule.get("lower") for rule in rules]),
            "upper": to_floats([rule.get("upper") for rule in rules]),
            "deviations": to_floats([rule.get("k") for rule in rules]),
            "off": pd.Series([rule["kind"] == "off" for rule in rules], dtype=bool),
        }
    )


def to_rule(lower: object, upper: object, deviations: object, off: object) -> dict[str, Any]:
    """The rule of a threshold: two limits, deviations of the reference, or none at all."""
    limits = {
        "lower": None if lower is None else to_limit(lower, "lower"),
        "upper": None if upper is None else to_limit(upper, "upper"),
    }
    has_limits = lower is not None or upper is not None
    ways = [has_limits, deviations is not None, off is not False]
    if sum(ways) != 1 or off not in (True, False):
        raise RequestError(
            "Cannot set a threshold: give lower or upper or both, or deviations, or off=True",
            code=_CODE,
            hint="session.remove_threshold(…) goes back to the default",
        )
    if has_limits:
        return {"kind": "constant", **limits}
    return {"kind": "off"} if off else {"kind": "deviations", "k": to_limit(deviations, "deviations", 0.1, 100)}


def is_for(threshold: dict[str, Any], metric: str, dimension: str | None) -> bool:
    """Whether a threshold is the one for a metric and a dimension, None for all."""
    return threshold["metric"] == metric and threshold.get("dimension") == dimension


def to_baseline(value: object, state: dict[str, Any]) -> dict[str, str] | None:
    """The period as the wire has it, None for the reference data set.

    Args:
        value: ``"first week"``, a length of time from the first row on, (start, stop), or None.
        state: the state of the session.
    """
    if value is None:
        return None
    if isinstance(value, Sequence) and not isinstance(value, (str, bytes)):
        if len(value) != 2:
            raise RequestError(
                f"Cannot use {value!r:.80} as baseline: two times are needed", code=_CODE, hint=_BASELINE_HINT
            )
        return {"start": to_time(value[0], "start"), "end": to_time(value[1], "stop")}
    length = _to_length(value)
    primary = state["datasets"]["primary"]
    if primary is None or primary["startTime"] is None:
        raise RequestError("Cannot find the first rows of primary: it has no times", code=_CODE)
    import pandas as pd

    start = pd.Timestamp(primary["startTime"])
    return {"start": start.isoformat(), "end": (start + pd.Timedelta(milliseconds=length)).isoformat()}


def _to_length(value: object) -> int:
    text = value.strip().lower().removeprefix("first ") if isinstance(value, str) else None
    try:
        length = to_milliseconds(value if text is None else _FIRST.get(text, text), "baseline")
    except RequestError:
        length = None
    if length is None:
        raise RequestError(f"Cannot use {value!r:.80} as baseline", code=_CODE, hint=_BASELINE_HINT)
    return length


def write_baseline(connection: Connection, baseline: dict[str, str] | None) -> None:
    """Makes a period the baseline, None the reference data set."""
    # null is a body, too.
    connection.send("PUT", "/api/baseline", json.dumps(baseline).encode(), "application/json")


def from_baseline(baseline: dict[str, str] | None) -> tuple[pd.Timestamp, pd.Timestamp] | None:
    """The two ends, UTC."""
    if baseline is None:
        return None
    import pandas as pd

    return pd.Timestamp(baseline["start"]), pd.Timestamp(baseline["end"])
