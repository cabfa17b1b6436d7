"""``jupyter phoenix close``: the same explicit end as ``px.close_app()``."""

from __future__ import annotations

from collections.abc import Sequence

from .. import discovery, spawn
from .complaint import Complaint
from .find_sessions import NOTHING_RUNS, find_session


def close_sessions(words: Sequence[str], *, close_all: bool) -> int:
    """Ends the named sessions, or all; nothing is ended when one of the names is wrong."""
    if bool(words) == close_all:
        raise Complaint("Say which sessions: their ids or names, or --all; jupyter phoenix list shows them")
    records = (
        discovery.read_records() if close_all else list({(r := find_session(word)).id: r for word in words}.values())
    )
    if not records:
        print(NOTHING_RUNS)
    for record in records:
        spawn.close_session(record)
        print(f'Closed "{record.name}" ({record.id})')
    return 0
