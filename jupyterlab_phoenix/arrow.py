"""The one Arrow IPC file by which a data set travels to the server."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import uuid
from pathlib import Path
from typing import TYPE_CHECKING

from .errors import DatasetError, DatasetFault, StorageError
from .frames import Frame
from .roles import RESERVED_COLUMN, Roles
from .schema import EmbeddingColumnNames, Schema

if TYPE_CHECKING:
    import pyarrow as pa


def build_table(frame: Frame, roles: Roles) -> pa.Table:
    """The surviving columns as one Arrow table: vectors as ``FixedSizeList`` of floats, the rest as they are.

    Raises:
        DatasetError: vectors break a rule; features are reported before prompt and response, one fault per embedding.
    """
    import pyarrow as pa

    from .vectors import pack_vectors

    packed: dict[str, pa.Array] = {}
    named = set(roles.schema.embedding_feature_column_names or {})
    faults: list[DatasetFault] = []
    for position, (name, label) in enumerate(roles.vectors()):
        if faults and position == len(named):
            break
        if label in packed or label not in roles.columns:
            continue
        try:
            packed[label] = pack_vectors(frame.cells(label), name, label)
        except DatasetFault as fault:
            faults.append(fault)
    if faults:
        raise DatasetError(faults)
    arrays = [packed[label] if label in packed else frame.column(label) for label in roles.columns]
    if not arrays:
        # Without a column nothing tells how many rows there are; of this one the server takes no more than that.
        return pa.table({RESERVED_COLUMN: pa.nulls(frame.row_count)})
    # One record batch: the server then sees every vector column as one piece of memory.
    table = pa.Table.from_arrays(arrays, names=roles.columns).combine_chunks()
    metadata = frame.metadata(roles.columns, table)
    return table.replace_schema_metadata(metadata) if metadata else table


def vector_lengths(table: pa.Table, schema: Schema) -> dict[str, int]:
    """Numbers per vector, by ``prompt``, ``response`` and quoted display name; none without vectors."""
    import pyarrow as pa

    embeddings = {f'"{name}"': columns for name, columns in (schema.embedding_feature_column_names or {}).items()}
    lengths = {}
    for key, columns in {
        **embeddings,
        "prompt": schema.prompt_column_names,
        "response": schema.response_column_names,
    }.items():
        if isinstance(columns, EmbeddingColumnNames):
            kind = table.schema.field(columns.vector_column_name).type
            if pa.types.is_fixed_size_list(kind):
                lengths[key] = kind.list_size
    return lengths


def new_file_name(role: str) -> str:
    """A name for the file of a data set that no other load uses."""
    return f"{role}-{uuid.uuid4().hex[:12]}.arrow"


def write_table(table: pa.Table, folder: Path, file: str) -> None:
    """Writes an uncompressed Arrow IPC file into ``folder``, whole or not at all, readable by the owner only.

    Raises:
        StorageError: the folder cannot be written or the disk is full (codes ``disk/unwritable``, ``disk/full``).
    """
    import pyarrow as pa

    size = table.nbytes
    temporary = folder / f".{file}.part"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if shutil.disk_usage(folder).free < size:
            raise OSError(errno.ENOSPC, "No space left on device")
        with (
            open(temporary, "wb", opener=lambda name, flags: os.open(name, flags, 0o600)) as sink,
            pa.ipc.new_file(sink, table.schema) as writer,
        ):
            writer.write_table(table, max_chunksize=max(1, table.num_rows))
        os.replace(temporary, folder / file)
    except OSError as error:
        raise to_storage_error(error, folder, size) from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def to_file_bytes(table: pa.Table) -> memoryview:
    """The bytes of the same file, for a server that does not share the folder."""
    import pyarrow as pa

    sink = pa.BufferOutputStream()
    with pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table, max_chunksize=max(1, table.num_rows))
    return memoryview(sink.getvalue())


def to_storage_error(error: OSError, folder: Path, size: int) -> StorageError:
    """What to say when ``size`` bytes of data cannot be written to a folder."""
    needed = f"{max(1, round(size / 1e6)):,} MB"
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        free = ""
        with contextlib.suppress(OSError):
            free = f": {shutil.disk_usage(folder).free // 1_000_000:,} MB are free"
        return StorageError(
            f"Cannot write {needed} of data to '{folder}'{free}",
            code="disk/full",
            hint="Free some space, or set PHOENIX_WORKING_DIR to another disk",
        )
    return StorageError(
        f"Cannot write {needed} of data to '{folder}': {error.strerror or error}",
        code="disk/unwritable",
        hint="Make the folder writable, or set PHOENIX_WORKING_DIR to one that is",
    )
