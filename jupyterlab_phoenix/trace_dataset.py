"""Spans as a table that can be kept, and launched again."""

from __future__ import annotations

import base64
import contextlib
import gzip
import json
import math
import numbers
import uuid
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .errors import RequestError, StorageError
from .spans import read_value

if TYPE_CHECKING:
    import pandas as pd

    from .connection import Connection

_REQUIRED = (
    "name",
    "span_kind",
    "parent_id",
    "start_time",
    "end_time",
    "status_code",
    "status_message",
    "context.span_id",
    "context.trace_id",
)
_STATUS = {"UNSET": 0, "OK": 1, "ERROR": 2}
_BATCH = 1000
_METADATA = b"phoenix:trace"
_INDEX = "context.span_id"
_KIND = "openinference.span.kind"
# What Phoenix 3 worked out for each span and put among its attributes.
_COMPUTED = "__computed__."
# What a file of JSON cells would forget of a column.
_NUMBERS = ("Int64", "int64", "float64", "bool")
# Texts under these keys are read as JSON when they are stored.
_JSON_SUFFIXES = ("metadata", "llm.prompt_template.variables", "tool.parameters")


class TraceDataset:
    """Spans in a DataFrame with the columns of ``Session.get_spans_dataframe()``.

    Args:
        dataframe: one span per row. Needs ``name``, ``span_kind``, ``parent_id``, ``start_time``, ``end_time``,
            ``status_code``, ``status_message``, ``context.span_id`` and ``context.trace_id``; ``events`` and
            ``attributes.…`` are optional. It is copied. Times may be datetimes (without a zone: wall-clock time of this
            machine), Unix seconds or ISO 8601 text.
        name: what people call it.

    Raises:
        RequestError: a column is missing, or a time cannot be read.
    """

    def __init__(self, dataframe: pd.DataFrame, name: str | None = None) -> None:
        import pandas as pd

        if not isinstance(dataframe, pd.DataFrame):
            raise RequestError(f"Cannot use {type(dataframe).__name__} as spans: a DataFrame is needed")
        missing = [column for column in _REQUIRED if column not in dataframe.columns]
        if missing:
            raise RequestError(
                f"Cannot use these spans: the columns {', '.join(missing)} are missing",
                hint="session.get_spans_dataframe() gives a frame that has them",
            )
        frame = dataframe.copy()
        for column in ("start_time", "end_time"):
            frame[column] = _to_times(frame[column], column)
        self.dataframe = frame
        self.id = str(uuid.uuid4())
        self.name = name or f"spans {self.id[:8]}"

    @classmethod
    def from_spans(cls, spans: Iterable[Any], name: str | None = None) -> TraceDataset:
        """From spans as mappings (``context`` and ``attributes`` may be nested) or of the OpenTelemetry SDK."""
        import pandas as pd

        rows = [_to_row(span) for span in spans]
        names = dict.fromkeys([*_REQUIRED, *(name for row in rows for name in row)])
        return cls(pd.DataFrame({name: _to_column([row.get(name) for row in rows]) for name in names}), name)

    def save(self, directory: str | Path | None = None) -> str:
        """Writes one Parquet file, ``trace_dataset-<id>.parquet``; gives the id.

        Args:
            directory: where to; default ``trace_datasets`` in the working folder.

        Raises:
            StorageError: the folder cannot be written.
        """
        import pyarrow as pa
        import pyarrow.parquet as pq

        columns: dict[str, Any] = {}
        kinds = {str(name): str(kind) for name, kind in self.dataframe.dtypes.items() if str(kind) in _NUMBERS}
        for column in self.dataframe.columns:
            cells = self.dataframe[column]
            if column in ("start_time", "end_time"):
                columns[column] = pa.Array.from_pandas(cells)
            else:
                # Cells of one column may be of any kind: JSON keeps each as it is.
                columns[column] = pa.array([None if _is_missing(c) else _write_value(c) for c in cells], pa.string())
        table = pa.table(columns)
        words = {"id": self.id, "name": self.name, "numbers": kinds, "isIndexed": self.dataframe.index.name == _INDEX}
        table = table.replace_schema_metadata({_METADATA: json.dumps(words).encode()})
        path = _folder(directory) / _file_name(self.id)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            temporary = path.with_name(f".{path.name}.{uuid.uuid4().hex[:8]}")
            pq.write_table(table, temporary)
            temporary.replace(path)
        except OSError as error:
            raise StorageError(f'Cannot save the spans to "{path.parent}": {error.strerror or error}') from error
        return self.id

    @classmethod
    def load(cls, id: str, directory: str | Path | None = None) -> TraceDataset:
        """Reads what ``save`` wrote.

        Raises:
            RequestError: there is no such file, or it is not of ours.
        """
        import pandas as pd
        import pyarrow.parquet as pq

        path = _folder(directory) / _file_name(str(id))
        if not path.is_file():
            raise RequestError(f'Cannot load the spans "{id}": there is no file {path}')
        try:
            table = pq.read_table(path)
            words = json.loads((table.schema.metadata or {})[_METADATA])
        except (OSError, ValueError, KeyError) as error:
            raise RequestError(f'Cannot load the spans "{id}": {path} is no file of spans') from error
        if words["id"] != str(id):
            raise RequestError(f'Cannot load the spans "{id}": the file holds "{words["id"]}", so it was renamed')
        frame = table.to_pandas()
        numbers = words.get("numbers", {})
        for column in frame.columns:
            if column not in ("start_time", "end_time"):
                cells = [None if _is_missing(cell) else read_value(cell) for cell in frame[column]]
                # Integers among gaps would become floats.
                frame[column] = pd.Series(cells, dtype=numbers.get(column, object))
        if "events" in frame:
            frame["events"] = pd.Series([_to_frame_events(cell) for cell in frame["events"]], dtype=object)
        if words.get("isIndexed"):
            frame.index = pd.Index(frame[_INDEX], name=_INDEX, dtype=object)
        dataset = cls(frame, words["name"])
        dataset.id = words["id"]
        return dataset

    def __len__(self) -> int:
        return len(self.dataframe)

    def __repr__(self) -> str:
        traces = self.dataframe["context.trace_id"].nunique()
        return f'<TraceDataset "{self.name}": {len(self):,} spans of {traces:,} traces>'


def send_spans(connection: Connection, dataset: TraceDataset) -> None:
    """Stores the spans of a data set in a session; those that are there already stay as they are.

    Raises:
        RequestError: a span cannot be stored.
    """
    # Of equal times the last that came is the first of a frame.
    rows = iter(dataset.dataframe.iloc[::-1].to_dict("records"))
    while batch := [row for _, row in zip(range(_BATCH), rows, strict=False)]:
        spans = [_to_otlp(row) for row in batch]
        body = gzip.compress(json.dumps({"resourceSpans": [{"scopeSpans": [{"spans": spans}]}]}).encode(), 1)
        content = connection.send("POST", "/v1/traces", body, "application/json", {"Content-Encoding": "gzip"})
        partial = json.loads(content).get("partialSuccess")
        if partial:
            raise RequestError(
                f"Cannot load {partial.get('rejectedSpans')} of the spans: {partial.get('errorMessage')}"
            )


def _to_otlp(row: Mapping[Any, Any]) -> dict[str, Any]:
    kind = _find_kind(row)
    attributes = [] if kind is None else [_pair(_KIND, kind)]
    for column, value in row.items():
        if isinstance(column, str) and column.startswith("attributes.") and not _is_missing(value):
            key = column.removeprefix("attributes.")
            if key != _KIND and not key.startswith(_COMPUTED):
                attributes.append(_pair(key, value))
    span: dict[str, Any] = {
        "traceId": _to_id(row["context.trace_id"]),
        "spanId": _to_id(row["context.span_id"]),
        "name": "" if _is_missing(row["name"]) else str(row["name"]),
        "startTimeUnixNano": str(_to_nanoseconds(row["start_time"])),
        "endTimeUnixNano": str(_to_nanoseconds(row["end_time"])),
        "attributes": attributes,
        "events": [_to_event(event) for event in _to_list(row.get("events"))],
        "status": {
            "code": _STATUS.get(str(row["status_code"]).upper(), 0),
            "message": "" if _is_missing(row["status_message"]) else str(row["status_message"]),
        },
    }
    if not _is_missing(row["parent_id"]):
        span["parentSpanId"] = _to_id(row["parent_id"])
    return span


def _find_kind(row: Mapping[Any, Any]) -> str | None:
    """The kind in the words of the program that made the span, unless the frame says another one; None for none."""
    kind = None if _is_missing(row["span_kind"]) else str(row["span_kind"])
    sent = row.get(f"attributes.{_KIND}")
    if isinstance(sent, str) and kind in (None, "UNKNOWN", sent.strip().upper()):
        return sent
    return None if kind == "UNKNOWN" else kind


def _to_event(event: Mapping[str, Any]) -> dict[str, Any]:
    attributes = event.get("attributes") or {}
    return {
        "name": str(event.get("name", "")),
        "timeUnixNano": str(_to_nanoseconds(event.get("timestamp"))),
        "attributes": [_pair(key, value) for key, value in attributes.items() if not _is_missing(value)],
    }


def _pair(key: str, value: Any) -> dict[str, Any]:
    # The keys of metadata are the user's: as pairs, they would be nested at their dots.
    if key.endswith(_JSON_SUFFIXES) and isinstance(value, (Mapping, list)):
        with contextlib.suppress(TypeError):
            return {"key": key, "value": {"stringValue": json.dumps(value, default=_to_plain_list)}}
    return {"key": key, "value": _to_any_value(value)}


def _to_plain_list(value: Any) -> Any:
    if hasattr(value, "tolist"):
        return value.tolist()
    raise TypeError


def _to_any_value(value: Any) -> dict[str, Any]:
    if isinstance(value, str):
        return {"stringValue": value}
    if isinstance(value, bytes):
        return {"bytesValue": base64.b64encode(value).decode()}
    if isinstance(value, (bool,)) or type(value).__name__ == "bool_":
        return {"boolValue": bool(value)}
    if isinstance(value, numbers.Integral):
        return {"intValue": str(int(value))}
    if isinstance(value, numbers.Real):
        number = float(value)
        words = {math.inf: "Infinity", -math.inf: "-Infinity"}
        return {"doubleValue": number if math.isfinite(number) else words.get(number, "NaN")}
    if isinstance(value, Mapping):
        return {"kvlistValue": {"values": [_pair(str(key), each) for key, each in value.items()]}}
    if value is None:
        return {}
    if hasattr(value, "tolist"):
        return _to_any_value(value.tolist())
    if isinstance(value, Iterable):
        return {"arrayValue": {"values": [_to_any_value(each) for each in value]}}
    return {"stringValue": str(value)}


def _to_column(cells: list[Any]) -> pd.Series:
    """Numbers of one type as such, integers with gaps as ``Int64``, anything else as it is."""
    import pandas as pd

    kinds = {type(cell) for cell in cells if cell is not None}
    if kinds == {int} and all(-(2**63) <= cell < 2**63 for cell in cells if cell is not None):
        return pd.Series(cells, dtype="Int64" if None in cells else "int64")
    return pd.Series(cells, dtype="float64" if kinds == {float} else object)


def _to_frame_events(cell: Any) -> list[dict[str, Any]]:
    import pandas as pd

    return [{**event, "timestamp": pd.Timestamp(event.get("timestamp"))} for event in _to_list(cell)]


def _to_row(span: Any) -> dict[str, Any]:
    if hasattr(span, "to_json"):
        return _from_sdk(json.loads(span.to_json()))
    if not isinstance(span, Mapping):
        raise RequestError(f"Cannot use {span!r:.80} as a span: a mapping or a span of OpenTelemetry is needed")
    row: dict[str, Any] = {"parent_id": None, "status_code": "UNSET", "status_message": "", "end_time": None}
    for key, value in span.items():
        if key in ("context", "attributes") and isinstance(value, Mapping):
            row.update({f"{key}.{name}": each for name, each in value.items()})
        else:
            row[str(key)] = value
    return row


def _from_sdk(span: dict[str, Any]) -> dict[str, Any]:
    strip = lambda text: None if text is None else str(text).removeprefix("0x")  # noqa: E731
    attributes = span.get("attributes") or {}
    return {
        "name": span["name"],
        "span_kind": attributes.get("openinference.span.kind", "UNKNOWN"),
        "parent_id": strip(span.get("parent_id")),
        "start_time": span["start_time"],
        "end_time": span.get("end_time"),
        "status_code": (span.get("status") or {}).get("status_code", "UNSET"),
        "status_message": (span.get("status") or {}).get("description", ""),
        "context.span_id": strip(span["context"]["span_id"]),
        "context.trace_id": strip(span["context"]["trace_id"]),
        "events": span.get("events") or [],
        **{f"attributes.{key}": value for key, value in attributes.items()},
    }


def _to_times(cells: pd.Series, column: str) -> pd.Series:
    import pandas as pd

    try:
        if pd.api.types.is_numeric_dtype(cells.dtype) and not pd.api.types.is_bool_dtype(cells.dtype):
            return pd.to_datetime(cells, unit="s", utc=True).dt.as_unit("ns")
        if isinstance(cells.dtype, pd.DatetimeTZDtype):
            return cells.dt.tz_convert("UTC").dt.as_unit("ns")
        return pd.Series([_to_time(cell) for cell in cells], index=cells.index, dtype="datetime64[ns, UTC]")
    except (ValueError, TypeError, OverflowError) as error:
        raise RequestError(f"Cannot read the times of {column}: {error}") from error


def _to_time(cell: Any) -> Any:
    import pandas as pd

    from .spans import to_instant

    return pd.NaT if _is_missing(cell) else pd.Timestamp(to_instant(cell, "a time")).tz_convert("UTC")


def _to_nanoseconds(value: Any) -> int:
    import pandas as pd

    if _is_missing(value):
        return 0
    return int(pd.Timestamp(value).value)


def _to_id(value: Any) -> str:
    return str(value).replace("-", "").removeprefix("0x").lower()


def _to_list(value: Any) -> Iterator[Any]:
    if value is None or isinstance(value, (str, float)):
        return iter(())
    return iter(value)


def _is_missing(value: Any) -> bool:
    # NaN and NaT are not equal to themselves; arrays are values.
    return value is None or type(value).__name__ == "NAType" or (not hasattr(value, "__len__") and value != value)


def _write_value(value: Any) -> str:
    return json.dumps(value, default=_to_plain)


def _to_plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return {"$bytes": base64.b64encode(value).decode()}
    if hasattr(value, "tolist"):
        return value.tolist()
    return str(value)


def _folder(directory: str | Path | None) -> Path:
    from .spawn import find_working_dir

    return Path(directory) if directory is not None else find_working_dir() / "trace_datasets"


def _file_name(id: str) -> str:
    try:
        uuid.UUID(id)
    except ValueError as error:
        raise RequestError(f"Cannot use {id!r:.80} as the id of spans: save() gives one") from error
    return f"trace_dataset-{id}.parquet"
