"""A real Jupyter server in a process of its own, with its token and its XSRF check on, and a client for it."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jupyterlab_phoenix.tests.own_folders import to_environment

_ROOT = Path(__file__).parents[2]
TOKEN = "jupyter-token-of-the-test"


class Answer:
    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class JupyterProcess:
    """Started at once; a context manager that ends it."""

    def __init__(self, folder: Path, *, base_url: str = "/", config: str = "") -> None:
        self.base_url = base_url
        self.environment = {**os.environ, **to_environment(folder)}
        # The package under test, whether installed or not.
        self.environment["PYTHONPATH"] = str(_ROOT)
        # The file that the wheel installs is what makes a Jupyter server load the extension.
        shutil.copytree(_ROOT / "jupyter-config/server-config", folder / "config/jupyter_server_config.d")
        self.environment["JUPYTER_CONFIG_PATH"] = str(folder / "config")
        for name in ("PHOENIX_HOST", "PHOENIX_NODE", "NODE_OPTIONS"):
            self.environment.pop(name, None)
        self.runtime_dir = Path(self.environment["JUPYTER_RUNTIME_DIR"])
        self.root_dir = folder / "notebooks"
        self.root_dir.mkdir(exist_ok=True)
        self._log = folder / "jupyter.log"
        config_file = folder / "jupyter_server_config.py"
        config_file.write_text(f"c = get_config()\n{config}\n")
        argv = [
            *(sys.executable, "-m", "jupyter_server", "--no-browser", "--allow-root"),
            f"--config={config_file}",
            f"--ServerApp.base_url={base_url}",
            f"--ServerApp.root_dir={self.root_dir}",
            f"--IdentityProvider.token={TOKEN}",
            "--ServerApp.port=0",
        ]
        with open(self._log, "wb") as log:
            self.process = subprocess.Popen(argv, env=self.environment, stdout=log, stderr=log, cwd=self.root_dir)
        self.port = self._wait_for_port()

    def __enter__(self) -> JupyterProcess:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait(20)

    @property
    def log(self) -> str:
        return self._log.read_text(errors="replace")

    def path(self, path: str) -> str:
        return self.base_url.rstrip("/") + path

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)

    def ask(
        self,
        method: str,
        path: str,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        *,
        token: bool = True,
    ) -> Answer:
        """One request; with Jupyter's token unless told otherwise. Dictionaries are sent as JSON."""
        sent = dict(headers or {})
        if token:
            sent["Authorization"] = f"token {TOKEN}"
        if isinstance(body, dict):
            body = json.dumps(body)
            sent["Content-Type"] = "application/json"
        connection = self.connect()
        try:
            connection.request(method, self.path(path), body=body, headers=sent)
            return Answer(connection.getresponse())
        finally:
            connection.close()

    def log_in(self) -> dict[str, str]:
        """The cookies of a browser that opened Jupyter by its link, as a header, and the XSRF token among them."""
        connection = self.connect()
        connection.request("GET", self.path(f"/?token={TOKEN}"), headers={"Accept": "text/html"})
        response = connection.getresponse()
        response.read()
        cookies = [value.split(";")[0] for value in response.headers.get_all("Set-Cookie") or []]
        connection.close()
        connection = self.connect()
        connection.request("GET", self.path("/login"), headers={"Cookie": "; ".join(cookies)})
        response = connection.getresponse()
        response.read()
        connection.close()
        cookies += [value.split(";")[0] for value in response.headers.get_all("Set-Cookie") or []]
        xsrf = next(c.partition("=")[2] for c in reversed(cookies) if c.startswith("_xsrf="))
        return {"Cookie": "; ".join(dict.fromkeys(cookies)), "xsrf": xsrf}

    def _wait_for_port(self) -> int:
        """The port, once the server listens: it writes its own record a little earlier."""
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and self.process.poll() is None:
            for path in self.runtime_dir.glob("jpserver-*.json"):
                with contextlib.suppress(ValueError, KeyError, OSError):
                    port = urlsplit(json.loads(path.read_text())["url"]).port or 0
                    socket.create_connection(("127.0.0.1", port), timeout=5).close()
                    return port
            time.sleep(0.05)
        self.process.kill()
        raise RuntimeError(f"The Jupyter server did not start:\n{self.log}")
