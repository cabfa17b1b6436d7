"""Spans of a session as a DataFrame."""

from __future__ import annotations

import base64
import contextlib
import datetime as dt
import gc
import json
import numbers
import warnings
from collections.abc import Callable, Iterable, Iterator
from typing import IO, TYPE_CHECKING, Any

from .errors import FilterError, PhoenixError, PhoenixWarning, RequestError

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    from .connection import Connection

# Where the server lists the columns whose cells are JSON.
_JSON_COLUMNS = b"phoenix:json"
# … and those that lack times which are beyond what pandas can say.
_FAR_TIMES = b"phoenix:far-times"
_INDEX = "context.span_id"
_TRACE = "context.trace_id"


def read_spans(
    connection: Connection,
    filter_condition: object,
    *,
    start_time: object,
    stop_time: object,
    root_spans_only: object,
    limit: object,
    project: object,
) -> pd.DataFrame:
    """The spans that a filter leaves; see ``Session.get_spans_dataframe``."""
    query: dict[str, Any] = {
        "filter": to_filter(filter_condition),
        "rootsOnly": bool(root_spans_only),
        "start": None if start_time is None else to_instant(start_time, "start_time"),
        "end": None if stop_time is None else to_instant(stop_time, "stop_time"),
        "limit": None if limit is None else _to_limit(limit),
        "project": None if project is None else to_project(project),
    }
    body = {name: value for name, value in query.items() if value is not None}
    try:
        content = json.dumps(body).encode()
        frame = connection.receive("POST", "/api/spans/frame", content, "application/json", _read_frame)
    except FilterError as error:
        error.text = body["filter"]
        raise
    if len(frame) == 0 and body.get("filter") and limit != 0:
        _warn_of_doubts(connection, body)
    return frame


def _warn_of_doubts(connection: Connection, query: dict[str, Any]) -> None:
    """Tells names that no span has, of a filter that left nothing."""
    asked = {name: query[name] for name in ("filter", "project") if name in query}
    # The frame is the answer; advice must not take its place.
    with contextlib.suppress(PhoenixError):
        for doubt in connection.send_json("POST", "/api/spans/doubts", asked):
            warnings.warn(doubt["message"], PhoenixWarning, stacklevel=4)


def _read_frame(answer: IO[bytes]) -> pd.DataFrame:
    import pyarrow as pa

    with pa.ipc.open_stream(answer) as batches:
        return _to_frame(batches.schema, batches)


def are_spans(table: pa.Table) -> bool:
    """Whether the server made the table of spans."""
    return _JSON_COLUMNS in (table.schema.metadata or {})


def to_spans_frame(table: pa.Table) -> pd.DataFrame:
    """One span per row: times in UTC, nested values as dicts and lists, integers with gaps as ``Int64``."""
    return _to_frame(table.schema, table.to_batches())


def _to_frame(schema: pa.Schema, batches: Iterable[pa.RecordBatch]) -> pd.DataFrame:
    import pandas as pd
    import pyarrow as pa

    far = json.loads((schema.metadata or {}).get(_FAR_TIMES, b"[]"))
    if far:
        warnings.warn(
            f"Some times of {' and '.join(far)} are NaT: they lie after the year 2262", PhoenixWarning, stacklevel=9
        )
    nested = set(json.loads((schema.metadata or {}).get(_JSON_COLUMNS, b"[]")))
    parts: list[list[Any]] = [[] for _ in schema]
    for batch in batches:
        with _uncollected():
            for field, column, done in zip(schema, batch.columns, parts, strict=True):
                done.append(_to_cells(field.name, column, field.name in nested))
    columns: dict[str, Any] = {}
    for field, done in zip(schema, parts, strict=True):
        if _is_text(field.type):
            columns[field.name] = pd.Series(_join(done), dtype=object)
        else:
            column = pa.chunked_array(done, field.type)
            has_gaps = pa.types.is_int64(field.type) and column.null_count
            columns[field.name] = pd.Int64Dtype().__from_arrow__(column) if has_gaps else column.to_pandas()
        # What a batch was turned into is in the column now.
        done.clear()
    frame = pd.DataFrame(columns)
    frame.index = pd.Index(frame[_INDEX], name=_INDEX, dtype=object)
    return frame


@contextlib.contextmanager
def _uncollected() -> Iterator[None]:
    """Nothing made meanwhile has a cycle: looking for some, again and again, took a quarter of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _is_text(kind: pa.DataType) -> bool:
    import pyarrow as pa

    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _join(parts: list[Any]) -> Any:
    import numpy as np

    return np.concatenate(parts) if parts else np.empty(0, dtype=object)


def _to_cells(name: str, column: pa.Array, is_nested: bool) -> Any:
    """Python's objects for texts and what they say; numbers and times stay in Arrow until all of them are there."""
    import numpy as np

    if not _is_text(column.type):
        return column
    cells = column.to_numpy(zero_copy_only=False).astype(object, copy=False)
    if not is_nested:
        return cells
    values = [None] * len(column) if column.null_count == len(column) else read_values(cells.tolist())
    if name == "events":
        values = [[] if cell is None else _to_events(cell) for cell in values]
    nested = np.empty(len(values), dtype=object)
    nested[:] = values
    return nested


def to_names(value: object) -> list[dict[str, str]] | None:
    """The spans that a frame of spans holds, as the server names them; None for anything else."""
    # Of a table of Arrow, `columns` are the data themselves.
    attribute = "column_names" if hasattr(type(value), "column_names") else "columns"
    columns = getattr(value, attribute, None)
    if columns is None or not all(name in list(columns) for name in (_INDEX, _TRACE)):
        return None
    frame: Any = value
    pairs = zip(_list(frame[_TRACE]), _list(frame[_INDEX]), strict=True)
    return [{"traceId": str(trace), "spanId": str(span)} for trace, span in pairs]


def _list(column: Any) -> list[Any]:
    return column.to_pylist() if hasattr(column, "to_pylist") else column.to_list()


def to_instant(value: object, argument: str) -> str:
    """A moment as ISO 8601 with its offset; without a zone it is wall-clock time of this machine."""
    import pandas as pd

    moment: Any
    try:
        moment = pd.Timestamp(value)
    except (ValueError, TypeError, OverflowError):
        moment = pd.NaT
    if isinstance(value, numbers.Number) or moment is pd.NaT:
        raise RequestError(
            f"Cannot use {value!r:.80} as {argument}: a datetime, a date or ISO 8601 text is needed",
            hint='For instance "2025-03-01T12:00"',
        )
    if moment.tzinfo is None:
        # The zone's rules of that day, not today's offset.
        local = dt.datetime.fromtimestamp(moment.to_pydatetime(warn=False).timestamp()).astimezone()
        moment = moment.tz_localize(local.tzinfo)
    return str(moment.tz_convert("UTC").isoformat())


def read_value(text: str) -> Any:
    """A value of a span from the JSON of the server, with bytes and NaN as they were."""
    return json.loads(text, object_hook=_read_marks)


def read_values(texts: list[str | None]) -> list[Any]:
    """Values of many spans, None for none: read at once, since each call has its price."""
    joined = ",".join(["null" if text is None else text for text in texts])
    has_marks = '"$' in joined
    values: list[Any] = json.loads(f"[{joined}]", object_hook=_read_marks if has_marks else None)
    return values


def _read_marks(value: dict[str, Any]) -> Any:
    if len(value) == 1:
        if isinstance(value.get("$bytes"), str):
            return base64.b64decode(value["$bytes"])
        if value.get("$float") == "NaN":
            return float("nan")
    # A user's own keys that look like a mark have one more dollar.
    if any(key.startswith("$") for key in value):
        return {_strip_mark(key): each for key, each in value.items()}
    return value


def _strip_mark(key: str) -> str:
    return key[1:] if key.startswith("$$") and key.lstrip("$") in ("bytes", "float") else key


def _to_events(cell: list[dict[str, Any]]) -> list[dict[str, Any]]:
    import pandas as pd

    return [
        {
            "name": event["name"],
            "timestamp": _to_timestamp(event["time"], pd.Timestamp),
            "attributes": event["attributes"],
        }
        for event in cell
    ]


def _to_timestamp(nanoseconds: int, make: Callable[..., Any]) -> Any:
    try:
        return make(nanoseconds, unit="ns", tz="UTC")
    except (ValueError, OverflowError):
        return None


def to_filter(value: object) -> str:
    """A filter as the server takes it; none is blank."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    raise RequestError(f"Cannot filter by {value!r:.80}: a filter is text", hint="For instance \"span_kind == 'LLM'\"")


def _to_limit(value: object) -> int:
    if isinstance(value, numbers.Integral) and not isinstance(value, bool) and int(value) >= 0:
        return int(value)
    raise RequestError(f"Cannot use {value!r:.80} as limit: a whole number of at least 0 is needed")


def to_project(value: object) -> str:
    """The name of a project."""
    if isinstance(value, str):
        return value
    raise RequestError(f"Cannot use {value!r:.80} as project: the name of one is needed")
