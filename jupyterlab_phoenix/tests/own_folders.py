"""The environment that keeps a test, or a program it starts, away from the user's own folders and ports."""

from __future__ import annotations

from pathlib import Path


def to_environment(folder: Path) -> dict[str, str]:
    """Variables that put everything into ``folder``, which is made; port 0 lets the system choose."""
    folders = {
        "HOME": folder / "home",
        "USERPROFILE": folder / "home",
        "JUPYTER_CONFIG_DIR": folder / "jupyter-config",
        "JUPYTER_DATA_DIR": folder / "jupyter-data",
        "JUPYTER_RUNTIME_DIR": folder / "runtime",
        "IPYTHONDIR": folder / "ipython",
        "PHOENIX_WORKING_DIR": folder / "working",
    }
    for path in folders.values():
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return {**{name: str(path) for name, path in folders.items()}, "PHOENIX_PORT": "0"}
