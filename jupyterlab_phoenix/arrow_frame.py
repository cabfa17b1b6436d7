"""Columns of anything that speaks the Arrow C stream interface: pyarrow, polars, DuckDB and others."""

from __future__ import annotations

import json
from typing import Any

import pyarrow as pa

from .columns import to_plain_type
from .errors import DatasetError
from .frames import refuse_data, to_labels


def _refuse_objects(data: Any) -> None:
    """Polars hands over addresses in place of Python objects."""
    schema = getattr(data, "schema", None)
    if type(data).__module__.partition(".")[0] != "polars" or schema is None:
        return
    for label, kind in schema.items():
        if str(kind) == "Object":
            raise DatasetError(
                f'Cannot read column "{label}" of Python objects', hint="Convert it first, for instance to text"
            )


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
        is_polars = type(self._data).__module__.partition(".")[0] == "polars"
        return self._data.select(labels) if is_polars else self._table.select(labels)

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
