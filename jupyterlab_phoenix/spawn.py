"""Find, start, take over and close the session of a kernel; the same steps for kernels and the Jupyter server."""

from __future__ import annotations

import contextlib
import dataclasses
import http.client
import json
import os
import re
import shutil
import time
import uuid
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Literal

from . import discovery
from .discovery import Record, ServerRefusal
from .locks import LockTimeout, hold_lock
from .processes import end_process, is_session_server
from .server_process import (
    Launch,
    LaunchError,
    finish_start,
    is_running,
    make_private_folder,
    reap,
    start_server,
    to_disk_error,
    wait_until,
)

__all__ = ["How", "LaunchError", "close_session", "ensure_session", "find_working_dir"]

How = Literal["found", "adopted", "restored", "started"]

DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 6006

# A server that computes may take a while to answer; one that is alive is never doubled.
_PATIENCE_SECONDS = 10.0
_LOCK_SECONDS = 90.0
_CLOSE_SECONDS = 3.0


def ensure_session(
    kernel_id: str,
    kernel_pid: int,
    notebook: str,
    name: str,
    host: str | None = None,
    port: int | None = None,
    working_dir: str | Path | None = None,
    *,
    node: str | None = None,
) -> tuple[Record, How]:
    """The one session of a kernel, started when there is none.

    Looks, in this order, for a running session of the kernel (``found``); for the data of one whose server died, and
    starts it again under its id (``restored``); for a running session of the same notebook whose kernel is gone
    (``adopted``); for the data of such a one (``restored``); and else starts a new one (``started``). However many
    callers ask at once for one kernel, there is one server.

    ``kernel_id`` may be empty outside of kernels, then the notebook decides; ``kernel_pid`` is 0 when unknown;
    ``notebook`` is an absolute path or as Jupyter names it, empty for none. ``host`` defaults to ``$PHOENIX_HOST`` or
    127.0.0.1, ``working_dir`` to ``$PHOENIX_WORKING_DIR`` or ``~/.phoenix``. ``port`` given: that port or LaunchError
    ``port/in-use``; not given: ``$PHOENIX_PORT`` when that is all digits, else 6006, or the next free one. Host and
    port are those of the start: a session that runs keeps its own. Raises LaunchError; nothing is left half-started.
    """
    reap()
    launch = Launch(
        kernel_id,
        kernel_pid,
        notebook,
        name,
        host or os.environ.get("PHOENIX_HOST") or DEFAULT_HOST,
        _choose_port(port),
        port is not None,
        find_working_dir(working_dir),
        node,
    )
    runtime_dir = make_private_folder(discovery.runtime_folder())
    with _hold_kernel_lock(runtime_dir, kernel_id or notebook):
        finish_start(kernel_id)
        return _find(launch) or _restore_or_adopt(launch) or (start_server(launch, _new_id()), "started")


def adopt_session(record: Record, kernel_id: str, kernel_pid: int, notebook: str) -> Record:
    """Give a running session whose own kernel is gone to this kernel; one whose kernel lives stays where it is."""
    if not discovery.is_kernel_gone(record.kernel_id, record.kernel_pid):
        return record
    launch = Launch(kernel_id, kernel_pid, notebook, record.name, record.host, record.port, False, Path(), None)
    return _hand_over(record, launch) or record


def close_session(record: Record) -> None:
    """End a session for good: its server, record, log and data sets. Exports and layouts stay on disk.

    Returns when all are gone. A server that does not obey within a few seconds is ended by force.
    """
    with contextlib.suppress(OSError, http.client.HTTPException, ServerRefusal):
        discovery.ask_server(record, "POST", "/api/shutdown", timeout=_CLOSE_SECONDS)
    # The record goes last; the process ends right after.
    wait_until(lambda: not is_running(record.pid), _CLOSE_SECONDS)
    if not discovery.record_path(record.id).exists() and not is_running(record.pid):
        return
    for force in (False, True):
        if is_session_server(record.pid, record.id):
            end_process(record.pid, force=force)
            wait_until(lambda: not is_running(record.pid), _CLOSE_SECONDS)
    _remove_traces(record)


def find_working_dir(working_dir: str | Path | None = None) -> Path:
    """``working_dir``, else ``$PHOENIX_WORKING_DIR``, else ``~/.phoenix``; absolute, not created.

    Raises LaunchError where there is no home folder, as in containers that run under any number for a user.
    """
    chosen = working_dir or os.environ.get("PHOENIX_WORKING_DIR") or "~/.phoenix"
    try:
        return Path(chosen).expanduser().absolute()
    except RuntimeError as error:
        raise LaunchError(
            f"Cannot keep sessions in '{chosen}': this user has no home folder",
            "folder/unwritable",
            "Set PHOENIX_WORKING_DIR to a folder that may be written to",
        ) from error


def _find(launch: Launch) -> tuple[Record, How] | None:
    for record in reversed(discovery.read_records()):
        is_mine = (
            record.kernel_id == launch.kernel_id
            if launch.kernel_id
            else bool(launch.notebook) and record.notebook == launch.notebook
        )
        if is_mine and _answers(record):
            # A restarted kernel keeps its id, but its process is another one.
            has_moved = launch.kernel_pid > 0 and launch.kernel_pid != record.kernel_pid
            return (_hand_over(record, launch) or record if has_moved else record), "found"
    return None


def _restore_or_adopt(launch: Launch) -> tuple[Record, How] | None:
    records = discovery.read_records()
    dead = [record for record in records if not is_running(record.pid)]
    if launch.kernel_id:
        for record in reversed(dead):
            if record.kernel_id == launch.kernel_id:
                return _restore(launch, record.id, record.port)
        for session_id, kernel_id, _ in _read_manifests(launch.working_dir):
            if kernel_id == launch.kernel_id:
                return _restore(launch, session_id)
    for record in discovery.find_orphans(records, launch.notebook):
        if discovery.is_healthy(record):
            adopted = _hand_over(record, launch)
            if adopted is not None:
                return adopted, "adopted"
    for record in discovery.find_orphans(dead, launch.notebook):
        return _restore(launch, record.id, record.port)
    known = {record.id for record in records}
    for session_id, kernel_id, notebook in _read_manifests(launch.working_dir):
        is_same = bool(launch.notebook) and notebook == launch.notebook
        if is_same and session_id not in known and discovery.is_kernel_gone(kernel_id, 0):
            return _restore(launch, session_id)
    return None


def _restore(launch: Launch, session_id: str, port: int | None = None) -> tuple[Record, How]:
    """Start the server of a session again, on its old port when that is free, so that open pages find it."""
    if port is not None and not launch.is_port_fixed:
        launch = dataclasses.replace(launch, port=port)
    return start_server(launch, session_id), "restored"


def _hand_over(record: Record, launch: Launch) -> Record | None:
    """Give a running session to this kernel; None when its server refuses or is gone."""
    body: dict[str, object] = {"kernelPid": launch.kernel_pid}
    if launch.kernel_id:
        body["kernelId"] = launch.kernel_id
    if launch.notebook:
        body["notebook"] = launch.notebook
    try:
        discovery.ask_server(record, "PATCH", "/api/session", body)
    except (OSError, http.client.HTTPException, ServerRefusal):
        return None
    changed = discovery.read_record(discovery.record_path(record.id))
    return changed if changed is not None and launch.kernel_id in ("", changed.kernel_id) else None


def _answers(record: Record) -> bool:
    """Whether the server of a record is there; raises LaunchError when its process lives but does not answer."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while True:
        if discovery.is_healthy(record, timeout=2.0):
            return True
        if not is_session_server(record.pid, record.id):
            return False
        if time.monotonic() > deadline:
            raise LaunchError(
                f"Cannot reach the Phoenix server of this kernel: process {record.pid} runs "
                f"but has not answered on port {record.port} for {_PATIENCE_SECONDS:.0f} seconds",
                "server/unresponsive",
                "Wait for its work to finish, or end it with px.close_app() and launch again",
            )
        time.sleep(0.1)


def _choose_port(port: int | None) -> int:
    if port is None:
        text = os.environ.get("PHOENIX_PORT", "")
        if not (text.isascii() and text.isdigit()):
            # As upstream: a word in the variable is passed over, a number that is no port is not.
            return DEFAULT_PORT
        source, number = "PHOENIX_PORT", int(text)
    else:
        source, number = "port", port
    if not isinstance(number, int) or isinstance(number, bool) or not 0 <= number <= 65535:
        raise LaunchError(f"Cannot use {source}={number!r}: a port is a whole number from 0 to 65535", "port/invalid")
    return number


def _read_manifests(working_dir: Path) -> Iterator[tuple[str, str, str]]:
    """Session id, kernel id and notebook of the sessions on disk, newest first."""

    def modified(path: Path) -> float:
        try:
            return path.stat().st_mtime
        except OSError:
            return 0.0

    paths = (working_dir / "sessions").glob("*/session.json")
    for path in sorted(paths, key=modified, reverse=True):
        with contextlib.suppress(OSError, ValueError, AttributeError):
            manifest = json.loads(path.read_bytes())
            if manifest.get("id") == path.parent.name:
                yield manifest["id"], str(manifest.get("kernel_id") or ""), str(manifest.get("notebook") or "")


@contextlib.contextmanager
def _hold_kernel_lock(runtime_dir: Path, key: str) -> Iterator[None]:
    # Kernel ids come from outside; a file name takes no slashes.
    name = key if re.fullmatch(r"[A-Za-z0-9_-]{1,64}", key) else sha256(key.encode()).hexdigest()[:32]
    with contextlib.ExitStack() as held:
        try:
            held.enter_context(hold_lock(runtime_dir / f"phoenix-kernel-{name}.lock", _LOCK_SECONDS))
        except LockTimeout as error:
            raise LaunchError(
                f"Cannot launch: process {error.pid} has been launching for this kernel "
                f"for {_LOCK_SECONDS:.0f} seconds",
                "launch/busy",
                "Wait for it, or end that process and launch again",
            ) from error
        except OSError as error:
            raise to_disk_error(f"Cannot write to the folder '{runtime_dir}'", error) from error
        yield


def _remove_traces(record: Record) -> None:
    """What an explicit close removes, for a server that can no longer do it."""
    discovery.record_path(record.id).unlink(missing_ok=True)
    discovery.log_path(record.id).unlink(missing_ok=True)
    folder = Path(record.folder)
    if folder.name != record.id:
        return
    (folder / "session.json").unlink(missing_ok=True)
    shutil.rmtree(folder / "datasets", ignore_errors=True)


def _new_id() -> str:
    return uuid.uuid4().hex[:12]
