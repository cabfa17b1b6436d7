"""``jupyter phoenix``: list, open, close and doctor before real servers."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import uuid
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from jupyterlab_phoenix import discovery, spawn
from jupyterlab_phoenix.command_line import main
from jupyterlab_phoenix.discovery import Record
from jupyterlab_phoenix.server_process import wait_until

pytestmark = pytest.mark.usefixtures("own_folders")


def launch(name: str) -> Record:
    record, _ = spawn.ensure_session(f"kernel-{uuid.uuid4()}", os.getpid(), "", name)
    return record


def test_without_a_session_every_command_says_how_to_start_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list"]) == 0
    assert main(["close", "--all"]) == 0
    assert capsys.readouterr().out.count("px.launch_app(…)") == 2
    assert main(["open"]) == 1
    assert main(["close", "x"]) == 1
    assert capsys.readouterr().err.count("px.launch_app(…)") == 2
    assert main(["list", "--json"]) == 0
    assert capsys.readouterr().out == "[]\n"


def test_the_list_shows_what_runs_and_what_crashed(capsys: pytest.CaptureFixture[str]) -> None:
    running, crashed = launch("alive"), launch("dead")
    os.kill(crashed.pid, signal.SIGKILL)
    assert wait_until(lambda: not discovery.is_healthy(crashed), 5)
    assert main(["list"]) == 0
    head, first, second, *_, advice = capsys.readouterr().out.splitlines()
    assert head.split() == ["ID", "NAME", "STATUS", "ADDRESS", "DATA", "MEMORY", "STARTED"]
    assert first.split()[:4] == [running.id, "alive", "running", running.url]
    assert first.split()[6] == "MB"
    assert second.split()[:3] == [crashed.id, "dead", "crashed"]
    assert "comes back" in advice
    assert main(["list", "--json"]) == 0
    said = capsys.readouterr().out
    assert [(s["name"], s["status"]) for s in json.loads(said)] == [("alive", "running"), ("dead", "crashed")]
    assert running.token not in said


def test_a_link_opens_once(capsys: pytest.CaptureFixture[str]) -> None:
    record = launch("demo")
    assert main(["open", "--url"]) == 0
    link = capsys.readouterr().out.strip()
    assert link.startswith(f"{record.url}?ticket=")
    assert record.token not in link
    first, second = get(link), get(link)
    assert first.status == 303
    assert first.headers["Set-Cookie"].startswith(f"phoenix-{record.id}=")
    assert second.status == 401


def get(link: str) -> http.client.HTTPResponse:
    address = urlsplit(link)
    connection = http.client.HTTPConnection(address.netloc)
    connection.request("GET", f"{address.path}?{address.query}")
    return connection.getresponse()


def test_sessions_are_meant_by_id_its_beginning_or_name(capsys: pytest.CaptureFixture[str]) -> None:
    first, second, third = launch("shop"), launch("shop"), launch("fraud")
    assert main(["close", "shop"]) == 1
    assert f"say which by its id, {first.id}, {second.id}" in capsys.readouterr().err
    assert main(["open"]) == 1
    assert "3 sessions run" in capsys.readouterr().err
    assert main(["close", "freud"]) == 1
    assert "did you mean 'fraud'?" in capsys.readouterr().err
    assert main(["close", first.id, "fraude"]) == 1
    assert discovery.is_healthy(first)
    assert main(["close", first.id[:6], "fraud"]) == 0
    assert f'Closed "fraud" ({third.id})' in capsys.readouterr().out
    assert [record.id for record in discovery.read_records()] == [second.id]
    assert main(["close"]) == 1
    assert main(["close", "shop", "--all"]) == 1
    assert main(["close", "--all"]) == 0
    assert discovery.read_records() == []


def test_the_doctor_finds_a_sound_installation_sound(capsys: pytest.CaptureFixture[str]) -> None:
    record = launch("demo")
    assert main(["doctor", "--json"]) == 0
    findings = json.loads(capsys.readouterr().out)["findings"]
    said = [finding["sentence"] for finding in findings]
    assert any(sentence.startswith("Node ") for sentence in said)
    assert f'Session "demo" ({record.id}) answers at {record.url}' in said
    assert any(sentence.startswith("A session starts in ") for sentence in said)
    # The trial start left nothing behind, and touched nothing.
    assert discovery.read_records() == [record]


def test_the_doctor_says_what_is_wrong_and_what_to_do(
    own_folders: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    blocked = own_folders / "a-file"
    blocked.touch()
    monkeypatch.setenv("PHOENIX_NODE", "/missing/node")
    monkeypatch.setenv("PHOENIX_WORKING_DIR", str(blocked / "below"))
    monkeypatch.setenv("PHOENIX_PORT", "99999")
    monkeypatch.setenv("PHOENIX_NOTEBOOK_ENV", "collab")
    monkeypatch.setenv("HTTP_PROXY", "http://proxy:3128")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    assert main(["doctor"]) == 1
    said = capsys.readouterr().out
    assert "WRONG  Cannot start the Phoenix server with '/missing/node'" in said
    assert f"WRONG  Cannot write to the folder '{blocked / 'below'}'" in said
    assert "WRONG  PHOENIX_PORT is '99999', which is no port" in said
    assert "WRONG  Cannot use 'collab' as PHOENIX_NOTEBOOK_ENV" in said
    assert "export NO_PROXY=127.0.0.1,localhost" in said
    assert said.splitlines()[-1].endswith("checks failed")


def test_a_port_of_somebody_else_is_named(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        monkeypatch.setenv("PHOENIX_PORT", str(port))
        assert main(["doctor"]) == 0
    assert f"note   Port {port} cannot be had for the app: it is taken" in capsys.readouterr().out


def test_it_is_a_command_of_jupyter() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "jupyterlab_phoenix", "nonsense"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "invalid choice: 'nonsense'" in done.stderr
    assert "Traceback" not in done.stderr
