"""Tables that were exported in the app, as a list of DataFrames."""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, overload
from urllib.parse import quote

from .connection import Connection
from .errors import PhoenixError, PhoenixWarning, SessionLost

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa


class Exports(Sequence["pd.DataFrame"]):
    """What was exported so far, oldest first: ``session.exports[-1]`` is the newest.

    Items are DataFrames; an item can also be asked for by its name. A frame is read when it is first asked for and then
    stays in memory, also when its file is deleted or the session closed. Files of a closed session stay readable.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._names: list[str] = []
        self._frames: dict[str, pd.DataFrame] = {}
        self._unreadable: set[str] = set()

    @property
    def names(self) -> list[str]:
        """Names of the exports, in order."""
        return list(self._names)

    def refresh(self) -> None:
        """Asks the server for new exports. Files that cannot be read are left out, with one warning each."""
        try:
            entries = self._connection.send_json("GET", "/api/exports")
        except SessionLost:
            if not self._folder().is_dir():
                raise
            return
        listed = [str(entry["name"]) for entry in entries]
        # Deleted ones stay when they were read before.
        kept = [name for name in self._names if name in listed or name in self._frames]
        for name in listed:
            if name in kept:
                continue
            if self._can_open(name):
                kept.append(name)
            elif name not in self._unreadable:
                self._unreadable.add(name)
                warnings.warn(f'Cannot read the export "{name}": it is left out', PhoenixWarning, stacklevel=3)
        self._names = kept

    def __len__(self) -> int:
        return len(self._names)

    @overload
    def __getitem__(self, key: int | str) -> pd.DataFrame: ...
    @overload
    def __getitem__(self, key: slice) -> list[pd.DataFrame]: ...
    def __getitem__(self, key: int | str | slice) -> pd.DataFrame | list[pd.DataFrame]:
        if isinstance(key, slice):
            return [self._read(name) for name in self._names[key]]
        if isinstance(key, str):
            if key not in self._names:
                known = ", ".join(f'"{name}"' for name in self._names[-5:]) or "none"
                raise KeyError(f'No export is called "{key}"; the latest are {known}')
            return self._read(key)
        if not self._names:
            raise IndexError("Nothing was exported yet: select rows in the app and press Export")
        return self._read(self._names[key])

    def __iter__(self) -> Iterator[pd.DataFrame]:
        return (self._read(name) for name in list(self._names))

    def __repr__(self) -> str:
        return f"[{', '.join(f'<DataFrame {name}>' for name in self._names)}]"

    def _read(self, name: str) -> pd.DataFrame:
        if name not in self._frames:
            from .to_frame import to_frame

            self._frames[name] = to_frame(self._open(name))
        return self._frames[name]

    def _can_open(self, name: str) -> bool:
        import pyarrow as pa

        path = self._path(name)
        if path is None:
            return True
        try:
            with pa.OSFile(str(path), "rb") as file:
                pa.ipc.open_file(file)
        except (OSError, pa.ArrowException):
            return False
        return True

    def _open(self, name: str) -> pa.Table:
        import pyarrow as pa

        from .to_frame import read_file

        try:
            path = self._path(name)
            if path is not None:
                # A copy in memory: the frame must outlive the file.
                with pa.OSFile(str(path), "rb") as file:
                    return read_file(file)
            content = self._connection.send("GET", f"/api/exports/{quote(name, safe='')}?format=arrow")
            return read_file(pa.py_buffer(content))
        except (OSError, pa.ArrowException) as error:
            if isinstance(error, PhoenixError):
                raise
            raise PhoenixError(
                f'Cannot read the export "{name}": the file is damaged', code="export/unreadable"
            ) from error

    def _folder(self) -> Path:
        return Path(self._connection.record.folder) / "exports"

    def _path(self, name: str) -> Path | None:
        """The file of an export, when this kernel sees the session's folder."""
        path = self._folder() / f"{name}.arrow"
        with contextlib.suppress(OSError, ValueError):
            if path.parent.resolve() == self._folder().resolve() and path.is_file():
                return path
        return None
