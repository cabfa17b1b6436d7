"""One column of a frame → one Arrow array of a type that the server reads.

Types that come back the same from an export: booleans, integers, floats, decimals, text, bytes, dates, times,
durations, timestamps, categories, lists. Text, numbers and booleans side by side stay what they are until they are
exported. Everything else (other mixed cells, dicts, periods, intervals, complex numbers, objects) becomes text.
"""

from __future__ import annotations

import datetime as dt
import decimal
import json
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from .vectors import is_missing

_DOUBLE_BYTES = 8
_CONVERSION_FAULTS = (pa.ArrowException, TypeError, ValueError, OverflowError, AttributeError)


def series_to_arrow(series: Any) -> pa.Array | pa.ChunkedArray:
    """A pandas Series of any dtype as Arrow; missing cells of every kind become null."""
    import pandas as pd

    dtype = series.dtype
    if isinstance(dtype, pd.CategoricalDtype):
        return _categorical_to_arrow(series.array)
    if isinstance(dtype, (pd.PeriodDtype, pd.IntervalDtype)) or dtype.kind == "c":
        return cells_to_text(series.astype(object).to_numpy())
    if isinstance(dtype, pd.SparseDtype):
        return series_to_arrow(series.sparse.to_dense())
    if dtype.kind == "O" and isinstance(dtype, np.dtype):
        return cells_to_arrow(series.to_numpy())
    if dtype.kind == "f" and dtype.itemsize > _DOUBLE_BYTES:
        # Arrow has no floats beyond 64 bits.
        return series_to_arrow(series.astype(np.float64))
    try:
        return to_plain_type(pa.array(series, from_pandas=True))
    except _CONVERSION_FAULTS:
        return cells_to_arrow(series.astype(object).to_numpy())


def _categorical_to_arrow(categorical: Any) -> pa.Array:
    codes = np.asarray(categorical.codes, dtype=np.int32)
    values = cells_to_arrow(np.asarray(categorical.categories, dtype=object))
    if pa.types.is_union(values.type):
        return cells_to_arrow(np.asarray(categorical, dtype=object))
    if isinstance(values, pa.ChunkedArray):
        values = values.combine_chunks()
    indices = pa.array(codes, mask=codes < 0)
    if not _can_be_dictionary(values):
        return values.take(indices)
    return pa.DictionaryArray.from_arrays(indices, values, ordered=bool(categorical.ordered))


def cells_to_arrow(cells: Any) -> pa.Array | pa.ChunkedArray:
    """An array of Python objects as the narrowest type that holds every cell exactly; else as text."""
    kinds = {type(cell) for cell in cells[~is_missing(cells)].tolist()}
    if not kinds:
        return pa.nulls(len(cells))
    convert = _converter_for(kinds, cells)
    try:
        array = convert(cells)
    except _CONVERSION_FAULTS:
        return cells_to_text(cells)
    if pa.types.is_union(array.type):
        return array
    is_kept = _plain_type(array.type) is not None
    # Arrow would give every dict in a list the keys of all others.
    return to_plain_type(array) if is_kept else cells_to_text(cells)


def _have_zones(times: Any) -> bool:
    """Whether a time of day has a zone, which Arrow would leave out."""
    return any(getattr(time, "tzinfo", None) is not None for time in times.tolist())


def _converter_for(kinds: set[type], cells: Any) -> Callable[[Any], Any]:
    def are(*allowed: type) -> bool:
        return all(issubclass(kind, allowed) for kind in kinds)

    if are(dt.datetime):
        return _datetimes_to_arrow
    # pyarrow would cut the time off datetimes among dates, and read text among bytes as bytes.
    is_uniform = (
        are(str)
        or are(bytes)
        or are(bool, np.bool_)
        or (are(int, float, np.integer, np.floating) and not any(issubclass(k, bool) for k in kinds))
        or are(decimal.Decimal)
        or (are(dt.date) and not any(issubclass(kind, dt.datetime) for kind in kinds))
        or are(dt.timedelta, np.timedelta64)
        or are(np.datetime64)
        or (are(dt.time) and not _have_zones(cells))
    )
    if is_uniform:
        return lambda cells: pa.array(cells, from_pandas=True)
    if are(str, bool, np.bool_, int, float, np.integer, np.floating):
        return _mixed_to_arrow
    return _lists_to_arrow if are(list, tuple, np.ndarray) else cells_to_text


def _lists_to_arrow(cells: Any) -> Any:
    return pa.array(cells, from_pandas=True)


# In this order, since True is an int as well.
_KINDS: tuple[tuple[Any, pa.DataType], ...] = (
    (str, pa.string()),
    ((bool, np.bool_), pa.bool_()),
    ((int, np.integer), pa.int64()),
    (object, pa.float64()),
)


def _mixed_to_arrow(cells: Any) -> pa.Array:
    """Text, numbers and booleans side by side: 1 and "1" are two values, 1, 1.0 and True are one."""
    missing = is_missing(cells)
    types = [type(cell) for cell in cells.tolist()]
    place_of = {each: next(at for at, (kind, _) in enumerate(_KINDS) if issubclass(each, kind)) for each in set(types)}
    kinds = np.fromiter((place_of[each] for each in types), np.int8, len(types))
    kinds[missing] = 0
    places = np.empty(len(cells), dtype=np.int32)
    children = []
    for at, (_, stored) in enumerate(_KINDS):
        rows = np.flatnonzero(kinds == at)
        places[rows] = np.arange(len(rows))
        children.append(pa.array(cells[rows], stored, mask=missing[rows], from_pandas=True))
    return pa.UnionArray.from_dense(pa.array(kinds), pa.array(places), children)


def _datetimes_to_arrow(cells: Any) -> Any:
    present = cells[~is_missing(cells)].tolist()
    has_zone = {cell.tzinfo is not None for cell in present}
    if len(has_zone) > 1:
        # Arrow has one zone per column and would take the zoneless ones for UTC.
        return cells_to_text(cells)
    return pa.array(cells, from_pandas=True)


def cells_to_text(cells: Any) -> pa.Array:
    """Every cell as text, missing ones as null."""
    return _text_array(
        None if missing else _to_text(cell) for cell, missing in zip(cells.tolist(), is_missing(cells), strict=True)
    )


def _text_array(texts: Iterable[str | None]) -> pa.Array:
    listed = list(texts)
    try:
        array = pa.array(listed, pa.large_string())
    except UnicodeEncodeError:
        # Lone surrogates have no UTF-8 form.
        array = pa.array(
            [None if text is None else text.encode("utf-8", "replace").decode() for text in listed],
            pa.large_string(),
        )
    return _narrow(array, pa.string())


def _to_text(cell: Any) -> str:
    if isinstance(cell, str):
        return str(cell)
    if isinstance(cell, (bytes, bytearray)):
        return bytes(cell).decode("utf-8", "replace")
    if isinstance(cell, (dt.datetime, dt.date, dt.time)):
        return cell.isoformat()
    if isinstance(cell, np.ndarray):
        return str(cell.tolist())
    if isinstance(cell, dict):
        try:
            return json.dumps(cell, ensure_ascii=False, default=str)
        except (TypeError, ValueError):
            return str(cell)
    try:
        # str() of numpy's numbers, not their repr: 1.0 instead of np.float64(1.0).
        return str(cell)
    except Exception:  # the user's own __str__ may raise anything
        return f"<{type(cell).__name__}>"


def to_plain_type(array: pa.Array | pa.ChunkedArray) -> pa.Array | pa.ChunkedArray:
    """The array with a type that the server reads: plain text, int32 dictionaries, no views, no extension types."""
    if isinstance(array, pa.ExtensionArray):
        return to_plain_type(array.storage)
    kind = array.type
    if isinstance(kind, pa.ExtensionType):
        return to_plain_type(pa.chunked_array([chunk.storage for chunk in array.chunks], kind.storage_type))
    if pa.types.is_dictionary(kind):
        return _to_int32_dictionary(array)
    if pa.types.is_run_end_encoded(kind):
        return to_plain_type(_combine(pc.run_end_decode(array)))
    target = _plain_type(kind)
    if target is None:
        return _text_array(None if value is None else _to_text(value) for value in array.to_pylist())
    return array if target == kind else _narrow(array, target)


def _plain_type(kind: pa.DataType) -> pa.DataType | None:
    """The type to cast to; None when only text will do."""
    is_type = pa.types
    if is_type.is_large_string(kind) or _is(kind, "string_view"):
        return pa.string()
    if is_type.is_large_binary(kind) or _is(kind, "binary_view") or is_type.is_fixed_size_binary(kind):
        return pa.binary()
    if is_type.is_fixed_size_list(kind):
        value = _plain_type(kind.value_type)
        return value and pa.list_(value, kind.list_size)
    if _is_list(kind):
        value = _plain_type(kind.value_type)
        return value and pa.list_(value)
    if is_type.is_decimal(kind):
        return kind if is_type.is_decimal256(kind) else pa.decimal128(kind.precision, kind.scale)
    is_kept = is_type.is_primitive(kind) or is_type.is_string(kind) or is_type.is_binary(kind)
    is_kept = (is_kept or is_type.is_null(kind)) and not is_type.is_interval(kind)
    return kind if is_kept else None


def _is_list(kind: pa.DataType) -> bool:
    is_plain = pa.types.is_list(kind) or pa.types.is_large_list(kind)
    return is_plain or _is(kind, "list_view") or _is(kind, "large_list_view")


def _is(kind: pa.DataType, name: str) -> bool:
    """Whether it is a type that older versions of pyarrow do not know."""
    question = getattr(pa.types, f"is_{name}", None)
    return question is not None and question(kind)


def _narrow(array: Any, target: pa.DataType) -> Any:
    try:
        return array.cast(target)
    except pa.ArrowInvalid:
        # More than 2 GiB of text in one column needs the 64-bit offsets.
        return array


def _to_int32_dictionary(array: Any) -> Any:
    combined = _combine(array.unify_dictionaries() if isinstance(array, pa.ChunkedArray) else array)
    values = to_plain_type(combined.dictionary)
    indices = combined.indices
    if not _can_be_dictionary(values):
        return _combine(values).take(indices)
    return pa.DictionaryArray.from_arrays(indices.cast(pa.int32()), values, ordered=combined.type.ordered)


def _can_be_dictionary(values: Any) -> bool:
    """Whether pandas takes the values as categories: different ones, such as not 1 and "1" as text, none missing."""
    if pa.types.is_nested(values.type) or values.null_count:
        return False
    return len(pc.unique(values)) == len(values)


def _combine(array: Any) -> Any:
    return array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array
