"""Life and death of real servers."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from jupyterlab_phoenix import discovery, server_process, spawn
from jupyterlab_phoenix.discovery import Record
from jupyterlab_phoenix.processes import is_alive, read_command_line
from jupyterlab_phoenix.spawn import LaunchError, close_session, ensure_session

ROOT = Path(__file__).parents[2]
NOTEBOOK = "/home/me/work/nb.ipynb"
posix_only = pytest.mark.skipif(sys.platform == "win32", reason="signals and modes are POSIX")


def launch(kernel_id: str = "k1", **options: Any) -> tuple[Record, str]:
    return ensure_session(kernel_id, 0, options.pop("notebook", NOTEBOOK), "nb", **options)


def connection_file(kernel_id: str) -> Path:
    path = discovery.runtime_folder() / f"kernel-{kernel_id}.json"
    path.touch()
    return path


def load_two_rows(record: Record) -> None:
    table = pa.table({"score": pa.array([0.5, 0.7]), "text": pa.array(["a", "b"])})
    folder = Path(record.folder) / "datasets"
    folder.mkdir(exist_ok=True)
    with pa.ipc.new_file(folder / "two.arrow", table.schema) as file:
        file.write_table(table)
    body = {"primary": {"file": "two.arrow", "name": "two", "schema": {"featureColumnNames": ["score", "text"]}}}
    discovery.ask_server(record, "PUT", "/api/datasets", body)


def rows_of(record: Record) -> int:
    primary = discovery.ask_server(record, "GET", "/api/session")["datasets"]["primary"]
    return primary["rowCount"] if primary else 0


def end(record: Record, stop: int) -> None:
    os.kill(record.pid, stop)
    deadline = time.monotonic() + 10
    while server_process.is_running(record.pid):
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_a_launch_starts_a_server_and_the_next_one_finds_it() -> None:
    record, how = launch()
    assert how == "started"
    assert (record.kernel_id, record.notebook, record.name) == ("k1", NOTEBOOK, "nb")
    assert discovery.is_healthy(record)
    assert launch() == (record, "found")
    assert discovery.read_records() == [record]


def test_a_restarted_kernel_keeps_its_session_and_its_new_process_is_noted() -> None:
    record, _ = launch()
    again, how = ensure_session("k1", os.getpid(), NOTEBOOK, "nb")
    assert (again.id, how, again.kernel_pid) == (record.id, "found", os.getpid())


def test_two_kernels_have_two_servers() -> None:
    connection_file("k1")
    first, _ = launch("k1")
    second, how = launch("k2")
    assert how == "started"
    assert first.id != second.id
    assert first.port != second.port
    assert first.token != second.token


@posix_only
def test_files_are_private_and_the_token_is_nowhere_else() -> None:
    record, _ = launch()
    for path in (discovery.record_path(record.id), discovery.log_path(record.id)):
        assert path.stat().st_mode & 0o777 == 0o600
    assert Path(record.folder).stat().st_mode & 0o777 == 0o700
    assert record.token not in read_command_line(record.pid)
    assert record.token not in discovery.log_path(record.id).read_text()


def test_five_launches_in_threads_give_one_server() -> None:
    with ThreadPoolExecutor(5) as pool:
        results = list(pool.map(lambda _: launch(), range(5)))
    assert len({record.id for record, _ in results}) == 1
    assert sorted(how for _, how in results) == ["found"] * 4 + ["started"]
    assert list(discovery.runtime_folder().glob("*.lock")) == []


def test_five_launches_in_processes_give_one_server_despite_a_stale_lock() -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    lock = discovery.runtime_folder() / "phoenix-kernel-k1.lock"
    lock.write_text(json.dumps({"pid": ended.pid, "nonce": "old"}))
    code = "from jupyterlab_phoenix.spawn import *; r, how = ensure_session('k1', 0, '', 'nb'); print(r.id, how)"
    argv = [sys.executable, "-c", code]
    processes = [subprocess.Popen(argv, cwd=ROOT, stdout=subprocess.PIPE) for _ in range(5)]
    answers = [process.communicate(timeout=120)[0].decode().split() for process in processes]
    assert len({session_id for session_id, _ in answers}) == 1
    assert sorted(how for _, how in answers) == ["found"] * 4 + ["started"]
    assert len(discovery.read_records()) == 1


@posix_only
def test_the_server_survives_its_launcher_and_the_hang_up_of_its_terminal() -> None:
    code = (
        "from jupyterlab_phoenix.spawn import *; import time;"
        "r, how = ensure_session('k1', 0, '', 'nb'); print(r.pid, flush=True); time.sleep(60)"
    )
    launcher = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, start_new_session=True)
    assert launcher.stdout is not None
    pid = int(launcher.stdout.readline())
    os.killpg(launcher.pid, signal.SIGHUP)
    os.killpg(launcher.pid, signal.SIGKILL)
    launcher.wait()
    launcher.stdout.close()
    os.kill(pid, signal.SIGHUP)
    time.sleep(0.3)
    (record,) = discovery.read_records()
    assert record.pid == pid
    assert discovery.is_healthy(record)


@posix_only
@pytest.mark.parametrize("delay_seconds", [0.0, 0.02, 0.05, 0.1, 0.2, 0.4])
def test_a_kernel_killed_in_mid_launch_leaves_at_most_one_server_and_no_lock(delay_seconds: float) -> None:
    code = (
        "from jupyterlab_phoenix.spawn import *; print('go', flush=True);"
        "r, how = ensure_session('k1', 0, '', 'nb'); print(r.pid, flush=True)"
    )
    launcher = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE)
    assert launcher.stdout is not None
    launcher.stdout.readline()
    time.sleep(delay_seconds)
    launcher.kill()
    launcher.wait()
    launcher.stdout.close()
    record, how = launch(notebook="")
    assert how in ("found", "started")
    time.sleep(1)
    assert discovery.read_records() == [record]
    assert discovery.is_healthy(record)
    left = sorted(path.suffix for path in discovery.runtime_folder().iterdir())
    assert left == [".json", ".log"]


@posix_only
@pytest.mark.parametrize("stop", ["SIGKILL", "SIGTERM"])
def test_a_server_that_ended_comes_back_with_its_id_and_its_data(stop: str) -> None:
    record, _ = launch()
    load_two_rows(record)
    end(record, getattr(signal, stop))
    again, how = launch()
    assert (again.id, how) == (record.id, "restored")
    assert again.pid != record.pid
    assert again.token != record.token
    assert rows_of(again) == 2


@posix_only
def test_a_killed_server_takes_its_old_port_so_that_open_pages_find_it(monkeypatch: pytest.MonkeyPatch) -> None:
    record, _ = launch()
    end(record, signal.SIGKILL)
    again, _ = launch()
    assert again.port == record.port


@posix_only
def test_the_next_kernel_of_a_notebook_restores_what_a_crash_of_the_machine_ended() -> None:
    record, _ = launch("k1")
    load_two_rows(record)
    end(record, signal.SIGKILL)
    again, how = launch("k2")
    assert (again.id, how, again.kernel_id) == (record.id, "restored", "k2")
    assert rows_of(again) == 2


def test_the_next_kernel_of_a_notebook_adopts_its_session() -> None:
    old_kernel = connection_file("k1")
    record, _ = launch("k1")
    load_two_rows(record)
    old_kernel.unlink()
    adopted, how = ensure_session("k2", os.getpid(), NOTEBOOK, "nb")
    assert how == "adopted"
    assert (adopted.id, adopted.pid, adopted.token) == (record.id, record.pid, record.token)
    assert (adopted.kernel_id, adopted.kernel_pid) == ("k2", os.getpid())
    assert rows_of(adopted) == 2
    assert launch("k2")[1] == "found"


def test_a_session_is_not_taken_from_a_living_kernel_nor_by_another_notebook() -> None:
    connection_file("k1")
    record, _ = launch("k1")
    same_notebook, how = launch("k2")
    assert (how, same_notebook.id != record.id) == ("started", True)
    (discovery.runtime_folder() / "kernel-k1.json").unlink()
    other_notebook, how = launch("k3", notebook="/other.ipynb")
    assert (how, other_notebook.id != record.id) == ("started", True)


def test_close_leaves_exports_and_layouts_and_nothing_else() -> None:
    record, _ = launch()
    load_two_rows(record)
    folder = Path(record.folder)
    (folder / "exports").mkdir(exist_ok=True)
    (folder / "exports" / "mine.arrow").touch()
    layout = Path(os.environ["PHOENIX_WORKING_DIR"]) / "layouts" / "abc"
    layout.mkdir(parents=True)
    close_session(record)
    assert not is_alive(record.pid)
    assert list(discovery.runtime_folder().iterdir()) == []
    assert [path.name for path in folder.rglob("*")] == ["exports", "mine.arrow"]
    assert layout.is_dir()
    close_session(record)
    assert launch()[1] == "started"


@posix_only
def test_close_cleans_up_after_a_server_that_was_killed() -> None:
    record, _ = launch()
    load_two_rows(record)
    end(record, signal.SIGKILL)
    close_session(record)
    assert list(discovery.runtime_folder().iterdir()) == []
    assert not (Path(record.folder) / "datasets").exists()
    assert launch()[1] == "started"


@posix_only
def test_close_ends_a_server_that_does_not_obey(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spawn, "_CLOSE_SECONDS", 0.5)
    record, _ = launch()
    os.kill(record.pid, signal.SIGSTOP)
    close_session(record)
    assert not server_process.is_running(record.pid)
    assert discovery.read_records() == []


@posix_only
def test_close_spares_a_stranger_who_got_the_process_id(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spawn, "_CLOSE_SECONDS", 0.2)
    stranger = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    record, _ = launch()
    end(record, signal.SIGKILL)
    path = discovery.record_path(record.id)
    path.write_text(json.dumps({**json.loads(path.read_text()), "pid": stranger.pid}))
    (changed,) = discovery.read_records()
    close_session(changed)
    assert stranger.poll() is None
    assert discovery.read_records() == []
    stranger.kill()
    stranger.wait()


@posix_only
def test_a_server_that_is_alive_but_silent_is_not_doubled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spawn, "_PATIENCE_SECONDS", 0.2)
    record, _ = launch()
    os.kill(record.pid, signal.SIGSTOP)
    with pytest.raises(LaunchError, match=f"process {record.pid} runs but has not answered") as caught:
        launch()
    assert caught.value.code == "server/unresponsive"
    os.kill(record.pid, signal.SIGCONT)
    assert launch() == (record, "found")


def test_a_port_asked_for_that_is_taken_is_an_error() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(LaunchError) as caught:
            launch(port=port)
    assert caught.value.code == "port/in-use"
    assert caught.value.message == f"Cannot listen on port {port}: another program uses it"
    assert caught.value.hint
    assert [path.name for path in discovery.runtime_folder().iterdir()] == []


def test_a_port_nobody_asked_for_that_is_taken_gives_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        monkeypatch.setenv("PHOENIX_PORT", str(port))
        record, _ = launch()
    assert port < record.port <= port + 100


def test_a_port_asked_for_is_used() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    record, _ = launch(port=port)
    assert record.port == port


@pytest.mark.parametrize("port", [-1, 65536, "http", 1.5, True])
def test_a_port_that_is_none_is_refused(port: Any) -> None:
    with pytest.raises(LaunchError, match=r"^Cannot use port=.*: a port is a whole number from 0 to 65535$"):
        launch(port=port)


@pytest.mark.parametrize("word", ["phoenix", "", "-1", "80.5", "tcp://10.0.0.1:6006", "٣"])
def test_a_variable_that_is_not_all_digits_is_passed_over(monkeypatch: pytest.MonkeyPatch, word: str) -> None:
    monkeypatch.setenv("PHOENIX_PORT", word)
    assert spawn._choose_port(None) == spawn.DEFAULT_PORT


def test_a_variable_that_is_no_port_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PHOENIX_PORT", "70000")
    with pytest.raises(LaunchError, match=r"^Cannot use PHOENIX_PORT=70000: a port is a whole number"):
        launch()


def test_an_address_of_another_machine_is_refused() -> None:
    with pytest.raises(LaunchError, match="is not an address of this machine") as caught:
        launch(host="192.0.2.1")
    assert caught.value.code == "host/unavailable"


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    folder = tmp_path / "file" / "working"
    with pytest.raises(LaunchError) as caught:
        launch(working_dir=folder)
    assert caught.value.code == "folder/unwritable"
    assert str(folder) in caught.value.message
    assert "PHOENIX_WORKING_DIR" in (caught.value.hint or "")


@posix_only
def test_a_node_that_is_too_old_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    node = tmp_path / "node"
    node.write_text("#!/bin/sh\necho v20.0.0\n")
    node.chmod(0o755)
    monkeypatch.setenv("PHOENIX_NODE", str(node))
    with pytest.raises(LaunchError, match=r"Node 20\.0\.0") as caught:
        launch()
    assert caught.value.code == "node/too-old"


def test_what_the_environment_tells_other_nodes_does_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NODE_OPTIONS", "--require=/missing.cjs")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1/")
    assert launch()[1] == "started"


@pytest.mark.parametrize("name", ["--port=1", "-x", "naïve 图 \"quoted\" 'name' $HOME", "a\nb"])
def test_names_are_taken_as_they_are(name: str) -> None:
    record, _ = ensure_session("k1", 0, "", name)
    assert record.name == name


def test_a_server_that_crashes_at_its_start_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = tmp_path / "main.mjs"
    script.write_text("throw new TypeError('the reason');")
    monkeypatch.setattr(server_process, "find_server_script", lambda: script)
    with pytest.raises(LaunchError, match="ended with exit code 1: TypeError: the reason") as caught:
        launch()
    assert caught.value.code == "launch/crashed"
    assert discovery.read_records() == []


def test_a_server_that_never_gets_ready_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = tmp_path / "main.mjs"
    script.write_text("console.log(process.pid); setInterval(() => {}, 1000);")
    monkeypatch.setattr(server_process, "find_server_script", lambda: script)
    monkeypatch.setattr(server_process, "START_SECONDS", 1.0)
    with pytest.raises(LaunchError, match="it was not ready after 1 seconds"):
        launch()
    (log,) = discovery.runtime_folder().glob("*.log")
    assert not is_alive(int(log.read_text()))


def test_kernel_ids_are_no_paths() -> None:
    record, _ = launch("../../etc/passwd")
    assert record.kernel_id == "../../etc/passwd"
    assert Path(record.folder).parent == Path(os.environ["PHOENIX_WORKING_DIR"]) / "sessions"
