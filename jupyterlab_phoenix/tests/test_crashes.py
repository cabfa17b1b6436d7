"""Servers and kernels that die, full disks, folders that cannot be written: nothing half-started, nothing lost."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

import jupyterlab_phoenix as px
from jupyterlab_phoenix import discovery, launch, spawn
from jupyterlab_phoenix.processes import is_alive

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals, mounts and modes are POSIX")
root_only = pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0, reason="only the superuser of a Linux may mount"
)

SCHEMA = px.Schema(
    prediction_id_column_name="id", embedding_feature_column_names={"shape": px.EmbeddingColumnNames("v")}
)


@pytest.fixture(autouse=True)
def _no_session_left() -> Iterator[None]:
    launch._session = None
    yield
    launch._session = None


def make_dataset(rows: int = 200, length: int = 8, name: str = "prod") -> px.Dataset:
    matrix = np.random.default_rng(0).normal(size=(rows, length)).astype("float32")
    frame = pd.DataFrame({"id": [f"k{i}" for i in range(rows)], "n": range(rows), "v": list(matrix)})
    return px.Dataset(frame, SCHEMA, name=name)


def folder_of(session: px.Session) -> Path:
    return Path(session._connection.record.folder)


def kill(session: px.Session) -> None:
    pid = session._connection.record.pid
    os.kill(pid, signal.SIGKILL)
    deadline = time.monotonic() + 10
    while discovery.is_healthy(session._connection.record):
        assert time.monotonic() < deadline
        time.sleep(0.01)


def runtime_files() -> list[str]:
    return sorted(os.listdir(discovery.runtime_folder()))


def expect_one_line(error: Exception) -> None:
    assert len(str(error).splitlines()) == 1
    assert len(str(error)) < 500
    assert "Traceback" not in str(error)


CALLS = {
    "selection": lambda session: session.selection,
    "setting a selection": lambda session: setattr(session, "selection", [1]),
    "umap": lambda session: session.umap("shape"),
    "export": lambda session: session.export(),
    "state": lambda session: session.state,
    "url": lambda session: session.url,
    "view": lambda session: session.view(),
}


def test_after_a_kill_every_call_says_so_in_one_line_and_exports_stay_readable():
    session = px.launch_app(make_dataset(), run_in_thread=False)
    session.selection = [1, 2]
    session.export("before")
    kill(session)
    for name, call in CALLS.items():
        with pytest.raises(px.SessionLost, match=r"px\.launch_app\(\) brings it back") as caught:
            call(session)
        expect_one_line(caught.value)
        assert str(session._connection.record.port) in str(caught.value), name
    assert len(session.exports["before"]) == 2
    assert px.active_session() is None


def test_a_killed_server_comes_back_with_id_data_exports_and_maps():
    session = px.launch_app(make_dataset(), make_dataset(50, name="train"), run_in_thread=False)
    session.selection = [1, 2, 3]
    session.export("before")
    points = session.umap(n_components=2, n_samples=100, seed=3).result()
    state, exports = session.state, session.exports
    kill(session)
    again = px.launch_app(run_in_thread=False)
    assert again.id == session.id
    after = again.state
    for key in ("datasets", "dimensions", "embeddings", "umap", "revision", "warnings"):
        assert after[key] == state[key], key
    assert again.exports.names == ["before"]
    pd.testing.assert_frame_equal(again.exports[0], exports[0])
    job = again.umap(n_components=2, n_samples=100, seed=3)
    assert "cache" in repr(job)
    pd.testing.assert_frame_equal(job.result(), points)
    session.selection = [5]
    assert again.selection["id"].tolist() == ["k5"]


def test_a_selection_is_back_after_a_kill_with_the_last_change_that_was_answered():
    session = px.launch_app(make_dataset(), make_dataset(50, name="train"), run_in_thread=False)
    for start in range(0, 40, 2):
        session.selection = range(start, start + 30)
    before = session.selection
    kill(session)
    again = px.launch_app(run_in_thread=False)
    pd.testing.assert_frame_equal(again.selection, before)
    assert again.selection["id"].tolist() == [f"k{i}" for i in range(38, 68)]
    px.launch_app(make_dataset(name="other"), run_in_thread=False)
    assert len(session.selection) == 0
    kill(again)
    assert len(px.launch_app(run_in_thread=False).selection) == 0


def test_generated_ids_and_times_are_the_same_after_a_kill():
    session = px.launch_app(px.Dataset({"n": [1, 2, 3]}), run_in_thread=False)
    session.selection = [0, 1, 2]
    before = session.selection
    kill(session)
    px.launch_app(run_in_thread=False)
    session.selection = [0, 1, 2]
    pd.testing.assert_frame_equal(session.selection, before)


def test_a_kill_in_the_middle_of_a_map_is_told_and_leaves_no_half_layout():
    session = px.launch_app(make_dataset(4000, 64), run_in_thread=False)
    job = session.umap(n_samples=4000, n_components=2)
    while job.stage in ("waiting", "sample"):
        time.sleep(0.01)
    killer = threading.Timer(0.3, os.kill, (session._connection.record.pid, signal.SIGKILL))
    killer.start()
    with pytest.raises(px.SessionLost) as caught:
        job.result()
    expect_one_line(caught.value)
    killer.join()
    with pytest.raises(px.SessionLost):
        _ = job.state
    again = px.launch_app(run_in_thread=False)
    assert again.id == session.id
    assert again._connection.send_json("GET", "/api/layouts") == []
    with pytest.raises(px.PhoenixError) as unknown:
        job.result()
    expect_one_line(unknown.value)
    assert len(again.umap(n_samples=300, n_components=2).result()) == 300


def test_a_kill_in_the_middle_of_exports_leaves_whole_files_only():
    session = px.launch_app(make_dataset(20_000, 64), run_in_thread=False)
    session.selection = range(20_000)
    killer = threading.Timer(0.5, os.kill, (session._connection.record.pid, signal.SIGKILL))
    killer.start()
    finished: list[str] = []

    def export_for_ever() -> None:
        while True:
            name = f"e{len(finished)}"
            session._connection.send_json("POST", "/api/exports", {"source": {"kind": "selection"}, "name": name})
            finished.append(name)

    with pytest.raises(px.SessionLost) as caught:
        export_for_ever()
    expect_one_line(caught.value)
    again = px.launch_app(run_in_thread=False)
    names = again.exports.names
    assert set(finished) <= set(names) <= {*finished, f"e{len(finished)}"}
    for name in names:
        assert pa.ipc.open_file(folder_of(again) / "exports" / f"{name}.arrow").read_all().num_rows == 20_000
    again.selection = [1]
    again.export("after")
    assert again.exports.names[-1] == "after"


def test_a_kill_in_the_middle_of_a_load_keeps_the_data_of_before_or_has_the_new_ones():
    session = px.launch_app(make_dataset(name="before"), run_in_thread=False)
    big = make_dataset(60_000, 128, name="after")
    killer = threading.Timer(0.15, os.kill, (session._connection.record.pid, signal.SIGKILL))
    killer.start()
    with contextlib.suppress(px.SessionLost):
        px.launch_app(big, run_in_thread=False)
    killer.join()
    again = px.launch_app(run_in_thread=False)
    assert again.id == session.id
    summary = again.state["datasets"]["primary"]
    assert (summary["name"], summary["rowCount"]) in [("before", 200), ("after", 60_000)]
    px.launch_app(make_dataset(name="last"), run_in_thread=False)
    assert again.state["datasets"]["primary"]["name"] == "last"


PROGRAM = """
import os, sys, time
import pandas as pd
import jupyterlab_phoenix as px
from jupyterlab_phoenix import environment
environment._find_kernel_id = lambda: "the-kernel"
print("ready", flush=True)
sys.stdin.readline()
session = px.launch_app(px.Dataset(pd.DataFrame({"n": [int(sys.argv[1])] * 5}), name=sys.argv[1]), run_in_thread=False)
print(session.id, session._connection.record.pid, len(session.state["datasets"]), flush=True)
"""


def start_program(argument: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": str(Path(px.__file__).parents[1])}
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, argument],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    )


def test_five_launches_from_five_processes_give_one_server():
    programs = [start_program(str(number)) for number in range(5)]
    for program in programs:
        assert program.stdout is not None
        assert program.stdout.readline() == "ready\n"
    for program in programs:
        assert program.stdin is not None
        program.stdin.write("\n")
        program.stdin.flush()
    answers = [program.communicate(timeout=60) for program in programs]
    assert [program.returncode for program in programs] == [0] * 5, answers
    assert len({answer.splitlines()[-1] for answer, _ in answers}) == 1
    [record] = discovery.read_records()
    session = px.Session(record)
    name = session.state["datasets"]["primary"]["name"]
    session.selection = [0]
    assert session.selection["n"].tolist() == [int(name)]
    # Of four data sets nothing is left.
    assert len(os.listdir(Path(record.folder) / "datasets")) == 1


@pytest.mark.parametrize("delay", [0.0, 0.05, 0.15, 0.3])
def test_a_kernel_killed_in_mid_launch_leaves_nothing_half_started(delay):
    first = start_program("1")
    assert first.stdout is not None
    assert first.stdin is not None
    assert first.stdout.readline() == "ready\n"
    first.stdin.write("\n")
    first.stdin.flush()
    time.sleep(delay)
    first.kill()
    first.wait()
    second = start_program("2")
    started = time.monotonic()
    answer, errors = second.communicate("\n", timeout=60)
    assert second.returncode == 0, errors
    assert time.monotonic() - started < 20
    [record] = discovery.read_records()
    assert answer.splitlines()[-1].startswith(f"{record.id} {record.pid} ")
    assert px.Session(record).state["datasets"]["primary"]["name"] == "2"
    assert [name for name in runtime_files() if name.endswith((".lock", ".starting", ".breaking"))] == []


# Disks and folders


@contextlib.contextmanager
def tiny_disk(path: Path, size: str) -> Iterator[None]:
    path.mkdir(parents=True, exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size},mode=700", "tmpfs", str(path)], check=True)
    try:
        yield
    finally:
        for record in discovery.read_records():
            spawn.close_session(record)
        launch._session = None
        subprocess.run(["umount", str(path)], check=True)


@pytest.fixture
def full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A working folder on a disk of 2 MB."""
    path = tmp_path / "disk"
    try:
        with tiny_disk(path, "2m"):
            monkeypatch.setenv("PHOENIX_WORKING_DIR", str(path))
            yield path
    except subprocess.CalledProcessError:
        pytest.skip("this machine lets nobody mount")


@root_only
def test_data_that_do_not_fit_on_the_disk_are_one_sentence_and_the_data_of_before_stay(full_disk):
    session = px.launch_app(make_dataset(name="small"), run_in_thread=False)
    files = sorted(os.listdir(folder_of(session) / "datasets"))
    with pytest.raises(px.StorageError) as caught:
        px.launch_app(make_dataset(20_000, 64, name="big"), run_in_thread=False)
    expect_one_line(caught.value)
    assert caught.value.code == "disk/full"
    assert "MB" in str(caught.value)
    assert session.state["datasets"]["primary"]["name"] == "small"
    assert sorted(os.listdir(folder_of(session) / "datasets")) == files


@root_only
def test_a_first_launch_whose_data_do_not_fit_leaves_nothing_running(full_disk):
    with pytest.raises(px.StorageError) as caught:
        px.launch_app(make_dataset(20_000, 64), run_in_thread=False)
    expect_one_line(caught.value)
    assert discovery.read_records() == []
    assert px.active_session() is None


@root_only
def test_an_export_that_does_not_fit_on_the_disk_is_one_sentence_and_leaves_no_file(full_disk):
    session = px.launch_app(make_dataset(4000, 32), run_in_thread=False)
    session.selection = range(4000)
    made: list[str] = []

    def export_for_ever() -> None:
        while True:
            session.export(f"e{len(made)}")
            made.append(f"e{len(made)}")

    with pytest.raises(px.StorageError) as caught:
        export_for_ever()
    expect_one_line(caught.value)
    assert caught.value.code == "disk/full"
    assert str(full_disk) not in str(caught.value)
    assert sorted(os.listdir(folder_of(session) / "exports")) == [f"{name}.arrow" for name in made]
    assert session.exports.names == made
    session.selection = [1]
    assert len(session.selection) == 1


@root_only
def test_a_map_is_given_although_it_cannot_be_kept_on_a_full_disk(full_disk):
    session = px.launch_app(make_dataset(2000, 8), run_in_thread=False)
    with contextlib.suppress(OSError), open(full_disk / "rest", "wb", buffering=0) as rest:
        while rest.write(b"\0" * 4096):
            pass
    points = session.umap(n_samples=2000, n_components=2).result()
    assert len(points) == 2000
    assert px.launch_app(run_in_thread=False) is session


@root_only
def test_a_full_runtime_folder_is_one_sentence(tmp_path, monkeypatch):
    path = tmp_path / "runtime"
    try:
        with tiny_disk(path, "64k"):
            monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(path))
            with contextlib.suppress(OSError), open(path / "rest", "wb", buffering=0) as rest:
                while rest.write(b"\0" * 4096):
                    pass
            with pytest.raises(px.LaunchFailed) as caught:
                px.launch_app(make_dataset(), run_in_thread=False)
            expect_one_line(caught.value)
            assert caught.value.code == "disk/full"
            (path / "rest").unlink()
            assert runtime_files() == []
            assert px.launch_app(make_dataset(), run_in_thread=False).active
            px.close_app()
    except subprocess.CalledProcessError:
        pytest.skip("this machine lets nobody mount")


@root_only
@pytest.mark.parametrize("variable", ["PHOENIX_WORKING_DIR", "JUPYTER_RUNTIME_DIR", "HOME"])
def test_a_folder_on_a_disk_that_is_read_only_is_one_sentence(tmp_path, monkeypatch, variable):
    path = tmp_path / "disk"
    if variable == "HOME":
        for name in ("PHOENIX_WORKING_DIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_DATA_DIR", "JUPYTER_CONFIG_DIR"):
            monkeypatch.delenv(name)
    try:
        with tiny_disk(path, "1m"):
            subprocess.run(["mount", "-o", "remount,ro", str(path)], check=True)
            monkeypatch.setenv(variable, str(path))
            with pytest.raises(px.LaunchFailed) as caught:
                px.launch_app(make_dataset(), run_in_thread=False)
            expect_one_line(caught.value)
            assert caught.value.code == "folder/unwritable"
            assert str(path) in str(caught.value)
            assert px.active_session() is None
            with pytest.raises(px.PhoenixError):
                make_dataset().to_disc() if variable != "JUPYTER_RUNTIME_DIR" else px.launch_app()
    except subprocess.CalledProcessError:
        pytest.skip("this machine lets nobody mount")


# Ports and Node


@contextlib.contextmanager
def busy_port() -> Iterator[int]:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def test_a_busy_port_asked_for_is_one_sentence_and_leaves_nothing(capfd):
    with busy_port() as port:
        with pytest.raises(px.LaunchFailed) as caught:
            px.launch_app(make_dataset(), port=port)
        expect_one_line(caught.value)
        assert caught.value.code == "port/in-use"
        assert str(port) in str(caught.value)
        assert capfd.readouterr() == ("", "")
    assert discovery.read_records() == []
    assert runtime_files() == []
    assert px.launch_app(make_dataset(), port=port, run_in_thread=False).port == port


def test_a_busy_usual_port_gives_the_next_one(monkeypatch, capfd):
    with busy_port() as port:
        monkeypatch.setenv("PHOENIX_PORT", str(port))
        session = px.launch_app(make_dataset(), run_in_thread=False)
        assert port < session.port <= port + 100
        assert f"Port {port} is taken: using {session.port}" in capfd.readouterr().out


@pytest.mark.parametrize("word", ["http", "tcp://10.0.0.1:6006", "-5"])
def test_a_port_variable_that_is_no_number_is_passed_over_in_silence(monkeypatch, capfd, word):
    monkeypatch.setenv("PHOENIX_PORT", word)
    session = px.launch_app(make_dataset(), run_in_thread=False)
    assert session.port >= 6006
    assert "PHOENIX_PORT" not in "".join(capfd.readouterr())


def make_node(path: Path, answer: str) -> str:
    path.write_text(f"#!/bin/sh\necho {answer}\n")
    path.chmod(0o755)
    return str(path)


@pytest.mark.parametrize(
    ("answer", "words"), [("v18.20.0", "Node 18.20.0"), ("v22.12.9", "Node 22.12.9"), ("hello", "is no Node")]
)
def test_a_node_that_is_too_old_is_one_sentence(monkeypatch, tmp_path, answer, words):
    monkeypatch.setenv("PHOENIX_NODE", make_node(tmp_path / "node", answer))
    with pytest.raises(px.LaunchFailed, match=words) as caught:
        px.launch_app(make_dataset(), run_in_thread=False)
    expect_one_line(caught.value)
    assert discovery.read_records() == []
    assert runtime_files() == []
    monkeypatch.delenv("PHOENIX_NODE")
    assert px.launch_app(make_dataset(), run_in_thread=False).active


def test_a_node_that_is_not_there_is_one_sentence(monkeypatch, tmp_path):
    monkeypatch.setenv("PHOENIX_NODE", str(tmp_path / "nowhere"))
    with pytest.raises(px.LaunchFailed, match="PHOENIX_NODE") as caught:
        px.launch_app(make_dataset())
    expect_one_line(caught.value)


def test_the_process_that_was_killed_leaves_no_zombie():
    session = px.launch_app(make_dataset(), run_in_thread=False)
    pid = session._connection.record.pid
    kill(session)
    px.launch_app(run_in_thread=False)
    assert not is_alive(pid)
