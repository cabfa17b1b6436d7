"""Puts a card under its cell: at once, or, when spans take long to arrive, a little later."""

from __future__ import annotations

import logging
import threading
import uuid
from typing import TYPE_CHECKING, Any

from .bundle import to_bundle

if TYPE_CHECKING:
    from .question import Question

# A cell waits so long at most; what has not come by then comes into the card later.
_WAIT_SECONDS = 0.8
# When the background looks again for what is missing: a minute and a half in all.
_LOOKS_SECONDS = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 28.0, 30.0)
_FLUSH_SECONDS = 5.0

_log = logging.getLogger(__name__)


class CellOutput:
    """The card of one execution, from the question to the last update.

    Args:
        question: what to ask.
        publisher: the display publisher of the shell.
        cell: number of the execution; None when it has none.
        can_update: whether outputs can be changed after the cell; False in a terminal.
    """

    def __init__(self, question: Question, publisher: Any, cell: int | None, can_update: bool) -> None:
        self._question = question
        self._publisher = publisher
        self._cell = cell
        self._can_update = can_update
        self._transient = {"display_id": uuid.uuid4().hex}
        self._lock = threading.Lock()
        self._asked = threading.Event()
        self._card: dict[str, Any] | None = None
        self._is_arriving = True
        # None until the cell has decided whether it shows the card.
        self._is_shown: bool | None = None

    def show(self) -> None:
        """Shows the card if there is one. Returns after 0.8 s at the latest."""
        threading.Thread(target=self._work, name="phoenix-cell-card", daemon=True).start()
        try:
            self._asked.wait(_WAIT_SECONDS)
        finally:
            with self._lock:
                self._is_shown = self._is_worth_showing()
                if self._is_shown:
                    self._publish(update=False)

    def _is_worth_showing(self) -> bool:
        if self._card is not None and self._card["traces"] > 0:
            return True
        # The background has given up, or will look again.
        return self._can_update and self._is_arriving and self._question.is_promised

    def _work(self) -> None:
        try:
            self._look()
            for seconds in _LOOKS_SECONDS if self._can_update else ():
                if not self._is_arriving or self._is_shown is False:
                    return
                self._question.wait(seconds)
                self._look()
        except Exception as error:
            # Whatever happens here is no business of the cell's.
            _log.debug("Cannot show the traces of a cell: %s", error)
        finally:
            self._change(self._card, is_arriving=False)

    def _look(self) -> None:
        card = self._question.ask(_FLUSH_SECONDS)
        is_whole = card is None or not self._can_update or self._question.is_answered_by(card)
        self._change(card, is_arriving=not is_whole)

    def _change(self, card: dict[str, Any] | None, *, is_arriving: bool) -> None:
        with self._lock:
            is_new = (card, is_arriving) != (self._card, self._is_arriving)
            self._card, self._is_arriving = card, is_arriving
            if is_new and self._is_shown:
                self._publish(update=True)
        self._asked.set()

    def _publish(self, *, update: bool) -> None:
        session = self._question.session
        bundle = to_bundle(session.id, session.name, self._cell, self._card, self._is_arriving)
        self._publisher.publish(data=bundle, metadata={}, transient=self._transient, update=update)
