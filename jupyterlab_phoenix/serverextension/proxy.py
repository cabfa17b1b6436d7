"""``/phoenix/proxy/<id>/…``: the app and the interface of a session, on Jupyter's own origin.

Not jupyter-server-proxy: that forwards Jupyter's cookies and tokens, opens every port, skips the XSRF check and
gathers whole answers before it passes them on.
"""

from __future__ import annotations

import asyncio
import html
from datetime import datetime, timezone
from typing import Any, cast

from jupyter_server.utils import url_path_join
from tornado import web
from tornado.http1connection import HTTP1Connection
from tornado.httputil import HTTPHeaders
from tornado.iostream import StreamClosedError

from ..discovery import Record
from ..processes import is_own
from .handler import PhoenixHandler, Refusal
from .headers import to_answer_headers, to_query, to_request_headers
from .upstream import MAX_BODY_BYTES, Upstream, connect_upstream


class ProxyRootHandler(PhoenixHandler):
    """The address of a session without its slash, which relative addresses need."""

    @web.authenticated
    def get(self, session_id: str) -> None:
        query = f"?{self.request.query}" if self.request.query else ""
        self.redirect(f"{self.request.path}/{query}", permanent=True)

    head = get


@web.stream_request_body
class ProxyHandler(PhoenixHandler):
    """Passes one request on and its answer back, piece by piece."""

    _upstream: Upstream | None = None
    _answer: asyncio.Task[bool] | None = None

    def check_xsrf_cookie(self) -> None:
        # The app sends no XSRF header of Jupyter's; what browsers say about the sender, which no script can forge,
        # does as well. `prepare` refuses foreign origins in either case.
        if self.request.headers.get("Sec-Fetch-Site") != "same-origin":
            super().check_xsrf_cookie()

    async def prepare(self) -> None:  # type: ignore[override]
        await super().prepare()
        record = self.find_record(self.path_args[0])
        self._browser.set_max_body_size(MAX_BODY_BYTES)
        await self._open(record)
        if self.phoenix.counts_as_activity:
            self.settings["phoenix_last_activity"] = datetime.now(timezone.utc)

    async def data_received(self, chunk: bytes) -> None:
        if self._upstream is not None:
            await self._upstream.send_chunk(chunk)

    @web.authenticated
    async def get(self, session_id: str, path: str) -> None:
        assert self._upstream is not None
        assert self._answer is not None
        self._upstream.end_body()
        is_complete = False
        try:
            is_complete = await self._answer
        except (OSError, StreamClosedError, asyncio.CancelledError):
            pass
        finally:
            self._upstream.close()
        if is_complete:
            self.finish()
        elif not self._headers_written:
            raise _unreachable(session_id)
        else:
            # The browser must see that something is missing; a proper end would look whole.
            self._browser.close()

    head = post = put = patch = delete = get

    def on_connection_close(self) -> None:
        super().on_connection_close()
        if self._upstream is not None:
            self._upstream.close()

    def on_finish(self) -> None:
        if self._upstream is not None:
            self._upstream.close()
        super().on_finish()

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        # Tornado closes after an answer that came before the request's end, and does not say so by itself: browsers
        # would send their next request into the closed connection.
        self.set_header("Connection", "close")
        error = (kwargs.get("exc_info") or (None, None))[1]
        wants_page = "text/html" in self.request.headers.get("Accept", "")
        if not isinstance(error, Refusal) or not wants_page:
            super().write_error(status_code, **kwargs)
            return
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        sentences = ". ".join(html.escape(text) for text in (error.message, error.hint) if text)
        self.finish(
            '<!doctype html><html lang="en"><meta charset="utf-8"><title>Phoenix</title>'
            f'<p role="status">{sentences}.</p></html>'
        )

    async def _open(self, record: Record) -> None:
        # The token goes to nobody else who may listen on the port of a server that was killed.
        if not is_own(record.pid):
            raise _unreachable(record.id)
        headers = to_request_headers(record, self.request.headers)
        has_body = self.request.headers.get("Content-Length", "0") != "0" or "Transfer-Encoding" in self.request.headers
        try:
            upstream = await connect_upstream(record)
            self._upstream = upstream
            await upstream.send_head(str(self.request.method), self._target(record), headers, has_body)
        except OSError as error:
            raise _unreachable(record.id) from error

        async def start(status: int, reason: str, answer: HTTPHeaders) -> None:
            await self._start_answer(record, status, reason, answer)

        self._answer = asyncio.ensure_future(upstream.read_answer(start, self._pass_on))

    @property
    def _browser(self) -> HTTP1Connection:
        return cast("HTTP1Connection", self.request.connection)

    def _mount(self, session_id: str) -> str:
        return url_path_join(self.base_url, "phoenix", "proxy", session_id) + "/"

    def _target(self, record: Record) -> str:
        # From the path as it was sent: what Tornado gives has its percent signs resolved.
        path = self.request.path.partition(f"/phoenix/proxy/{record.id}/")[2]
        query = to_query(self.request.query)
        return f"/{path}?{query}" if query else f"/{path}"

    async def _start_answer(self, record: Record, status: int, reason: str, answer: HTTPHeaders) -> None:
        self.set_status(status, reason or None)
        passed = to_answer_headers(answer, record, self._mount(record.id), self.content_security_policy)
        for name in ("Content-Type", "Content-Security-Policy"):
            self.clear_header(name)
        for name in {name for name, _ in passed.get_all()}:
            self.clear_header(name)
        for name, value in passed.get_all():
            self.add_header(name, value)
        await self._flush_or_stop()

    async def _pass_on(self, chunk: bytes) -> None:
        self.write(chunk)
        await self._flush_or_stop()

    async def _flush_or_stop(self) -> None:
        try:
            await self.flush()
        except StreamClosedError:
            # The browser has gone: nobody wants the rest.
            self.on_connection_close()


def _unreachable(session_id: str) -> Refusal:
    return Refusal(
        502,
        "session/unreachable",
        f"Session {session_id} has stopped",
        "Run the cell that launched it to bring it back with its data",
    )
