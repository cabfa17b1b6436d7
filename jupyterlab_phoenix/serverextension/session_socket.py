"""A web socket to a session, for users of this Jupyter server only."""

from __future__ import annotations

from typing import Any

from jupyter_server.auth.decorator import authorized, ws_authenticated
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.base.websocket import WebSocketMixin
from tornado.websocket import WebSocketHandler

from ..discovery import Record, read_record, record_path
from ..processes import is_own

TRY_AGAIN_LATER = 1013


class SessionSocketHandler(WebSocketMixin, WebSocketHandler, JupyterHandler):
    """Opens for users and closes again when the session is gone; what goes through it is for those that extend it."""

    auth_resource = "phoenix"

    # Jupyter lets anybody open a web socket whose handler does not ask.
    @ws_authenticated
    @authorized(action="read")
    async def get(self, *args: Any, **kwargs: Any) -> None:  # type: ignore[override]
        await super().get(*args, **kwargs)

    async def open(self, session_id: str, *_: str) -> None:
        super().open()
        record = read_record(record_path(session_id))
        if record is None or not is_own(record.pid):
            self.close(TRY_AGAIN_LATER, f"Session {session_id} is closed")
            return
        await self.join(record)

    async def join(self, record: Record) -> None:
        """The socket is open, and so is the session."""
        raise NotImplementedError
