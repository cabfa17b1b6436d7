"""One request to a session's server, streamed both ways at the pace of the slower side."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from tornado.http1connection import HTTP1Connection, HTTP1ConnectionParameters
from tornado.httputil import (
    HTTPHeaders,
    HTTPMessageDelegate,
    RequestStartLine,
    ResponseStartLine,
)
from tornado.ioloop import IOLoop
from tornado.iostream import IOStream, StreamClosedError
from tornado.tcpclient import TCPClient

from ..discovery import Record

CONNECT_SECONDS = 5.0
# The session's server has its own limits; these two only must not be smaller.
MAX_BODY_BYTES = 2**53
_CHUNK_BYTES = 64 * 1024
_MAX_BUFFER_BYTES = 1024 * 1024

OnStart = Callable[[int, str, HTTPHeaders], Awaitable[None]]
OnChunk = Callable[[bytes], Awaitable[None]]


class Upstream:
    """A request that is being sent. Close it, whatever happens."""

    def __init__(self, stream: IOStream) -> None:
        parameters = HTTP1ConnectionParameters(
            no_keep_alive=True, chunk_size=_CHUNK_BYTES, max_body_size=MAX_BODY_BYTES
        )
        self._stream = stream
        self._is_answering = False
        self._is_sent = False
        # Done once the server no longer wants the body.
        self._refusal: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._connection = HTTP1Connection(stream, True, parameters)

    async def send_head(self, method: str, target: str, headers: HTTPHeaders, has_body: bool) -> None:
        """Start the request; a body without a Content-Length is sent in chunks."""
        if not has_body and method in ("POST", "PUT", "PATCH"):
            headers["Content-Length"] = "0"
        await self._connection.write_headers(RequestStartLine(method, target, ""), headers)
        if not has_body:
            self.end_body()

    async def send_chunk(self, chunk: bytes) -> None:
        """Send a piece of the body; returns when the server has taken it, or no longer wants it."""
        if self._is_answering or self._stream.closed():
            return
        # A connection that is closed forgets the write in progress: waiting for that alone could last for ever.
        written = self._connection.write(chunk)
        await asyncio.wait({written, self._refusal}, return_when=asyncio.FIRST_COMPLETED)
        if written.done():
            with contextlib.suppress(StreamClosedError):
                written.result()

    def end_body(self) -> None:
        """The body is complete."""
        # An answer before the body's end leaves it incomplete, which the connection would call an error.
        if not (self._is_sent or self._is_answering or self._stream.closed()):
            self._is_sent = True
            self._connection.finish()

    async def read_answer(self, on_start: OnStart, on_chunk: OnChunk) -> bool:
        """Pass the answer on as it comes; False when it broke off."""

        async def start(status: int, reason: str, headers: HTTPHeaders) -> None:
            self._is_answering = True
            self._refuse_body()
            await on_start(status, reason, headers)

        def finish() -> None:
            if not self._is_sent:
                # Else the connection would wait for the rest of the body.
                self.close()

        delegate = _Answer(start, on_chunk, finish)
        await self._connection.read_response(delegate)
        return delegate.is_complete

    def close(self) -> None:
        """Drop the connection; the server sees that nobody listens any more."""
        self._refuse_body()
        self._connection.close()

    def _refuse_body(self) -> None:
        if not self._refusal.done():
            self._refusal.set_result(None)


class _RequestStream(IOStream):
    """A stream that is read to its end whatever becomes of what is written.

    A server that refuses a body answers before its end and closes. The next write fails then, and a plain stream would
    drop what has arrived with it: the refusal.
    """

    def write_to_fd(self, data: memoryview) -> int:
        size = len(data)
        try:
            return super().write_to_fd(data)
        except (BrokenPipeError, ConnectionResetError):
            # Nobody takes it. What there is to read says why.
            return size


class _Answer(HTTPMessageDelegate):
    def __init__(self, on_start: OnStart, on_chunk: OnChunk, on_finish: Callable[[], None]) -> None:
        self._on_start = on_start
        self._on_chunk = on_chunk
        self._on_finish = on_finish
        self.is_complete = False

    def headers_received(
        self, start_line: RequestStartLine | ResponseStartLine, headers: HTTPHeaders
    ) -> Awaitable[None] | None:
        assert isinstance(start_line, ResponseStartLine)
        if start_line.code < 200:
            return None
        return self._on_start(start_line.code, start_line.reason, headers)

    def data_received(self, chunk: bytes) -> Awaitable[None] | None:
        return self._on_chunk(chunk)

    def finish(self) -> None:
        self.is_complete = True
        self._on_finish()


async def connect_upstream(record: Record) -> Upstream:
    """Connect to the server of a session; raises OSError when nobody listens."""
    address = urlsplit(record.url)
    timeout = IOLoop.current().time() + CONNECT_SECONDS
    # The client knows which address answers, and makes plain streams only: the connection goes on in one of ours.
    plain = await TCPClient().connect(str(address.hostname), record.port, timeout=timeout)
    stream = _RequestStream(plain.socket.dup(), max_buffer_size=_MAX_BUFFER_BYTES)
    plain.close()
    stream.set_nodelay(True)
    return Upstream(stream)
