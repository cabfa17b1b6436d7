"""The file that makes ``%phoenix`` known to every IPython of an environment."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STARTUP = ROOT / "ipython-config/startup/50-jupyterlab-phoenix.py"


@pytest.fixture
def ipython_folder(own_folders: Path) -> Path:
    folder = own_folders / "ipython"
    startup = folder / "profile_default/startup"
    startup.mkdir(parents=True)
    (startup / STARTUP.name).write_bytes(STARTUP.read_bytes())
    return folder


def run_ipython(code: str, *, with_package: bool) -> str:
    environment = {**os.environ, "PYTHONPATH": str(ROOT) if with_package else ""}
    # A finder in front says no to an installed package, too.
    hide = "import sys; sys.modules['jupyterlab_phoenix'] = None\n"
    config = Path(environment["IPYTHONDIR"]) / "profile_default/ipython_config.py"
    config.write_text("" if with_package else hide)
    done = subprocess.run(
        [sys.executable, "-m", "IPython", "--no-banner", "--colors=nocolor", "-c", code],
        env=environment,
        capture_output=True,
        timeout=60,
        check=False,
        cwd=environment["HOME"],
    )
    return (done.stdout + done.stderr).decode()


@pytest.mark.usefixtures("ipython_folder")
def test_the_magic_is_known_and_costs_no_import() -> None:
    code = (
        "import sys; print('known:', 'phoenix' in get_ipython().magics_manager.magics['line'],"
        " [m for m in sys.modules if m.startswith(('jupyterlab_phoenix', 'pandas', 'pyarrow'))])"
    )
    assert "known: True []" in run_ipython(code, with_package=True)


@pytest.mark.usefixtures("ipython_folder")
def test_the_first_use_runs_the_real_magic() -> None:
    output = run_ipython("get_ipython().run_line_magic('phoenix', 'help')", with_package=True)
    assert "launch" in output
    assert "Traceback" not in output


@pytest.mark.usefixtures("ipython_folder")
def test_nothing_is_said_when_the_package_is_missing() -> None:
    code = "print('known:', 'phoenix' in get_ipython().magics_manager.magics['line'])"
    assert run_ipython(code, with_package=False).strip() == "known: False"


def test_nothing_is_left_in_the_users_variables() -> None:
    variables: dict[str, object] = {}
    exec(STARTUP.read_text(), variables)
    assert set(variables) == {"__builtins__"}
