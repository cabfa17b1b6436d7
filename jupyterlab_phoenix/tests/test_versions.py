"""Kernel and server of different versions say so in one sentence."""

from __future__ import annotations

import pytest

from jupyterlab_phoenix.versions import compare_versions


@pytest.mark.parametrize(
    ("kernel", "server"),
    [("0.1.0", "0.1.0"), ("1.0", "1.0.0"), ("1.0.0rc1", "1.0.0"), ("", "0.1.0"), ("0.0.0", "0.1.0"), ("0.1.0", "")],
)
def test_one_version_needs_no_words(kernel: str, server: str) -> None:
    assert compare_versions(kernel, server) is None


def test_the_older_part_is_named_with_what_to_run() -> None:
    assert compare_versions("0.9.0", "0.10.0") == (
        "This kernel has Phoenix 0.9.0, older than the session's 0.10.0: run "
        "'pip install --upgrade jupyterlab-phoenix' in the kernel's environment and restart the kernel"
    )
    assert compare_versions("2.0", "1.9.9") == (
        "This session runs Phoenix 1.9.9, older than the kernel's 2.0: call px.close_app() and launch it again"
    )
