"""Spans of this process that ``register()`` has not sent yet."""

from __future__ import annotations

import atexit
import weakref
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .session_exporter import SessionProcessor

_processors: weakref.WeakSet[SessionProcessor] = weakref.WeakSet()


def add(processor: SessionProcessor) -> None:
    """Know of a processor as long as it lives."""
    if not _processors:
        atexit.register(_finish)
    _processors.add(processor)


def flush() -> None:
    """Sends what has ended until now, so that the next question to a session knows of it."""
    for processor in list(_processors):
        processor.force_flush()


def _finish() -> None:
    for processor in list(_processors):
        processor.shutdown()
