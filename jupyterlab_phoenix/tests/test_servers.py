"""The REST routes and the proxy before real servers, and every route before somebody without a login."""

from __future__ import annotations

import json
import os
import re
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from tornado.web import RequestHandler

from jupyterlab_phoenix import discovery, spawn
from jupyterlab_phoenix.serverextension.routes import list_routes
from jupyterlab_phoenix.tests.jupyter_process import JupyterProcess

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


@pytest.fixture(scope="module")
def jupyter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[JupyterProcess]:
    with JupyterProcess(tmp_path_factory.mktemp("servers"), base_url="/user/x/") as process:
        yield process


@pytest.fixture(autouse=True)
def same_folders(own_folders: Path, jupyter: JupyterProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    """Kernels of the test see what the Jupyter server sees; ``own_folders`` closes what is left."""
    for name in ("JUPYTER_RUNTIME_DIR", "PHOENIX_WORKING_DIR"):
        monkeypatch.setenv(name, jupyter.environment[name])


def launch(jupyter: JupyterProcess, **body: Any) -> dict[str, Any]:
    answer = jupyter.ask("POST", "/phoenix/v1/servers", {"kernel_id": "k1", "notebook": "work/nb.ipynb", **body})
    assert answer.status in (200, 201), answer.body
    return answer.json


def test_every_route_refuses_who_is_not_logged_in(jupyter: JupyterProcess) -> None:
    session = launch(jupyter)
    routes = list_routes("/")
    assert len(routes) == 7
    walked = 0
    for pattern, handler in routes:
        path = re.sub(r"\(\[0-9a-f\]\{12\}\)", session["id"], pattern)
        path = path.replace("(ws(?:/.*)?)", "ws/x").replace("(.*)", "api/session")
        for method in METHODS:
            is_there = getattr(handler, method.lower()) is not RequestHandler._unimplemented_method
            for headers in ({}, {"Sec-Fetch-Site": "same-origin"}, {"Authorization": "token wrong"}):
                answer = jupyter.ask(method, path, b"{}" if method in ("POST", "PUT") else None, headers, token=False)
                expected = (403,) if is_there else (403, 405)
                assert answer.status in expected, (method, path, headers, answer.status)
                assert session["id"].encode() not in answer.body
                walked += is_there
    assert walked >= 3 * 12
    assert discovery.is_healthy(discovery.read_records()[0])


def test_our_routes_are_those_jupyter_serves(jupyter: JupyterProcess) -> None:
    for path in ("/phoenix/v1/info", "/phoenix/v1/servers"):
        assert jupyter.ask("GET", path).status == 200
    assert "without @allow_unauthenticated" not in jupyter.log


def test_the_handshake_names_the_version(jupyter: JupyterProcess) -> None:
    package = json.loads((Path(__file__).parents[2] / "package.json").read_text())
    folder = Path(__file__).parents[1] / "kernel"
    assert jupyter.ask("GET", "/phoenix/v1/info").json == {
        "version": package["version"],
        "api_version": 1,
        "allow_launch": True,
        "runtime_dir": str(jupyter.runtime_dir),
        "kernel_folder": str(folder) if (folder / "kernel.mjs").is_file() else "",
    }


def test_launch_list_and_close(jupyter: JupyterProcess) -> None:
    answer = jupyter.ask("POST", "/phoenix/v1/servers", {"kernel_id": "k1", "notebook": "work/nb.ipynb", "name": ""})
    assert answer.status == 201
    session = answer.json
    assert {key: session[key] for key in ("name", "notebook", "kernel_id", "healthy", "datasets", "how")} == {
        "name": "nb",
        "notebook": "work/nb.ipynb",
        "kernel_id": "k1",
        "healthy": True,
        "datasets": {"primary": None, "reference": None, "corpus": None},
        "how": "started",
    }
    assert session["memory_bytes"] > 10_000_000
    assert abs(session["started"] - time.time()) < 60
    again = jupyter.ask("POST", "/phoenix/v1/servers", {"kernel_id": "k1", "notebook": "work/nb.ipynb"})
    assert (again.status, again.json["id"], again.json["how"]) == (200, session["id"], "found")
    listed = jupyter.ask("GET", "/phoenix/v1/servers")
    assert [entry["id"] for entry in listed.json] == [session["id"]]
    (record,) = discovery.read_records()
    assert record.token.encode() not in listed.body + answer.body
    assert jupyter.ask("DELETE", f"/phoenix/v1/servers/{session['id']}").status == 204
    assert jupyter.ask("GET", "/phoenix/v1/servers").json == []
    assert jupyter.ask("DELETE", f"/phoenix/v1/servers/{session['id']}").status == 404


def test_kernels_and_the_interface_find_the_same_session(jupyter: JupyterProcess) -> None:
    session = launch(jupyter)
    file = str(jupyter.root_dir / "work" / "nb.ipynb")
    record, how = spawn.ensure_session("k1", os.getpid(), file, "nb")
    assert (record.id, how, record.notebook) == (session["id"], "found", file)
    spawn.close_session(record)
    record, _ = spawn.ensure_session("k2", os.getpid(), file, "nb")
    assert launch(jupyter, kernel_id="k2")["id"] == record.id


def test_five_parallel_launches_give_one_server(jupyter: JupyterProcess) -> None:
    with ThreadPoolExecutor(5) as pool:
        sessions = list(pool.map(lambda _: launch(jupyter), range(5)))
    assert len({session["id"] for session in sessions}) == 1
    assert len(discovery.read_records()) == 1


def test_a_launch_needs_the_xsrf_header_of_a_browser(jupyter: JupyterProcess) -> None:
    login = jupyter.log_in()
    body = json.dumps({"kernel_id": "k1"}).encode()
    for headers, status in (({}, 403), ({"Sec-Fetch-Site": "same-origin"}, 403), ({"X-XSRFToken": login["xsrf"]}, 201)):
        headers = {"Cookie": login["Cookie"], "Content-Type": "application/json", **headers}
        assert jupyter.ask("POST", "/phoenix/v1/servers", body, headers, token=False).status == status


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"[1]", "Cannot launch: the body must be a JSON object"),
        (b'{"kernel_id": 1}', "Cannot launch: 'kernel_id' must be a text of at most 200 characters"),
        (b'{"name": "%s"}' % (b"x" * 501), "Cannot launch: 'name' must be a text of at most 500 characters"),
        (b'{"kernel_pid": "1"}', "Cannot launch: 'kernel_pid' must be a process id, not '1'"),
    ],
)
def test_a_launch_that_makes_no_sense_is_refused(jupyter: JupyterProcess, body: bytes, sentence: str) -> None:
    answer = jupyter.ask("POST", "/phoenix/v1/servers", body)
    assert answer.status == 400
    assert answer.json == {"error": {"code": "request/invalid", "message": sentence}, "message": sentence}
    assert jupyter.ask("POST", "/phoenix/v1/servers", b"{").status == 400


def test_a_killed_server_is_listed_as_such_and_brought_back(jupyter: JupyterProcess) -> None:
    session = launch(jupyter)
    os.kill(session["pid"], signal.SIGKILL)
    time.sleep(0.2)
    (listed,) = jupyter.ask("GET", "/phoenix/v1/servers").json
    assert (listed["id"], listed["healthy"], listed["memory_bytes"]) == (session["id"], False, None)
    again = launch(jupyter)
    assert (again["id"], again["how"], again["healthy"]) == (session["id"], "restored", True)


def test_sessions_of_others_are_not_listed(jupyter: JupyterProcess) -> None:
    if not hasattr(os, "getuid") or os.getuid() != 0:
        pytest.skip("only root can give files away")
    session = launch(jupyter)
    path = discovery.record_path(session["id"])
    os.chown(path, 12345, 12345)
    assert jupyter.ask("GET", "/phoenix/v1/servers").json == []
    assert jupyter.ask("GET", f"/phoenix/proxy/{session['id']}/api/session").status == 404
    assert jupyter.ask("DELETE", f"/phoenix/v1/servers/{session['id']}").status == 404
    os.chown(path, 0, 0)
    assert len(jupyter.ask("GET", "/phoenix/v1/servers").json) == 1


def test_the_session_answers_through_the_proxy(jupyter: JupyterProcess) -> None:
    session = launch(jupyter)
    mount = f"/phoenix/proxy/{session['id']}"
    state = jupyter.ask("GET", f"{mount}/api/session")
    assert state.json["id"] == session["id"]
    policies = state.headers.get_all("Content-Security-Policy")
    assert policies[-1] == "frame-ancestors 'self'; report-uri /user/x/api/security/csp-report"
    # The server has its own word on writes, and the proxy's Host and missing Origin satisfy it.
    login = jupyter.log_in()
    headers = {"Cookie": login["Cookie"], "Sec-Fetch-Site": "same-origin", "Origin": f"http://127.0.0.1:{jupyter.port}"}
    undo = jupyter.ask("POST", f"{mount}/api/selection/undo", None, headers, token=False)
    assert undo.status < 300 or undo.json["error"]["code"].startswith(("selection/", "dataset/"))


def test_events_of_the_session_arrive_live(jupyter: JupyterProcess) -> None:
    session = launch(jupyter)
    connection = jupyter.connect()
    connection.request(
        "GET",
        jupyter.path(f"/phoenix/proxy/{session['id']}/api/events"),
        headers={"Authorization": "token jupyter-token-of-the-test", "Accept": "text/event-stream"},
    )
    response = connection.getresponse()
    assert response.status == 200
    assert response.headers["Content-Type"].startswith("text/event-stream")
    assert response.readline() == b"event: hello\n"
    (record,) = discovery.read_records()
    discovery.ask_server(record, "PATCH", "/api/session", {"name": "renamed"})
    # Nothing else ends this wait: the stream stays open, and the client's own limit is 30 seconds.
    while response.readline() != b"event: session\n":
        pass
    connection.close()
    response.close()


def test_an_administrator_can_forbid_launching(tmp_path_factory: pytest.TempPathFactory) -> None:
    with JupyterProcess(tmp_path_factory.mktemp("forbidden"), config="c.Phoenix.allow_launch = False") as jupyter:
        answer = jupyter.ask("POST", "/phoenix/v1/servers", {"kernel_id": "k1"})
        assert (answer.status, answer.json["error"]["code"]) == (403, "launch/forbidden")
        assert jupyter.ask("GET", "/phoenix/v1/info").json["allow_launch"] is False


def test_an_administrators_choices_reach_the_server(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("choices")
    config = f"c.Phoenix.node_path = '/missing/node'\nc.Phoenix.working_dir = {str(folder / 'elsewhere')!r}"
    with JupyterProcess(folder, config=config) as jupyter:
        answer = jupyter.ask("POST", "/phoenix/v1/servers", {"kernel_id": "k1"})
    assert answer.status == 500
    assert answer.json["error"]["code"] == "node/missing"
    assert (
        answer.json["message"] == "Cannot start the Phoenix server with '/missing/node': it is no Node that runs here"
    )
