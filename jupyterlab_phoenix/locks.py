"""A lock between processes: a file that only one can create, broken when its owner has died."""

from __future__ import annotations

import contextlib
import json
import os
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

from .processes import is_alive

_POLL_SECONDS = 0.02
# Breaking a lock takes microseconds; who died within them left this file behind.
_BREAKER_STALE_SECONDS = 10.0
# A lock is written at once after it is created; an empty one is being written, or its writer died.
_EMPTY_STALE_SECONDS = 5.0


class LockTimeout(Exception):
    """Somebody alive holds the lock; ``pid`` is theirs."""

    def __init__(self, path: Path, pid: int) -> None:
        super().__init__(f"Cannot take the lock '{path}': process {pid} holds it")
        self.pid = pid


@contextlib.contextmanager
def hold_lock(path: Path, timeout: float) -> Iterator[None]:
    """Hold ``path`` as a lock; waits up to ``timeout`` seconds, then raises LockTimeout.

    Raises OSError when the file cannot be written.
    """
    nonce = uuid.uuid4().hex
    deadline = time.monotonic() + timeout
    while not _create(path, nonce):
        _break_if_stale(path)
        if time.monotonic() > deadline:
            raise LockTimeout(path, _read_pid(path))
        time.sleep(_POLL_SECONDS)
    try:
        yield
    finally:
        if _read(path).get("nonce") == nonce:
            _remove(path)


def _create(path: Path, nonce: str) -> bool:
    try:
        file = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return False
    except PermissionError:
        # Windows answers so while another process is deleting the file.
        if path.exists() or os.name == "nt":
            return False
        raise
    try:
        with os.fdopen(file, "w") as lock:
            json.dump({"pid": os.getpid(), "nonce": nonce}, lock)
    except OSError:
        # A full disk: what nobody can read as a lock would only block others for a while.
        _remove(path)
        raise
    return True


def _break_if_stale(path: Path) -> None:
    if not _is_stale(path):
        return
    # Only one process at a time may remove somebody else's lock, or the second would remove the first one's new lock.
    breaker = path.with_suffix(".breaking")
    try:
        os.close(os.open(breaker, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except OSError:
        if _age(breaker) > _BREAKER_STALE_SECONDS:
            _remove(breaker)
        return
    try:
        if _is_stale(path):
            _remove(path)
    finally:
        _remove(breaker)


def _is_stale(path: Path) -> bool:
    pid = _read_pid(path)
    return not is_alive(pid) if pid else _age(path) > _EMPTY_STALE_SECONDS


def _read(path: Path) -> dict[str, object]:
    try:
        content = json.loads(path.read_text())
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def _read_pid(path: Path) -> int:
    pid = _read(path).get("pid")
    return pid if isinstance(pid, int) else 0


def _age(path: Path) -> float:
    try:
        return time.time() - path.stat().st_mtime
    except OSError:
        return 0.0


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink()
