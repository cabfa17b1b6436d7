"""Start, find again, take over and close the server of a kernel; the same steps for kernels and the Jupyter server."""

from __future__ import annotations

import contextlib
import errno
import http.client
import json
import os
import re
import shutil
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, Literal

from . import discovery
from .discovery import Record, ServerRefusal
from .locks import LockTimeout, hold_lock
from .node import NodeError, find_node
from .processes import end_process, is_alive, is_session_server

How = Literal["found", "adopted", "restored", "started"]

DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 6006

# Restoring reads the data sets first: seconds for the largest.
_START_SECONDS = 60.0
# A server that computes may take a while to answer; one that is alive is never doubled.
_PATIENCE_SECONDS = 10.0
_LOCK_SECONDS = 90.0
_CLOSE_SECONDS = 3.0
_POLL_SECONDS = 0.01

# Kept so that ended servers are reaped, and no interpreter warns about them at its exit.
_children: list[subprocess.Popen[bytes]] = []


class LaunchError(RuntimeError):
    """No session could be started: one sentence, a code (``port/in-use``, ``disk/unwritable``, …), and what to do."""

    def __init__(self, message: str, code: str = "launch/failed", hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.hint = hint


@dataclass(frozen=True)
class _Launch:
    kernel_id: str
    kernel_pid: int
    notebook: str
    name: str
    host: str
    port: int
    is_port_fixed: bool
    working_dir: Path
    node: str | None


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
    ``port/in-use``; not given: ``$PHOENIX_PORT`` or 6006, or the next free one. Host and port are those of the start: a
    session that runs keeps its own. Raises LaunchError; nothing is left half-started.
    """
    _reap()
    launch = _Launch(
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
    runtime_dir = _make_private_folder(discovery.runtime_folder())
    with _hold_kernel_lock(runtime_dir, kernel_id or notebook):
        return _find(launch) or _restore_or_adopt(launch) or (_start(launch, _new_id()), "started")


def close_session(record: Record) -> None:
    """End a session for good: its server, record, log and data sets. Exports and layouts stay on disk.

    Returns when all are gone. A server that does not obey within a few seconds is ended by force.
    """
    with contextlib.suppress(OSError, http.client.HTTPException, ServerRefusal):
        discovery.ask_server(record, "POST", "/api/shutdown", timeout=_CLOSE_SECONDS)
    path = discovery.record_path(record.id)
    # The record goes last; its process ends right after.
    _wait_until(lambda: not _is_running(record.pid), _CLOSE_SECONDS)
    if not path.exists() and not _is_running(record.pid):
        return
    for force in (False, True):
        if is_session_server(record.pid, record.id):
            end_process(record.pid, force=force)
            _wait_until(lambda: not _is_running(record.pid), _CLOSE_SECONDS)
    _remove_traces(record)


def find_working_dir(working_dir: str | Path | None = None) -> Path:
    """``working_dir``, else ``$PHOENIX_WORKING_DIR``, else ``~/.phoenix``; absolute, not created."""
    chosen = working_dir or os.environ.get("PHOENIX_WORKING_DIR") or Path.home() / ".phoenix"
    return Path(chosen).expanduser().absolute()


def find_server_script() -> Path:
    """The server bundle of the package, or in a source checkout without one its source."""
    package = Path(__file__).resolve().parent
    for script in (package / "server" / "main.mjs", package.parent / "src" / "server" / "main.ts"):
        if script.is_file():
            return script
    raise LaunchError(
        f"Cannot find the Phoenix server in '{package / 'server'}'",
        "server/missing",
        "Install the package again with: pip install --force-reinstall jupyterlab-phoenix",
    )


def _find(launch: _Launch) -> tuple[Record, How] | None:
    for record in reversed(discovery.read_records()):
        is_mine = (
            record.kernel_id == launch.kernel_id
            if launch.kernel_id
            else bool(launch.notebook) and record.notebook == launch.notebook
        )
        if is_mine and _answers(record):
            has_moved = launch.kernel_pid > 0 and launch.kernel_pid != record.kernel_pid
            # A restarted kernel keeps its id, but its process is another one.
            return (_hand_over(record, launch) or record if has_moved else record), "found"
    return None


def _restore_or_adopt(launch: _Launch) -> tuple[Record, How] | None:
    records = discovery.read_records()
    dead = [record for record in records if not _is_running(record.pid)]
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
    running = {record.id for record in records}
    for session_id, kernel_id, notebook in _read_manifests(launch.working_dir):
        is_same = bool(launch.notebook) and notebook == launch.notebook
        if is_same and session_id not in running and discovery.is_kernel_gone(kernel_id, 0):
            return _restore(launch, session_id)
    return None


def _restore(launch: _Launch, session_id: str, port: int | None = None) -> tuple[Record, How]:
    """Start the server of a session again, on its old port when that is free, so that open pages find it."""
    if port is not None and not launch.is_port_fixed:
        launch = _Launch(**{**launch.__dict__, "port": port})
    return _start(launch, session_id), "restored"


def _hand_over(record: Record, launch: _Launch) -> Record | None:
    """Give a running session to this kernel; None when its server refuses or is gone."""
    body: dict[str, object] = {"kernelId": launch.kernel_id, "kernelPid": launch.kernel_pid}
    if launch.notebook:
        body["notebook"] = launch.notebook
    try:
        discovery.ask_server(record, "PATCH", "/api/session", body)
    except (OSError, http.client.HTTPException, ServerRefusal):
        return None
    changed = discovery.read_record(discovery.record_path(record.id))
    return changed if changed is not None and changed.kernel_id == launch.kernel_id else None


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


def _start(launch: _Launch, session_id: str) -> Record:
    script = find_server_script()
    try:
        node = find_node(launch.node)
    except NodeError as error:
        raise LaunchError(error.message, error.code, error.hint) from error
    _make_private_folder(launch.working_dir)
    record_path = discovery.record_path(session_id)
    with contextlib.suppress(FileNotFoundError):
        record_path.unlink()
    argv = [*node, str(script), *_to_arguments(launch, session_id, record_path.parent)]
    log_path = discovery.log_path(session_id)
    with _open_log(log_path) as log:
        log_start = log.seek(0, os.SEEK_END)
        server = _spawn_detached(argv, log.fileno())
    _children.append(server)
    try:
        return _wait_for_record(server, record_path, log_path, log_start)
    except BaseException:
        with contextlib.suppress(OSError):
            server.kill()
        server.wait()
        record_path.unlink(missing_ok=True)
        raise


def _wait_for_record(server: subprocess.Popen[bytes], record_path: Path, log_path: Path, log_start: int) -> Record:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        record = discovery.read_record(record_path)
        if record is not None:
            return record
        if server.poll() is not None:
            raise _to_launch_error(server.returncode, log_path, log_start)
        time.sleep(_POLL_SECONDS)
    raise LaunchError(
        f"Cannot start the Phoenix server: it was not ready after {_START_SECONDS:.0f} seconds",
        "launch/timeout",
        f"See what it said in '{log_path}'",
    )


def _to_launch_error(exit_code: int, log_path: Path, log_start: int) -> LaunchError:
    """What a server said before it ended: its JSON line when there is one, else the last line of its log."""
    try:
        with open(log_path, "rb") as log:
            log.seek(log_start)
            lines = log.read().decode(errors="replace").strip().splitlines()
    except OSError:
        lines = []
    for line in reversed(lines):
        with contextlib.suppress(ValueError, KeyError, TypeError):
            error = json.loads(line)["error"]
            log_path.unlink(missing_ok=True)
            return LaunchError(error["message"], error["code"], error.get("hint"))
    last = next((line.strip() for line in lines if re.match(r"\w*Error\b", line.strip())), "")
    reason = f": {last}" if last else ""
    return LaunchError(
        f"Cannot start the Phoenix server: it ended with exit code {exit_code}{reason}",
        "launch/crashed",
        f"See what it said in '{log_path}'",
    )


def _to_arguments(launch: _Launch, session_id: str, runtime_dir: Path) -> list[str]:
    options = {
        "id": session_id,
        "kernel-id": launch.kernel_id,
        "kernel-pid": launch.kernel_pid,
        "notebook": launch.notebook,
        "name": launch.name,
        "runtime-dir": runtime_dir,
        "working-dir": launch.working_dir,
        "host": launch.host,
        "port": launch.port,
    }
    # One word per option: a name may begin with a dash.
    arguments = [f"--{name}={value}" for name, value in options.items() if value != ""]
    return [*arguments, "--port-fixed"] if launch.is_port_fixed else arguments


def _spawn_detached(argv: list[str], log: int) -> subprocess.Popen[bytes]:
    """Start a process that outlives this one, its terminal and its process group."""
    # What a debugger or an editor tells its own Node must not reach ours.
    environment = {key: value for key, value in os.environ.items() if key != "NODE_OPTIONS"}
    # A root folder cannot be removed under the server's feet.
    root = Path(sys.executable or os.curdir).absolute().anchor or None

    def spawn(**options: object) -> subprocess.Popen[bytes]:
        return subprocess.Popen(  # type: ignore[call-overload]
            argv,
            cwd=root,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            close_fds=True,
            **options,
        )

    try:
        if sys.platform != "win32":
            return spawn(start_new_session=True)
        flags = subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.DETACHED_PROCESS
        try:
            # Out of the job object that some hosts put around a kernel and end with it.
            return spawn(creationflags=flags | subprocess.CREATE_BREAKAWAY_FROM_JOB)
        except PermissionError:
            return spawn(creationflags=flags)
    except OSError as error:
        raise LaunchError(
            f"Cannot start the Phoenix server with '{argv[0]}': {error.strerror}", "node/missing"
        ) from error


def _choose_port(port: int | None) -> int:
    source, value = ("port", port) if port is not None else ("PHOENIX_PORT", os.environ.get("PHOENIX_PORT"))
    if value is None or value == "":
        return DEFAULT_PORT
    try:
        number = int(value)
    except (TypeError, ValueError):
        number = -1
    if isinstance(value, (bool, float)) or not 0 <= number <= 65535:
        raise LaunchError(f"Cannot use {source}={value!r}: a port is a whole number from 0 to 65535", "port/invalid")
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
    try:
        with hold_lock(runtime_dir / f"phoenix-kernel-{name}.lock", _LOCK_SECONDS):
            yield
    except LockTimeout as error:
        raise LaunchError(
            f"Cannot launch: process {error.pid} has been launching for this kernel for {_LOCK_SECONDS:.0f} seconds",
            "launch/busy",
            "Wait for it, or end that process and launch again",
        ) from error


def _make_private_folder(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not os.access(folder, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    except OSError as error:
        raise _to_disk_error(f"Cannot write to the folder '{folder}'", error) from error
    return folder


def _open_log(path: Path) -> BinaryIO:
    try:
        return open(path, "ab", opener=lambda name, flags: os.open(name, flags, 0o600))
    except OSError as error:
        raise _to_disk_error(f"Cannot write to the log '{path}'", error) from error


def _to_disk_error(what: str, error: OSError) -> LaunchError:
    if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", None)):
        return LaunchError(f"{what}: no space is left", "disk/full", "Make room and launch again")
    return LaunchError(
        f"{what}: {error.strerror}",
        "folder/unwritable",
        "Make it writable, or set PHOENIX_WORKING_DIR and JUPYTER_RUNTIME_DIR to folders that are",
    )


def _remove_traces(record: Record) -> None:
    """What an explicit close removes, for a server that can no longer do it."""
    discovery.record_path(record.id).unlink(missing_ok=True)
    discovery.log_path(record.id).unlink(missing_ok=True)
    folder = Path(record.folder)
    if folder.name != record.id:
        return
    (folder / "session.json").unlink(missing_ok=True)
    shutil.rmtree(folder / "datasets", ignore_errors=True)


def _is_running(pid: int) -> bool:
    _reap()
    return is_alive(pid)


def _reap() -> None:
    _children[:] = [child for child in _children if child.poll() is None]


def _wait_until(condition: Callable[[], bool], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(_POLL_SECONDS)
    return True


def _new_id() -> str:
    return uuid.uuid4().hex[:12]
