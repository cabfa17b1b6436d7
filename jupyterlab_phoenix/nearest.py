"""What to say about a name that does not exist."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from .errors import RequestError

_MAX_LISTED = 12


def unknown(kind: str, name: object, known: Sequence[str], *, code: str) -> RequestError:
    """The error for a name that is not among the known ones: it offers the nearest one, else lists them.

    Args:
        kind: what the name is of, such as ``metric``.
        code: code of the failure.
    """
    if not isinstance(name, str):
        return RequestError(f"Cannot use {name!r:.80} as {kind}: a name is needed", code=code, hint=_list(known))
    folded = {_fold(candidate): candidate for candidate in reversed(known)}
    nearest = get_close_matches(_fold(name), list(folded), n=1, cutoff=0.5)
    hint = f'Did you mean "{folded[nearest[0]]}"?' if nearest else _list(known)
    return RequestError(f'There is no {kind} called "{name:.80}"', code=code, hint=hint)


def _fold(name: str) -> str:
    return name.lower().replace("-", "_").replace(" ", "_")


def _list(known: Sequence[str]) -> str | None:
    if not known:
        return None
    listed = ", ".join(f'"{name}"' for name in known[:_MAX_LISTED])
    return f"There are {listed}" + (f" and {len(known) - _MAX_LISTED:,} more" if len(known) > _MAX_LISTED else "")
