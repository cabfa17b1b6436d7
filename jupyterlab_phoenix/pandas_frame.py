"""Columns of pandas frames and of plain dicts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from .columns import series_to_arrow
from .errors import DatasetError
from .frames import to_labels

if TYPE_CHECKING:
    import pyarrow as pa


class PandasFrame:
    """A pandas DataFrame; its index takes no part, its labels are read as text."""

    def __init__(self, frame: pd.DataFrame) -> None:
        if isinstance(frame.columns, pd.MultiIndex):
            raise DatasetError(
                f"Cannot use columns with {frame.columns.nlevels} levels of labels: one level is needed",
                hint='Join the levels first, for instance frame.columns = frame.columns.map("_".join)',
            )
        self.labels = to_labels(list(frame.columns))
        self.row_count = len(frame)
        # Shallow: the columns are shared, the labels are ours.
        self._frame = frame.copy(deep=False)
        self._frame.columns = pd.Index(self.labels, dtype=object)

    def cells(self, label: str) -> Any:
        import pyarrow as pa

        series = self._frame[label]
        if isinstance(series.dtype, pd.ArrowDtype):
            return pa.array(series, from_pandas=True)
        return series.to_numpy()

    def column(self, label: str) -> pa.Array | pa.ChunkedArray:
        return series_to_arrow(self._frame[label])

    def select(self, labels: list[str]) -> pd.DataFrame:
        # A real copy of what pandas itself stores; cells that are objects stay shared.
        return self._frame[labels].copy()

    def metadata(self, labels: list[str], table: pa.Table) -> dict[bytes, bytes] | None:
        empty = self._frame[labels].iloc[:0].copy()
        empty.columns = pd.Index(labels, dtype=object)
        for label in labels:
            if _is_told_by_arrow(empty[label].dtype, table.schema.field(label).type):
                empty[label] = empty[label].astype(object)
        described = _describe(empty)
        if described is None:
            # One column without a description must not cost the others theirs.
            for label in labels:
                if _describe(empty[[label]]) is None:
                    empty[label] = empty[label].astype(object)
            described = _describe(empty)
        return described


def _describe(frame: pd.DataFrame) -> dict[bytes, bytes] | None:
    import pyarrow as pa

    try:
        return pa.Schema.from_pandas(frame, preserve_index=False).metadata
    except (pa.ArrowException, TypeError, ValueError, NotImplementedError):
        return None


def _is_told_by_arrow(dtype: Any, kind: Any) -> bool:
    """Whether the Arrow type alone says what comes back, so that the dtype of pandas would only mislead."""
    import pyarrow as pa

    is_category = isinstance(dtype, pd.CategoricalDtype)
    if isinstance(dtype, (pd.PeriodDtype, pd.IntervalDtype, pd.SparseDtype)) or not _is_readable(dtype):
        return True
    return is_category != pa.types.is_dictionary(kind) or getattr(dtype, "kind", "") == "c"


def _is_readable(dtype: Any) -> bool:
    """Whether pandas understands its own name of the type: of lists, decimals and zones as ArrowDtype it does not."""
    if not isinstance(dtype, pd.ArrowDtype):
        return True
    try:
        pd.api.types.pandas_dtype(str(dtype))
    except (TypeError, ValueError, NotImplementedError):
        return False
    return True


class DictFrame:
    """Columns in a dict: sequences of one length, and matrices whose rows are vectors."""

    def __init__(self, columns: Mapping[Any, Any]) -> None:
        self.labels = to_labels(list(columns))
        self._matrices: dict[str, np.ndarray[Any, Any]] = {}
        scalars: dict[str, Any] = {}
        lengths: dict[str, int] = {}
        for label, values in zip(self.labels, columns.values(), strict=True):
            if isinstance(values, (str, bytes)) or not hasattr(values, "__len__"):
                raise DatasetError(
                    f'Cannot read column "{label}": a list or an array is needed, not {type(values).__name__}'
                )
            dimensions = values.ndim if isinstance(values, np.ndarray) else 1
            if dimensions not in (1, 2):
                raise DatasetError(
                    f'Cannot read column "{label}": an array of 1 dimension, or of 2 for vectors, is needed, '
                    f"not of {dimensions}"
                )
            lengths[label] = len(values)
            if dimensions == 2:
                self._matrices[label] = values
            else:
                scalars[label] = values
        if len(set(lengths.values())) > 1:
            listed = ", ".join(f'"{label}" {length:,}' for label, length in list(lengths.items())[:8])
            raise DatasetError(f"Cannot join columns of different lengths: {listed}")
        self.row_count = next(iter(lengths.values()), 0)
        self._scalars = PandasFrame(
            pd.DataFrame({k: _to_series(v) for k, v in scalars.items()}, index=range(self.row_count))
        )

    def cells(self, label: str) -> Any:
        return self._matrices[label] if label in self._matrices else self._scalars.cells(label)

    def column(self, label: str) -> pa.Array | pa.ChunkedArray:
        import pyarrow as pa

        matrix = self._matrices.get(label)
        if matrix is None:
            return self._scalars.column(label)
        return pa.FixedSizeListArray.from_arrays(pa.array(np.ascontiguousarray(matrix).reshape(-1)), matrix.shape[1])

    def select(self, labels: list[str]) -> pd.DataFrame:
        scalars = self._scalars.select([label for label in labels if label not in self._matrices])
        matrices = {label: list(self._matrices[label]) for label in labels if label in self._matrices}
        return scalars.join(pd.DataFrame(matrices, index=scalars.index))[labels]

    def metadata(self, labels: list[str], table: pa.Table) -> dict[bytes, bytes] | None:
        return None


def _to_series(values: Any) -> pd.Series:
    if isinstance(values, pd.Series):
        return values.reset_index(drop=True)
    is_nested = isinstance(values, (list, tuple)) and any(
        isinstance(value, (list, tuple, np.ndarray)) for value in values
    )
    return pd.Series(list(values), dtype=object) if is_nested else pd.Series(values)
