"""Requests of spans towards a server that is there, busy, gone and back."""

from __future__ import annotations

import contextlib
import dataclasses
import gzip
import os
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTracePartialSuccess

from jupyterlab_phoenix.discovery import Record
from jupyterlab_phoenix.errors import PhoenixError, SessionLost
from jupyterlab_phoenix.span_sender import MAX_WAITING_BYTES, SpanSender

RECORD = Record(
    version=1,
    id="abcdef012345",
    name="Python",
    kernel_id="",
    kernel_pid=0,
    notebook="",
    pid=os.getpid(),
    host="127.0.0.1",
    port=1,
    url="",
    token="token",
    started=0.0,
    product_version="",
    folder="",
)


class Server:
    """Takes requests and answers with the statuses given, then with 200."""

    def __init__(self, *answers: tuple[int, bytes]) -> None:
        self.answers = list(answers)
        self.bodies: list[bytes] = []
        self.tokens: list[str] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = gzip.decompress(self.rfile.read(int(self.headers["Content-Length"])))
                outer.tokens.append(self.headers["Authorization"])
                status, answer = outer.answers.pop(0) if outer.answers else (200, b"")
                if status == 200:
                    outer.bodies.append(body)
                self.send_response(status)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, format: str, *args: object) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.http.server_port}/"

    def close(self) -> None:
        self.http.shutdown()
        self.http.server_close()


@contextlib.contextmanager
def serve(*answers: tuple[int, bytes]) -> Iterator[Server]:
    server = Server(*answers)
    try:
        yield server
    finally:
        server.close()


class Place:
    """A destination that moves when it is told to."""

    def __init__(self, url: str = "http://127.0.0.1:1/") -> None:
        self.record = dataclasses.replace(RECORD, url=url)
        self.next: Record | None = None

    def renew(self) -> bool:
        found, self.next = self.next, None
        self.record = found or self.record
        return found is not None

    def explain(self) -> PhoenixError:
        return SessionLost("Nobody answers")


def test_requests_arrive_in_their_order_with_the_token() -> None:
    with serve() as server:
        sender = SpanSender(Place(server.url))
        for body in (b"one", b"two"):
            sender.send(body, 1)
        assert server.bodies == [b"one", b"two"]
        assert set(server.tokens) == {"Bearer token"}


def test_what_nobody_takes_waits_and_is_told_once(capfd: pytest.CaptureFixture[str]) -> None:
    place = Place()
    sender = SpanSender(place)
    for body in (b"one", b"two", b"three"):
        sender.send(body, 1)
    assert not sender.flush()
    assert not sender.flush()
    assert capfd.readouterr().err == "Spans cannot be sent now and wait (up to 32 MB of them): Nobody answers\n"
    with serve() as server:
        place.next = dataclasses.replace(RECORD, url=server.url)
        assert sender.flush()
        assert server.bodies == [b"one", b"two", b"three"]
    assert capfd.readouterr().err == ""
    # The next time that it is gone is told again.
    sender.send(b"four", 1)
    assert "cannot be sent" in capfd.readouterr().err
    sender.close()
    assert capfd.readouterr().err == "1 spans were not sent: Nobody answers\n"


def test_a_server_that_comes_back_gets_what_waits_without_being_asked() -> None:
    place = Place()
    sender = SpanSender(place)
    sender.send(b"one", 1)
    arrived = threading.Event()
    with serve() as server:
        server.bodies = type("Bodies", (list,), {"append": lambda self, body: arrived.set()})()
        place.next = dataclasses.replace(RECORD, url=server.url)
        assert arrived.wait(20)


def test_what_waits_is_bounded_and_the_loss_is_told(capfd: pytest.CaptureFixture[str]) -> None:
    place = Place()
    sender = SpanSender(place)
    megabyte = os.urandom(2**20)
    for _ in range(40):
        sender.send(megabyte, 10)
    assert sum(len(request.body) for request in sender._waiting) <= MAX_WAITING_BYTES
    with serve() as server:
        place.next = dataclasses.replace(RECORD, url=server.url)
        assert sender.flush()
        kept = len(server.bodies)
    assert 0 < kept < 40
    assert f"{10 * (40 - kept)} spans were lost while the server was away" in capfd.readouterr().err


def test_a_busy_server_is_asked_again_and_one_that_refuses_is_not(capfd: pytest.CaptureFixture[str]) -> None:
    refusal = ExportTracePartialSuccess(rejected_spans=3, error_message="Cannot read the spans").SerializeToString()
    with serve((503, b""), (400, refusal), (400, refusal)) as server:
        sender = SpanSender(Place(server.url))
        sender.send(b"one", 1)
        assert server.bodies == []
        sender.send(b"two", 1)
        assert sender.flush()
        # Both were refused for good, so nothing waits.
        assert server.bodies == []
        sender.send(b"three", 1)
        assert server.bodies == [b"three"]
    err = capfd.readouterr().err
    assert err.count("Spans were refused with status 400: Cannot read the spans\n") == 1


def test_a_new_token_is_found_when_the_old_one_is_refused() -> None:
    with serve((401, b"")) as server:
        place = Place(server.url)
        place.next = dataclasses.replace(place.record, token="new")
        sender = SpanSender(place)
        sender.send(b"one", 1)
        assert server.tokens == ["Bearer token", "Bearer new"]
        assert server.bodies == [b"one"]
