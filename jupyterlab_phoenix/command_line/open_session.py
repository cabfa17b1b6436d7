"""``jupyter phoenix open``: the app in the browser, by a link that works once."""

from __future__ import annotations

import http.client
import webbrowser

from .. import discovery
from ..discovery import ServerRefusal
from .complaint import Complaint
from .find_sessions import NOTHING_RUNS, find_session


def open_session(word: str | None, *, only_print: bool) -> int:
    """Opens the app of a session, or prints the link where no browser can be started."""
    if word is None:
        records = discovery.read_records()
        if not records:
            raise Complaint(NOTHING_RUNS)
        if len(records) > 1:
            listed = ", ".join(f"{record.id} ({record.name})" for record in records)
            raise Complaint(f"{len(records)} sessions run: say which, {listed}")
        record = records[0]
    else:
        record = find_session(word)
    try:
        ticket = discovery.ask_server(record, "POST", "/api/tickets")["ticket"]
    except (OSError, http.client.HTTPException, ServerRefusal) as error:
        raise Complaint(
            f'Session "{record.name}" ({record.id}) does not answer: launch it again in its notebook, '
            f"or end it with jupyter phoenix close {record.id}"
        ) from error
    link = f"{record.url}?ticket={ticket}"
    if only_print:
        print(link)
    elif webbrowser.open(link):
        print(f'Opened "{record.name}" at {record.url}')
    else:
        print(f"No browser could be started here. This link opens once, within 5 minutes:\n{link}")
    return 0
