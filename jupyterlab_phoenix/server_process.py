"""Start the process of a session's server, detached from the one that starts it, and wait until it listens."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from . import discovery
from .discovery import Record
from .node import NodeError, find_node
from .processes import is_alive, is_session_server

# Restoring reads the data sets first: seconds for the largest.
START_SECONDS = 60.0
# Of a start whose process is not known: longer than an idle machine needs, and hardly ever waited for.
_UNKNOWN_START_SECONDS = 3.0
_POLL_SECONDS = 0.01

# Kept so that ended servers are reaped, and no interpreter warns about them at its exit.
_children: list[subprocess.Popen[bytes]] = []


class LaunchError(RuntimeError):
    """No session could be started: one sentence, a code (``port/in-use``, ``folder/unwritable``, …), and what to do."""

    def __init__(self, message: str, code: str = "launch/failed", hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.hint = hint


@dataclass(frozen=True)
class Launch:
    """What a server is started with; see ``spawn.ensure_session``."""

    kernel_id: str
    kernel_pid: int
    notebook: str
    name: str
    host: str
    port: int
    is_port_fixed: bool
    working_dir: Path
    node: str | None


def start_server(launch: Launch, session_id: str) -> Record:
    """Start the server of a session and return its record when it listens.

    The data of an earlier server of this id come back. Raises LaunchError; then nothing runs, and nothing is left but
    a log, when it tells more than the sentence.
    """
    script = find_server_script()
    try:
        node = find_node(launch.node)
    except NodeError as error:
        raise LaunchError(error.message, error.code, error.hint) from error
    make_private_folder(launch.working_dir)
    record_path = discovery.record_path(session_id)
    record_path.unlink(missing_ok=True)
    starting = _starting_path(session_id)
    log_path = discovery.log_path(session_id)
    try:
        # Twice: who is killed between the start and the second note still leaves word of it.
        _note_start(starting, launch.kernel_id, 0)
        with _open_log(log_path) as log:
            log_start = log.seek(0, os.SEEK_END)
            arguments = _to_arguments(launch, session_id, record_path.parent)
            server = _spawn_detached([*node, str(script), *arguments], log.fileno())
        _children.append(server)
        try:
            _note_start(starting, launch.kernel_id, server.pid)
            return _wait_for_record(server, record_path, log_path, log_start)
        except BaseException:
            with contextlib.suppress(OSError):
                server.kill()
            server.wait()
            record_path.unlink(missing_ok=True)
            raise
    finally:
        with contextlib.suppress(OSError):
            starting.unlink(missing_ok=True)


def finish_start(kernel_id: str) -> None:
    """Wait for a server of this kernel whose launcher died before it listened, so that there will not be two."""
    for path in discovery.runtime_folder().glob("phoenix-*.starting"):
        session_id = path.stem.removeprefix("phoenix-")
        pid = 0
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            note = json.loads(path.read_text())
            if note["kernel_id"] != kernel_id:
                continue
            pid = int(note["pid"])
        record_path = discovery.record_path(session_id)
        if pid:
            wait_until(lambda: record_path.exists() or not is_session_server(pid, session_id), START_SECONDS)  # noqa: B023
        else:
            wait_until(record_path.exists, _UNKNOWN_START_SECONDS)
        if not record_path.exists():
            discovery.log_path(session_id).unlink(missing_ok=True)
        path.unlink(missing_ok=True)


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


def make_private_folder(folder: Path) -> Path:
    """A folder of this user's alone, made when it is missing; raises LaunchError when it cannot be written to."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not os.access(folder, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    except OSError as error:
        raise to_disk_error(f"Cannot write to the folder '{folder}'", error) from error
    return folder


def is_running(pid: int) -> bool:
    """Whether a server's process runs; one that we started and that ended is reaped first."""
    reap()
    return is_alive(pid)


def reap() -> None:
    """Take note of the servers started here that have ended."""
    _children[:] = [child for child in _children if child.poll() is None]


def wait_until(condition: Callable[[], bool], seconds: float) -> bool:
    """Whether a condition came true in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(_POLL_SECONDS)
    return True


def _starting_path(session_id: str) -> Path:
    return discovery.runtime_folder() / f"phoenix-{session_id}.starting"


def _note_start(path: Path, kernel_id: str, pid: int) -> None:
    try:
        path.write_text(json.dumps({"kernel_id": kernel_id, "pid": pid}))
    except OSError as error:
        raise to_disk_error(f"Cannot write to the folder '{path.parent}'", error) from error


def _wait_for_record(server: subprocess.Popen[bytes], record_path: Path, log_path: Path, log_start: int) -> Record:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        record = discovery.read_record(record_path)
        if record is not None:
            return record
        if server.poll() is not None:
            raise _to_launch_error(server.returncode, log_path, log_start)
        time.sleep(_POLL_SECONDS)
    raise LaunchError(
        f"Cannot start the Phoenix server: it was not ready after {START_SECONDS:.0f} seconds",
        "launch/timeout",
        f"See what it said in '{log_path}'",
    )


def _to_launch_error(exit_code: int, log_path: Path, log_start: int) -> LaunchError:
    """What a server said before it ended: its JSON line when there is one, else the error its runtime printed."""
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
    thrown = next((line.strip() for line in lines if re.match(r"\w*Error\b", line.strip())), "")
    reason = f": {thrown}" if thrown else ""
    return LaunchError(
        f"Cannot start the Phoenix server: it ended with exit code {exit_code}{reason}",
        "launch/crashed",
        f"See what it said in '{log_path}'",
    )


def _to_arguments(launch: Launch, session_id: str, runtime_dir: Path) -> list[str]:
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


# glibc keeps what threads have freed, an arena for each of them: bodies of spans would stay as hundreds of megabytes.
# So large pieces go back at once; other C libraries do not read this.
_ALLOCATION = {"MALLOC_ARENA_MAX": "2", "MALLOC_MMAP_THRESHOLD_": "131072", "MALLOC_TRIM_THRESHOLD_": "1048576"}


def _spawn_detached(argv: list[str], log: int) -> subprocess.Popen[bytes]:
    """Start a process that outlives this one, its terminal and its process group."""
    # What a debugger or an editor tells its own Node must not reach ours.
    environment = {key: value for key, value in os.environ.items() if key != "NODE_OPTIONS"}
    environment = {**_ALLOCATION, **environment}
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
    except (OSError, ValueError) as error:
        raise LaunchError(f"Cannot start the Phoenix server with '{argv[0]}': {error}", "launch/failed") from error


def _open_log(path: Path) -> BinaryIO:
    try:
        return open(path, "ab", opener=lambda name, flags: os.open(name, flags, 0o600))
    except OSError as error:
        raise to_disk_error(f"Cannot write to the log '{path}'", error) from error


def to_disk_error(what: str, error: OSError) -> LaunchError:
    """What to say when a file or folder that a launch needs cannot be written."""
    if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", None)):
        return LaunchError(f"{what}: no space is left", "disk/full", "Make room and launch again")
    return LaunchError(
        f"{what}: {error.strerror}",
        "folder/unwritable",
        "Make it writable, or set PHOENIX_WORKING_DIR and JUPYTER_RUNTIME_DIR to folders that are",
    )
