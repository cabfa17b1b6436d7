"""Columns of vectors → one contiguous block of numbers, with a check of every vector on the way.

The block is of float32 where that holds every element exactly, which halves the memory, and of float64 otherwise.
"""

from __future__ import annotations

import decimal
import numbers
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from .errors import (
    DatasetFault,
    EmbeddingVectorSizeMismatch,
    InvalidEmbeddingVectorDataType,
    InvalidEmbeddingVectorSize,
    InvalidEmbeddingVectorValuesDataType,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Rows that are joined at once: keeps the vectors in the cache and the extra memory at a few megabytes.
_BLOCK_ROWS = 1024
_NUMERIC_KINDS = frozenset("biuf")


def pack_vectors(cells: Any, name: str, column: str) -> pa.Array:
    """Vectors as Arrow ``FixedSizeList`` of float32 or float64, or a null column when there is none at all.

    Args:
        cells: an object array of lists, arrays and missing cells; a matrix (rows × numbers); or an Arrow array.
        name: display name of the embedding, for the message.
        column: label of the column, for the message.

    Raises:
        DatasetFault: the first row that breaks a rule, in the order type, element type, length, least length.
    """
    label = f'embedding "{name}"' if name == column else f'embedding "{name}" (column "{column}")'
    if isinstance(cells, (pa.Array, pa.ChunkedArray)):
        return _pack_arrow(cells, label)
    if cells.ndim == 2:
        return _pack_matrix(cells, label)
    if cells.ndim != 1 or cells.dtype != object:
        present = np.flatnonzero(~is_missing(cells)) if cells.ndim == 1 else [0]
        if len(present):
            raise _wrong_type(label, int(present[0]), cells[int(present[0])])
        return pa.nulls(len(cells))
    return _pack_cells(cells, label)


def is_missing(cells: NDArray[Any]) -> NDArray[np.bool_]:
    """True where a cell is None, NaN, NaT or pandas.NA; lists and arrays are present, whatever they hold."""
    import pandas as pd

    return np.asarray(pd.isna(cells), dtype=bool)


def _pack_cells(cells: NDArray[Any], label: str) -> pa.Array:
    is_null = is_missing(cells)
    present = cells[~is_null]
    if len(present) == 0:
        return pa.nulls(len(cells))
    values = [_unwrap(cell) for cell in present.tolist()]
    length = _one_length(values)
    matrix = None if length is None else _join(values, length)
    if matrix is None:
        rows = np.flatnonzero(~is_null)
        length = _check_each(values, rows, label)
        matrix = _to_narrowest(np.array([[float(x) for x in value] for value in values]))
    return _to_list_array(matrix, is_null)


def _unwrap(cell: Any) -> Any:
    """A pandas Series as its values; everything else as it is."""
    is_series = type(cell).__module__.partition(".")[0] == "pandas" and hasattr(cell, "to_numpy")
    return cell.to_numpy() if is_series else cell


def _one_length(values: list[Any]) -> int | None:
    """The common length of lists and one-dimensional numeric arrays; None when something needs a closer look."""
    for kind in set(map(type, values)):
        if not issubclass(kind, (list, np.ndarray)):
            return None
    arrays = [value for value in values if isinstance(value, np.ndarray)]
    if any(array.ndim != 1 for array in arrays):
        return None
    if any(dtype.kind not in _NUMERIC_KINDS for dtype in {array.dtype for array in arrays}):
        return None
    lengths = set(map(len, values))
    length = lengths.pop()
    return length if not lengths and length > 1 else None


def _join(values: list[Any], length: int) -> NDArray[np.floating[Any]] | None:
    """The rows as a matrix; None when an element is no number."""
    matrix: NDArray[np.floating[Any]] = np.empty((len(values), length), dtype=np.float32)
    for start in range(0, len(values), _BLOCK_ROWS):
        block = _join_block(values[start : start + _BLOCK_ROWS], length)
        if block is None:
            return None
        if matrix.dtype == np.float32 and not _fits_float32(block):
            # What is there already was exact; the rest is not read, since numpy warns of what it may hold.
            narrow, matrix = matrix, np.empty(matrix.shape, dtype=np.float64)
            matrix[:start] = narrow[:start]
        matrix[start : start + len(block)] = block
    return matrix


def _join_block(values: list[Any], length: int) -> NDArray[Any] | None:
    if all(isinstance(value, np.ndarray) for value in values):
        return np.concatenate(values).reshape(-1, length)
    try:
        joined = np.array(values)
    except (ValueError, TypeError, OverflowError):
        return None
    is_matrix = joined.dtype.kind in _NUMERIC_KINDS and joined.shape == (len(values), length)
    return joined if is_matrix else None


def _fits_float32(values: NDArray[Any]) -> bool:
    """Whether every element is a float32 without rounding."""
    if np.can_cast(values.dtype, np.float32):
        return True
    with np.errstate(over="ignore", invalid="ignore"):
        return np.array_equal(values.astype(np.float32), values, equal_nan=True)


def _to_narrowest(matrix: NDArray[Any]) -> NDArray[np.floating[Any]]:
    """A contiguous copy as float32 when that is exact, else as float64."""
    return np.array(matrix, dtype=np.float32 if _fits_float32(matrix) else np.float64, order="C")


def _check_each(values: list[Any], rows: Sequence[int] | NDArray[np.intp], label: str) -> int:
    """The common length, when every vector keeps the rules; else raises the first fault."""
    first: int | None = None
    for value, row in zip(values, rows, strict=True):
        if not isinstance(value, (list, np.ndarray)) or (isinstance(value, np.ndarray) and value.ndim != 1):
            raise _wrong_type(label, int(row), value)
        if isinstance(value, list) or value.dtype.kind not in _NUMERIC_KINDS:
            for element in value:
                if not _is_number(element):
                    raise InvalidEmbeddingVectorValuesDataType(
                        f"Cannot read the vectors of {label}: row {row:,} holds {_show(element)}; "
                        "every element must be a number"
                    )
        if first is None:
            first = len(value)
        elif len(value) != first:
            raise EmbeddingVectorSizeMismatch(
                f"Cannot read the vectors of {label}: row {row:,} has length {len(value):,}, "
                f"the first vector has {first:,}; give all vectors one length"
            )
        if len(value) <= 1:
            raise _too_short(label, int(row), len(value))
    assert first is not None
    return first


def _is_number(element: object) -> bool:
    return isinstance(element, (numbers.Real, decimal.Decimal, np.bool_)) and type(element).__name__ != "Fraction"


def _show(element: object) -> str:
    kind = "None" if element is None else f"{type(element).__name__} {element!r:.40}"
    return kind


def _wrong_type(label: str, row: int, value: Any) -> DatasetFault:
    what = f"a {type(value).__name__}"
    if isinstance(value, np.ndarray):
        what = f"an array of shape {value.shape}"
    return InvalidEmbeddingVectorDataType(
        f"Cannot read the vectors of {label}: row {row:,} holds {what}; "
        "every cell must be a list or a one-dimensional array of numbers, or missing"
    )


def _too_short(label: str, row: int, length: int) -> DatasetFault:
    return InvalidEmbeddingVectorSize(
        f"Cannot read the vectors of {label}: row {row:,} has length {length}; at least 2 numbers are needed"
    )


def _pack_matrix(matrix: NDArray[Any], label: str) -> pa.Array:
    if len(matrix) == 0:
        return pa.nulls(0)
    if matrix.dtype.kind not in _NUMERIC_KINDS:
        raise InvalidEmbeddingVectorValuesDataType(
            f"Cannot read the vectors of {label}: the elements are {matrix.dtype}; every element must be a number"
        )
    if matrix.shape[1] <= 1:
        raise _too_short(label, 0, matrix.shape[1])
    return _to_list_array(_to_narrowest(matrix), np.zeros(len(matrix), dtype=bool))


def _pack_arrow(cells: pa.Array | pa.ChunkedArray, label: str) -> pa.Array:
    array = cells.combine_chunks() if isinstance(cells, pa.ChunkedArray) else cells
    if isinstance(array, pa.ChunkedArray):
        array = pa.concat_arrays(array.chunks) if array.num_chunks else pa.nulls(0)
    kind = array.type
    if pa.types.is_null(kind) or array.null_count == len(array):
        return pa.nulls(len(array))
    is_fixed = pa.types.is_fixed_size_list(kind)
    is_list = is_fixed or pa.types.is_list(kind) or pa.types.is_large_list(kind)
    if not is_list:
        row = int(np.flatnonzero(array.is_valid().to_numpy(zero_copy_only=False))[0])
        raise _wrong_type(label, row, array[row].as_py())
    is_null = array.is_null().to_numpy(zero_copy_only=False)
    length = kind.list_size if is_fixed else _arrow_length(array, is_null, label)
    if length <= 1:
        raise _too_short(label, int(np.flatnonzero(~is_null)[0]), length)
    # Of a fixed-size list this leaves out the slots below missing rows too, so both kinds look alike from here.
    values = array.flatten()
    element = values.type
    is_decimal = pa.types.is_decimal(element)
    is_numeric = (
        pa.types.is_integer(element) or pa.types.is_floating(element) or pa.types.is_boolean(element) or is_decimal
    )
    if values.null_count or not is_numeric:
        _refuse_arrow_element(values, is_numeric, np.flatnonzero(~is_null), length, label)
    numbers_ = (values.cast(pa.float64()) if is_decimal else values).to_numpy(zero_copy_only=False)
    return _to_list_array(_to_narrowest(numbers_.reshape(-1, length)), is_null)


def _arrow_length(array: pa.Array, is_null: NDArray[np.bool_], label: str) -> int:
    lengths = array.value_lengths().to_numpy(zero_copy_only=False)[~is_null].astype(np.int64)
    first = int(lengths[0])
    others = np.flatnonzero(lengths != first)
    if len(others) and first > 1:
        row = int(np.flatnonzero(~is_null)[others[0]])
        raise EmbeddingVectorSizeMismatch(
            f"Cannot read the vectors of {label}: row {row:,} has length {int(lengths[others[0]]):,}, "
            f"the first vector has {first:,}; give all vectors one length"
        )
    return first


def _refuse_arrow_element(values: pa.Array, is_numeric: bool, rows: NDArray[np.intp], length: int, label: str) -> None:
    """Raises for the first element that is missing or no number."""
    position = 0
    if is_numeric:
        position = int(np.flatnonzero(values.is_null().to_numpy(zero_copy_only=False))[0])
    raise InvalidEmbeddingVectorValuesDataType(
        f"Cannot read the vectors of {label}: row {int(rows[position // length]):,} holds "
        f"{_show(values[position].as_py())}; every element must be a number"
    )


def _to_list_array(matrix: NDArray[np.floating[Any]], is_null: NDArray[np.bool_]) -> pa.Array:
    """``FixedSizeList`` over the memory of the matrix; copied only when rows are missing."""
    count, length = len(is_null), matrix.shape[1]
    if not is_null.any():
        return pa.FixedSizeListArray.from_arrays(pa.array(matrix.reshape(-1)), length)
    full = np.zeros((count, length), dtype=matrix.dtype)
    full[~is_null] = matrix
    return pa.FixedSizeListArray.from_arrays(pa.array(full.reshape(-1)), length, mask=pa.array(is_null))
