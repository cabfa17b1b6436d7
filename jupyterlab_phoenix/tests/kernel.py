"""A real IPython kernel for tests, and what its cells say."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jupyter_client.manager import KernelManager

_SECONDS = 60
_ROOT = str(Path(__file__).resolve().parents[2])


@dataclass
class Answer:
    """What one cell said."""

    text: str = ""
    """Everything printed, outputs and errors, in order."""
    bundle: dict[str, Any] = field(default_factory=dict)
    """MIME bundle of the cell's result."""
    error: str = ""


class Kernel:
    """Runs cells; close it with ``stop()``."""

    def __init__(self) -> None:
        path = os.pathsep.join(filter(None, [_ROOT, os.environ.get("PYTHONPATH")]))
        self._manager = KernelManager(kernel_name="python3")
        self._manager.start_kernel(env={**os.environ, "PYTHONPATH": path})
        self.client = self._manager.blocking_client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=_SECONDS)

    def run(self, code: str) -> Answer:
        """Runs a cell to its end."""
        answer = Answer()

        def hear(message: dict[str, Any]) -> None:
            content, kind = message["content"], message["msg_type"]
            if kind == "stream":
                answer.text += content["text"]
            elif kind in ("execute_result", "display_data"):
                answer.text += content["data"].get("text/plain", "") + "\n"
                answer.bundle = content["data"]
            elif kind == "error":
                answer.error = f"{content['ename']}: {content['evalue']}"
                answer.text += "\n".join(content["traceback"])

        self.client.execute_interactive(code, timeout=_SECONDS, output_hook=hear)
        return answer

    def complete(self, code: str) -> list[str]:
        """What the kernel offers at the end of a line."""
        reply = self.client.complete(code, len(code), reply=True, timeout=_SECONDS)
        return list(reply["content"]["matches"])

    def restart(self) -> None:
        """Restarts the kernel under the same id, as Jupyter does."""
        self._manager.restart_kernel(now=True)
        self.client.wait_for_ready(timeout=_SECONDS)

    def stop(self) -> None:
        """Ends the kernel."""
        self.client.stop_channels()
        self._manager.shutdown_kernel(now=True)
