"""HTML that cannot say anything but what it was given: text is escaped unless this module made it."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping

_NAME = re.compile(r"[a-zA-Z][a-zA-Z-]*\Z")
# What XML and HTML have no way to write; everything else is escaped.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class Markup(str):
    """HTML made by ``element``; any other text is taken for text."""

    __slots__ = ()


def element(name: str, attributes: Mapping[str, object] | None = None, *children: object) -> Markup:
    """One element. Attributes that are None are left out, and so are children; text in either is escaped."""
    tag = _check(name, name.lower() not in ("script", "style", "iframe", "object", "embed"))
    written = "".join(
        f' {_check(key, not key.lower().startswith("on"))}="{_escape(str(value))}"'
        for key, value in (attributes or {}).items()
        if value is not None
    )
    inner = "".join(
        child if isinstance(child, Markup) else _escape(str(child)) for child in children if child is not None
    )
    return Markup(f"<{tag}{written}>{inner}</{tag}>")


def _check(name: str, is_harmless: bool) -> str:
    if not is_harmless or not _NAME.match(name):
        raise ValueError(f"Cannot write {name!r} into a card")
    return name


def _escape(text: str) -> str:
    return html.escape(_UNWRITABLE.sub("\ufffd", text))
