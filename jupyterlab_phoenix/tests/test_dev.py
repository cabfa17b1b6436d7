"""What ``dev.py`` decides by itself: counting, stamping, explaining."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).parents[2] / "dev.py"


@pytest.fixture
def dev(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("dev_script", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    return module


def test_reports_of_pytest_are_counted(dev: ModuleType, tmp_path: Path) -> None:
    test = tmp_path / "test_it.py"
    test.write_text(
        "import pytest\n"
        "def test_a(): pass\n"
        "def test_b(): assert 0\n"
        "@pytest.mark.skip\ndef test_c(): pass\n"
        "@pytest.fixture\ndef broken(): raise ValueError\n"
        "def test_d(broken): pass\n"
        "tries = []\n"
        "def test_e(): tries.append(1); assert len(tries) == 2\n"
    )
    report = tmp_path / "report.xml"
    argv = [sys.executable, "-m", "pytest", "-q", "--reruns=1", "-c", os.devnull, f"--junitxml={report}", str(test)]
    subprocess.run(argv, cwd=tmp_path, stdout=subprocess.DEVNULL, check=False)
    assert dev.read_junit(report) == (2, 2, 1, 1)


def test_reports_of_vitest_are_counted(dev: ModuleType, tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    report.write_text(json.dumps({"numPassedTests": 5, "numFailedTests": 2, "numPendingTests": 1, "numTodoTests": 1}))
    assert dev.read_vitest(report) == (5, 2, 2, 0)


def test_reports_of_playwright_are_counted(dev: ModuleType, tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    report.write_text(json.dumps({"stats": {"expected": 5, "unexpected": 2, "flaky": 1, "skipped": 3}}))
    assert dev.read_playwright(report) == (6, 2, 3, 1)


@pytest.mark.parametrize(
    ("code", "report", "counted"),
    [
        (0, (3, 0), (3, 0, 0, 0)),
        (1, (3, 2), (3, 2, 0, 0)),
        (1, (3, 0), (3, 1, 0, 0)),
        (0, (0, 0), (0, 1, 0, 0)),
        (0, None, (0, 1, 0, 0)),
    ],
)
def test_a_suite_that_fails_silently_counts_as_a_failure(
    dev: ModuleType, tmp_path: Path, code: int, report: tuple[int, int] | None, counted: tuple[int, int, int, int]
) -> None:
    def read() -> object:
        if report is None:
            raise FileNotFoundError
        return dev.Count(*report)

    argv = [sys.executable, "-c", f"raise SystemExit({code})"]
    suite = dev.Suite("suite", argv, dict(os.environ), tmp_path / "log.txt", read)
    assert dev.run_suites([suite]) == {"suite": counted}


def test_what_a_suite_says_is_shown_whole_when_it_has_ended(
    dev: ModuleType, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    words = "import sys; print('seen'); print('wrong', file=sys.stderr)"
    suites = [
        dev.Suite(name, [sys.executable, "-c", words], dict(os.environ), tmp_path / name, lambda: dev.Count(1, 0))
        for name in ("first", "second", "third")
    ]
    assert list(dev.run_suites(suites).values()) == [(1, 0, 0, 0)] * 3
    said = capfd.readouterr().out
    assert said.count("seen\n") == said.count("wrong\n") == 3


def test_a_step_runs_again_only_when_its_inputs_or_outputs_change(dev: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "input").write_text("1")
    output = tmp_path / "output"
    argv = [sys.executable, "-c", f"open({str(output)!r}, 'a').write('x')"]

    def make() -> str:
        dev.make(dev.Step("Step", "step", ["input"], argv, outputs=[output]))
        return output.read_text()

    assert (make(), make()) == ("x", "x")
    (tmp_path / "input").write_text("2")
    assert (make(), make()) == ("xx", "xx")
    output.unlink()
    assert make() == "x"


def test_a_step_that_fails_is_explained_and_runs_again(
    dev: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "input").touch()
    argv = [sys.executable, "-c", "print('npm error code ENOTFOUND'); raise SystemExit(3)"]
    for _ in range(2):
        with pytest.raises(SystemExit) as caught:
            dev.make(dev.Step("Packages", "step", ["input"], argv))
        assert caught.value.code == 1
        assert "Packages: A package could not be fetched: check the network" in capsys.readouterr().err


def test_steps_run_at_the_same_time_and_only_what_succeeded_is_up_to_date(dev: ModuleType, tmp_path: Path) -> None:
    wait = "import os, sys, time\nopen(sys.argv[1], 'w')\nwhile not os.path.exists(sys.argv[2]): time.sleep(0.01)\n"
    names = [str(tmp_path / name) for name in ("first", "second")]
    steps = [
        dev.Step("One", "one", [], [sys.executable, "-c", wait, *names]),
        dev.Step("Two", "two", [], [sys.executable, "-c", f"{wait}time.sleep(0.5)\nsys.exit(3)", *reversed(names)]),
    ]
    with pytest.raises(SystemExit):
        dev.make(*steps)
    assert [path.name for path in (tmp_path / ".venv" / "stamps").iterdir()] == ["one"]


def test_an_unknown_failure_names_its_code_and_its_log(dev: ModuleType, tmp_path: Path) -> None:
    sentence = dev.explain("Build", "some words", 2, tmp_path / "build.txt")
    assert sentence == f"Build: the step ended with exit code 2, its whole output is in {tmp_path / 'build.txt'}"


def test_a_program_that_is_missing_is_named(dev: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        dev.make(dev.Step("Step", "step", [], ["no-such-program"]))
    assert "Cannot run 'no-such-program': No such file or directory." in capsys.readouterr().err


def test_a_python_without_venv_is_told_what_to_install(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dev, "PYTHON", Path("/missing/python"))
    monkeypatch.setattr(dev, "is_anybody_there", lambda: True)
    monkeypatch.setattr(dev.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(SystemExit):
        dev.make_environment()
    assert "apt install python3-venv" in capsys.readouterr().err


def test_an_old_python_is_told_so(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dev.sys, "version_info", (3, 9, 18))
    assert dev.main([]) == 1
    assert capsys.readouterr().err.strip().startswith("Python 3.10 or newer is needed: this is")


def test_an_unknown_command_is_refused_before_anything_is_installed() -> None:
    done = subprocess.run([sys.executable, SCRIPT, "tset"], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.strip() == "Unknown command 'tset': use lab, test, check or setup."


def test_a_chosen_browser_that_is_missing_is_not_replaced(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMIUM_PATH", "/missing/chromium")
    assert dev.find_chromium() is None
    monkeypatch.setenv("CHROMIUM_PATH", sys.executable)
    assert dev.find_chromium() == sys.executable


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX")
def test_a_suite_is_ended_with_the_program_and_may_clean_up(
    dev: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cleaned = tmp_path / "cleaned"
    suite = (
        "import signal, sys, time\n"
        f"signal.signal(signal.SIGTERM, lambda *_: (open({str(cleaned)!r}, 'w'), sys.exit(1)))\n"
        "print('ready', flush=True)\n"
        "time.sleep(60)"
    )
    log = tmp_path / "log.txt"
    argv = [sys.executable, "-c", suite]
    pause = time.sleep

    def interrupt(seconds: float) -> None:
        if log.read_text() == "ready\n":
            # The waits after it are real ones.
            monkeypatch.setattr(dev.time, "sleep", pause)
            raise KeyboardInterrupt
        pause(seconds)

    monkeypatch.setattr(dev.time, "sleep", interrupt)
    with pytest.raises(KeyboardInterrupt):
        dev.run_suites([dev.Suite("suite", argv, dict(os.environ), log, lambda: dev.Count(1, 0))])
    assert cleaned.exists()


def test_tests_get_folders_of_their_own(dev: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(dev.ENVIRONMENT, "PHOENIX_PORT", "7000")
    environment = dev.isolate(tmp_path)
    for name in ("HOME", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR", "PHOENIX_WORKING_DIR"):
        assert environment[name].startswith(str(tmp_path))
    assert "PHOENIX_PORT" not in environment
