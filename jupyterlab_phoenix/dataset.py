"""A frame and the roles of its columns, checked and ready to be launched."""

from __future__ import annotations

import uuid
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .errors import DatasetError, DatasetFault, InvalidColumnType, PhoenixWarning
from .frames import Frame, is_unicode, read_frame
from .roles import (
    check_schema,
    find_missing_columns,
    find_reserved_names,
    find_schema_faults,
    read_roles,
)
from .schema import Schema

if TYPE_CHECKING:
    import pyarrow as pa

_UNNAMED_PREFIX = "phoenix_dataset_"
_MAX_NAME_LENGTH = 500


class Dataset:
    """Rows to look at, and what their columns mean.

    Args:
        dataframe: a pandas or polars DataFrame, a pyarrow Table, any object with an Arrow C stream, or a dict of
            columns (two-dimensional arrays are columns of vectors). It is not changed,
            and later changes to it are not seen.
        schema: roles of the columns; without one every column is a feature.
        name: what people read in the app; unnamed data sets are called by their role there.

    Attributes:
        dataframe: the columns that the schema keeps, in the user's order, rows and index as handed over.
        schema: the schema with exclusions and inferred features worked in.
        name: the given name, else ``phoenix_dataset_<uuid>``.

    Ids, times and the order by time are completed by the server: see ``session.exports`` for the result.

    Raises:
        DatasetError: data and schema do not fit; ``errors`` lists every fault that was found.
    """

    def __init__(self, dataframe: Any, schema: Schema | None = None, name: str | None = None) -> None:
        self.name = _check_name(name)
        checked = check_schema(Schema() if schema is None else schema)
        frame = read_frame(dataframe)
        _refuse(find_missing_columns(checked, frame.labels))
        _refuse(_find_wrong_id(frame, checked))
        _refuse(find_schema_faults(checked))
        reserved = find_reserved_names(checked)
        roles = read_roles(checked, frame.labels)
        # Arrow shares memory with what it was made from: of the copy, so that later changes to the frame stay out.
        self.dataframe = frame.select(roles.columns)
        try:
            from .arrow import build_table, vector_lengths

            self._table: pa.Table | None = build_table(read_frame(self.dataframe), roles)
        except DatasetError as error:
            raise DatasetError([*reserved, *error.errors]) from None
        _refuse(reserved)
        for text in roles.warnings:
            warnings.warn(text, PhoenixWarning, stacklevel=2)
        self.schema = roles.schema
        self._roles = roles
        self._vector_lengths = vector_lengths(self._table, roles.schema)
        self._row_count = frame.row_count

    @classmethod
    def from_open_inference(cls, dataframe: Any) -> Dataset:
        """A data set from a frame whose column names follow OpenInference, ``:category.datatype.specifier:name``.

        Args:
            dataframe: pandas DataFrame, or anything ``Dataset`` takes.

        Raises:
            DatasetError: a name does not follow the grammar, or two columns claim one name.
        """
        from .open_inference import read_open_inference

        frame, schema = read_open_inference(dataframe)
        return cls(frame, schema)

    @classmethod
    def from_name(cls, name: str) -> Dataset:
        """The data set that ``to_disc`` saved under this name: same rows, columns, types, schema and name.

        The frame is a pandas DataFrame with a plain index, its vectors are arrays of float32 or, where that would round
        them, float64.

        Raises:
            RequestError: nothing is saved under this name.
            DatasetError: the files cannot be read.
        """
        from .saved_datasets import load
        from .spawn import find_working_dir

        frame, schema = load(name, find_working_dir())
        return cls(frame, schema, name)

    def to_disc(self) -> Path:
        """Saves the data set for ``from_name`` under ``$PHOENIX_WORKING_DIR/datasets/<name>/`` and gives that folder.

        A data set of the same name is replaced, whole or not at all.

        Raises:
            StorageError: the folder cannot be written or the disk is full; what was saved before stays.
        """
        from .saved_datasets import save
        from .spawn import find_working_dir

        return save(self.name, self.schema, self._to_table(), find_working_dir())

    @property
    def is_named(self) -> bool:
        """Whether the user gave the name."""
        return not self.name.startswith(_UNNAMED_PREFIX)

    def __len__(self) -> int:
        return self._row_count

    def __repr__(self) -> str:
        return f'<Dataset "{self.name}">'

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text(f"{repr(self)[:-1]} {describe(self)}>")

    def vector_lengths(self) -> dict[str, int]:
        """Numbers per vector: by ``prompt`` and ``response`` for these roles, by quoted display name for the others."""
        return dict(self._vector_lengths)

    def _to_table(self) -> pa.Table:
        """The Arrow table to send. It is kept from the checks until the first launch, and made anew after that."""
        if self._table is not None:
            return self._table
        from .arrow import build_table

        return build_table(read_frame(self.dataframe), self._roles)

    def _release_table(self) -> None:
        self._table = None


def describe(dataset: Dataset) -> str:
    """Size and embeddings in a few words: ``1,000 rows × 12 columns, embeddings: image``."""
    rows, columns = len(dataset), len(dataset._roles.columns)
    text = f"{rows:,} row{'' if rows == 1 else 's'} × {columns:,} column{'' if columns == 1 else 's'}"
    names = [name for name, _ in dataset._roles.vectors()]
    return f"{text}, embeddings: {', '.join(names)}" if names else text


def _refuse(faults: list[DatasetFault]) -> None:
    if faults:
        raise DatasetError(faults)


def _check_name(name: object) -> str:
    if name is None or name == "":
        return f"{_UNNAMED_PREFIX}{uuid.uuid4()}"
    if not isinstance(name, str):
        raise DatasetError(f"Cannot call a data set {name!r:.80}: a name is text")
    if not is_unicode(name):
        raise DatasetError(f"Cannot call a data set {name!a:.80}: it is not valid Unicode")
    if len(name) > _MAX_NAME_LENGTH:
        raise DatasetError(f"Cannot use a name of {len(name):,} characters: at most {_MAX_NAME_LENGTH} are allowed")
    return name


def _find_wrong_id(frame: Frame, schema: Schema) -> list[DatasetFault]:
    label = schema.prediction_id_column_name
    if label is None:
        return []
    import pyarrow as pa

    kind = frame.column(label).type
    if not (pa.types.is_timestamp(kind) or pa.types.is_duration(kind)):
        return []
    return [
        InvalidColumnType(
            f'Cannot use column "{label}" of type {kind} as prediction id: numbers or text are needed; '
            "convert it first, for instance with .astype(str)"
        )
    ]
