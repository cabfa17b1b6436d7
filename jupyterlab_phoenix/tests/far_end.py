"""Starts ``far_end.mjs``, the server behind the proxy tests."""

from __future__ import annotations

import contextlib
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from jupyterlab_phoenix.discovery import Record, read_record
from jupyterlab_phoenix.node import find_node


@contextlib.contextmanager
def run_far_end(runtime_dir: Path, session_id: str) -> Iterator[Record]:
    """A running far end, found by its record in ``runtime_dir``."""
    script = Path(__file__).with_name("far_end.mjs")
    process = subprocess.Popen([*find_node(), str(script), str(runtime_dir), session_id])
    path = runtime_dir / f"phoenix-{session_id}.json"
    try:
        deadline = time.monotonic() + 20
        while (record := read_record(path)) is None:
            assert process.poll() is None, "The far end did not start"
            assert time.monotonic() < deadline
            time.sleep(0.02)
        yield record
    finally:
        path.unlink(missing_ok=True)
        process.kill()
        process.wait()
