"""``jupyter phoenix doctor``: what a session needs, looked at one by one, and what to do where it is missing."""

from __future__ import annotations

import json
import platform
import sys
from collections.abc import Callable, Iterator

from ... import __version__
from .finding import Finding

# What each word of a line looks like.
_WORDS = {"ok": "ok   ", "note": "note ", "wrong": "WRONG"}


def examine(*, as_json: bool) -> int:
    """Prints every finding as it is made; 1 when something is wrong."""
    findings: list[Finding] = []
    if not as_json:
        print(f"jupyterlab-phoenix {__version__}, Python {platform.python_version()} ({sys.executable})")
    for finding in _find_all():
        findings.append(finding)
        if not as_json:
            print(f"  {_WORDS[finding.level]}  {finding.sentence}")
            if finding.advice:
                print(f"           → {finding.advice}")
    wrong = sum(finding.level == "wrong" for finding in findings)
    if as_json:
        print(json.dumps({"version": __version__, "findings": [finding._asdict() for finding in findings]}, indent=2))
    else:
        print("Everything is in order" if wrong == 0 else f"{wrong} of {len(findings)} checks failed")
    return 1 if wrong else 0


def _find_all() -> Iterator[Finding]:
    from .folders import check_folders
    from .network import check_network
    from .parts import check_parts
    from .running import check_running
    from .start import check_start

    checks: tuple[Callable[[], Iterator[Finding]], ...] = (
        check_parts,
        check_folders,
        check_network,
        check_running,
        check_start,
    )
    for check in checks:
        yield from check()
