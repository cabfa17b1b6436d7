"""The parts of the installation, and whether they are of one version."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from jupyter_core.paths import jupyter_config_path, jupyter_path

from ... import __version__
from ...node import NodeError, find_node, read_version
from ...server_process import LaunchError, find_server_script
from .finding import Finding

_REINSTALL = "Install the package again: pip install --force-reinstall --no-deps jupyterlab-phoenix"
_HOSTS = ("jupyterlab", "notebook", "jupyter_server")


def check_parts() -> Iterator[Finding]:
    yield _check_node()
    yield _check_server()
    yield from _check_hosts()
    yield _check_lab_extension()
    yield _check_server_extension()


def _check_node() -> Finding:
    try:
        command = find_node()
    except NodeError as error:
        return Finding("wrong", error.message, error.hint)
    version = ".".join(map(str, read_version(command[0]) or ()))
    name = "Deno" if "deno" in Path(command[0]).stem.lower() else "Node"
    return Finding("ok", f"{name} {version} runs the server ({command[0]})")


def _check_server() -> Finding:
    try:
        script = find_server_script()
    except LaunchError as error:
        return Finding("wrong", error.message, error.hint or _REINSTALL)
    if script.suffix == ".mjs" and not (script.parent / "page" / "index.html").is_file():
        return Finding("wrong", f"The app is missing beside the server ({script.parent})", _REINSTALL)
    return Finding("ok", f"Server and app are there ({script})")


def _check_hosts() -> Iterator[Finding]:
    versions = {name: version for name in _HOSTS if (version := _version_of(name))}
    if "jupyterlab" not in versions and "notebook" not in versions:
        yield Finding(
            "note",
            "Neither JupyterLab nor Notebook is installed in this environment",
            "Where they run from another environment, install jupyterlab-phoenix there, too",
        )
    if versions:
        yield Finding("ok", "Beside it: " + ", ".join(f"{name} {version}" for name, version in versions.items()))


def _version_of(distribution: str) -> str | None:
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return None


def _check_lab_extension() -> Finding:
    for folder in jupyter_path("labextensions"):
        package = Path(folder) / "jupyterlab-phoenix" / "package.json"
        try:
            version = str(json.loads(package.read_text())["version"])
        except (OSError, ValueError, KeyError, TypeError):
            continue
        if version != __version__:
            return Finding(
                "wrong",
                f"The JupyterLab extension is of version {version}, the package of {__version__} ({package.parent})",
                _REINSTALL,
            )
        return Finding("ok", f"The JupyterLab extension is installed ({package.parent})")
    return Finding(
        "note",
        "The JupyterLab extension is not on Jupyter's path: %phoenix and the app in a browser tab work without it",
        _REINSTALL,
    )


def _check_server_extension() -> Finding:
    for folder in jupyter_config_path():
        parts = sorted(Path(folder).glob("jupyter_server_config.d/*.json"))
        for path in [*parts, Path(folder) / "jupyter_server_config.json"]:
            try:
                switch = json.loads(path.read_text())["ServerApp"]["jpserver_extensions"]["jupyterlab_phoenix"]
            except (OSError, ValueError, KeyError, TypeError):
                continue
            if switch is True:
                return Finding("ok", f"The Jupyter server extension is enabled ({path})")
            return Finding(
                "wrong",
                f"The Jupyter server extension is disabled in {path}: no panel, and no app inside JupyterLab",
                "jupyter server extension enable jupyterlab_phoenix",
            )
    return Finding(
        "note",
        "The Jupyter server extension is not enabled: no panel, and no app inside JupyterLab",
        "jupyter server extension enable jupyterlab_phoenix",
    )
