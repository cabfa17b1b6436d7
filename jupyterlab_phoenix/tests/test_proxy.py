"""The proxy, in front of a server that shows what reached it: a real Jupyter, token and XSRF on, under /user/x/."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import socket
import time
from collections.abc import Iterator

import pytest
from tornado.httpclient import HTTPClientError, HTTPRequest
from tornado.ioloop import IOLoop
from tornado.websocket import websocket_connect

from jupyterlab_phoenix.discovery import Record
from jupyterlab_phoenix.tests.far_end import run_far_end
from jupyterlab_phoenix.tests.jupyter_process import TOKEN, JupyterProcess

ID = "0123456789ab"
MOUNT = f"/phoenix/proxy/{ID}"
CONFIG = "c.ServerApp.max_body_size = 16 * 2**20"


@pytest.fixture(scope="module")
def jupyter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[JupyterProcess]:
    with JupyterProcess(tmp_path_factory.mktemp("proxy"), base_url="/user/x/", config=CONFIG) as process:
        yield process


@pytest.fixture(scope="module")
def far_end(jupyter: JupyterProcess) -> Iterator[Record]:
    with run_far_end(jupyter.runtime_dir, ID) as record:
        yield record


def test_the_far_end_gets_its_own_token_and_nothing_of_jupyters(jupyter: JupyterProcess, far_end: Record) -> None:
    answer = jupyter.ask(
        "GET",
        f"{MOUNT}/echo/a%20b?x=%2F&token={TOKEN}&y=",
        headers={
            "Cookie": "secret=1",
            "Referer": "http://elsewhere/",
            "X-XSRFToken": "secret",
            "X-Remote-User": "somebody",
            "Accept-Language": "de",
            "Range": "bytes=0-1",
            "Last-Event-ID": "7",
        },
    )
    got = answer.json
    assert got["url"] == "/echo/a%20b?x=%2F&y="
    assert got["headers"] == {
        "accept-encoding": "identity",
        "accept-language": "de",
        "authorization": f"Bearer {far_end.token}",
        "connection": "close",
        "host": f"127.0.0.1:{far_end.port}",
        "last-event-id": "7",
        "range": "bytes=0-1",
    }
    assert far_end.token.encode() not in answer.body.replace(got["headers"]["authorization"].encode(), b"")


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_bodies_arrive_unchanged(jupyter: JupyterProcess, far_end: Record, method: str) -> None:
    body = os.urandom(100_000)
    answer = jupyter.ask(method, f"{MOUNT}/echo", body)
    assert answer.json["method"] == method
    assert answer.json["sha256"] == hashlib.sha256(body).hexdigest()


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_requests_without_a_body_arrive(jupyter: JupyterProcess, far_end: Record, method: str) -> None:
    assert jupyter.ask(method, f"{MOUNT}/echo").json["bytes"] == 0


def test_chunked_bodies_arrive_as_they_come(jupyter: JupyterProcess, far_end: Record) -> None:
    answer = jupyter.ask("PUT", f"{MOUNT}/echo", iter([b"ab", b"cd" * 1000]))
    assert answer.json["bytes"] == 2002
    assert answer.json["headers"]["transfer-encoding"] == "chunked"


def test_large_uploads_are_not_gathered(jupyter: JupyterProcess, far_end: Record) -> None:
    # More than this Jupyter takes in one body, and slower taken than given.
    size, piece = 128 * 2**20, bytes(2**20)
    before = _memory_of(jupyter.process.pid)
    connection = jupyter.connect()
    connection.putrequest("PUT", jupyter.path(f"{MOUNT}/count-slowly"))
    connection.putheader("Authorization", f"token {TOKEN}")
    connection.putheader("Content-Length", str(size))
    connection.endheaders()
    peak = 0
    for _ in range(size // len(piece)):
        connection.send(piece)
        peak = max(peak, _memory_of(jupyter.process.pid))
    response = connection.getresponse()
    assert response.status == 200
    assert json.loads(response.read()) == {"bytes": size}
    assert peak - before < 32 * 2**20
    connection.close()


@pytest.mark.parametrize("_", range(20))
def test_an_upload_that_is_refused_early_gets_the_refusal(jupyter: JupyterProcess, far_end: Record, _: int) -> None:
    answer = jupyter.ask("PUT", f"{MOUNT}/refuse", bytes(4 * 2**20))
    assert answer.status == 413
    assert answer.json["error"]["code"] == "request/too-large"


def test_large_answers_wait_for_a_slow_reader(jupyter: JupyterProcess, far_end: Record) -> None:
    before = _memory_of(jupyter.process.pid)
    with socket.create_connection(("127.0.0.1", jupyter.port)) as reader:
        reader.sendall(
            f"GET {jupyter.path(MOUNT)}/flood HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            f"Authorization: token {TOKEN}\r\n\r\n".encode()
        )
        assert reader.recv(100).startswith(b"HTTP/1.1 200")
        time.sleep(1)
        written = jupyter.ask("GET", f"{MOUNT}/flood-written").json["bytes"]
        assert written < 64 * 2**20
        assert _memory_of(jupyter.process.pid) - before < 64 * 2**20


def test_large_answers_arrive_whole(jupyter: JupyterProcess, far_end: Record) -> None:
    connection = jupyter.connect()
    connection.request("GET", jupyter.path(f"{MOUNT}/flood"), headers={"Authorization": f"token {TOKEN}"})
    response, size = connection.getresponse(), 0
    while chunk := response.read(2**20):
        size += len(chunk)
    assert size == 512 * 2**20
    connection.close()


def test_events_arrive_while_the_stream_is_open(jupyter: JupyterProcess, far_end: Record) -> None:
    connection = jupyter.connect()
    connection.request("GET", jupyter.path(f"{MOUNT}/ticks"), headers={"Authorization": f"token {TOKEN}"})
    response = connection.getresponse()
    assert response.headers["Content-Type"] == "text/event-stream"
    # The stream has no end: gathered, its lines would never come.
    lines = [response.readline() for _ in range(6)]
    assert lines[0::2] == [b"data: 0\n", b"data: 1\n", b"data: 2\n"]
    assert jupyter.ask("GET", f"{MOUNT}/open-streams").json == {"streams": 1}
    connection.close()
    response.close()
    deadline = time.monotonic() + 30
    while jupyter.ask("GET", f"{MOUNT}/open-streams").json != {"streams": 0}:
        assert time.monotonic() < deadline, "The far end still streams to a browser that has gone"
        time.sleep(0.05)


def test_an_upload_that_breaks_off_ends_at_the_far_end_too(jupyter: JupyterProcess, far_end: Record) -> None:
    with socket.create_connection(("127.0.0.1", jupyter.port)) as sender:
        sender.sendall(
            f"PUT {jupyter.path(MOUNT)}/ticks HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n"
            f"Authorization: token {TOKEN}\r\n\r\nabc".encode()
        )
        deadline = time.monotonic() + 30
        while jupyter.ask("GET", f"{MOUNT}/open-streams").json != {"streams": 1}:
            assert time.monotonic() < deadline
            time.sleep(0.05)
    deadline = time.monotonic() + 30
    while jupyter.ask("GET", f"{MOUNT}/open-streams").json != {"streams": 0}:
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_ranges_pass(jupyter: JupyterProcess, far_end: Record) -> None:
    answer = jupyter.ask("GET", f"{MOUNT}/part", headers={"Range": "bytes=2-4"})
    assert (answer.status, answer.body) == (206, b"cde")
    assert answer.headers["Content-Range"] == "bytes 2-4/26"
    assert answer.headers["Content-Length"] == "3"


def test_head_tells_the_length_and_sends_nothing(jupyter: JupyterProcess, far_end: Record) -> None:
    answer = jupyter.ask("HEAD", f"{MOUNT}/part")
    assert (answer.status, answer.body) == (200, b"")
    assert answer.headers["Content-Length"] == "26"


@pytest.mark.parametrize(("path", "status"), [("/unchanged", 304), ("/nothing", 204)])
def test_answers_without_a_body_pass(jupyter: JupyterProcess, far_end: Record, path: str, status: int) -> None:
    answer = jupyter.ask("GET", MOUNT + path)
    assert (answer.status, answer.body) == (status, b"")


def test_what_speaks_for_the_whole_origin_stays_behind(jupyter: JupyterProcess, far_end: Record) -> None:
    headers = jupyter.ask("GET", f"{MOUNT}/strict").headers
    for name in ("Clear-Site-Data", "X-Frame-Options", "WWW-Authenticate"):
        assert headers[name] is None
    # The far end says "*"; this is Jupyter's own, for a request with its token and without an origin.
    assert headers["Access-Control-Allow-Origin"] == ""
    # Jupyter's own log-in cookie is all there may be.
    assert all(cookie.startswith("username-") for cookie in headers.get_all("Set-Cookie") or [])
    assert headers["Vary"] == "Accept"
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_the_strict_script_policy_survives_and_jupyter_says_who_may_frame(
    jupyter: JupyterProcess, far_end: Record
) -> None:
    policies = jupyter.ask("GET", f"{MOUNT}/strict").headers.get_all("Content-Security-Policy")
    assert policies == [
        "default-src 'self'; script-src 'self'",
        "frame-ancestors 'self'; report-uri /user/x/api/security/csp-report",
    ]


def test_redirects_stay_under_jupyter(jupyter: JupyterProcess, far_end: Record) -> None:
    assert jupyter.ask("GET", f"{MOUNT}/moved").headers["Location"] == "./next?x=1"
    assert jupyter.ask("GET", f"{MOUNT}/moved-absolute").headers["Location"] == f"/user/x{MOUNT}/next"
    without_slash = jupyter.ask("GET", f"{MOUNT}?a=1")
    assert (without_slash.status, without_slash.headers["Location"]) == (301, f"/user/x{MOUNT}/?a=1")


def test_an_answer_that_breaks_off_does_not_look_whole(jupyter: JupyterProcess, far_end: Record) -> None:
    with socket.create_connection(("127.0.0.1", jupyter.port)) as reader:
        reader.settimeout(5)
        reader.sendall(
            f"GET {jupyter.path(MOUNT)}/break HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            f"Authorization: token {TOKEN}\r\n\r\n".encode()
        )
        received = b""
        while piece := reader.recv(65536):
            received += piece
    assert received.endswith(b"begun")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "none"}, 403),
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "http://evil.example"}, 403),
        ({"X-XSRFToken": "{xsrf}"}, 200),
        ({"X-XSRFToken": "wrong"}, 403),
    ],
)
def test_writes_with_cookies_need_proof_of_their_origin(
    jupyter: JupyterProcess, far_end: Record, headers: dict[str, str], status: int
) -> None:
    login = jupyter.log_in()
    sent = {name: value.format(xsrf=login["xsrf"]) for name, value in headers.items()}
    answer = jupyter.ask("POST", f"{MOUNT}/echo", b"x", {"Cookie": login["Cookie"], **sent}, token=False)
    assert answer.status == status


def test_reads_with_cookies_pass(jupyter: JupyterProcess, far_end: Record) -> None:
    login = jupyter.log_in()
    answer = jupyter.ask("GET", f"{MOUNT}/echo", headers={"Cookie": login["Cookie"]}, token=False)
    assert answer.status == 200
    assert "cookie" not in answer.json["headers"]


def test_a_body_of_nobody_never_reaches_the_far_end(jupyter: JupyterProcess, far_end: Record) -> None:
    with socket.create_connection(("127.0.0.1", jupyter.port)) as sender:
        sender.settimeout(5)
        sender.sendall(
            f"PUT {jupyter.path(MOUNT)}/ticks HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9\r\n\r\n".encode()
        )
        assert sender.recv(20).startswith(b"HTTP/1.1 403")
    assert jupyter.ask("GET", f"{MOUNT}/open-streams").json == {"streams": 0}


def test_connections_are_kept_or_announced_to_end(jupyter: JupyterProcess, far_end: Record) -> None:
    connection = jupyter.connect()
    for path, token, status in (("/part", TOKEN, 200), ("/part", TOKEN, 200), ("/part", "wrong", 403)):
        connection.request("GET", jupyter.path(MOUNT + path), headers={"Authorization": f"token {token}"})
        response = connection.getresponse()
        response.read()
        assert response.status == status
        assert response.will_close == (status == 403)
    connection.close()


@pytest.mark.parametrize("id_", ["aaaaaaaaaaaa", "0123456789ab0", "../../etc/passwd", "0123456789AB"])
def test_unknown_sessions_are_not_found(jupyter: JupyterProcess, far_end: Record, id_: str) -> None:
    assert jupyter.ask("GET", f"/phoenix/proxy/{id_}/x").status == 404


def test_a_frame_of_a_closed_session_says_so(jupyter: JupyterProcess) -> None:
    answer = jupyter.ask("GET", "/phoenix/proxy/aaaaaaaaaaaa/", headers={"Accept": "text/html"})
    assert answer.status == 404
    assert b"Session aaaaaaaaaaaa is closed. Run the cell that launched it to start it again." in answer.body
    as_json = jupyter.ask("GET", "/phoenix/proxy/aaaaaaaaaaaa/api/session")
    assert as_json.json["error"]["code"] == "session/unknown"


def test_a_server_that_was_killed_is_a_bad_gateway(jupyter: JupyterProcess) -> None:
    with run_far_end(jupyter.runtime_dir, "bbbbbbbbbbbb") as record:
        os.kill(record.pid, 9)
        time.sleep(0.1)
        answer = jupyter.ask("GET", "/phoenix/proxy/bbbbbbbbbbbb/api/session")
    assert answer.status == 502
    assert answer.json["error"]["message"] == "Session bbbbbbbbbbbb has stopped"


def test_web_sockets_pass_both_ways_for_users_only(jupyter: JupyterProcess, far_end: Record) -> None:
    url = f"ws://127.0.0.1:{jupyter.port}{jupyter.path(MOUNT)}/ws/live?a=1"

    async def talk() -> list[str | bytes | None]:
        request = HTTPRequest(url, headers={"Authorization": f"token {TOKEN}", "Cookie": "secret=1"})
        connection = await websocket_connect(request)
        hello = await connection.read_message()
        await connection.write_message("text")
        await connection.write_message(b"\x00\xff", binary=True)
        messages = [hello, await connection.read_message(), await connection.read_message()]
        connection.close()
        return messages

    loop = IOLoop(make_current=False)
    hello, *echoes = loop.run_sync(talk)
    assert json.loads(hello or "") == {"url": "/ws/live?a=1", "cookie": None}
    assert echoes == ["text", b"\x00\xff"]

    async def sneak(headers: dict[str, str]) -> int:
        try:
            (await websocket_connect(HTTPRequest(url, headers=headers))).close()
        except HTTPClientError as error:
            return error.code
        return 101

    key = base64.b64encode(b"0" * 16).decode()
    assert loop.run_sync(lambda: sneak({"Sec-WebSocket-Key": key})) == 403
    cookie = {"Cookie": jupyter.log_in()["Cookie"]}
    assert loop.run_sync(lambda: sneak(cookie)) == 101
    assert loop.run_sync(lambda: sneak({**cookie, "Origin": "http://evil.example"})) == 403
    loop.close()


def test_open_pages_count_as_activity(jupyter: JupyterProcess, far_end: Record) -> None:
    before = jupyter.ask("GET", "/api/status?no_track_activity=1").json["last_activity"]
    time.sleep(0.01)
    jupyter.ask("GET", f"{MOUNT}/echo")
    assert jupyter.ask("GET", "/api/status?no_track_activity=1").json["last_activity"] > before


def test_an_administrators_frame_policy_is_added_to_the_apps(tmp_path_factory: pytest.TempPathFactory) -> None:
    config = (
        "c.ServerApp.tornado_settings = "
        "{'headers': {'Content-Security-Policy': \"frame-ancestors 'self' https://portal.example\"}}"
    )
    with (
        JupyterProcess(tmp_path_factory.mktemp("admin"), config=config) as jupyter,
        run_far_end(jupyter.runtime_dir, ID),
    ):
        policies = jupyter.ask("GET", f"{MOUNT}/strict").headers.get_all("Content-Security-Policy")
    assert policies == [
        "default-src 'self'; script-src 'self'",
        "frame-ancestors 'self' https://portal.example",
    ]


def _memory_of(pid: int) -> int:
    """Resident bytes; 0 where the system does not say."""
    try:
        with open(f"/proc/{pid}/statm") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


def test_events_come_through_a_web_socket_for_users_only(jupyter: JupyterProcess, far_end: Record) -> None:
    url = f"ws://127.0.0.1:{jupyter.port}{jupyter.path(MOUNT)}/ws/events?after=a-1&token={TOKEN}"

    async def listen() -> bytes:
        connection = await websocket_connect(url)
        message = await connection.read_message()
        connection.close()
        assert isinstance(message, bytes)
        return message

    loop = IOLoop(make_current=False)
    assert loop.run_sync(listen) == b"data: /api/events?after=a-1 true\n\n"
    deadline = time.monotonic() + 30
    while jupyter.ask("GET", f"{MOUNT}/open-streams").json != {"streams": 0}:
        assert time.monotonic() < deadline, "nobody told the session that its reader has gone"
        time.sleep(0.05)

    async def sneak() -> int:
        try:
            (await websocket_connect(url.replace(TOKEN, "x"))).close()
        except HTTPClientError as error:
            return error.code
        return 101

    assert loop.run_sync(sneak) == 403


def test_a_web_socket_of_a_session_that_is_gone_closes(jupyter: JupyterProcess) -> None:
    url = f"ws://127.0.0.1:{jupyter.port}{jupyter.path('/phoenix/proxy/cccccccccccc')}/ws/events"

    async def listen() -> tuple[object, int | None]:
        connection = await websocket_connect(HTTPRequest(url, headers={"Authorization": f"token {TOKEN}"}))
        return await connection.read_message(), connection.close_code

    assert IOLoop(make_current=False).run_sync(listen) == (None, 1013)
