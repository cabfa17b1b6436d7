"""``GET /phoenix/v1/info``: which version of the package the server runs, for an interface of another version."""

from __future__ import annotations

from tornado import web

from ..discovery import runtime_folder
from .handler import PhoenixHandler
from .version import read_version

# Grows when an interface of before cannot talk to the routes of today.
API_VERSION = 1


class HandshakeHandler(PhoenixHandler):
    @web.authenticated
    def get(self) -> None:
        self.send_json(
            {
                "version": read_version(),
                "api_version": API_VERSION,
                "allow_launch": self.phoenix.allow_launch,
                "runtime_dir": str(runtime_folder()),
            }
        )
