"""What people write to select rows → the rows, as the server wants to hear of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .errors import RequestError

if TYPE_CHECKING:
    from .dataset import Dataset

ROLES = ("primary", "reference", "corpus")
_NAME_COLUMN = "__phoenix_dataset_name__"


class Rows:
    """Reads selections for the data sets that are loaded.

    Args:
        sizes: rows by role; roles without data are absent.
        names: display name by role.
        datasets: what this kernel handed over, by role; empty after a restart of the kernel.
    """

    def __init__(self, sizes: Mapping[str, int], names: Mapping[str, str], datasets: Mapping[str, Dataset]) -> None:
        self._sizes = sizes
        self._names = names
        self._datasets = datasets

    def to_parts(self, value: Any) -> list[dict[str, Any]]:
        """The parts of a ``PUT /api/selection`` that select exactly these rows.

        Raises:
            RequestError: the value names no rows, or rows that are not there.
        """
        if value is None:
            return []
        if isinstance(value, Mapping):
            return [part for key, rows in value.items() for part in self._read(rows, self._role_of(key))]
        return self._read(value, None)

    def _read(self, value: Any, role: str | None) -> list[dict[str, Any]]:
        if value is None:
            return []
        frame = _to_pandas_frame(value)
        if frame is not None:
            return self._read_frame(frame, role)
        if isinstance(value, (str, bytes)) or not hasattr(value, "__len__"):
            raise _refuse(f"Cannot select by {value!r:.80}")
        import pandas as pd

        if len(value) == 0:
            return []
        # Sets have no order to speak of, and no array form.
        listed = list(value) if isinstance(value, (set, frozenset)) else value
        cells = listed if isinstance(listed, pd.Series) else _to_series(listed)
        kind = pd.api.types.infer_dtype(cells, skipna=True)
        if kind == "boolean":
            mask = cells.isin([True]).to_numpy(dtype=bool)
            index = cells.index if isinstance(value, pd.Series) else None
            return self._read_mask(mask, index, role or self._main_role())
        if kind == "integer" and not cells.hasnans:
            return self._read_rows(cells.to_numpy(), role or self._main_role())
        if kind in ("string", "categorical"):
            return [_to_id_part([str(cell) for cell in cells.dropna()], role)]
        raise _refuse(f"Cannot select by values of kind {kind}, such as {cells.iloc[0]!r:.60}")

    def _read_mask(self, mask: Any, index: Any, role: str) -> list[dict[str, Any]]:
        import numpy as np

        dataset = self._datasets.get(role)
        own = getattr(dataset.dataframe, "index", None) if dataset is not None else None
        if index is not None and own is not None and not index.equals(own) and own.is_unique and index.is_unique:
            positions = own.get_indexer(index)
            if len(index) == len(own) and (positions >= 0).all():
                return [_to_run_part("source", role, positions[mask])]
        if len(mask) != self._sizes[role]:
            raise RequestError(
                f"Cannot select by a mask of {len(mask):,} values: "
                f'"{self._names[role]}" has {self._sizes[role]:,} rows',
                code="selection/invalid",
                hint="Give one True or False per row; a dict addresses other data sets: {'reference': mask}",
            )
        return [_to_run_part("source", role, np.flatnonzero(mask))]

    def _read_rows(self, rows: Any, role: str) -> list[dict[str, Any]]:
        size = self._sizes[role]
        wrong = rows[(rows < 0) | (rows >= size)]
        if len(wrong):
            raise RequestError(
                f'Cannot select row {wrong[0]:,} of "{self._names[role]}": it has {size:,} rows, counted from 0',
                code="selection/invalid",
            )
        return [_to_run_part("rows", role, rows)]

    def _read_frame(self, frame: Any, role: str | None) -> list[dict[str, Any]]:
        import pandas as pd

        if len(frame) == 0:
            return []
        columns = set(frame.columns)
        if {"dataset", "row"} <= columns and pd.api.types.is_integer_dtype(frame["row"]):
            known = {*ROLES, *self._names.values()}
            if set(frame["dataset"].unique()) <= known:
                groups = frame.groupby(frame["dataset"].astype(str), sort=False)["row"]
                return [
                    part
                    for name, rows in groups
                    for part in self._read_rows(rows.to_numpy(dtype="int64"), self._role_of(name))
                ]
        label = self._id_label(role, columns)
        if label is not None:
            return self._read_ids(frame, label, role)
        return self._read_index(frame, role or self._main_role())

    def _read_ids(self, frame: Any, label: str, role: str | None) -> list[dict[str, Any]]:
        ids = _to_id_texts(frame[label])
        # Data sets that are not loaded: the column is a feature of an export that was loaded again.
        if role is None and _NAME_COLUMN in frame.columns and set(frame[_NAME_COLUMN]) <= set(self._names.values()):
            names = frame[_NAME_COLUMN].astype(str).tolist()
            by_name: dict[str, list[str]] = {}
            for name, text in zip(names, ids, strict=True):
                if text is not None:
                    by_name.setdefault(name, []).append(text)
            return [_to_id_part(texts, self._role_of(name)) for name, texts in by_name.items()]
        return [_to_id_part([text for text in ids if text is not None], role or self._main_role())]

    def _read_index(self, frame: Any, role: str) -> list[dict[str, Any]]:
        dataset = self._datasets.get(role)
        own = getattr(dataset.dataframe, "index", None) if dataset is not None else None
        if own is None:
            raise _refuse(f'Cannot find these rows in "{self._names[role]}": the frame has no column of ids')
        if not own.is_unique:
            raise _refuse(f'Cannot find these rows in "{self._names[role]}" by its index: labels occur more than once')
        positions = own.get_indexer(frame.index)
        missing = frame.index[positions < 0]
        if len(missing):
            raise _refuse(
                f'Cannot find {len(missing):,} of {len(frame):,} rows in "{self._names[role]}": '
                f"its index has no {missing[0]!r:.60}"
            )
        return [_to_run_part("source", role, positions)]

    def _id_label(self, role: str | None, columns: set[Any]) -> str | None:
        """The column of prediction ids: the user's, else the one that exports carry."""
        for candidate in [role] if role else ROLES:
            dataset = self._datasets.get(candidate)
            label = dataset.schema.prediction_id_column_name if dataset is not None else None
            if label is not None and label in columns:
                return label
        return "prediction_id" if "prediction_id" in columns else None

    def _main_role(self) -> str:
        for role in ROLES:
            if role in self._sizes:
                return role
        raise RequestError(
            "Cannot select rows: no data is loaded", code="selection/empty", hint="Give some to px.launch_app(…)"
        )

    def _role_of(self, key: object) -> str:
        if isinstance(key, str):
            if key in self._sizes:
                return key
            for role, name in self._names.items():
                if name == key and role in self._sizes:
                    return role
        known = ", ".join(f'"{name}"' for name in dict.fromkeys([*self._sizes, *self._names.values()]))
        raise RequestError(
            f"Cannot select rows of {key!r:.80}: the data sets are {known or 'none'}", code="selection/invalid"
        )


def _refuse(message: str) -> RequestError:
    return RequestError(
        message,
        code="selection/invalid",
        hint="Give row numbers, one True or False per row, a DataFrame of rows, or a list of prediction ids",
    )


def _to_pandas_frame(value: Any) -> Any:
    """A table of any kind as pandas; None when it is no table."""
    import pandas as pd

    if isinstance(value, pd.DataFrame):
        return value
    module = type(value).__module__.partition(".")[0]
    if hasattr(value, "to_pandas") and hasattr(value, "columns") and module in ("polars", "pyarrow"):
        return value.to_pandas()
    return None


def _to_series(value: Any) -> Any:
    import numpy as np
    import pandas as pd

    if isinstance(value, (list, tuple)):
        # As they are: no type of pandas holds integers of any size, or every text.
        return pd.Series(list(value), dtype=object)
    if hasattr(value, "to_pandas"):
        # Of polars and pyarrow; their own way to numpy refuses truth values and missing ones.
        values: Any = value.to_pandas()
    else:
        values = np.asarray(value) if hasattr(value, "__array__") else list(value)
    if getattr(values, "ndim", 1) != 1:
        raise _refuse(f"Cannot select by an array of {values.ndim} dimensions: one is needed")
    return pd.Series(values)


def _to_id_texts(series: Any) -> list[str | None]:
    """Ids in the form the server gives them: integers without a point, floats with one."""
    import pandas as pd

    return [None if missing else str(cell) for cell, missing in zip(series.tolist(), pd.isna(series), strict=True)]


def _to_id_part(ids: list[str], role: str | None) -> dict[str, Any]:
    part: dict[str, Any] = {"by": "ids", "ids": list(dict.fromkeys(ids))}
    return part if role is None else {**part, "dataset": role}


def _to_run_part(by: str, role: str, rows: Any) -> dict[str, Any]:
    return {"by": by, "dataset": role, "runs": to_runs(rows)}


def to_runs(rows: Any) -> list[int]:
    """Row numbers in any order, repeated or not, as ``[start, length, start, length, …]``."""
    import numpy as np

    sorted_rows = np.unique(np.asarray(rows, dtype=np.int64))
    if len(sorted_rows) == 0:
        return []
    breaks = np.flatnonzero(np.diff(sorted_rows) != 1) + 1
    starts = np.concatenate([[0], breaks])
    lengths = np.diff(np.concatenate([starts, [len(sorted_rows)]]))
    return np.stack([sorted_rows[starts], lengths], axis=1).reshape(-1).tolist()
