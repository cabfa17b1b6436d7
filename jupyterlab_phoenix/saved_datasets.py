"""Data sets kept on disk under a name: ``<working folder>/datasets/<name>/``.

``schema.json`` holds the name, the schema and the name of the Arrow file beside it. It is written last and in one step:
until then the data set of before is the one that is found, from then on the new one.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from .arrow import to_storage_error, write_table
from .errors import DatasetError, RequestError, StorageError
from .locks import LockTimeout, hold_lock
from .schema import Schema

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

_SCHEMA_FILE = "schema.json"
_MAX_FOLDER_LENGTH = 100
_LOCK_SECONDS = 60.0
# Names of devices on Windows, with any ending.
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


def save(name: str, schema: Schema, table: pa.Table, working_dir: Path) -> Path:
    """Writes a data set, or replaces the one of that name, whole or not at all; gives its folder.

    Raises:
        StorageError: the folder cannot be written or the disk is full.
    """
    folder = _folder(name, working_dir)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        # Of two savers at once the second would delete the first one's file as a leftover.
        with hold_lock(folder / ".lock", _LOCK_SECONDS):
            _write(name, schema, table, folder)
    except LockTimeout as error:
        raise StorageError(
            f'Cannot save "{name}": process {error.pid} has been saving it for {_LOCK_SECONDS:.0f} seconds'
        ) from error
    except OSError as error:
        if isinstance(error, StorageError):
            raise
        raise to_storage_error(error, folder, table.nbytes) from error
    return folder


def _write(name: str, schema: Schema, table: pa.Table, folder: Path) -> None:
    file = f"data-{uuid.uuid4().hex[:12]}.arrow"
    write_table(table, folder, file)
    content = {"version": 1, "name": name, "data": file, "schema": json.loads(schema.to_json())}
    temporary = folder / f".{_SCHEMA_FILE}.{uuid.uuid4().hex[:12]}.part"
    try:
        with open(temporary, "w", encoding="utf-8", opener=lambda path, flags: os.open(path, flags, 0o600)) as sink:
            json.dump(content, sink, ensure_ascii=True)
        os.replace(temporary, folder / _SCHEMA_FILE)
    except BaseException:
        for path in (temporary, folder / file):
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
        raise
    for path in folder.glob("data-*.arrow"):
        if path.name != file:
            with contextlib.suppress(OSError):
                path.unlink()


def load(name: object, working_dir: Path) -> tuple[pd.DataFrame, Schema]:
    """The frame and the schema that were saved under a name.

    Raises:
        RequestError: nothing is saved under it.
        DatasetError: what is saved cannot be read.
    """
    if not isinstance(name, str) or not name:
        raise RequestError(f"Cannot find a data set by {name!r:.80}: a name is text", code="dataset/unknown")
    import pyarrow as pa

    from .to_frame import to_frame

    folder = _folder(name, working_dir)
    content = _read_schema_file(folder)
    if content is None or content.get("name") != name:
        raise RequestError(
            f'Cannot find a data set saved as "{name:.200}"', code="dataset/unknown", hint=_list_known(working_dir)
        )
    try:
        return to_frame(_read_table(folder, content)), Schema.from_json(json.dumps(content["schema"]))
    except (OSError, KeyError, RequestError, pa.ArrowException) as error:
        raise DatasetError(
            f"Cannot read the data set saved as \"{name}\": its files in '{folder}' are damaged",
            code="dataset/unreadable",
            hint="Save it again with to_disc()",
        ) from error


def _read_table(folder: Path, content: dict[str, Any]) -> pa.Table:
    import pyarrow as pa

    from .to_frame import read_file

    try:
        with pa.OSFile(str(folder / Path(str(content["data"])).name), "rb") as file:
            return read_file(file)
    except FileNotFoundError:
        current = _read_schema_file(folder)
        if current is None or current == content:
            raise
        # Somebody saved in the meantime.
        return _read_table(folder, current)


def _folder(name: str, working_dir: Path) -> Path:
    """A folder for a name, the name itself where every file system takes it."""
    is_plain = re.fullmatch(r"[A-Za-z0-9_-]([A-Za-z0-9 ._-]*[A-Za-z0-9_-])?", name) and not _RESERVED.fullmatch(name)
    if is_plain and len(name) <= _MAX_FOLDER_LENGTH:
        return working_dir / "datasets" / name
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    readable = quote(name, safe=" ", errors="replace")[: _MAX_FOLDER_LENGTH - len(digest) - 1]
    return working_dir / "datasets" / f"{readable}%{digest}"


def _read_schema_file(folder: Path) -> dict[str, Any] | None:
    try:
        content = json.loads((folder / _SCHEMA_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return content if isinstance(content, dict) else None


def _list_known(working_dir: Path) -> str:
    found = (_read_schema_file(path.parent) for path in (working_dir / "datasets").glob(f"*/{_SCHEMA_FILE}"))
    names = sorted(str(content["name"]) for content in found if content is not None and "name" in content)
    if not names:
        return "Nothing is saved yet: save a data set with to_disc()"
    more = f" and {len(names) - 8:,} more" if len(names) > 8 else ""
    return f"Saved are {', '.join(json.dumps(name, ensure_ascii=False) for name in names[:8])}{more}"
