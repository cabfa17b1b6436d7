"""Numbers that were measured, for pandas: of columns of times they come in milliseconds and become timestamps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

# Of a column of times these are times again; its sum is none, and a distance is a duration.
INSTANTS = frozenset(("mean", "min", "max", "p01", "p25", "p50", "p75", "p99"))
_IN_COLUMN_UNIT = INSTANTS | {"sum", "wasserstein"}


def to_nanoseconds(metric: str, value: float, is_time: bool) -> float:
    """A number measured of a column: of times in nanoseconds, as pandas counts them."""
    return value * 1e6 if is_time and metric in _IN_COLUMN_UNIT else float(value)


def to_timestamp(milliseconds: float | None) -> Any:
    """The moment in UTC, to the microsecond; NaT for none."""
    import pandas as pd

    if milliseconds is None:
        return pd.NaT
    return pd.Timestamp(round(milliseconds * 1000), unit="us", tz="UTC")


def to_column(metric: str, values: list[float | None], is_time: bool) -> Any:
    """A metric of one column many times over: moments as datetime64, everything else as float64."""
    if is_time and metric in INSTANTS:
        return to_timestamps(values)
    return to_floats([None if value is None else to_nanoseconds(metric, value, is_time) for value in values])


def to_floats(values: list[float | None]) -> Any:
    """Numbers as float64, NaN where there is none."""
    import numpy as np

    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)


def to_timestamps(values: list[float | None]) -> pd.DatetimeIndex:
    """Moments in UTC, NaT where there is none."""
    import pandas as pd

    return pd.DatetimeIndex([to_timestamp(value) for value in values], dtype="datetime64[us, UTC]")
