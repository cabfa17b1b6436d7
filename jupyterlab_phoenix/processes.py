"""Questions about other processes that the standard library cannot answer on every platform."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path


def is_alive(pid: int) -> bool:
    """Whether a process of this user runs under this id; a zombie, dead but not yet reaped, does not."""
    return is_own(pid) and (sys.platform == "win32" or not _is_zombie(pid))


def is_own(pid: int) -> bool:
    """Whether this id belongs to this user; quicker than ``is_alive``, but true for zombies."""
    if pid <= 0:
        return False
    if sys.platform == "win32":
        return _is_alive_on_windows(pid)
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, PermissionError, OverflowError):
        return False
    return True


def read_command_line(pid: int) -> str:
    """The command line of a process, its words joined by spaces; empty when there is none to read."""
    if sys.platform.startswith("linux"):
        try:
            words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        except OSError:
            return ""
        return b" ".join(words).decode(errors="replace").strip()
    if sys.platform == "win32":
        query = f"(Get-CimInstance Win32_Process -Filter 'ProcessId={int(pid)}').CommandLine"
        return _output_of(["powershell", "-NoProfile", "-NonInteractive", "-Command", query])
    return _output_of(["ps", "-ww", "-o", "command=", "-p", str(int(pid))])


def is_session_server(pid: int, session_id: str) -> bool:
    """Whether the process is the server of this session and not a stranger that got its number."""
    return is_alive(pid) and f"--id={session_id}" in read_command_line(pid)


def end_process(pid: int, *, force: bool = False) -> None:
    """Ask a process to end, or with ``force`` end it; a process that is gone is no error."""
    # Windows knows no SIGKILL, and its SIGTERM is unconditional.
    stop = signal.SIGKILL if force and sys.platform != "win32" else signal.SIGTERM
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, stop)


def _is_zombie(pid: int) -> bool:
    if sys.platform.startswith("linux"):
        try:
            stat = Path(f"/proc/{pid}/stat").read_text(errors="replace")
        except OSError:
            return False
        # The name in parentheses may itself hold spaces and parentheses.
        return stat.rpartition(")")[2].split()[0] in "ZX"
    return _output_of(["ps", "-o", "stat=", "-p", str(pid)]).startswith("Z")


def _is_alive_on_windows(pid: int) -> bool:
    # os.kill(pid, 0) would send Ctrl+C there.
    import ctypes

    query_limited, still_active = 0x1000, 259
    kernel32 = ctypes.WinDLL("kernel32", use_last_error=True)  # type: ignore[attr-defined]
    handle = kernel32.OpenProcess(query_limited, False, pid)
    if not handle:
        return False
    try:
        code = ctypes.c_ulong()
        return bool(kernel32.GetExitCodeProcess(handle, ctypes.byref(code))) and (code.value == still_active)
    finally:
        kernel32.CloseHandle(handle)


def _output_of(argv: list[str]) -> str:
    try:
        done = subprocess.run(argv, capture_output=True, timeout=5, check=False)
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.decode(errors="replace").strip()
