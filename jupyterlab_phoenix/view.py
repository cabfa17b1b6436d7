"""The app as an output of a cell."""

from __future__ import annotations

import html
import numbers
from typing import TYPE_CHECKING, Any

from .errors import RequestError

if TYPE_CHECKING:

    class _Frame:
        def __init__(self, src: str, width: str | int, height: str | int, **params: Any) -> None: ...

        src: str
        width: str | int
        height: str | int
else:
    try:
        from IPython.display import IFrame as _Frame
    except ImportError:

        class _Frame:
            def __init__(self, src, width, height, **params):
                self.src, self.width, self.height, self.params = src, width, height, params


SESSION_MIME = "application/vnd.phoenix.session+json"
# CSS pixels; src/contract/session-output.ts has the same.
MIN_HEIGHT, MAX_HEIGHT = 120, 4000


class View(_Frame):
    """The app of one session. JupyterLab and Notebook 7 show it live, through Jupyter; elsewhere it is an inline frame.

    Nothing in it is secret, so that it can be saved with the notebook: ``ticket_url`` works once and not for long.

    Args:
        session_id: 12 hexadecimal digits.
        name: name of the session.
        address: where the app is, without any ticket.
        height: CSS pixels.
        ticket_url: where an inline frame may load the app from; None in hosts that show it themselves.
        place: where in the app to begin, ``#/traces`` for instance; empty for its first page.
    """

    def __init__(
        self, session_id: str, name: str, address: str, height: int, ticket_url: str | None = None, place: str = ""
    ) -> None:
        super().__init__(src=f"{ticket_url or address}{place}", width="100%", height=height)
        self.place = place
        self.session_id = session_id
        self.name = name
        self.address = address
        self._is_inline = ticket_url is not None

    def _repr_html_(self) -> str:
        if self._is_inline:
            return (
                f'<iframe src="{html.escape(self.src)}" width="100%" height="{self.height}" frameborder="0" '
                f'title="Phoenix: {html.escape(self.name)}" allow="fullscreen"></iframe>'
            )
        return (
            f"<p>Phoenix session <b>{html.escape(self.name)}</b> runs at <code>{html.escape(self.address)}</code>. "
            "This page cannot show it inline: open the link that <code>session.url</code> gives.</p>"
        )

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        output = {"version": 1, "id": self.session_id, "name": self.name, "height": self.height}
        return {
            SESSION_MIME: {**output, "place": self.place} if self.place else output,
            "text/html": self._repr_html_(),
            "text/plain": repr(self),
        }

    def __repr__(self) -> str:
        return f'Phoenix session "{self.name}" at {self.address} (open the link in session.url in a browser)'


def check_height(height: object) -> int:
    """A height in CSS pixels, from 120 to 4000.

    Raises:
        RequestError: it is no such number.
    """
    text = height.strip() if isinstance(height, str) else None
    if text is not None and text.isascii() and text.isdigit():
        height = int(text)
    is_number = isinstance(height, numbers.Real) and not isinstance(height, bool)
    if not is_number or not MIN_HEIGHT <= height <= MAX_HEIGHT:  # type: ignore[operator]
        raise RequestError(
            f"Cannot show a view of height {height!r:.40}: it is a number of pixels from {MIN_HEIGHT} to {MAX_HEIGHT}",
            code="view/height",
        )
    return int(height)  # type: ignore[call-overload]
