"""Arrow tables of the server → pandas, with the types the user once handed over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    import pandas as pd

# The largest integer up to which every integer is a double.
_MAX_SAFE_INTEGER = 2**53


def read_stream(content: bytes) -> pa.Table:
    """The table in the bytes of an Arrow IPC stream."""
    return pa.ipc.open_stream(pa.py_buffer(content)).read_all()


def read_file(source: pa.Buffer | pa.NativeFile) -> pa.Table:
    """The table in an Arrow IPC file."""
    return pa.ipc.open_file(source).read_all()


def to_frame(table: pa.Table) -> pd.DataFrame:
    """The table as pandas: the types that its metadata names where they fit, else those of Arrow; spans as spans."""
    from .spans import are_spans, to_spans_frame

    if are_spans(table):
        return to_spans_frame(table)
    mixed = _mixed_columns(table)
    table = _without_nanoseconds(_without(table, mixed))
    try:
        frame = table.to_pandas()
    except (pa.ArrowException, TypeError, ValueError, KeyError, NotImplementedError):
        frame = table.replace_schema_metadata(None).to_pandas()
    for label, cells in mixed.items():
        frame[label] = cells
    for label in _inexact_columns(table):
        frame[label] = _to_nullable(table.column(label))
    return frame


def _mixed_columns(table: pa.Table) -> dict[str, Any]:
    """Columns of cells of several types, which Arrow gives to Python but not to pandas."""
    import pandas as pd

    return {
        field.name: pd.Series(table.column(field.name).to_pylist(), dtype=object).to_numpy()
        for field in table.schema
        if pa.types.is_union(field.type)
    }


def _without(table: pa.Table, mixed: dict[str, Any]) -> pa.Table:
    """The table with nothing in these columns, at their places."""
    for label in mixed:
        position = table.schema.get_field_index(label)
        table = table.set_column(position, label, pa.nulls(len(table)))
    return table


def _without_nanoseconds(table: pa.Table) -> pa.Table:
    """Times of day to the microsecond: Python has no finer ones."""
    for position, field in enumerate(table.schema):
        if field.type == pa.time64("ns"):
            column = table.column(position).cast(pa.time64("us"), safe=False)
            table = table.set_column(position, field.name, column)
    return table


def _inexact_columns(table: pa.Table) -> list[str]:
    """Integer columns that pandas would turn into floats, because cells are missing, and change by it."""
    return [
        field.name
        for field in table.schema
        if pa.types.is_integer(field.type)
        and field.type.bit_width == 64
        and table.column(field.name).null_count
        and _reaches_beyond_doubles(table.column(field.name))
    ]


def _reaches_beyond_doubles(column: Any) -> bool:
    extremes = pc.min_max(column).as_py()
    return any(value is not None and abs(value) > _MAX_SAFE_INTEGER for value in extremes.values())


def _to_nullable(column: pa.ChunkedArray) -> Any:
    import pandas as pd

    dtype = pd.UInt64Dtype() if pa.types.is_unsigned_integer(column.type) else pd.Int64Dtype()
    return dtype.__from_arrow__(column)
