"""Sessions that run, and what is left of those that do not."""

from __future__ import annotations

from collections.abc import Iterator

from ... import __version__
from ..list_sessions import describe_sessions
from .finding import Finding


def check_running() -> Iterator[Finding]:
    sessions = describe_sessions()
    if not sessions:
        yield Finding("ok", "No session runs")
    for session in sessions:
        name = f'Session "{session["name"]}" ({session["id"]})'
        close = f"jupyter phoenix close {session['id']}"
        if session["status"] == "crashed":
            advice = f"Launch again in its notebook to get it back with its data, or forget it: {close}"
            yield Finding("note", f"{name} has crashed", advice)
        elif session["status"] == "busy":
            yield Finding("note", f"{name} runs, but does not answer", f"Wait for its work to finish, or: {close}")
        elif session["version"] != __version__:
            yield Finding(
                "note",
                f"{name} still runs version {session['version']}",
                f"It goes on as it is; for {__version__}: {close}, then launch again",
            )
        else:
            yield Finding("ok", f"{name} answers at {session['url']}")
