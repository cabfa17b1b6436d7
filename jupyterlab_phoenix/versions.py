"""Whether the parts that talk to each other are of one version of the product."""

from __future__ import annotations

import re

# What a source checkout that was not installed calls itself.
_UNKNOWN = ("", "0.0.0")


def compare_versions(kernel: str, server: str) -> str | None:
    """One sentence when a kernel and the server of its session are not of one version: which is old, what to run.

    None when they are, or when one of them does not tell. Suffixes (``1.0.0rc1``) count as the release.
    """
    if kernel in _UNKNOWN or server in _UNKNOWN or _numbers(kernel) == _numbers(server):
        return None
    if _numbers(kernel) < _numbers(server):
        return (
            f"This kernel has Phoenix {kernel}, older than the session's {server}: run "
            "'pip install --upgrade jupyterlab-phoenix' in the kernel's environment and restart the kernel"
        )
    return (
        f"This session runs Phoenix {server}, older than the kernel's {kernel}: call px.close_app() and launch it again"
    )


def _numbers(version: str) -> tuple[int, ...]:
    numbers = [int(match) for match in re.findall(r"(?:^|\.)(\d+)", version)]
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)
