"""``/phoenix/proxy/<id>/ws/events``: the stream of a session's events, in a web socket.

Browsers keep at most six HTTP connections to one host: a stream for each open view would take them all, and JupyterLab
itself could ask nothing any more. Web sockets do not count.
"""

from __future__ import annotations

import asyncio
from datetime import datetime, timezone

from tornado.httputil import HTTPHeaders
from tornado.iostream import StreamClosedError
from tornado.websocket import WebSocketClosedError

from ..discovery import Record
from .headers import to_query, to_request_headers
from .session_socket import SessionSocketHandler
from .upstream import Upstream, connect_upstream


class EventSocketHandler(SessionSocketHandler):
    """Passes the text of ``/api/events`` on as it comes, and takes nothing."""

    _upstream: Upstream | None = None
    _passing: asyncio.Task[None] | None = None

    async def join(self, record: Record) -> None:
        if self.settings["phoenix"].counts_as_activity:
            self.settings["phoenix_last_activity"] = datetime.now(timezone.utc)
        # Not awaited: the socket would not learn of its end before.
        self._passing = asyncio.ensure_future(self._pass_events(record))

    async def on_message(self, message: str | bytes) -> None:
        """Readers have nothing to say."""

    def on_close(self) -> None:
        if self._upstream is not None:
            self._upstream.close()
        super().on_close()

    async def _pass_events(self, record: Record) -> None:
        query = to_query(self.request.query)
        headers = to_request_headers(record, HTTPHeaders({"Accept": "text/event-stream"}))
        try:
            upstream = await connect_upstream(record)
            self._upstream = upstream
            await upstream.send_head("GET", f"/api/events?{query}" if query else "/api/events", headers, has_body=False)
            await upstream.read_answer(_check_status, self._pass_on)
        except (OSError, StreamClosedError, WebSocketClosedError) as error:
            self.log.debug("No events of session %s: %s", record.id, error)
        finally:
            if self._upstream is not None:
                self._upstream.close()
            self.close()

    async def _pass_on(self, chunk: bytes) -> None:
        # Bytes, since a piece may end within a character.
        await self.write_message(chunk, binary=True)


async def _check_status(status: int, reason: str, _: HTTPHeaders) -> None:
    if status != 200:
        raise OSError(f"the server answered with status {status} {reason}")
