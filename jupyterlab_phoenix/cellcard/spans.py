"""Which spans began while a cell ran: seen in the tracer providers of this process."""

from __future__ import annotations

import sys
import threading
import time
import weakref
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider

    from ..session import Session

# Traces of one execution that are remembered; src/contract/cell-card.ts has the same.
MAX_TRACES = 10_000


class CellSpans:
    """The spans of one provider that began during one execution."""

    def __init__(self, watch: ProviderWatch) -> None:
        self.watch = watch
        self.trace_ids: dict[int, None] = {}
        self.started = 0
        self._running: set[int] = set()
        self._changed = threading.Condition()

    @property
    def running(self) -> int:
        """Spans that have not ended."""
        return len(self._running)

    def wait_ended(self, seconds: float) -> bool:
        """Whether every span has ended, at the latest after so many seconds."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._running, seconds)

    def _add(self, trace_id: int, span_id: int) -> None:
        with self._changed:
            self.started += 1
            self._running.add(span_id)
            if len(self.trace_ids) < MAX_TRACES:
                self.trace_ids[trace_id] = None

    def _end(self, span_id: int) -> None:
        with self._changed:
            self._running.discard(span_id)
            if not self._running:
                self._changed.notify_all()


class ProviderWatch:
    """One provider, and what of it belongs to which cell.

    Args:
        provider: the provider.
        session: where its spans go; None for the session that the kernel has.
        is_ours: whether its spans go to a session at all; somebody else's may send elsewhere.
    """

    def __init__(self, provider: TracerProvider, session: Session | None, is_ours: bool) -> None:
        from .watch_processor import WatchProcessor

        self.session = session
        self.is_ours = is_ours
        self.sends_here = self.sends_elsewhere = False
        self.cell: CellSpans | None = None
        self._owners: dict[int, CellSpans] = {}
        self._provider = weakref.ref(provider)
        provider.add_span_processor(WatchProcessor(self))

    def begin(self) -> None:
        """From here on spans belong to a new cell."""
        self.cell = CellSpans(self)

    def end(self) -> CellSpans | None:
        """What began since ``begin``; None when nothing did. Spans belong to no cell until it is called again."""
        cell, self.cell = self.cell, None
        return cell if cell is not None and cell.started else None

    def flush(self, seconds: float) -> None:
        """Sends what has ended. Some exporters take longer than they are given."""
        provider = self._provider()
        if provider is not None:
            provider.force_flush(int(seconds * 1000))

    def span_started(self, trace_id: int, span_id: int) -> None:
        """Called in the thread that begins the span."""
        cell = self.cell
        if cell is not None:
            self._owners[span_id] = cell
            cell._add(trace_id, span_id)

    def span_ended(self, span_id: int) -> None:
        """Called in the thread that ends the span."""
        cell = self._owners.pop(span_id, None)
        if cell is not None:
            cell._end(span_id)


_watches: weakref.WeakKeyDictionary[Any, ProviderWatch] = weakref.WeakKeyDictionary()
_is_in_cell = False


def begin_cell() -> None:
    """A cell has begun: spans belong to it, also those of providers that it sets up."""
    global _is_in_cell
    _is_in_cell = True
    for each in list(_watches.values()):
        each.begin()


def end_cell() -> list[CellSpans]:
    """The spans of the cell that ends, by provider; those of none that made no span."""
    global _is_in_cell
    _is_in_cell = False
    ended = [each.end() for each in list(_watches.values())]
    return [spans for spans in ended if spans is not None]


def watch(provider: Any, session: Session | None = None, *, is_ours: bool = False) -> ProviderWatch:
    """Looks at the spans of a provider from now on; one that is watched already keeps its watch, and sends here now."""
    found = _watches.get(provider)
    if found is None:
        found = _watches[provider] = ProviderWatch(provider, session, is_ours)
        if _is_in_cell:
            found.begin()
    else:
        found.session, found.is_ours, found.sends_elsewhere = session, is_ours, False
    return found


def watch_global() -> ProviderWatch | None:
    """Watches the provider that this process uses, when there is one that was not watched before."""
    api, sdk = sys.modules.get("opentelemetry.trace"), sys.modules.get("opentelemetry.sdk.trace")
    if api is None or sdk is None:
        return None
    provider = api.get_tracer_provider()
    if not isinstance(provider, sdk.TracerProvider) or provider in _watches:
        return None
    return watch(provider)


def has_sdk() -> bool:
    """Whether this process can make spans at all."""
    return "opentelemetry.sdk.trace" in sys.modules


def is_watching() -> bool:
    """Whether spans of any provider are seen."""
    return len(_watches) > 0


def now_us() -> int:
    """Microseconds since 1970."""
    return time.time_ns() // 1000
