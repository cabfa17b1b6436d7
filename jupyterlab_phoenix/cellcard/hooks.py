"""Listens to the cells of IPython, and shows a card under those that made spans. Cheap to import."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING, Any

from .. import environment

if TYPE_CHECKING:
    from ..session import Session
    from .question import Question

_log = logging.getLogger(__name__)
_hooks: CellHooks | None = None


def install() -> None:
    """Shows cards from the cell on that runs now. Does nothing outside IPython, or when it was called before."""
    global _hooks
    shell = environment.find_shell()
    if shell is None or _hooks is not None:
        return
    _hooks = CellHooks(shell)
    shell.events.register("pre_run_cell", _hooks.before)
    shell.events.register("post_run_cell", _hooks.after)
    # IPython tells of the end of this cell too, and of its beginning it has told already.
    _hooks.begin(None)


class CellHooks:
    """The cells of one shell. Only the outermost counts: what runs inside another belongs to that one."""

    def __init__(self, shell: Any) -> None:
        self._shell = shell
        self._info: Any = None
        self._request: Any = None
        self._thread: threading.Thread | None = None
        self._is_open = False
        self._began_us = 0

    def before(self, info: Any) -> None:
        """A cell is about to run."""
        try:
            if not self._is_inside_another():
                self.begin(info)
        except Exception as error:
            _log.debug("Cannot look at a cell: %s", error)

    def after(self, result: Any) -> None:
        """A cell has run, well or not."""
        try:
            if self._is_open and self._is_outermost(result):
                self._is_open = False
                self._end(result)
        except (Exception, KeyboardInterrupt) as error:
            # An exception here would be shown as if it were the user's.
            _log.debug("Cannot show the traces of a cell: %s", error)

    def begin(self, info: Any) -> None:
        """Spans belong to this cell from now on. ``info`` is None for a cell whose beginning nobody saw."""
        from . import spans

        self._info, self._request, self._thread = info, self._find_request(), threading.current_thread()
        self._is_open, self._began_us = True, spans.now_us()
        spans.watch_global()
        spans.begin_cell()

    def _is_inside_another(self) -> bool:
        # Another request in the thread of an open cell: that cell's end was not told.
        if not self._is_open:
            return False
        return self._request == self._find_request() or self._thread is not threading.current_thread()

    def _is_outermost(self, result: Any) -> bool:
        info = getattr(result, "info", None)
        if self._info is None or info is None:
            return self._thread is threading.current_thread()
        # A cell that ends by force has a result of its own making.
        return info is self._info or info.raw_cell == self._info.raw_cell

    def _find_request(self) -> Any:
        """What the notebook's request is called; None in a terminal."""
        find = getattr(self._shell, "get_parent", None)
        parent = find() if find is not None else None
        header = parent.get("header") if isinstance(parent, dict) else None
        return header.get("msg_id") if isinstance(header, dict) else None

    def _end(self, result: Any) -> None:
        from . import spans

        ended_us = spans.now_us()
        seen = spans.end_cell()
        session = _find_session()
        if session is None or session._cards_inline is False:
            return
        # A provider that this cell has set up: nobody saw its spans begin.
        unseen = spans.watch_global()
        for question in _to_questions(session, seen, unseen, self._began_us, ended_us):
            self._show(question, result)

    def _show(self, question: Question, result: Any) -> None:
        from .output import CellOutput

        can_update = environment.is_in_kernel()
        cell = getattr(result, "execution_count", None)
        CellOutput(question, self._shell.display_pub, cell, can_update).show()


def _find_session() -> Session | None:
    from ..launch import current_session

    return current_session()


def _to_questions(session: Session, seen: list[Any], unseen: Any, began_us: int, ended_us: int) -> list[Question]:
    """One for each session that spans went to. Times decide only where nobody could see the spans begin."""
    from . import spans
    from .question import Question

    by_session: dict[str, tuple[Session, list[Any]]] = {}
    for cell in seen:
        if not cell.watch.sends_elsewhere:
            target = cell.watch.session or session
            by_session.setdefault(target.id, (target, []))[1].append(cell)
    if by_session:
        return [Question(target, cells, began_us, ended_us) for target, cells in by_session.values()]
    is_blind = unseen is not None or not spans.is_watching()
    if is_blind and spans.has_sdk():
        return [Question(session, [], began_us, ended_us, [] if unseen is None else [unseen])]
    return []
