from __future__ import annotations

import dataclasses
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from jupyterlab_phoenix import discovery
from jupyterlab_phoenix.discovery import Record, ServerRefusal

ID = "0123456789ab"
FIELDS: dict[str, Any] = {
    "version": 1,
    "id": ID,
    "name": "nb",
    "kernel_id": "k1",
    "kernel_pid": os.getpid(),
    "notebook": "/home/me/nb.ipynb",
    "pid": os.getpid(),
    "host": "127.0.0.1",
    "port": 6006,
    "url": "http://127.0.0.1:6006/",
    "token": "secret-token",
    "started": 1.5,
    "product_version": "0.1.0",
    "folder": "/home/me/.phoenix/sessions/0123456789ab",
}


def write_record(mode: int = 0o600, name: str = "", **changes: Any) -> Path:
    fields = {**FIELDS, **changes}
    path = discovery.runtime_folder() / (name or f"phoenix-{fields['id']}.json")
    path.write_text(json.dumps(fields))
    path.chmod(mode)
    return path


class Server(BaseHTTPRequestHandler):
    seen: dict[str, Any]

    def do_GET(self) -> None:
        Server.seen = {"path": self.path, **dict(self.headers)}
        status = {"/refused": 409, "/elsewhere": 302, "/broken": 500}.get(self.path, 200)
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "http://127.0.0.1:1/")
        self.end_headers()
        error = {"code": "map/no-vectors", "message": "Cannot map", "hint": "Add vectors"}
        bodies = {"/refused": json.dumps({"error": error}), "/broken": "<html>"}
        self.wfile.write(bodies.get(self.path, json.dumps({"id": ID})).encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def record() -> Iterator[Record]:
    server = HTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    port = server.server_address[1]
    yield Record(**{**FIELDS, "port": port, "url": f"http://127.0.0.1:{port}/"})
    server.shutdown()
    server.server_close()


def test_records_are_read_oldest_first() -> None:
    write_record(id="aaaaaaaaaaaa", started=3.0)
    write_record(id="bbbbbbbbbbbb", started=1)
    assert [r.id for r in discovery.read_records()] == ["bbbbbbbbbbbb", "aaaaaaaaaaaa"]
    assert discovery.read_record(discovery.record_path("aaaaaaaaaaaa")) == Record(
        **{**FIELDS, "id": "aaaaaaaaaaaa", "started": 3.0}
    )


def test_the_fields_are_those_of_the_contract() -> None:
    contract = Path(__file__).parents[2] / "src/contract/discovery.ts"
    names = [
        line.split(":")[0].strip()
        for line in contract.read_text().splitlines()
        if line.startswith("  ") and line.endswith(";")
    ]
    assert [field.name for field in dataclasses.fields(Record)] == names


def test_the_token_does_not_show() -> None:
    assert "secret-token" not in repr(Record(**FIELDS))


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="only root can give files away")
def test_a_record_of_another_user_is_ignored() -> None:
    path = write_record()
    os.chown(path, 12345, 12345)
    assert discovery.read_records() == []
    assert discovery.read_record(path) is None


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="modes are POSIX")
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o602, 0o644])
def test_a_record_that_others_can_read_or_write_is_ignored(mode: int) -> None:
    write_record(mode)
    assert discovery.read_records() == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no FIFOs")
def test_what_is_no_plain_file_is_ignored() -> None:
    real = write_record(name="elsewhere.json")
    discovery.record_path(ID).symlink_to(real)
    os.mkfifo(discovery.record_path("aaaaaaaaaaaa"), 0o600)
    discovery.record_path("bbbbbbbbbbbb").mkdir()
    assert discovery.read_records() == []


@pytest.mark.parametrize(
    "changes",
    [
        {"version": 2},
        {"id": "0123"},
        {"id": "../../etc/pw"},
        {"name": "phoenix-aaaaaaaaaaaa.json"},
        {"port": "6006"},
        {"port": 6007},
        {"pid": True},
        {"token": None},
        {"url": "file:///etc/passwd"},
        {"url": "http://[::1"},
    ],
)
def test_a_record_that_makes_no_sense_is_ignored(changes: dict[str, Any]) -> None:
    path = discovery.record_path(ID)
    path.write_text(json.dumps({**FIELDS, **changes}) if "name" not in changes else json.dumps(FIELDS))
    if "name" in changes:
        path = path.rename(path.with_name(changes["name"]))
    path.chmod(0o600)
    assert discovery.read_records() == []


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b"\xff\xfe", b"x" * 100_000])
def test_a_file_that_is_no_record_is_ignored(content: bytes) -> None:
    discovery.record_path(ID).write_bytes(content)
    discovery.record_path(ID).chmod(0o600)
    assert discovery.read_records() == []


def test_no_runtime_folder_means_no_records(tmp_path: Path) -> None:
    assert discovery.read_records(tmp_path / "missing") == []


def test_healthy_means_alive_and_the_same_id(record: Record) -> None:
    assert discovery.is_healthy(record)
    assert not discovery.is_healthy(dataclasses.replace(record, id="aaaaaaaaaaaa"))
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    assert not discovery.is_healthy(dataclasses.replace(record, pid=ended.pid))
    assert not discovery.is_healthy(dataclasses.replace(record, port=1, url="http://127.0.0.1:1/"))


def test_requests_carry_the_token_and_go_through_no_proxy(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1/")
    assert discovery.ask_server(record, "GET", "/api/session") == {"id": ID}
    assert Server.seen["Authorization"] == "Bearer secret-token"


def test_refusals_keep_the_servers_words(record: Record) -> None:
    with pytest.raises(ServerRefusal) as caught:
        discovery.ask_server(record, "GET", "/refused")
    error = caught.value
    assert (error.status, error.code, error.message, error.hint) == (409, "map/no-vectors", "Cannot map", "Add vectors")
    with pytest.raises(ServerRefusal) as caught:
        discovery.ask_server(record, "GET", "/broken")
    assert caught.value.code == "internal"
    with pytest.raises(ServerRefusal):
        discovery.ask_server(record, "GET", "/elsewhere")


def test_a_kernel_is_gone_when_its_connection_file_or_its_process_is() -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    assert discovery.is_kernel_gone("k1", os.getpid())
    (discovery.runtime_folder() / "kernel-k1.json").touch()
    assert not discovery.is_kernel_gone("k1", os.getpid())
    assert not discovery.is_kernel_gone("k1", 0)
    assert discovery.is_kernel_gone("k1", ended.pid)


def test_orphans_are_records_of_the_notebook_without_a_kernel() -> None:
    (discovery.runtime_folder() / "kernel-k2.json").touch()
    orphan = Record(**{**FIELDS, "kernel_id": "gone"})
    owned = Record(**{**FIELDS, "kernel_id": "k2"})
    other = Record(**{**FIELDS, "kernel_id": "gone", "notebook": "/other.ipynb"})
    assert discovery.find_orphans([orphan, owned, other], "/home/me/nb.ipynb") == [orphan]
    assert discovery.find_orphans([Record(**{**FIELDS, "notebook": ""})], "") == []


def test_a_session_is_found_by_its_kernel_and_then_by_its_notebook(record: Record) -> None:
    write_record(port=record.port, url=record.url)
    (discovery.runtime_folder() / "kernel-k1.json").touch()
    found = discovery.find_session("k1", "")
    assert found is not None
    assert found.id == ID
    assert discovery.find_session("k2", "/home/me/nb.ipynb") is None
    assert discovery.find_session("", "/home/me/nb.ipynb") == found
    (discovery.runtime_folder() / "kernel-k1.json").unlink()
    assert discovery.find_session("k2", "/home/me/nb.ipynb") == found
    assert discovery.find_session("k2", "") is None
