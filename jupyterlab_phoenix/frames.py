"""What users hand over as data: pandas frames, anything with an Arrow C stream, and plain dicts of columns."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Protocol

from .errors import DatasetError

if TYPE_CHECKING:
    import pyarrow as pa


class Frame(Protocol):
    """Columns by label, whatever library they come from."""

    labels: list[str]
    row_count: int

    def cells(self, label: str) -> Any:
        """What ``pack_vectors`` reads: an object array, a matrix, or an Arrow array."""

    def column(self, label: str) -> pa.Array | pa.ChunkedArray:
        """The column as Arrow, with a type that the server reads."""

    def select(self, labels: list[str]) -> Any:
        """A frame of the user's kind with these columns."""

    def metadata(self, labels: list[str], table: pa.Table) -> dict[bytes, bytes] | None:
        """Schema metadata that restores the user's types from ``table``."""


def read_frame(data: object) -> Frame:
    """The columns of what the user handed over.

    Raises:
        DatasetError: it is no table, or its labels cannot name columns.
    """
    pandas = sys.modules.get("pandas")
    if pandas is not None and isinstance(data, pandas.DataFrame):
        from .pandas_frame import PandasFrame

        return PandasFrame(data)
    if isinstance(data, Mapping):
        from .pandas_frame import DictFrame

        return DictFrame(data)
    if hasattr(data, "__arrow_c_stream__"):
        from .arrow_frame import ArrowFrame

        return ArrowFrame(data)
    raise refuse_data(data)


def refuse_data(data: object) -> DatasetError:
    kind = type(data).__name__
    hint = "Hand over a pandas or polars DataFrame, a pyarrow Table, or a dict of columns"
    if kind == "LazyFrame":
        hint = "Call collect() on it first"
    return DatasetError(f"Cannot read a {kind} as the data of a Dataset", code="dataset/invalid", hint=hint)


def to_labels(names: list[Any]) -> list[str]:
    """Column labels as text.

    Raises:
        DatasetError: two columns have one label, or one is half of a character.
    """
    labels = [str(name) for name in names]
    for label in labels:
        if not is_unicode(label):
            raise DatasetError(f"Cannot use {label!a:.80} as a column name: it is not valid Unicode")
    doubled = [label for label, count in Counter(labels).items() if count > 1]
    if doubled:
        listed = ", ".join(f'"{label}"' for label in doubled[:5])
        more = f" and {len(doubled) - 5:,} more" if len(doubled) > 5 else ""
        raise DatasetError(
            f"Cannot tell columns of the same name apart: {listed}{more}", hint="Give every column its own name"
        )
    return labels


def is_unicode(text: str) -> bool:
    """Whether text has a UTF-8 form: half of a surrogate pair has none."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
