"""One request to a session's server, streamed both ways at the pace of the slower side."""

from __future__ import annotations

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
        self._connection = HTTP1Connection(stream, True, parameters)

    async def send_head(self, method: str, target: str, headers: HTTPHeaders) -> None:
        """Start the request. Its body has the Content-Length given, or else is sent in chunks or absent."""
        await self._connection.write_headers(RequestStartLine(method, target, ""), headers)

    async def send_chunk(self, chunk: bytes) -> None:
        """Send a piece of the body; returns when the server has taken it, or no longer wants it."""
        try:
            await self._connection.write(chunk)
        except StreamClosedError:
            # A server that refuses a body answers before its end; the answer is what counts.
            return

    def end_body(self) -> None:
        """The body is complete."""
        if not self._stream.closed():
            self._connection.finish()

    async def read_answer(self, on_start: OnStart, on_chunk: OnChunk) -> bool:
        """Pass the answer on as it comes; False when it broke off."""
        delegate = _Answer(on_start, on_chunk)
        await self._connection.read_response(delegate)
        return delegate.is_complete

    def close(self) -> None:
        """Drop the connection; the server sees that nobody listens any more."""
        self._connection.close()


class _Answer(HTTPMessageDelegate):
    def __init__(self, on_start: OnStart, on_chunk: OnChunk) -> None:
        self._on_start = on_start
        self._on_chunk = on_chunk
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


async def connect_upstream(record: Record) -> Upstream:
    """Connect to the server of a session; raises OSError when nobody listens."""
    address = urlsplit(record.url)
    timeout = IOLoop.current().time() + CONNECT_SECONDS
    stream = await TCPClient().connect(
        str(address.hostname), record.port, max_buffer_size=_MAX_BUFFER_BYTES, timeout=timeout
    )
    stream.set_nodelay(True)
    return Upstream(stream)
