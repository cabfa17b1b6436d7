"""One line of the doctor."""

from __future__ import annotations

from typing import Literal, NamedTuple


class Finding(NamedTuple):
    """What was looked at, as a sentence without a full stop, and what to do about it."""

    level: Literal["ok", "note", "wrong"]
    sentence: str
    advice: str = ""
