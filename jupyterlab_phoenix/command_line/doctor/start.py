"""A start for real, in folders of its own that are removed again."""

from __future__ import annotations

import contextlib
import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from ... import spawn
from .finding import Finding


def check_start() -> Iterator[Finding]:
    with tempfile.TemporaryDirectory(prefix="phoenix-doctor-", ignore_cleanup_errors=True) as folder:
        started = time.monotonic()
        try:
            with _runtime_dir(folder):
                record, _ = spawn.ensure_session("doctor", 0, "", "doctor", working_dir=Path(folder) / "work")
                seconds = time.monotonic() - started
                spawn.close_session(record)
        except spawn.LaunchError as error:
            yield Finding("wrong", error.message, error.hint or "")
        else:
            yield Finding("ok", f"A session starts in {seconds:.2f} s, and ends")


@contextlib.contextmanager
def _runtime_dir(folder: str) -> Iterator[None]:
    before = os.environ.get("JUPYTER_RUNTIME_DIR")
    os.environ["JUPYTER_RUNTIME_DIR"] = folder
    try:
        yield
    finally:
        if before is None:
            del os.environ["JUPYTER_RUNTIME_DIR"]
        else:
            os.environ["JUPYTER_RUNTIME_DIR"] = before
