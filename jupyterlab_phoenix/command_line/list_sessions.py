"""``jupyter phoenix list``: every session of this user, and how it is."""

from __future__ import annotations

import http.client
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

from .. import discovery
from ..discovery import Record, ServerRefusal
from ..processes import is_session_server
from .find_sessions import NOTHING_RUNS

_STATE_SECONDS = 2.0


def list_sessions(*, as_json: bool) -> int:
    """Prints one line per session, oldest first; as JSON a list of objects without secrets."""
    sessions = describe_sessions()
    if as_json:
        print(json.dumps(sessions, indent=2))
    elif not sessions:
        print(NOTHING_RUNS)
    else:
        _print_table(sessions)
    return 0


def describe_sessions() -> list[dict[str, Any]]:
    """What is known of every session: its record without the token, its state, its data sets and spans."""
    records = discovery.read_records()
    if not records:
        return []
    with ThreadPoolExecutor(max_workers=min(32, len(records))) as pool:
        return list(pool.map(_describe, records))


def _describe(record: Record) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "id": record.id,
        "name": record.name,
        "status": "running",
        "url": record.url,
        "pid": record.pid,
        "notebook": record.notebook,
        "started": datetime.fromtimestamp(record.started).astimezone().isoformat(timespec="seconds"),
        "version": record.product_version,
        "folder": record.folder,
        "memory_bytes": None,
        "datasets": {},
    }
    if not is_session_server(record.pid, record.id):
        return {**facts, "status": "crashed"}
    try:
        state = discovery.ask_server(record, "GET", "/api/session", timeout=_STATE_SECONDS)
    except (OSError, http.client.HTTPException, ServerRefusal):
        return {**facts, "status": "busy"}
    datasets = {role: found["rowCount"] for role, found in state["datasets"].items() if found is not None}
    return {**facts, "memory_bytes": state["memoryBytes"], "datasets": datasets}


def _print_table(sessions: list[dict[str, Any]]) -> None:
    rows = [("ID", "NAME", "STATUS", "ADDRESS", "DATA", "MEMORY", "STARTED")]
    for session in sessions:
        data = ", ".join(f"{role} {rows:,}" for role, rows in session["datasets"].items())
        memory = session["memory_bytes"]
        started = datetime.fromisoformat(session["started"])
        rows.append(
            (
                session["id"],
                session["name"],
                session["status"],
                session["url"],
                data or "–",
                "–" if memory is None else f"{memory / 1e6:,.0f} MB",
                f"{started:%Y-%m-%d %H:%M}",
            )
        )
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    if any(session["status"] == "crashed" for session in sessions):
        print("\nA crashed session comes back, with its data, when its notebook launches again")
