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
    from .routes import list_routes
    from .settings import Phoenix

    web_app = server_app.web_app
    web_app.settings["phoenix"] = Phoenix(parent=server_app)
    web_app.add_handlers(".*$", list_routes(web_app.settings["base_url"]))
    server_app.log.info("jupyterlab_phoenix is ready")
