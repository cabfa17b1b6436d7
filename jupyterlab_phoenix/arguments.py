"""Arguments of the analysis calls, checked and put in the words of the wire."""

from __future__ import annotations

import datetime as dt
import math
import numbers
import re
from collections.abc import Iterable, Mapping
from typing import Any

from .errors import RequestError
from .nearest import unknown

SIDES = ("primary", "reference")
_CODE = "metric/invalid"
_LONE_DAY_OR_WEEK = re.compile(r"(?<![a-zA-Z])[dw](?![a-zA-Z])")


def to_query(
    *,
    start: object = None,
    stop: object = None,
    label: object = None,
    k: object = None,
    **more: object,
) -> dict[str, Any]:
    """The body of a request: everything that was given, times as ISO 8601."""
    query: dict[str, Any] = {
        "start": None if start is None else to_time(start, "start"),
        "end": None if stop is None else to_time(stop, "stop"),
        "label": None if label is None else to_label(label),
        "k": None if k is None else to_count(k, "k", most=1_000_000),
        **more,
    }
    return {name: value for name, value in query.items() if value is not None}


def to_time(value: object, argument: str) -> str:
    """A moment as ISO 8601. Without a zone it is wall-clock time of the machine, as it is in the data (§2.6.3).

    Takes datetimes (also of pandas and numpy), dates, which begin at midnight, and ISO 8601 text, read by the server.
    """
    if isinstance(value, str) and value.strip():
        return value.strip()
    if type(value).__name__ == "datetime64":
        import pandas as pd

        value = pd.Timestamp(value)
    # NaT is a datetime to Python.
    if isinstance(value, dt.datetime) and value == value:
        return value.isoformat()
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return f"{value.isoformat()}T00:00:00"
    raise _refuse_time(value, argument)


def _refuse_time(value: object, argument: str) -> RequestError:
    return RequestError(
        f"Cannot use {value!r:.80} as {argument}: a datetime, a date or ISO 8601 text is needed",
        code=_CODE,
        hint=f'For instance {argument}="2025-03-01T12:00"',
    )


def to_milliseconds(value: object, argument: str) -> int | None:
    """A length of time in whole milliseconds, None for None.

    Takes ``timedelta`` (also of pandas and numpy), fixed pandas offsets, and text such as ``2d``, ``12h`` or ``D``.
    """
    if value is None:
        return None
    import pandas as pd

    try:
        span = _to_timedelta(value)
    except (ValueError, TypeError, OverflowError):
        span = None
    if span is None or span is pd.NaT:
        raise RequestError(
            f"Cannot use {value!r:.80} as {argument}: a length of time is needed",
            code=_CODE,
            hint=f'For instance {argument}="2d", "12h" or datetime.timedelta(hours=12); months have no fixed length',
        )
    milliseconds = span / pd.Timedelta(milliseconds=1)
    if milliseconds < 1 or milliseconds != math.floor(milliseconds):
        raise RequestError(
            f"Cannot use {value!r:.80} as {argument}: it is a whole number of milliseconds, at least 1", code=_CODE
        )
    return int(milliseconds)


def _to_timedelta(value: Any) -> Any:
    import pandas as pd

    if isinstance(value, numbers.Number) and not hasattr(value, "dtype"):
        raise TypeError("a number has no unit")
    if isinstance(value, str):
        # pandas writes days and weeks in capitals, people do not.
        text = _LONE_DAY_OR_WEEK.sub(lambda found: found.group().upper(), value.strip())
        return pd.Timedelta(f"1{text}" if text[:1].isalpha() else text)
    if isinstance(value, pd.offsets.Day):
        # To pandas a day may have 23 hours; a window never does.
        return pd.Timedelta(days=value.n)
    return pd.Timedelta(value)


def to_label(value: object) -> str:
    """A class as the confusion matrix writes it, the empty one in quotes."""
    if isinstance(value, bool) or type(value).__name__ in ("bool_", "bool"):
        return str(bool(value))
    if isinstance(value, numbers.Real):
        number = float(value)
        return f"{number:.0f}" if number.is_integer() and not isinstance(value, numbers.Integral) else str(value)
    if isinstance(value, str):
        return value or '""'
    raise RequestError(f"Cannot use {value!r:.80} as label: the name of one class is needed", code=_CODE)


def to_count(value: object, argument: str, least: int = 1, most: int | None = None) -> int:
    """A whole number from ``least`` to ``most``."""
    is_whole = isinstance(value, numbers.Integral) and not isinstance(value, bool)
    if is_whole and least <= int(value) and (most is None or int(value) <= most):  # type: ignore[call-overload]
        return int(value)  # type: ignore[call-overload]
    bounds = f"at least {least}" if most is None else f"from {least:,} to {most:,}"
    raise RequestError(f"Cannot use {value!r:.80} as {argument}: a whole number is needed, {bounds}", code=_CODE)


def to_limit(value: object, argument: str, least: float = -math.inf, most: float = math.inf) -> float:
    """A finite number from ``least`` to ``most``."""
    is_number = isinstance(value, numbers.Real) and not isinstance(value, bool)
    number = float(value) if is_number else math.nan  # type: ignore[arg-type]
    if math.isfinite(number) and least <= number <= most:
        return number
    bounds = "" if math.isinf(most) else f" from {least:g} to {most:g}"
    raise RequestError(f"Cannot use {value!r:.80} as {argument}: a finite number{bounds} is needed", code=_CODE)


def to_name(value: object, argument: str) -> str:
    """The name of a metric, dimension or embedding; whether there is one is the server's to say."""
    if isinstance(value, str):
        return value
    # Labels of columns need not be text in pandas.
    if isinstance(value, numbers.Integral) and not isinstance(value, bool):
        return str(value)
    raise RequestError(f"Cannot use {value!r:.80} as {argument}: a name is needed", code=_CODE)


def to_names(value: object, argument: str) -> list[str] | None:
    """One name or several, None for None."""
    if value is None:
        return None
    if isinstance(value, (str, numbers.Integral)):
        return [to_name(value, argument)]
    if isinstance(value, (bytes, Mapping)) or not isinstance(value, Iterable):
        raise RequestError(f"Cannot use {value!r:.80} as {argument}: a name or a list of names is needed", code=_CODE)
    return [to_name(name, f"an entry of {argument}") for name in value]


def to_choice(value: object, kind: str, choices: tuple[str, ...]) -> str:
    """One of a few words; ``kind`` is what they are names of."""
    if not isinstance(value, str) or value not in choices:
        raise unknown(kind, value, choices, code=_CODE)
    return value
