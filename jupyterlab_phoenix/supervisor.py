"""The thread that watches a session's server: passes its warnings on, and says when it is gone."""

from __future__ import annotations

import contextlib
import http.client
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

from . import discovery
from .connection import listen, lost
from .discovery import Record

_RETRY_SECONDS = 0.2


class Supervisor:
    """Follows the events of one server until it ends, is closed, or ``stop`` is called.

    Args:
        record: the server.
        on_loaded: called with the new revision whenever data were loaded, by whomever.
    """

    def __init__(self, record: Record, on_loaded: Callable[[int], None]) -> None:
        self.record = record
        self._on_loaded = on_loaded
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._watch, name=f"phoenix-{record.id}", daemon=True)
        self._thread.start()

    @property
    def is_watching(self) -> bool:
        """Whether the thread runs."""
        return self._thread.is_alive() and not self._stopped.is_set()

    def stop(self) -> None:
        """Say nothing from now on: the session is closed on purpose, or another server took over."""
        self._stopped.set()

    def _watch(self) -> None:
        while not self._stopped.is_set():
            with contextlib.suppress(OSError, http.client.HTTPException):
                listen(self.record, self._receive)
            if self._stopped.is_set():
                return
            # The record of a server that is closed goes a moment after its connections.
            time.sleep(_RETRY_SECONDS)
            if discovery.is_healthy(self.record, timeout=5.0):
                continue
            self._say_gone()
            return

    def _receive(self, name: str, value: Any) -> None:
        if self._stopped.is_set():
            return
        if name == "closing":
            self._stopped.set()
        elif name in ("session", "hello") and isinstance(value, dict):
            self._on_loaded(int(value.get("revision", 0)))

    def _say_gone(self) -> None:
        current = discovery.read_record(discovery.record_path(self.record.id))
        was_killed = current is not None and current.pid == self.record.pid
        if was_killed and not self._stopped.is_set():
            print(lost(self.record), file=sys.stderr)
