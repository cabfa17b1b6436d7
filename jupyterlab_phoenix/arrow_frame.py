"""Columns of anything that speaks the Arrow C stream interface: pyarrow, polars, DuckDB and others."""

from __future__ import annotations

import json
from typing import Any

import pyarrow as pa

from .columns import to_plain_type
from .errors import DatasetError
from .frames import refuse_data, to_labels


def _is_polars(data: Any) -> bool:
    return type(data).__module__.partition(".")[0] == "polars" and hasattr(data, "schema")


def _refuse_objects(data: Any) -> None:
    """Polars hands over addresses in place of Python objects."""
    for label, kind in data.schema.items() if _is_polars(data) else ():
        if str(kind) == "Object":
            raise DatasetError(
                f'Cannot read column "{label}" of Python objects', hint="Convert it first, for instance to text"
            )


def _refuse_unknown_types(data: Any) -> None:
    """Polars has types that Arrow has not, such as Int128."""
    for label, kind in data.schema.items() if _is_polars(data) else ():
        try:
            pa.table(data.select([label]))
        except pa.ArrowException:
            raise DatasetError(
                f'Cannot read column "{label}" of type {kind}: Arrow has no such type',
                hint="Convert it first, for instance to Float64 or text",
            ) from None


class ArrowFrame:
    """A table read through its Arrow C stream."""

    def __init__(self, data: Any) -> None:
        self._data = data
        _refuse_objects(data)
        try:
            table = data if isinstance(data, pa.Table) else pa.table(data)
        except pa.ArrowException as error:
            if not hasattr(data, "columns"):
                raise refuse_data(data) from error
            _refuse_unknown_types(data)
            raise DatasetError(f"Cannot read the {type(data).__name__} as an Arrow table: {error}") from error
        except (TypeError, ValueError) as error:
            raise refuse_data(data) from error
        self.labels = to_labels(table.column_names)
        self.row_count = table.num_rows
        self._table = table.rename_columns(self.labels)

    def cells(self, label: str) -> pa.ChunkedArray:
        return self._table.column(label)

    def column(self, label: str) -> pa.Array | pa.ChunkedArray:
        return to_plain_type(self._table.column(label))

    def select(self, labels: list[str]) -> Any:
        return self._data.select(labels) if _is_polars(self._data) else self._table.select(labels)

    def metadata(self, labels: list[str], table: pa.Table) -> dict[bytes, bytes] | None:
        metadata = self._table.schema.metadata
        if not metadata or b"pandas" not in metadata:
            return metadata
        # Written from a pandas frame: an index that does not travel must not be looked for.
        try:
            pandas = json.loads(metadata[b"pandas"])
            pandas["index_columns"] = []
            pandas["columns"] = [c for c in pandas["columns"] if c.get("field_name") in labels]
        except (ValueError, KeyError, TypeError, AttributeError):
            return {key: value for key, value in metadata.items() if key != b"pandas"}
        return {**metadata, b"pandas": json.dumps(pandas).encode()}
