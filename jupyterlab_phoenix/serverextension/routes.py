"""All routes this package adds to a Jupyter server."""

from __future__ import annotations

from typing import Any

from jupyter_server.utils import url_path_join
from tornado.web import RequestHandler

from .event_socket import EventSocketHandler
from .handshake import HandshakeHandler
from .proxy import ProxyHandler, ProxyRootHandler
from .servers import ServerHandler, ServersHandler
from .web_socket import WebSocketProxyHandler

_ID = r"([0-9a-f]{12})"


def list_routes(base_url: str) -> list[tuple[str, type[RequestHandler]]]:
    """Pattern and handler of each route, for a Jupyter server at ``base_url``."""

    def at(*parts: str) -> Any:
        return url_path_join(base_url, "phoenix", *parts)

    return [
        (at("v1", "info"), HandshakeHandler),
        (at("v1", "servers"), ServersHandler),
        (at("v1", "servers", _ID), ServerHandler),
        (at("proxy", _ID), ProxyRootHandler),
        (at("proxy", _ID, "ws/events"), EventSocketHandler),
        (at("proxy", _ID, "(ws(?:/.*)?)"), WebSocketProxyHandler),
        (at("proxy", _ID, "(.*)"), ProxyHandler),
    ]
