"""The two folders that sessions write to."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from ...discovery import runtime_folder
from ...server_process import LaunchError, make_private_folder
from ...spawn import find_working_dir
from .finding import Finding

_LITTLE_BYTES = 1_000_000_000
_ENOUGH_FOR_A_START_BYTES = 50_000_000


def check_folders() -> Iterator[Finding]:
    yield _check_folder("Running sessions are noted in", runtime_folder, "JUPYTER_RUNTIME_DIR")
    yield _check_folder("Exports, maps and spans are kept in", find_working_dir, "PHOENIX_WORKING_DIR")


def _check_folder(purpose: str, find: Callable[[], Path], variable: str) -> Finding:
    try:
        folder = make_private_folder(find())
        # Some file systems say that they may be written to, and then refuse.
        with tempfile.TemporaryFile(dir=folder):
            pass
    except (LaunchError, OSError) as error:
        reason = (
            error.message if isinstance(error, LaunchError) else f"Cannot write to the folder of {variable}: {error}"
        )
        return Finding("wrong", reason, f"Make it writable, or set {variable} to a folder that is")
    free = shutil.disk_usage(folder).free
    where = f"{purpose} {folder}, {free / 1e9:,.1f} GB free"
    if free < _ENOUGH_FOR_A_START_BYTES:
        return Finding("wrong", where, f"Make room, or set {variable} to a folder with more")
    if free < _LITTLE_BYTES:
        return Finding("note", where, f"Large data sets will need more: make room, or set {variable}")
    if hasattr(os, "getuid") and folder.stat().st_mode & 0o022:
        return Finding("note", f"{where}, and others may write to it", f"chmod go-w '{folder}'")
    return Finding("ok", where)
