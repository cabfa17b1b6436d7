"""What is asked of a session after a cell: whether it shows cards, and what is in this one."""

from __future__ import annotations

import datetime as dt
import json
import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..connection import Connection

if TYPE_CHECKING:
    from ..session import Session
    from .spans import CellSpans, ProviderWatch

_TIMEOUT_SECONDS = 5.0


@dataclass
class Question:
    """The traces of one execution in one session.

    Attributes:
        session: the session.
        cells: the spans that were seen to begin, by provider; empty when nobody saw them.
        began_us, ended_us: the execution, in microseconds since 1970.
        unseen: providers that were found only when the cell had ended.
    """

    session: Session
    cells: Sequence[CellSpans]
    began_us: int
    ended_us: int
    unseen: Sequence[ProviderWatch] = ()

    @property
    def is_promised(self) -> bool:
        """Whether spans are on their way to this very session."""
        return any(cell.watch.is_ours or cell.watch.sends_here for cell in self.cells)

    def is_answered_by(self, card: dict[str, Any]) -> bool:
        """Whether all that began has ended and come, or is not to be expected any more."""
        if any(cell.running for cell in self.cells):
            return False
        return card["spans"] == 0 or card["spans"] >= sum(cell.started for cell in self.cells)

    def wait(self, seconds: float) -> None:
        """Returns when every span has ended, or, where that was so already, after so many seconds."""
        running = [cell for cell in self.cells if cell.running]
        if running:
            running[0].wait_ended(seconds)
        else:
            threading.Event().wait(seconds)

    def ask(self, flush_seconds: float) -> dict[str, Any] | None:
        """The card, after everything that has ended was sent; None when the session shows none.

        Raises:
            PhoenixError: the session is gone, or refuses.
        """
        connection = Connection(self.session._connection.record, timeout_seconds=_TIMEOUT_SECONDS)
        try:
            # Tells as well that the session is there: nobody waits for an exporter that has nowhere to send to.
            self.session._cards_inline = connection.send_json("GET", "/api/cell-cards")["inline"]
            if not self.session._cards_inline:
                return None
            for watch in [*(cell.watch for cell in self.cells), *self.unseen]:
                if not watch.sends_elsewhere:
                    watch.flush(flush_seconds)
            card = _read(connection.send("POST", "/api/traces/card", self._body(), "application/json"))
        finally:
            connection.close()
        self._judge(card)
        return card

    def _body(self) -> bytes:
        if self.cells:
            ids = [f"{trace_id:032x}" for cell in self.cells for trace_id in list(cell.trace_ids)]
            return json.dumps({"by": "traces", "traceIds": ids[:10_000]}).encode()
        times = {"start": _to_iso(self.began_us), "end": _to_iso(self.ended_us)}
        return json.dumps({"by": "time", **times, "pid": os.getpid(), "language": "python"}).encode()

    def _judge(self, card: dict[str, Any]) -> None:
        """A provider of somebody else's whose spans never come sends them elsewhere: it is left in peace."""
        for cell in self.cells:
            if card["spans"]:
                cell.watch.sends_here = True
            elif not cell.running:
                cell.watch.sends_elsewhere = not cell.watch.is_ours


def _read(answer: bytes) -> dict[str, Any]:
    # Half a character, where a text was cut or sent so, cannot be sent to a notebook.
    whole = json.dumps(json.loads(answer), ensure_ascii=False).encode("utf-8", "replace")
    card: dict[str, Any] = json.loads(whole)
    return card


def _to_iso(microseconds: int) -> str:
    moment = dt.datetime.fromtimestamp(0, dt.timezone.utc) + dt.timedelta(microseconds=microseconds)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
