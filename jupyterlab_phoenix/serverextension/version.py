"""The version of the package."""

from __future__ import annotations

import functools
import json
from importlib import metadata
from pathlib import Path


@functools.cache
def read_version() -> str:
    """The installed version, or in a source checkout that is not installed the one of ``package.json``."""
    try:
        return metadata.version("jupyterlab-phoenix")
    except metadata.PackageNotFoundError:
        package = Path(__file__).resolve().parents[2] / "package.json"
        return str(json.loads(package.read_text())["version"])
