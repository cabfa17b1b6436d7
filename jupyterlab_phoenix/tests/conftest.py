"""Every test has folders of its own, and leaves no process behind."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from jupyterlab_phoenix import discovery, server_process, spawn
from jupyterlab_phoenix.tests.own_folders import to_environment

# How long an example takes says how crowded the machine is.
hypothesis.settings.register_profile("patient", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("patient")


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """HOME, Jupyter's folders and the working folder lie in a temporary one; servers of the test end with it."""
    folder = tmp_path / "own"
    for name, value in to_environment(folder).items():
        monkeypatch.setenv(name, value)
    for name in ("PHOENIX_HOST", "PHOENIX_NODE", "JPY_SESSION_NAME", "NODE_OPTIONS"):
        monkeypatch.delenv(name, raising=False)
    yield folder
    for record in discovery.read_records():
        spawn.close_session(record)
    for child in server_process._children:
        with contextlib.suppress(OSError):
            child.kill()
        child.wait()
    server_process._children.clear()
