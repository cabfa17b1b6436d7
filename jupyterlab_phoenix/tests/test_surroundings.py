"""Sessions where containers, file systems and networks are not as usual."""

from __future__ import annotations

import os
import socket
import sys
import urllib.request
from pathlib import Path

import pytest

import jupyterlab_phoenix as px
from jupyterlab_phoenix import discovery, spawn
from jupyterlab_phoenix.tests.jupyter_process import JupyterProcess


def test_a_container_without_a_home_says_what_to_set(monkeypatch: pytest.MonkeyPatch) -> None:
    import pwd

    def find_nobody(uid: int) -> None:
        raise KeyError(f"getpwuid(): uid not found: {uid}")

    monkeypatch.setattr(pwd, "getpwuid", find_nobody)
    monkeypatch.delenv("HOME")
    monkeypatch.delenv("USERPROFILE")
    with monkeypatch.context() as patch:
        patch.delenv("PHOENIX_WORKING_DIR")
        with pytest.raises(px.LaunchFailed, match=r"no home folder.*PHOENIX_WORKING_DIR"):
            px.launch_app()
    session = px.launch_app()
    assert session.active


@pytest.mark.parametrize("name", ["with spaces and ünïcödé ‹☃›", "percent %20 & 'quotes' #1", "deep/" * 40 + "end"])
def test_folders_may_have_any_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    for variable in ("JUPYTER_RUNTIME_DIR", "PHOENIX_WORKING_DIR"):
        folder = tmp_path / name / variable.lower()
        folder.mkdir(parents=True, mode=0o700)
        monkeypatch.setenv(variable, str(folder))
    session = px.launch_app()
    assert Path(session._connection.record.folder).parent.parent == tmp_path / name / "phoenix_working_dir"
    session.end()
    assert discovery.read_records() == []


def test_a_machine_that_has_only_ipv6(monkeypatch: pytest.MonkeyPatch) -> None:
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        pytest.skip("this machine has no IPv6")
    session = px.launch_app(host="::1")
    assert session.url.startswith(f"http://[::1]:{session.port}/?ticket=")
    assert session.active
    assert session.state["id"] == session.id


@pytest.mark.skipif(sys.platform == "win32" or os.getuid() != 0, reason="only root can give files away")
def test_the_record_of_another_user_is_passed_over() -> None:
    record, _ = spawn.ensure_session("k1", 0, "", "mine")
    path = discovery.record_path(record.id)
    os.chown(path, 65534, 65534)
    assert discovery.read_records() == []
    os.chown(path, 0, 0)
    assert discovery.read_records() == [record]


def test_an_administrator_limits_how_many_sessions_run(tmp_path: Path) -> None:
    config = 'c.Phoenix.max_sessions = 1\nc.Phoenix.allowed_hosts = ["box.example"]'
    with JupyterProcess(tmp_path / "jupyter", config=config) as jupyter:
        launch = lambda kernel: jupyter.ask("POST", "/phoenix/v1/servers", {"kernel_id": kernel})  # noqa: E731
        first = launch("k1")
        assert first.status == 201
        assert launch("k1").json["id"] == first.json["id"]
        refused = launch("k2")
        assert refused.status == 403
        assert refused.json["error"]["message"] == "Cannot launch: as many sessions run as the administrator allows (1)"
        page = urllib.request.Request(
            f"http://127.0.0.1:{first.json['port']}/api/health", headers={"Host": "box.example"}
        )
        assert urllib.request.urlopen(page).status == 200
        assert jupyter.ask("DELETE", f"/phoenix/v1/servers/{first.json['id']}").status == 204
        second = launch("k2")
        assert second.status == 201
        assert jupyter.ask("DELETE", f"/phoenix/v1/servers/{second.json['id']}").status == 204


def test_a_wrong_setting_is_one_sentence_and_opens_nothing(tmp_path: Path) -> None:
    with JupyterProcess(tmp_path / "jupyter", config='c.Phoenix.allow_launch = "perhaps"') as jupyter:
        assert jupyter.ask("GET", "/phoenix/v1/info").status == 404
        said = [line for line in jupyter.log.splitlines() if "jupyterlab_phoenix stays off" in line]
        assert len(said) == 1
        assert "'allow_launch'" in said[0]
        assert "Traceback" not in jupyter.log
