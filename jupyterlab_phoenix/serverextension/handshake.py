"""``GET /phoenix/v1/info``: which version of the package the server runs, for an interface of another version."""

from __future__ import annotations

from pathlib import Path

from tornado import web

from ..discovery import runtime_folder
from .handler import PhoenixHandler
from .version import read_version

# Grows when an interface of before cannot talk to the routes of today.
API_VERSION = 1


def find_kernel_folder() -> str:
    """Where the client for kernels of JavaScript lies; empty in a source checkout that was not built."""
    folder = Path(__file__).resolve().parents[1] / "kernel"
    return str(folder) if (folder / "kernel.mjs").is_file() else ""


class HandshakeHandler(PhoenixHandler):
    @web.authenticated
    def get(self) -> None:
        self.send_json(
            {
                "version": read_version(),
                "api_version": API_VERSION,
                "allow_launch": self.phoenix.allow_launch,
                "runtime_dir": str(runtime_folder()),
                "kernel_folder": find_kernel_folder(),
            }
        )
