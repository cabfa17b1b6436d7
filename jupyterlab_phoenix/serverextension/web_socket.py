"""``/phoenix/proxy/<id>/ws…``: a web socket to a session's server, for users of this Jupyter server only."""

from __future__ import annotations

from urllib.parse import urlsplit

from tornado.httpclient import HTTPClientError, HTTPRequest
from tornado.httputil import HTTPHeaders
from tornado.websocket import (
    WebSocketClientConnection,
    WebSocketClosedError,
    WebSocketError,
    websocket_connect,
)

from ..discovery import Record
from .headers import to_query
from .session_socket import TRY_AGAIN_LATER, SessionSocketHandler

_CONNECT_SECONDS = 5.0


class WebSocketProxyHandler(SessionSocketHandler):
    """Two sockets, each message passed to the other one; when one closes, so does the other."""

    _server: WebSocketClientConnection | None = None
    _is_closed = False

    async def join(self, record: Record) -> None:
        try:
            server = await websocket_connect(self._to_request(record), on_message_callback=self._pass_to_browser)
        except (OSError, HTTPClientError, WebSocketError) as error:
            self.log.debug("No web socket to session %s: %s", record.id, error)
            self.close(TRY_AGAIN_LATER, f"Session {record.id} does not answer")
            return
        self._server = server
        if self._is_closed:
            server.close()

    async def on_message(self, message: str | bytes) -> None:
        if self._server is not None:
            await self._server.write_message(message, binary=isinstance(message, bytes))

    def on_close(self) -> None:
        self._is_closed = True
        if self._server is not None:
            self._server.close(self.close_code or 1000)
        super().on_close()

    def _to_request(self, record: Record) -> HTTPRequest:
        path = self.request.path.partition(f"/phoenix/proxy/{record.id}/")[2]
        query = to_query(self.request.query)
        address = urlsplit(record.url)
        url = f"ws://{address.netloc}/{path}" + (f"?{query}" if query else "")
        headers = HTTPHeaders({"Authorization": f"Bearer {record.token}"})
        return HTTPRequest(url, headers=headers, connect_timeout=_CONNECT_SECONDS)

    def _pass_to_browser(self, message: str | bytes | None) -> None:
        if message is None:
            self.close()
            return
        try:
            self.write_message(message, binary=isinstance(message, bytes))
        except WebSocketClosedError:
            self.on_close()
