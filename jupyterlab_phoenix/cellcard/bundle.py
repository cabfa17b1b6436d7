"""The three forms of a card."""

from __future__ import annotations

from typing import Any

from .to_html import to_html
from .to_text import to_text

# src/contract/cell-card.ts has the same.
TRACE_MIME = "application/vnd.phoenix.trace+json"


def to_bundle(
    session_id: str, session_name: str, cell: int | None, card: dict[str, Any] | None, is_arriving: bool
) -> dict[str, Any]:
    """A MIME bundle: for the extension, for browsers without it, and for terminals. Nothing in it is secret.

    Args:
        session_id, session_name: where the traces are.
        cell: number of the execution; None when it has none.
        card: the answer of ``POST /api/traces/card``; None before anything has come.
        is_arriving: whether spans may still come.
    """
    output = {
        "version": 1,
        "session": {"id": session_id, "name": session_name[:500]},
        "cell": cell,
        "isArriving": is_arriving,
        "card": card,
    }
    return {TRACE_MIME: output, "text/html": to_html(output), "text/plain": to_text(output)}
