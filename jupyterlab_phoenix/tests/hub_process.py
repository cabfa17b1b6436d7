"""A real JupyterHub with its proxy in processes of their own, and people who are logged in to it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

from jupyterlab_phoenix.node import find_node
from jupyterlab_phoenix.tests.own_folders import to_environment

_ROOT = Path(__file__).parents[2]
_PROXY = _ROOT / "node_modules" / "configurable-http-proxy" / "bin" / "configurable-http-proxy"
_PASSWORD = "one-for-all-in-the-test"
_START_SECONDS = 90

_CONFIG = """
c.JupyterHub.bind_url = "http://127.0.0.1:{port}"
c.JupyterHub.hub_bind_url = "http://127.0.0.1:{hub_port}"
c.JupyterHub.db_url = "sqlite:///{folder}/hub.sqlite"
c.JupyterHub.cookie_secret_file = "{folder}/cookie_secret"
c.ConfigurableHTTPProxy.command = {proxy!r}
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{api_port}"
c.ConfigurableHTTPProxy.pid_file = "{folder}/proxy.pid"
c.JupyterHub.authenticator_class = "dummy"
c.DummyAuthenticator.password = "{password}"
c.Authenticator.allow_all = True
c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = "{folder}/homes/{{username}}"
c.Spawner.cmd = [{python!r}, "-m", "jupyterhub.singleuser"]
c.Spawner.args = ["--allow-root"]
c.Spawner.http_timeout = {seconds}
c.Spawner.start_timeout = {seconds}
c.Spawner.environment = {environment!r}
"""


class Hub:
    """Started at once; a context manager that ends it and the servers of its users."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port, hub_port, api_port = _find_free_ports(3)
        # As an administrator installs it: one configuration for all.
        shutil.copytree(_ROOT / "jupyter-config/server-config", folder / "config/jupyter_server_config.d")
        config = folder / "jupyterhub_config.py"
        config.write_text(
            _CONFIG.format(
                port=self.port,
                hub_port=hub_port,
                api_port=api_port,
                folder=folder,
                proxy=[*find_node(), str(_PROXY)],
                password=_PASSWORD,
                python=sys.executable,
                seconds=_START_SECONDS,
                environment={
                    "PYTHONPATH": str(_ROOT),
                    "JUPYTER_CONFIG_PATH": str(folder / "config"),
                    "PHOENIX_PORT": "0",
                    # What JupyterLab and Notebook add is tested elsewhere, and takes seconds to load.
                    "JUPYTERHUB_SINGLEUSER_APP": "jupyter_server.serverapp.ServerApp",
                },
            )
        )
        environment = {**os.environ, **to_environment(folder / "admin"), "PYTHONPATH": str(_ROOT)}
        # Users have folders of their own, below their homes.
        for name in [name for name in environment if name.startswith(("JUPYTER_", "PHOENIX_", "IPYTHON"))]:
            del environment[name]
        self._log = folder / "hub.log"
        argv = [sys.executable, "-m", "jupyterhub", f"--config={config}"]
        with open(self._log, "wb") as log:
            self.process = subprocess.Popen(
                argv, env=environment, stdout=log, stderr=log, cwd=folder, start_new_session=True
            )
        self._wait()

    def __enter__(self) -> Hub:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(30)
        finally:
            self.process.kill()

    @property
    def log(self) -> str:
        return self._log.read_text(errors="replace")

    def runtime_dir(self, user: str) -> Path:
        return self.folder / "homes" / user / ".local" / "share" / "jupyter" / "runtime"

    def _wait(self) -> None:
        deadline = time.monotonic() + _START_SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/hub/health", timeout=5).close()
                return
            except OSError:
                time.sleep(0.1)
        self.process.kill()
        raise RuntimeError(f"The hub did not start:\n{self.log}")


class Person:
    """Somebody's browser: cookies, and the XSRF token that their scripts send."""

    def __init__(self, hub: Hub, name: str) -> None:
        self.name = name
        self._origin = f"http://127.0.0.1:{hub.port}"
        self._cookies = CookieJar()
        self._opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(self._cookies)
        )
        self.ask("GET", "/hub/login")
        form = {"username": name, "password": _PASSWORD, "_xsrf": self._xsrf("/hub/")}
        status, _ = self.ask("POST", "/hub/login?next=/hub/home", urllib.parse.urlencode(form).encode())
        assert status == 200, hub.log

    def start_server(self) -> None:
        """Waits for this person's own Jupyter server, logged in to it."""
        self.ask("GET", "/hub/spawn")
        deadline = time.monotonic() + _START_SECONDS
        while time.monotonic() < deadline:
            # A page, which the hub logs this person in to; the interface would only refuse.
            self.ask("GET", f"/user/{self.name}/")
            if self.ask("GET", f"/user/{self.name}/api/status")[0] == 200:
                return
            time.sleep(0.2)
        raise RuntimeError(f"The server of {self.name} did not start")

    def ask(
        self, method: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None
    ) -> tuple[int, bytes]:
        """Status and body; dictionaries are sent as JSON with the token that scripts of the page would send."""
        status, answer = self.open(method, path, body, headers)
        return status, answer.read()

    def open(
        self, method: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None
    ) -> tuple[int, Any]:
        sent = dict(headers or {})
        if isinstance(body, dict):
            body = json.dumps(body).encode()
            sent |= {"Content-Type": "application/json", "X-XSRFToken": self._xsrf(path)}
        request = urllib.request.Request(self._origin + path, data=body, headers=sent, method=method)
        try:
            answer = self._opener.open(request, timeout=_START_SECONDS)
        except urllib.error.HTTPError as refusal:
            return refusal.code, refusal
        return answer.status, answer

    def cookie_names(self) -> set[str]:
        return {cookie.name for cookie in self._cookies}

    def _xsrf(self, path: str) -> str:
        """The cookie with the longest path that holds for this one."""
        found = [c for c in self._cookies if c.name == "_xsrf" and path.startswith(c.path)]
        return max(found, key=lambda cookie: len(cookie.path)).value or "" if found else ""


def _find_free_ports(count: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [found.getsockname()[1] for found in sockets]
    for found in sockets:
        found.close()
    return ports
