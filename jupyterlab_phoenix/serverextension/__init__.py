"""The Jupyter side of a session: list, launch and close over REST, and the way of a browser to its server.

Enabled by ``jupyter-config/server-config/jupyterlab_phoenix.json``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jupyter_server.serverapp import ServerApp


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "jupyterlab_phoenix.serverextension"}]


def _load_jupyter_server_extension(server_app: ServerApp) -> None:
    from traitlets import TraitError

    from .routes import list_routes
    from .settings import Phoenix, allow_hosts

    web_app = server_app.web_app
    try:
        phoenix = Phoenix(parent=server_app)
    except TraitError as error:
        # Guessing what was meant could allow what was to be forbidden.
        server_app.log.error("jupyterlab_phoenix stays off until the configuration is corrected: %s", error)
        return
    allow_hosts(phoenix.allowed_hosts)
    web_app.settings["phoenix"] = phoenix
    web_app.add_handlers(".*$", list_routes(web_app.settings["base_url"]))
    server_app.log.info("jupyterlab_phoenix is ready")
