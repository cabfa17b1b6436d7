from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from jupyterlab_phoenix.locks import LockTimeout, hold_lock
from jupyterlab_phoenix.processes import end_process, is_alive, read_command_line

ROOT = Path(__file__).parents[2]


def dead_pid() -> int:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_only_one_thread_holds_a_lock_at_a_time(tmp_path: Path) -> None:
    path, holders, seen = tmp_path / "x.lock", [], []

    def work(number: int) -> None:
        with hold_lock(path, 20):
            holders.append(number)
            seen.append(len(holders))
            time.sleep(0.01)
            holders.remove(number)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(16)))
    assert seen == [1] * 16
    assert list(tmp_path.glob("x.*")) == []


def test_only_one_process_breaks_a_stale_lock(tmp_path: Path) -> None:
    path = tmp_path / "x.lock"
    script = textwrap.dedent(
        """
        import sys, time
        from pathlib import Path
        from jupyterlab_phoenix.locks import hold_lock
        inside = Path(sys.argv[1] + ".inside")
        with hold_lock(Path(sys.argv[1]), 30):
            inside.touch(exist_ok=False)
            time.sleep(0.02)
            inside.unlink()
        """
    )
    for _ in range(5):
        path.write_text(json.dumps({"pid": dead_pid(), "nonce": "old"}))
        argv = [sys.executable, "-c", script, str(path)]
        processes = [subprocess.Popen(argv, cwd=ROOT) for _ in range(5)]
        assert [process.wait(60) for process in processes] == [0] * 5
        assert not path.exists()


def test_a_lock_of_somebody_alive_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "x.lock"
    path.write_text(json.dumps({"pid": os.getpid(), "nonce": "other"}))
    with pytest.raises(LockTimeout) as caught, hold_lock(path, 0.1):
        pass
    assert caught.value.pid == os.getpid()
    assert path.exists()


def test_an_empty_lock_is_stale_after_a_while(tmp_path: Path) -> None:
    path = tmp_path / "x.lock"
    path.touch()
    with pytest.raises(LockTimeout), hold_lock(path, 0.1):
        pass
    os.utime(path, (time.time() - 60, time.time() - 60))
    with hold_lock(path, 5):
        assert json.loads(path.read_text())["pid"] == os.getpid()


def test_a_breaker_that_died_does_not_block(tmp_path: Path) -> None:
    path, breaker = tmp_path / "x.lock", tmp_path / "x.breaking"
    path.write_text(json.dumps({"pid": dead_pid(), "nonce": "old"}))
    breaker.touch()
    os.utime(breaker, (time.time() - 60, time.time() - 60))
    with hold_lock(path, 5):
        pass


def test_a_zombie_is_not_alive() -> None:
    process = subprocess.Popen([sys.executable, "-c", ""])
    deadline = time.monotonic() + 10
    while is_alive(process.pid):
        assert time.monotonic() < deadline
        time.sleep(0.01)
    # It was not reaped yet: the bare signal 0 still finds it.
    os.kill(process.pid, 0)
    process.wait()


@pytest.mark.parametrize("pid", [0, -1, 2**31 - 1, 2**40])
def test_impossible_ids_are_not_alive(pid: int) -> None:
    assert not is_alive(pid)


def test_the_command_line_of_a_process_can_be_read() -> None:
    assert "pytest" in read_command_line(os.getpid())
    assert read_command_line(dead_pid()) == ""


def test_ending_a_process_that_is_gone_is_no_error() -> None:
    end_process(dead_pid())
