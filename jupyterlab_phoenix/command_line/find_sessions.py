"""Which session a word means."""

from __future__ import annotations

from difflib import get_close_matches

from .. import discovery
from ..discovery import Record
from .complaint import Complaint

NOTHING_RUNS = "No Phoenix session runs. Start one in a notebook with px.launch_app(…) or %phoenix launch"


def find_session(word: str) -> Record:
    """The session with this id, beginning of an id, or name.

    Raises:
        Complaint: there is none, or several have the name.
    """
    records = discovery.read_records()
    if not records:
        raise Complaint(NOTHING_RUNS)
    exact = [record for record in records if record.id == word]
    found = exact or [record for record in records if record.name == word]
    found = found or [record for record in records if len(word) >= 4 and record.id.startswith(word)]
    if len(found) == 1:
        return found[0]
    if found:
        ids = ", ".join(record.id for record in found)
        raise Complaint(f"'{word}' is the name of {len(found)} sessions: say which by its id, {ids}")
    nearest = get_close_matches(word, [name for record in records for name in (record.id, record.name)], n=1)
    hint = f"did you mean '{nearest[0]}'?" if nearest else "see jupyter phoenix list"
    raise Complaint(f"There is no session '{word}': {hint}")
